"""The verbs by which a paper says that somebody gets a seat."""

from __future__ import annotations

import re
from typing import Final

from intake.danish.speech import GROUP, PERSON
from intake.reading.places import ROLE

_GAP = r"(?:\s+(?!(?:ikke|aldrig|at|der|som|hvorefter)\b)[^\s,;:⟦]+){0,12}?"
"""Words between an auxiliary and its participle: `blev på mødet den 6. december 2021 valgt`."""
DONE: Final = r"(?:(?:gen|ny)?udpeget|(?:gen|ny|ind)?valgt|udnævnt|konstitueret|beskikket|indsat)"
_POST = (
    rf"(?:[\w.]+\s+){{0,2}}?(?:posten|hvervet|plads|pladsen|mandatet|sædet|rollen|opgaven som"
    rf"|{PERSON}"
    rf"|\w*posten|{ROLE})"
)
"""What somebody takes over, where that is a seat."""
_PASSIVE = (
    r"(?:gen)?udpeges|(?:gen)?udpegedes|(?:gen|ny)?vælges|(?:gen|ny)?valgtes"
    r"|udnævnes|udnævntes|indvælges|indvalgtes|beskikkes|indsættes"
    rf"|(?:blev|bliver|blive|er|var|blevet)(?:{_GAP}|\s+{GROUP}{_GAP})\s+{DONE}"
    rf"|(?<=⟧)\s+{DONE}|{DONE}(?:\sblev|:)(?=\s+⟦)"
    rf"|(?:bliver|blev)(?:\s+(?:ny|nyt|nye|1\.|2\.|menigt|personlig)){{0,2}}\s+(?={ROLE})"
    r"|er\s+(?:[^\s,⟦]+\s+){0,4}?født(?:e)?\s+(?:medlem(?:mer)?|formand|næstformand)"
    r"|er\s+(?:[^\s,⟦]+\s+){0,4}?(?:indtrådt|tiltrådt|trådt\s+ind)"
    rf"|(?:har|havde){_GAP}\s+(?:overtaget|indtaget|tiltrådt|besat)(?=\s+{_POST})"
    r"|(?<=\s)bliver(?=\s+⟦)"
    r"|(?:indkaldes|(?:er|blev|bliver)\s+indkaldt)(?=\s+som\s+(?:nyt? )?medlem)"
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
VERB: Final = re.compile(
    rf"(?:\b|(?=\s))(?P<passive>{_PASSIVE})(?:\b|(?<=[\s:]))|\b(?P<active>{_ACTIVE})(?:\b|(?=\s))",
    re.I,
)
"""A verb that gives somebody a seat: passive around the person, or active before them."""
ENTERS: Final = re.compile(
    r"(?:gen)?indtr|indkald|tiltr|overt|træd|trådt|bliver|har.*(?:overtag|tiltr)", re.I
)
"""Verbs whose day is the first day in the seat, and not the day of an election."""
RETURNS: Final = re.compile(r"\b(?:genindt\w+|vender tilbage|vendte tilbage|er tilbage)\b", re.I)
"""One who comes back from leave gets no new seat."""
