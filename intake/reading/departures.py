"""Departures that a sentence reports or a point asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from domain.words import Cause
from intake.danish.dates import exit_day
from intake.danish.parties import ANY_PARTY
from intake.danish.speech import PERSON, Said, attends
from intake.formats.paper import Passage
from intake.reading.found import Act, Verb
from intake.reading.places import Place, council, council_of, places
from intake.reading.scene import SURE, Scene

_UP_TO = r"(?:(?:frem )?til og med|frem til|indtil|til (?=den \d|udgangen|\d))"
_GAP = r"(?:[^\s,;⟦]+ ){0,7}?"
_VERBS: Final[tuple[tuple[str, Verb, Cause | None], ...]] = (
    (
        r"(?:er |var )?afgået ved døden|afgik ved døden|er død|døde\b|er gået bort"
        r"|gik bort|dødsfald",
        "vacate",
        "death",
    ),
    (
        r"(?:er |var )?(?:fra)?flyttet (?:fra|til|ud af)|(?:er )?fraflyttet"
        r"|fraflytter|fraflyttede|flytter (?:fra|til|ud)|fraflytning",
        "vacate",
        "moved away",
    ),
    (r"fritages|fritaget|fritog", "vacate", "excused"),
    (
        r"afsættes|afsat\b|ekskluderet|ekskluderes|afskediget|fjernes|fjernet"
        r"|tilbagekaldes|tilbagekaldt",
        "vacate",
        "removal",
    ),
    (r"ikke længere (?:er )?(?:medlem|en del)", "vacate", "not stated"),
    (
        r"mistet (?:sin )?valgbarhed|har mistet sit (?:sæde|mandat)|ikke længere "
        r"(?:er )?valgbar|taber sin valgbarhed|ophørt som",
        "vacate",
        "loss of office",
    ),
    (
        r"(?:funktions|valg)perioden? (?:er )?udløb\w*"
        rf"|(?:sidder|sad|fortsætter)(?=.*\b{_UP_TO})",
        "vacate",
        "term end",
    ),
    (
        rf"(?:(?:er|var|har) {_GAP})?(?:trådt (?:tilbage|ud)|udtrådt|fratrådt|udgået"
        r"|trukket sig|stoppet)|stopper(?= (?:som|i|ved|med))|stoppede(?= (?:som|i|ved))"
        r"|trække sig|stoppe(?= (?:som|i|ved))|træder (?:\w+ )?(?:tilbage|ud)"
        r"|trådte (?:\w+ )?(?:tilbage"
        r"|ud)"
        r"|udtræder|udtrådte|udtræde\b|fratræder|fratrådte|fratræde\b|trækker sig"
        r"|trak sig|nedlagt|nedlægger|nedlagde|frasag(?:t|de)|frasiger"
        r"|forlader|forladt|forlod|udgår|opsag(?:t|de)|opsiger|udtræden|fratræden"
        r"|tilbagetræden|afgår\b|afgået\b|afgik\b|gået af\b|går af\b",
        "resign",
        None,
    ),
)
_EXIT = re.compile(
    "|".join(rf"(?P<v{at}>\b(?:{pattern}))" for at, (pattern, _, _) in enumerate(_VERBS)), re.I
)
_MANDATE = re.compile(r"\b(?:sit|sine) (?:\w+ )?(?:mandat|byrådssæde|hverv som byrådsmedlem)", re.I)
"""What a member of a council lays down, whichever body the item is about."""
_INTO_WHICH = re.compile(r"\b(?:af|fra)\s+[A-ZÆØÅ]")
_INFINITIVE = re.compile(r"(?:træde|stoppe|trække sig)$", re.I)
_A_PARTY = re.compile(
    rf"(?:udtråd\w*|udtræd\w*|trådt ud|træder ud|forlad\w*|forlod|meldt sig ud) (?:af |fra )?"
    rf"(?:(?:{ANY_PARTY})s?|\w*partiet|\w*gruppen)\b"
)
"""One who leaves a party leaves no seat by it."""
JOB = re.compile(
    r"\b(?:stilling(?:en)?|som (?:\w+ )?(?:[\wæøå]*(?:direktør|chef|leder|rektor"
    r"|lærer|sekretær|læge|konsulent|ansat|medarbejder|dekan|advokat|forstander)))\b",
    re.I,
)


def departed(passage: Passage, scene: Scene, *, asked: bool) -> list[Act]:
    """The exits in a sentence: resignations, and tenures that ended otherwise."""
    speech = scene.said(passage.text)
    if attends(speech.text) or _A_PARTY.search(speech.text):
        return []
    found: list[Act] = []
    for match in _EXIT.finditer(speech.text):
        if speech.negated(match) or not (tokens := _leaving(speech, match)):
            continue
        if not asked and speech.open and _INFINITIVE.search(match[0]):
            continue
        clause = _clause(speech.text, match)
        if JOB.search(clause, _from(clause, match)) and not re.search(
            r"\b\w*(?:medlem|formand|repræsentant)\b", clause
        ):
            continue
        at = next(number for number in range(len(_VERBS)) if match[f"v{number}"])
        _, verb, cause = _VERBS[at]
        cause = "death" if cause == "term end" and re.search(r"\bdød\b", clause) else cause
        for token in tokens:
            found += _ended(passage, scene, speech, token, clause, verb, cause, asked=asked)
    if (
        not asked
        and found
        and speech.requested
        and not re.search(r"\bmeddel\w*|\boplys\w*|\bhar valgt at", speech.text)
    ):
        scene.ask(passage, "asks to leave; whether and when is not said")
        return []
    return _once(found)


def _from(clause: str, verb: re.Match[str]) -> int:
    """Where the verb stands in its clause: what is told before it is not what somebody leaves."""
    return max(0, clause.find(verb[0]))


def _leaving(speech: Said, verb: re.Match[str]) -> list[str]:
    """Who leaves: the last named before the verb in its clause, or the first behind it."""
    before = speech.text[: verb.start()]
    group = re.findall(rf"({PERSON}(?:(?:,| og) {PERSON})*)(?=[^⟦]*$)", before)
    noun = verb[0].casefold().endswith(("træden", "flytning", "fald"))
    other = re.search(rf"\b(?:af|for|efter|til)\s+{PERSON}$", before.rstrip())
    if group and (noun or not other):
        cut = before[before.rindex(group[-1]) + len(group[-1]) :]
        if not re.search(
            r"[;:]|\b(?:mens|hvorefter|at kommunen|kommunen|regionen|selskabet"
            r"|at (?:der|det|[\wæøå]+(?:et|en|erne|s)))\b",
            cut,
        ):
            return re.findall(PERSON, group[-1])
    behind = re.match(rf"[^⟦,;]*?({PERSON}(?:(?:,| og) {PERSON})*)", speech.text[verb.end() :])
    return re.findall(PERSON, behind[1]) if behind else []


def _clause(text: str, verb: re.Match[str]) -> str:
    """The clause around a verb: up to where somebody else begins to act."""
    start = text.rfind(";", 0, verb.start()) + 1
    end = len(text)
    other = re.search(
        r";|(?:\s(?:og|samt))?\s(?:indtræder|indtrådte|overtager|afløses|erstattes)\b"
        r"|,? (?:og|mens|hvorefter|hvorfor) (?:(?:\d\. )?(?:\w+ ){0,2}⟦|i stedet"
        r"|som ny)|\bi stedet "
        r"(?:indtræder|udpeges|vælges)",
        text[verb.end() :],
    )
    if other:
        end = verb.end() + other.start()
    return text[start:end]


def _ended(
    passage: Passage,
    scene: Scene,
    speech: Said,
    token: str,
    clause: str,
    verb: Verb,
    cause: Cause | None,
    *,
    asked: bool,
) -> list[Act]:
    where = _left(clause, scene)
    own = council(scene.organs) if _MANDATE.search(clause) else None
    if own and not any(place.body and place.sure for place in where):
        where = [Place(None, own)]
    if not any(place.body for place in where) and not _INTO_WHICH.search(clause):
        where = [one for one in places(speech.text, scene.organs, None) if one.sure] or where
    if not any(place.body for place in where):
        titled = council_of(speech.named(token), scene.organs)
        if titled is None:
            scene.ask(passage, "somebody leaves; which body is not said")
            return []
        where = [Place(None, titled, None, sure=False)]
    day, doubt = exit_day(clause, scene.meeting.day)
    if day is None and len(speech.persons) == 1:
        day, doubt = exit_day(speech.text, scene.meeting.day)
    if day is None and re.search(r"\bperiod|\bvirkning|\bpr\.|\budgangen", clause):
        doubt = "the last day is not understood"
    if doubt:
        scene.ask(passage, doubt)
    found: list[Act] = []
    for place in where:
        act = scene.act(verb, passage, speech.named(token), 0.95 if place.sure else 0.75)
        act.body, act.role, act.seat = place.body, place.role or "member", place.seat
        act.cause, act.until = cause, day
        if verb == "vacate" and day is None and not asked:
            act.until = f"..{scene.meeting.day}"
        found.append(act)
    return found


_SAT = re.compile(
    rf"(?P<who>{PERSON})\s+(?:var|er|har været|sad)\s+"
    r"(?!samtidig|også|desuden|tillige|ligeledes)(?=[^.;]*\b(?:af|i|for)\b)",
    re.I,
)


def sat(passage: Passage, scene: Scene, facts: Sequence[Act]) -> None:
    """Learn from `Bo Berg var medlem af …` which seat somebody left that was told of before."""
    speech = scene.said(passage.text)
    match = _SAT.search(speech.text)
    if match is None or _EXIT.search(speech.text) or speech.conditional:
        return
    where = [p for p in places(speech.text[match.end() :], scene.organs, None) if p.sure and p.role]
    name = speech.named(match["who"]).name
    for act in facts:
        unsure = act.act in ("vacate", "resign") and act.confidence < SURE
        if unsure and act.person == name and len(where) == 1:
            act.body, act.role, act.confidence = where[0].body, where[0].role, SURE


def _left(text: str, scene: Scene) -> list[Place]:
    """The places that a clause says somebody leaves: those behind its verb, else around it."""
    verbs = list(_EXIT.finditer(text))
    behind = places(text[verbs[-1].start() :], scene.organs, scene.near) if verbs else []
    if any(place.body and place.sure for place in behind):
        return behind
    around = places(text, scene.organs, scene.near)
    return around or [Place(None, scene.near, None, sure=False)]


def _once(acts: list[Act]) -> list[Act]:
    """One exit a person and body, the one best told."""
    best: dict[tuple[str | None, str | None], Act] = {}
    for act in acts:
        key = (act.person, act.body)
        if key not in best or (best[key].cause is None and act.cause is not None):
            best[key] = act
    return list(best.values())
