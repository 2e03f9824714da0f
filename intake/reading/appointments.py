"""Appointments and elections that a sentence reports or a point asks for."""

from __future__ import annotations

import re

from domain.words import Mode
from intake.danish.dates import DAY, day_of, period
from intake.danish.speech import GROUP, PERSON, SAYING, Said, attends, clause
from intake.formats.paper import Passage
from intake.reading.found import Act
from intake.reading.places import OFFICES, ROLE, Place, elsewhere, nominators, places, seat_in
from intake.reading.scene import Scene

_GAP = r"(?:\s+(?!(?:ikke|aldrig|at|der|som|hvorefter)\b)[^\s,;:⟦]+){0,12}?"
"""Words between an auxiliary and its participle: `blev på mødet den 6. december 2021 valgt`."""
_DONE = r"(?:(?:gen|ny)?udpeget|(?:gen|ny|ind)?valgt|udnævnt|konstitueret|beskikket|indsat)"
_POST = (
    rf"(?:[\w.]+\s+){{0,2}}?(?:posten|hvervet|plads|pladsen|mandatet|sædet|rollen|opgaven som|{PERSON}"
    rf"|\w*posten|{ROLE})"
)
"""What somebody takes over, where that is a seat."""
_PASSIVE = (
    r"(?:gen)?udpeges|(?:gen)?udpegedes|(?:gen|ny)?vælges|(?:gen|ny)?valgtes"
    r"|udnævnes|udnævntes|indvælges|indvalgtes|beskikkes|indsættes"
    rf"|(?:blev|bliver|blive|er|var|blevet)(?:{_GAP}|\s+{GROUP}{_GAP})\s+{_DONE}"
    rf"|(?<=⟧)\s+{_DONE}|{_DONE}(?:\sblev|:)(?=\s+⟦)"
    rf"|(?:bliver|blev)(?:\s+(?:ny|nyt|nye|1\.|2\.|menigt|personlig)){{0,2}}\s+(?={ROLE})"
    r"|er\s+(?:[^\s,⟦]+\s+){0,4}?født(?:e)?\s+medlem(?:mer)?"
    r"|er\s+(?:[^\s,⟦]+\s+){0,4}?(?:indtrådt|tiltrådt|trådt\s+ind)"
    rf"|(?:har|havde){_GAP}\s+(?:overtaget|indtaget|tiltrådt|besat)(?=\s+{_POST})"
    r"|(?<=\s)bliver(?=\s+⟦)"
    r"|(?:gen)?indtræder|indtrådte|(?:træder|trådte)\s+ind|tiltræder(?=\s+(?:som|den|pr|i))"
    rf"|tiltrådte(?=\s+(?:som|den|pr|i))|(?:overtager|overtog)(?=\s+{_POST})"
    r"|(?:besættes|overtages|besat|besættes\s+fremover)\s+af|tilfalder"
)
_ACTIVE = (
    r"består\s+(?:\w+\s+){0,2}?af|udgøres\s+af|(?:gen)?udpeger|(?:gen)?udpegede|"
    r"(?:gen|ny)?vælger|(?:gen|ny)?valgte|udnævner|udnævnte|indvalgte|besætter"
    r"|besatte|beskikker|indsætter|indsatte"
    rf"|(?:får|fik)\s+(?:\w+\s+){{0,2}}?nye?t?\s+(?={ROLE})"
    rf"|(?:har|havde){_GAP}\s+(?:gen|ny|ind)?(?:udpeget|valgt|udnævnt|indsat)"
    r"|(?:vedtog|vedtaget|besluttede|besluttet|godkendte|godkendt)(?: [^\s,;⟦]+){0,4}?,? at"
    r" (?:gen|ny)?(?:udpege|vælge|udnævne|indsætte)"
    rf"|konstituerede sig|konstituerer sig|har{_GAP}\s+konstitueret sig|udpegningen af"
    r"|valget af|genudpegningen af|valg af(?=\s+⟦)|udpegning af(?=\s+⟦)"
)
_VERB = re.compile(
    rf"(?:\b|(?=\s))(?P<passive>{_PASSIVE})(?:\b|(?<=[\s:]))|\b(?P<active>{_ACTIVE})(?:\b|(?=\s))",
    re.I,
)
_OTHER = re.compile(
    r"(?:i stedet for|istedet for|som afløser for|til afløsning af"
    rf"|som erstatning for|til erstatning for|\befter(?= {PERSON})|efterfølger"
    rf"|i {PERSON}s sted)"
    rf"\s*(?P<other>{PERSON})",
    re.I,
)
_WHEN = r"(?:(?:i|den|pr\.|fra|nu|herefter|med virkning fra)\s[^⟦;]{0,30}?\s)?"
_TAKES = re.compile(
    rf"(?P<old4>{PERSON})[^⟦.;]{{0,90}}?\b(?:er|og|,)\s+(?:blevet\s+)?(?:erstattet|afløst"
    rf"|efterfulgt)\s+af\s+(?P<new4>{PERSON})"
    rf"|(?P<new>{PERSON})(?:, [^⟦.]{{2,40}}?)?,?\s+(?:erstatter|erstattede|afløser|afløste"
    rf"|efterfølger|efterfulgte|har (?:erstattet|afløst))\s+{_WHEN}(?P<old>{PERSON})"
    rf"|(?P<old2>{PERSON})(?:, [^⟦.]{{2,40}}?)?,?\s+(?:erstattes|afløses|efterfølges|blev (?:erstattet"
    rf"|afløst)|er (?:blevet )?(?:erstattet|afløst))\s+{_WHEN}(?:\w+\s+){{0,3}}?af\s+"
    rf"(?P<new2>{PERSON})"
    rf"|(?P<new3>{PERSON})\s+(?:overtager|overtog|har overtaget|indtræder (?:på|i))\s+"
    rf"(?P<old3>{PERSON})s?\s+(?:plads|sæde|hverv|mandat)"
    rf"|(?P<old5>{PERSON})\s+(?:plads|sæde|hverv|mandat|post)\b[^⟦.;]*?\b(?:overtages|besættes|overgår"
    rf"|tilfalder)\s+(?:(?:af|til)\s+)?(?P<new5>{PERSON})",
    re.I,
)
_OTHER_AHEAD = re.compile(
    rf"^(?:i stedet for|som afløser for|til afløsning af|efter)\s+(?P<other>{PERSON}),?\s", re.I
)
"""Words before the verb that say whom somebody follows."""
_ALIEN = re.compile(
    r"(?:indstillet af|på vegne af|på forslag af|foreslået af|ved|suppleant for"
    rf"|stedfortræder for|\bmod\b[^⟦]{{0,30}}\b(?:for|til|på)"
    r"|\b(?:forslag|ønske|anmodning|indstilling|henvendelse|oplæg|spørgsmål|brev|mail) (?:fra|af))"
    rf"\s+{PERSON}"
    rf"|{PERSON}\s+(?:udtræden|fratræden|afgang|orlov|fravær|barsel\w*|død|plads|sæde|mandat"
    rf"|suppleant|stedfortræder|efterfølger|afløser)\b"
    rf"|{GROUP}\s+(?:har\s+)?{SAYING}|,\s+{SAYING}\s+{GROUP}",
    re.I,
)
_OF_THE_MEETING = re.compile(r"\b(?:dirigent|ordstyrer|mødeleder|referent|stemmetæller)\w*\b", re.I)
_MAYOR = re.compile(r"\b(?:som|til) (?:\d\. )?(?:vice)?borgmester\b", re.I)
_RETURNS = re.compile(r"\b(?:genindt\w+|vender tilbage|vendte tilbage|er tilbage)\b", re.I)
"""One who comes back from leave gets no new seat."""
_LABEL = re.compile(rf"[–(,;-]?\s*\b(?:personlig )?{ROLE}\s*:?\s*$", re.I)
"""What stands before the next person as theirs: `– suppleant:`."""
_ASIDE = re.compile(
    r",\s+(?:der|som)\s+(?:\w+\s+)?(?:er|var|har været)\s+"
    r"(?!(?:\w+\s+){0,3}(?:valgt|udpeget|udnævnt|indtrådt|født|indstillet))[^⟦]*?"
    r"(?=,\s+(?:til|som|fra|i|blev|er|har|udtræder|indtræder|overtager|vælges|udpeges)\b)"
)
"""What else somebody is, told besides: `, som tillige er medlem af …,`."""
_GOES_ON = re.compile(r"(?:,|\bog|\bsamt)\s*$")
_UNKNOWN_ROLE = re.compile(r"\bsom\s+(?P<role>[a-zæøå]{4,})\s*(?=,|\.|;|$|\bog\b|⟦)")
_PAST = re.compile(
    r"\b(?:blev|var|har|havde|valgte|udpegede|valgtes|udpegedes|genvalgte|er"
    r"|besluttede|konstituerede|udnævnte|besatte)\b",
    re.I,
)
_BY = re.compile(
    r"\b(?:udpeget|valgt|udpeges|vælges|udpegning|valg) af (?P<by>"
    r"(?!De\b)[A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ][\wæøå]+)*)"
    r"|\b(?:udpeget|valgt|udpeges|vælges|indvalgt) (?:af og blandt|af) (?P<by2>(?!hensyn|frygt)"
    r"[a-zæøå][^,.;:⟦]*?)(?=\s+(?:som|til|i|den|på|for|fra|pr|med|ved|blev|er)\b|[,.;:⟦]|$)"
    rf"|\baf og blandt (?P<by3>[^,.;:⟦]+?)\s+{_DONE}"
)
_ENTERS = re.compile(r"(?:gen)?indtr|tiltr|overt|træd|trådt|bliver|har.*(?:overtag|tiltr)", re.I)
"""Verbs whose day is the first day in the seat, and not the day of an election."""


