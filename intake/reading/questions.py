"""Sentences that speak of an appointment or departure and were not understood."""

from __future__ import annotations

import re

from intake.danish.speech import Said, attends
from intake.formats.paper import Passage
from intake.reading.scene import Scene

_SPEAKS = re.compile(
    r"\b(?:gen|ny|ud|ind)?(?:udpeg\w*|udnævn\w*)|\b(?:gen|ny|ind)?(?:vælge[rs]?"
    r"|valgt\w*|valgte|nyvalg|genvalg|omvalg|suppleringsvalg)\b"
    r"|\bvalg(?:et)? af\b|\bindtræde\w*|\bindtrådt\w*|\budtræd\w*|\budtrådt\w*|\bfratræd\w*"
    r"|\bfratrådt\w*|\b(?:trådt|træder|trådte) (?:tilbage|ud|ind)\b"
    r"|\btilbagetræd\w*|\bkonstituer(?:er|ede|et) sig|\bafløse[rs]\b|\bafløst(?:e"
    r"|es)?\b|\berstattede\b"
    r"|\berstatte[rs]\b|\borlov\w*|\bfritage[st]\b"
    r"|\bsuppleant\w*|\bstedfortræder\w*|\btrukket sig\b|\bikke længere "
    r"(?:er )?medlem|\btrækker sig\b"
    r"|\bnedlagt sit\b|\bfraflyttet\b|\bafgået ved døden\b"
    r"|\bindstil\w*(?=.*⟦)|\bforesl(?:ået|ås) (?:som|til)\b|\bpege[rt]? på(?=.*⟦)|\bnominere\w*"
    r"|\b(?:trække|stille|stiller) sig\b|\bstoppe[rt]? som\b|\bstoppe som\b|\b(?:gen)?opstille\w*"
    r"|\b(?:formandskabet|formandsposten|næstformandsposten)\b[^.]{0,60}?"
    r" (?:overgår|overtages|går til"
    r"|skifter)\b"
    r"|\bvaretager (?:formand|næstformand|posten|hvervet)|\bmidlertidigt? (?:formand|medlem)"
    r"|\b(?:mandat|hverv|medlemskab)\w* (?:ophør\w*|udløb\w*)|\bsuspendere\w*|\bfritagelse\w*"
    r"|\bpladse?\w* (?:tilfalder|tilkommer|tilhører|går til|besættes|overgår til)\b"
    r"|\b(?:tilfalder|tilkommer|tilhører) plads\w*"
    r"|\bbestående af(?=.*⟦)"
    r"|\bubesat\w*|\bafgang fra\b|\bikke fortsætte\b|\bkandidat\w* (?:til|som)\b|\bikke længere\b"
    r"|\bindkald\w*(?=.*⟦)|⟦.*\bindkald\w*"
    r"|\bvaretager\b(?=.*⟦.*\b(?:opgaver|hverv)\b)"
    r"|⟦.*\b(?:forfald|forhindret)\b|\bvaretage (?:sine?|sit) (?:\w+ )?hverv\b"
    r"|⟧ godkendt\b|\brykker (?:op|ind)\b|\b(?:afløser|efterfølger) for\b|\bfortsætter (?:som|i)\b"
    r"|\bledig\w*|\b(?:bliver|blev) (?:ny |nyt |menigt )?(?:med|næst|vice)?(?:lem|formand"
    r"|borgmester)"
    r"|\bmedlem af\b.*\bindtil\b|\bbesætte[rs]?\b|\bsidder (?:de|den|det) (?:nuværende"
    r"|hidtidige)\b|\b(?:er )?født(?:e)? (?:medlem|formand|næstformand)"
    r"|\bmedlemmer\w* fortsætter\b|\b\w*periode\w* (?:\w+ )?udløb\w*",
    re.I,
)
_EVEN_DENIED = re.compile(
    r"opstille|afløser|efterfølger|ledig|ikke fortsætte|ikke længere|forfald|hverv", re.I
)
"""What tells of a departure even where it is denied: `genopstiller ikke`."""
_AGAIN = re.compile(r"gen(?:udpeg|valg|vælg|opstil)", re.I)
"""What tells of the end of somebody's tenure where it is denied: `ønsker ikke genudpegning`."""
_OF_THINGS = re.compile(
    r"\budpeg\w*\s+(?:\w+\s+){0,3}?(?:af\s+)?(?:\w+\s+){0,3}?(?:\w*areal\w*"
    r"|\w*område\w*|\w*zone\w*|\w*lokalitet\w*|\w*natur\w*|\w*strækning\w*|\w*vej"
    r"(?:e|en)?|\w*vand\w*"
    r"|\w*kommune\w*|\w*test\w*|\w*bygning\w*|\w*indsats\w*|\w*virksomhed\w*"
    r"|\w*projekt\w*|\w*risiko\w*|\w*sted(?:er|et)?|\w*skov\w*|\w*mål\b)"
    r"|\b(?:frit (?:skole)?valg|fritvalg\w*|frie valg|valgmulighed\w*|valg af "
    r"(?:\w+ )?(?:model|løsning|metode|leverandør|skole|system|placering"
    r"|materiale\w*)"
    r"|valgt at|valgte at|vælger at|vælge at|vælge mellem|vælge den|kan vælge)\b",
    re.I,
)
_OF_PEOPLE = re.compile(
    r"⟦|\b\w*(?:medlem|repræsentant|formand|formænd|næstformand|suppleant"
    r"|stedfortræder|kandidat)(?:mer|er|en|ne|erne|merne|et)?\b"
    r"|\bafløseren\b|\b(?:næst)?formandskabet\b|\bpladsen\b|\bpladser(?:ne)?\b"
    r"|\bplads i (?:\w+ ){0,4}?\w*(?:bestyrelse|udvalg|råd|nævn)\w*"
    r"|\bhverv\b|\bmandat\b|\bborgmest\w+",
    re.I,
)
_RULE = re.compile(
    r"\b(?:et|hvert|ethvert|intet) medlem\b|\bad gangen\b|\budpeges af\b(?!.*⟦)"
    r"|\bvælges af\b(?!.*⟦)|\bhar ret til\b|\b(?:i henhold til|efter|ifølge|jf\.) "
    r"(?:\w*vedtægt|lov|styrelsesloven)"
    r"|\bifølge vedtægterne\b|\bvalgbar(?:e)?\b|\bsammensættes\b|\bbestår af\b"
    r"|\bkan gen(?:vælges|udpeges)\b|\bfungerer i\b",
    re.I,
)


