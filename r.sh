#!/bin/bash
# run.sh TREE files...
T=$1; shift
for f in "$@"; do echo "=== $f"; (cd $T && PYTHONPATH=$T /work/main/.venv/bin/python -c "import sys;sys.path.insert(0,'$T');from cli.main import main;main()" read /tmp/acts2dir/$f --format json) | /work/main/.venv/bin/python -c "
import json,sys
d=json.load(sys.stdin); print(d['meeting'])
for i in d['items']:
    print('##',i['number'],i['title'],i['case'],i['officers'],'closed' if i['closed'] else '','->',i['outcome'],i['deferred_to'],i['referred_to'],i['votes'],i['dissent'])
    def act(a): return ' '.join(f'{k}={v}' for k,v in a.items() if v not in (None,[],False) and k not in('evidence',))
    for p in i['proposals']:
        print('   ',p['point'],p['kind'],'|',p['text'][:60],'|',p['outcome'])
        for a in p['acts']: print('        ACT',act(a))
    for a in i['facts']: print('     FACT',act(a))
for q in d['questions']: print('??',q['item'],q['quote'][:100])
"; done