def appointed(
    passage: Passage, scene: Scene, *, asked: bool, words: str | None = None
) -> list[Act]:
    """The appointments in a sentence; `asked` where it is a recommendation, whose verb may stand in
    the `words` before it."""
    whole = scene.said(passage.text)
    speech = Said(_ASIDE.sub("", whole.text), whole.persons)
    verb = _VERB.search(speech.text)
    if not speech.persons:
        return []
    taking = _TAKES.search(speech.text)
    if taking:
        return [] if not asked and speech.opened(taking) else _replaced(passage, scene, speech, taking)
    if verb is None and not (asked and words):
        return []
    if verb and (speech.negated(verb) or _OF_THE_MEETING.search(speech.text)):
        return []
    if _RETURNS.search(speech.text) or attends(speech.text) or (not asked and verb and speech.opened(verb)):
        return []
    tokens = _subjects(speech, verb)
    if not tokens:
        return []
    mode = _mode(verb[0] if verb else words or "")
    if verb and re.search("genudpeg|genvalg|genvælg", verb[0], re.I):
        speech = Said(speech.text, tuple(p._replace(again=True) for p in speech.persons))
    found: list[Act] = []
    own = clause(speech.text, verb.start()) if verb else speech.text
    alone = not re.search(PERSON, speech.text.replace(own, ""))
    for token in tokens:
        here = Said(own, speech.persons) if token in own else speech
        around = words or (speech.text if alone else None)
        found += _placed(passage, scene, here, token, mode, around)
    _dated(found, speech, scene, words, asked=asked)
    _made(found, speech, verb, scene, asked=asked)
    return found