_OF_JOBS = re.compile(
    r"\b(?:fratræd\w*|fratrådt\w*|opsag\w*|opsig\w*|afskedig\w*|ansat|ansættes"
    r"|ansættelse)\b[^.]*\b(?:stilling\w*|som \w*(?:direktør|chef|leder|rektor))"
    r"|\b(?:stillingen som|til (?:\w+)?stillingen)\b",
    re.I,
)
_OF_THE_MEETING = re.compile(
    r"\bvalgt?\b[^.]*\b(?:dirigent|ordstyrer|mødeleder|referent|stemmetæller)", re.I
)
_ASIDE = re.compile(r"\bfremgår af\b|\((?:\w+ ){1,3}udpeges\)|^\W*jf\.", re.I)


def ask_if_unclear(passage: Passage, scene: Scene, *, understood: bool) -> None:
    """List a sentence as open where it speaks of people taking or leaving seats and no act came of
    it, unless it plainly says something else."""
    speech = scene.said(passage.text)
    match = _SPEAKS.search(speech.text)
    if understood or match is None or not _OF_PEOPLE.search(speech.text):
        return
    if not speech.persons and (
        _ASIDE.search(speech.text) or not re.search(r"[.:!?)]$", speech.text)
    ):
        return
    if attends(speech.text) or _OF_JOBS.search(speech.text) or _OF_THE_MEETING.search(speech.text):
        return
    if _OF_THINGS.search(speech.text) and not speech.persons:
        return
    if _RULE.search(speech.text) and not speech.persons:
        return
    if scene.election and "valg af" in speech.text and not speech.persons:
        return
    if speech.conditional:
        if speech.persons:
            scene.ask(passage, "says what follows on a condition; record it when that is met")
        return
    denied = _EVEN_DENIED.search(match[0]) or (speech.persons and _AGAIN.match(match[0]))
    if speech.negated(match) and not denied:
        return
    scene.ask(passage, _why(speech))


def _why(speech: Said) -> str:
    if not speech.persons:
        return "speaks of seats or their holders without naming anybody"
    if speech.open:
        return "says what is wished, proposed or to come, not what happened"
    return "names somebody; who takes or leaves which seat is not clear"
