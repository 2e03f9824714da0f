"""Bodies as a paper names them: in full, short, by abbreviation, all one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from domain.text import fold

HEAD: Final = (
    r"[\wÆØÅæøå-]*(?:bestyrelse|udvalg|råd|nævn|kommission|komité|komite"
    r"|repræsentantskab|forum|klynge|magistrat"
    r"|forsamling|taskforce|ankenævn|kredsråd|selskab|kuratorium)(?:e[tn]|t|n|s|er"
    r"|en|ets|ens|erne)?"
)
_CAPITAL = r"[A-ZÆØÅ][\wæøå&/-]*"
_LONG = re.compile(
    rf"\b(?:(?:KKR|RAR) {_CAPITAL}"
    rf"|(?:{_CAPITAL} (?:(?:og|&) )?){{1,5}}(?i:{HEAD})(?: (?:for|i"
    rf"|vedrørende) {_CAPITAL}(?:(?: og| &)? {_CAPITAL})*)?"
    rf"|(?i:{HEAD})(?: \([A-ZÆØÅ]{{2,6}}\))? (?:for|i|vedrørende) {_CAPITAL}(?:(?: og"
    rf"| &| i)? {_CAPITAL})*|[A-ZÆØÅ][\wæøå]*(?:forum|klynge|råd|udvalg|nævn)(?:et"
    rf"|en)? {_CAPITAL}(?! [A-ZÆØÅ(]))\b"
)
_ROW = re.compile(
    rf"(?:(?!(?i:{HEAD})\b){_CAPITAL}, ){{1,3}}(?!(?i:{HEAD})\b){_CAPITAL},? og (?i:{HEAD})\b"
)
"""A name with commas: `Unge, Fritid og Idrætsudvalget`."""
_SHORT = re.compile(
    r"(?P<name>[A-ZÆØÅ][\wæøå-]*(?: [A-ZÆØÅ]?[\wæøå-]+){0,3}?) \((?P<short>[A-ZÆØÅ]{2,6})\)"
)
_COMPOUND = re.compile(r"(?P<name>[A-ZÆØÅ]{2,})-(?P<kind>[a-zæøå]{3,}?)(?:en|et|n)")
_ANY = re.compile(
    rf"\b(?i:{HEAD})(?: \([A-ZÆØÅ]{{2,6}}\))?(?: (?:for|i|vedrørende) {_CAPITAL}(?:"
    rf"(?: og)? {_CAPITAL})*)?"
)
_STOP: Final = (
    r"(?=\s*(?:$|[,;.:()⟦]|\b(?:med virkning|med udgangen|med øjeblikkelig|pr|fra"
    r"|frem til|indtil|for (?:perioden|valgperioden|en|resten"
    r"|den|de|tiden|funktionsperioden)|i stedet|i perioden|i samme|inden ?for|indenfor|hvor"
    r"|som|og (?:af|i|til|fra|som|for at)|efter|på|den \d+|ved|under|da|idet"
    r"|blev|bliver|er|har|(?:gen|ny)?udpeg(?:er|es|ede|edes|et)|(?:gen|ny)?(?:vælges|valgtes|valgte"
    r"|valgt)|indtræder|udtræder|(?:god|ved|tiltr|imøde|udsæt|tag|drøft)\w*(?:es|tes)|indtrådte?|udtrådte?|trådte?|fratrådte?|afløst|erstattet|besat"
    r"|fratræder|samt|besætter|af (?=den|de \d)|mod|til (?=den|og)"
    r"|uden|når|skal|vil|kan|går|overtager|eller|at|der|med|jf|til)\b))"
)
_PHRASE = re.compile(rf"(?P<body>[A-ZÆØÅa-zæøå][^,;.:()⟦]*?){_STOP}")
_ENDINGS = re.compile(r"(?:erne|ernes|enes|ens|ets|en|et|er|es|e|s)$")
_ARTICLES = frozenset(
    re.findall(r"\w+", "den det de i for og af til vedrørende nye ny nyt kommende samt")
)


@lru_cache(maxsize=4096)
def stems(name: str) -> tuple[str, ...]:
    """The words of a name without endings and articles: what makes two names one."""
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"\([^)]*\)", "", name)))
    found = (_stem(word) for word in words if word not in _ARTICLES)
    return tuple(word for word in found if word)


def _stem(word: str) -> str:
    while len(shorter := _ENDINGS.sub("", word)) > 3 and shorter != word:
        word = shorter
    return word


class Organs:
    """The bodies that one paper names, told together by their words."""

    def __init__(self, text: str, titles: Iterable[str], meeting: str) -> None:
        self.meeting = meeting
        self.text = text
        names = [meeting]
        for one in (_IN_PLACE_OF.sub(" ", part) for part in (*titles, text)):
            names += [name for match in _LONG.finditer(one) for name in _apart(match[0])]
            names += [_clean(match[0]) for match in _ROW.finditer(one)]
        self.names = tuple(
            dict.fromkeys(name for name in names if len(name) > 3 and not _OF_SOME.fullmatch(name))
        )
        self.short: dict[str, str] = {}
        for match in _SHORT.finditer(text):
            self._learn(match["short"], match["name"], text[match.end() :])

    def _learn(self, short: str, name: str, after: str) -> None:
        place = re.match(r" (?:i|for) [A-ZÆØÅ][\wæøå]+", after)
        last = name.rsplit(maxsplit=1)[-1]
        words = last if re.fullmatch(HEAD, last, re.I) else name
        full = _clean(f"{words}{place[0] if place else ''}")
        if len(full) > len(self.short.get(short, "")):
            self.short[short] = full

    def called(self, phrase: str, near: str | None = None) -> str | None:
        """The full name of the body that a phrase means; `near` is the one spoken of around it."""
        text = _clean(phrase)
        if not text:
            return None
        if text in self.short:
            return self._full(self.short[text])
        if text.removesuffix("s") in self.short:
            return self._full(self.short[text.removesuffix("s")])
        if compound := _COMPOUND.fullmatch(text):
            return self._of_a_kind(compound["name"], compound["kind"])
        bare = re.sub(r"\s*\([A-ZÆØÅ]{2,6}\)", "", text)
        if _OF_SOME.fullmatch(bare):
            return near or self._only_board()
        words = set(stems(bare))
        if near and words and words <= set(stems(near)) and len(words) <= len(stems(near)):
            return near
        if _BARE.fullmatch(bare) and self._full(bare) == bare[0].upper() + bare[1:]:
            mine = _head(self.meeting) or ""
            return self.meeting if mine.endswith(_stem(fold(bare))) else None
        return self._full(bare)

    def _only_board(self) -> str | None:
        """The one board that the paper names."""
        boards = {_nominative(name) for name in self.names if _head(name) == _stem("bestyrelse")}
        return boards.pop() if len(boards) == 1 else None

    def _of_a_kind(self, name: str, kind: str) -> str:
        """One of several bodies of a kind, as in `NORD-klyngen`, by the full name of the kind."""
        longer = re.search(rf"\b([a-zæøå]{{3,}}{kind}e?)", self.text)
        word = longer[1] if longer else kind
        return f"{word[0].upper()}{word[1:]} {name}"

    def last_in(self, text: str) -> str | None:
        """The body that a text names last."""
        found = [*_LONG.finditer(text), *_ANY.finditer(text)]
        found += [m for m in re.finditer(r"\b[A-ZÆØÅ]{2,6}\b", text) if m[0] in self.short]
        last = max(found, key=lambda match: (match.end(), -match.start()), default=None)
        return self.called(last[0]) if last else None

    def _full(self, text: str) -> str:
        words = set(stems(text))
        fitting = [name for name in self.names if words and words <= set(stems(name))]
        head = _head(text)
        longer = [n for n in fitting if set(stems(n)) != words and head and _head(n) == head]
        if len({frozenset(stems(name)) for name in longer}) == 1:
            return _nominative(longer[0])
        same = [name for name in fitting if set(stems(name)) == words]
        if same:
            return _nominative(same[0])
        return text[0].upper() + text[1:]

    def contains(self, name: str) -> bool:
        """Whether a name is a part of a body's name here."""
        plain = name.removesuffix("s")
        parts = (f" {plain} ", f" {plain}s ")
        return any(part in f" {body} " for body in self.names for part in parts)

    def in_title(self, title: str) -> list[str]:
        """The bodies that the title of an item names."""
        found = [_clean(match[0]) for match in _LONG.finditer(title)]
        pieces = re.split(r"\b(?:til|af|i|for|fra)\b|[–:]|\s-\s", title)
        found += [p.strip() for p in pieces if re.fullmatch(rf"\s*(?i:{HEAD})\s*", p)]
        return list(dict.fromkeys(name for one in found if (name := self.called(one))))

    def names_only(self, text: str) -> bool:
        """Whether a text is nothing but the name of a body."""
        return (
            len(text.split()) < 9
            and self.known(text)
            and bool(_LONG.fullmatch(text.strip()) or _ANY.fullmatch(text.strip()))
        )

    def known(self, phrase: str) -> bool:
        """Whether a phrase names a body: by its last word, an abbreviation, or a name in full."""
        text = _clean(phrase)
        return (
            text in self.short
            or bool(re.search(rf"(?:^|\s)(?i:{HEAD})(?:$|\s+(?:for|i|vedrørende)\s)", text))
            or bool(re.match(r"(?:KKR|RAR)\b", text))
            or any(set(stems(text)) == set(stems(name)) for name in self.names)
        )