def _subjects(speech: Said, verb: re.Match[str] | None) -> list[str]:
    """Those who get a seat: behind an active verb, around a passive one in its clause, none that
    another phrase takes."""
    text = _ALIEN.sub("", _OTHER.sub("", speech.text))
    if verb is not None and verb["active"]:
        at = speech.text.find(verb[0])
        behind = set(re.findall(PERSON, speech.text[at + len(verb[0]) :]))
        return [token for token in re.findall(PERSON, text) if token in behind]
    if verb is None:
        return re.findall(PERSON, text)
    here = set(re.findall(PERSON, clause(speech.text, verb.start())))
    return [token for token in re.findall(PERSON, text) if token in here]


def _mode(verb: str) -> Mode:
    if "født" in verb:
        return "ex officio"
    if re.search(r"valg|vælg|konstituer", verb, re.I):
        return "elected"
    if re.search(r"udpeg|udnævn|beskik", verb, re.I):
        return "appointed"
    return "not stated"


def _placed(
    passage: Passage,
    scene: Scene,
    speech: Said,
    token: str,
    mode: Mode,
    words: str | None,
) -> list[Act]:
    """The acts about one person: one for each place that the sentence gives them."""
    who = speech.named(token)
    where = _places(speech, token, scene, words)
    tail = speech.text[speech.text.index(token) :]
    found: list[Act] = []
    for place in where:
        body, sure = place.body or scene.near, place.sure
        own = (scene.deciding and place.role in OFFICES) or _MAYOR.search(speech.text)
        confidence = 0.95 if sure and body else 0.8 if body else 0.7 if own else 0.4
        if body is None and own:
            body = scene.meeting.body
        act = scene.act("appoint", passage, who, confidence)
        act.body, act.role, act.mode = body, place.role or "member", mode
        act.seat = place.seat or seat_in(tail)
        act.nominated_by = nominators(tail)
        other = _OTHER.search(tail) or _OTHER_AHEAD.search(speech.text)
        if other and other["other"] != token:
            act.act, act.other = "replace", speech.named(other["other"]).name
        found.append(act)
    return found


def _places(speech: Said, token: str, scene: Scene, words: str | None) -> list[Place]:
    """The places of one person: said behind them, else for the whole row, else before the verb."""
    at = speech.text.index(token)
    following = [m.start() for m in re.finditer(PERSON, speech.text) if m.start() > at]
    other = _OTHER.search(speech.text, at)
    cut = other.start() if other else len(speech.text)
    end = (
        min([*following, cut])
        if not (other and other.start() < min(following, default=cut))
        else len(speech.text)
    )
    own = places(_LABEL.sub("", speech.text[at:end]), scene.organs, scene.near)
    own = [place for place in own if place.role or place.sure]
    earlier = [m.end() for m in re.finditer(PERSON, speech.text) if m.end() <= at]
    before_them = speech.text[max(earlier, default=0) : at]
    led = [] if _GOES_ON.search(before_them) else places(before_them, scene.organs, scene.near)
    leads_on = following and re.search(
        rf"(?:som|til)\s+(?:\w+\s+)?{ROLE}\s*(?:valgtes|vælges|udpegedes|udpeges"
        r"|blev valgt|blev udpeget)?\s*$",
        speech.text[at:end],
        re.I,
    )
    if own and not (leads_on and any(place.role for place in led)):
        return _with_body(own, speech, scene, words)
    if any(place.role for place in led):
        return _with_body(led, speech, scene, words)
    other_role = _UNKNOWN_ROLE.search(speech.text[at:end])
    if other_role and any(p.sure for p in places(speech.text, scene.organs, scene.near)):
        return _with_body(
            [Place("member", scene.near, other_role["role"], False)], speech, scene, words
        )
    before = places(speech.text[:at], scene.organs, scene.near)
    behind = places(_behind(speech.text, at), scene.organs, scene.near)
    later = places(speech.text[at:], scene.organs, scene.near)
    around = behind or before or later or (places(words or "", scene.organs, scene.near))
    if not around and elsewhere(speech.text, scene.organs):
        return []
    return _with_body(around, speech, scene, words) or [Place("member", scene.near, None, sure=False)]


def _behind(text: str, at: int) -> str:
    """What stands behind the row of persons that one belongs to, up to the next of them."""
    row = next(match for match in re.finditer(GROUP, text) if match.end() > at)
    following = re.search(PERSON, text[row.end() :])
    return text[row.end() : row.end() + following.start()] if following else text[row.end() :]


def _with_body(
    found: list[Place], speech: Said, scene: Scene, words: str | None
) -> list[Place]:
    """A role without a body takes the body that the sentence names elsewhere, or the words that
    lead to it."""
    if any(place.sure for place in found):
        return (
            [place for place in found if place.sure]
            if len(found) > 1 and _same_role(found)
            else found
        )
    named = [
        place
        for text in (speech.text, words or "")
        for place in places(text, scene.organs, scene.near)
        if place.sure and place.body
    ]
    if not named:
        return found
    return [place._replace(body=named[0].body, sure=True) for place in found]