_BARE = re.compile(
    r"(?:udvalg|råd|nævn|forum|selskab|bestyrelse|klynge|kommission|repræsentantskab)"
    r"(?:met|et|en|n)?s?",
    re.I,
)
"""A word for a body that says not which."""


_IN_PLACE_OF = re.compile(rf" i (?:{_CAPITAL} )+sted\b")
_OF_SOME = re.compile(
    r"(?:fond|selskab|forening|institution|organisation|klub|museum|teatr|center|skol)\w{0,3}s"
    r" bestyrelse",
    re.I,
)
"""The board of something that is named elsewhere: `Fondens bestyrelse`."""


def _head(name: str) -> str | None:
    """The stem of the word that says what sort of body a name means."""
    found = re.findall(rf"(?i:\b{HEAD}\b)", name)
    leads = found and re.match(rf"{re.escape(found[0])} (?:for|i|vedrørende) ", name)
    return _stem(fold(found[0 if leads else -1])) if found else None


def phrase(text: str, at: int) -> tuple[str, int] | None:
    """The words from a place on that name a body, and where they end."""
    if row := _ROW.match(text, at):
        return row[0], row.end()
    match = _PHRASE.match(text, at)
    if match is None:
        return None
    found = match["body"].strip()
    return (found, match.end()) if found else None


_TWO = re.compile(
    r"(\w+(?:udvalget|rådet|bestyrelsen|nævnet|forummet|klyngen)|\w+ (?:Udvalg|Råd|Nævn)) og"
    r" (?=[A-ZÆØÅ])"
)


_PERSON_AND = re.compile(rf"^(?:{_CAPITAL} ){{2,}}og (?=\S+(?:udvalget|rådet|nævnet)$)")
"""Two words that are more likely somebody's name: `Bo Vang og Havnerådet`."""


def _apart(text: str) -> list[str]:
    """The names in a row of capitalised words: `Strandudvalget og Kystudvalget` are two."""
    text = _PERSON_AND.sub("", text)
    return [_clean(part) for part in _TWO.sub(r"\1\n", text).split("\n")]


def _clean(text: str) -> str:
    flat = re.sub(r"\s+", " ", text).strip(" ,:–-")
    return re.sub(
        r"^(?:(?:den|det|de|Den|Det|De|nyt?|en|et|Fra|Til|Som|I|Af|Ved|På|For|Efter"
        r"|Om|Med|Og|Da|At|både|såvel|henholdsvis)\s+)+(?=\w)",
        "",
        flat,
    )


def _nominative(name: str) -> str:
    """A name without the genitive it may have stood in, with a capital."""
    plain = re.sub(r"(udvalget|styrelsen|rådet|nævnet|klyngen)s$", r"\1", name)
    return plain[0].upper() + plain[1:]