def _same_role(found: list[Place]) -> bool:
    return len({place.role for place in found}) == 1


def _replaced(passage: Passage, scene: Scene, speech: Said, match: re.Match[str]) -> list[Act]:
    """One person takes another's place, in each body that the sentence names."""
    told = match.groupdict()
    new = next(who for part, who in told.items() if part.startswith("new") and who)
    old = next(who for part, who in told.items() if part.startswith("old") and who)
    found: list[Act] = []
    for place in places(speech.text, scene.organs, scene.near) or [
        Place(None, scene.near, None, sure=False)
    ]:
        act = scene.act("replace", passage, speech.named(new), 0.95 if place.sure else 0.7)
        act.body, act.role, act.seat = place.body or scene.near, place.role or "member", place.seat
        act.mode, act.other = "not stated", speech.named(old).name
        found.append(act)
    _dated(found, speech, scene, None, asked=False)
    return found


def _dated(
    acts: list[Act], speech: Said, scene: Scene, words: str | None, *, asked: bool
) -> None:
    """The days that the sentence gives, else the words that lead to it, else those of the item for
    what it asks."""
    begins, until = period(speech.text, scene.meeting.day)
    led = period(words, scene.meeting.day) if words else (None, None)
    begins, until = begins or led[0], until or led[1]
    years = re.search(r"perioden\s+(\d{4})\s*[-–]\s*(\d{4})", speech.text)
    for act in acts:
        act.first_day = begins or (scene.begins if asked else None)
        act.until = until or (years[2] if years else scene.until if asked else None)


def made_in(acts: list[Act], words: str, scene: Scene) -> None:
    """Learn who appointed, and when, from the words that lead a list."""
    speech = scene.said(words)
    _made(acts, speech, _VERB.search(speech.text), scene, asked=False)


def _made(
    acts: list[Act], speech: Said, verb: re.Match[str] | None, scene: Scene, *, asked: bool
) -> None:
    """Who appointed, and on which day, where the sentence reports it."""
    if asked:
        return
    by = _BY.search(speech.text)
    subject = _subject(speech, verb, scene)
    day = None
    if _PAST.search(speech.text) or (verb and _ENTERS.match(verb[0])):
        dates = [
            m
            for m in re.finditer(DAY, speech.text, re.I)
            if not re.search(
                r"(?:fra|pr\.|til|virkning|perioden|tiden|og med|[-–])\s*$",
                speech.text[: m.start()],
                re.I,
            )
        ]
        day = day_of(dates[0][0], scene.meeting.day) if dates else None
    entering = verb is not None and bool(_ENTERS.match(verb[0].removeprefix("er ").strip()))
    for act in acts:
        who = (by["by"] or by["by2"] or by["by3"]) if by else subject
        act.appointed_by = who or act.appointed_by
        if act.body is None and verb and "konstitu" in verb[0].casefold():
            act.body, act.confidence = subject or scene.meeting.body, 0.7
        if day is not None and entering:
            act.first_day = act.first_day or day.isoformat()
        elif day is not None:
            act.made_on = day.isoformat()
            act.first_day = act.first_day or f"{day.isoformat()}.."


def _subject(speech: Said, verb: re.Match[str] | None, scene: Scene) -> str | None:
    """The authority that is the subject of an active verb."""
    if verb is None or not verb["active"]:
        return None
    before = speech.text[: verb.start()].strip(" ,")
    clause = re.split(r",\s+|\b(?:at|og|hvor|som)\s+", before)[-1]
    match = re.search(
        r"([A-ZÆØÅ][\wæøå/&'’-]*(?:(?: og| for| i)? [A-ZÆØÅa-zæøå][\wæøå-]*)*)$", clause
    )
    behind = re.match(r"\s+([A-ZÆØÅ][\wæøå]+(?: [A-ZÆØÅ][\wæøå]+)*)\s+⟦", speech.text[verb.end() :])
    if behind:
        return scene.organs.called(behind[1], scene.near)
    if match is None or re.match(r"(?:På|Den|Som|Til|I|Efter|Ved)\b", match[1]):
        return None
    return scene.organs.called(match[1], scene.near)
