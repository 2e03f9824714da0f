"""Danish parties: their letters and names, and lists of groups and members in a sentence."""

from __future__ import annotations

import re
from typing import Final

LETTERS: Final = {
    "A": "Socialdemokratiet",
    "B": "Radikale Venstre",
    "C": "Det Konservative Folkeparti",
    "D": "Nye Borgerlige",
    "F": "Socialistisk Folkeparti",
    "I": "Liberal Alliance",
    "K": "Kristendemokraterne",
    "M": "Moderaterne",
    "O": "Dansk Folkeparti",
    "V": "Venstre",
    "Æ": "Danmarksdemokraterne",
    "Ø": "Enhedslisten",
    "Å": "Alternativet",
}
"""Letter on the ballot → party."""
NAMES: Final = frozenset(
    {
        *LETTERS.values(),
        "Enhedslisten de Rød-Grønne",
        "Enhedslisten – De Rød-Grønne",
        "SF",
        "SF - Socialistisk Folkeparti",
        "Konservative",
        "De Konservative",
        "Konservative Folkeparti",
        "det Konservative Folkeparti",
        "Danmarks Liberale Parti",
        "Venstre",
        "Borgerlisten",
        "Lokallisten",
    }
)
ANY_PARTY: Final = "|".join(sorted(map(re.escape, NAMES), key=len, reverse=True))
"""A party's name, the longest first."""
LETTER: Final = (
    rf"\(\s?(?P<party>[A-ZÆØÅ]{{1,3}}|løsgænger|[Uu]den ?for parti(?:erne)?|{ANY_PARTY}"
    r"|[A-ZÆØÅ][\wæøå]*(?:listen|liste|alliancen|demokraterne)(?: [\wæøå]+){0,3})\s?\)"
)
"""A party behind a name: its letter, or its name in brackets."""
_SHORT: Final = {
    "sf": "F",
    "df": "O",
    "la": "I",
    "konservative": "C",
    "de konservative": "C",
    "det konservative folkeparti": "C",
    "konservative folkeparti": "C",
    "enhedslisten de rød-grønne": "Ø",
    "enhedslisten – de rød-grønne": "Ø",
}
"""What parties are called besides, in small letters → their letter."""
_GROUP = re.compile(
    r"(?:s|')?\s+(?:byråds|kommunalbestyrelses|regionsråds|parti|liste)?-?(?:gruppe"
    r"(?:r|rne|n)?|medlem(?:mer)?)\b",
    re.I,
)
_LEADING = re.compile(
    r"^(?:et mindretal(?: bestående af| på \d+)?|et flertal(?: bestående af)?|"
    r"(?:\d+ )?medlemmer(?:ne)? af|gruppen|partiet|og"
    r"|mindretallet|byrådsmedlem(?:merne)?|listen)\s*[:(,]?\s*",
    re.I,
)


_COUNT = re.compile(r"\s*\(\d+(?: \w+)?\)")
_TITLED = re.compile(
    r"^(?:rådmand|løsgænger|(?:vice)?borgmester|(?:byråds|udvalgs|regionsråds)?medlem|(?:næst)?formand)\s+"
    r"(?=(?-i:[A-ZÆØÅ]))",
    re.I,
)
"""A title before the name of a member."""


def letter_of(affiliation: str | None) -> str | None:
    """A party by its letter where it has one."""
    if affiliation is None:
        return None
    known = _SHORT | {name.casefold(): letter for letter, name in LETTERS.items()}
    return known.get(affiliation.casefold(), affiliation)


def groups(text: str) -> tuple[str, ...]:
    """The groups and members that a list names, without `byrådsgruppe` and its genitive."""
    text = re.sub(r"\s+", " ", _COUNT.sub("", text)).strip(" .,;:")
    while (cut := _LEADING.sub("", text, count=1)) != text:
        text = cut
    bare = re.fullmatch(r"\(?((?:[A-ZÆØÅ]{1,2}(?:,| og|\s)*\s*)+)\)?", text)
    if bare:
        return tuple(re.findall(r"[A-ZÆØÅ]{1,2}", bare[1]))
    found: list[str] = []
    last = -1
    for part in re.split(r"\s*(?:,|;|\bsamt\b|\bog\b(?! Forsikring))\s*", text):
        name = _TITLED.sub("", part.strip(" ."))
        plain = _GROUP.sub("", name)
        if not plain or plain == "Ingen" or not (plain[0].isupper() or plain.startswith("det ")):
            continue
        found.append(plain)
        if plain != name:
            last = len(found) - 1
    plural = re.search(r"gruppe(?:r|rne)\b", text, re.I)
    return tuple(_nominative(name, own=bool(plural) and at < last) for at, name in enumerate(found))


def _nominative(name: str, *, own: bool) -> str:
    """A group's name without its genitive, which it has where `gruppe` follows."""
    name = re.sub(r"\s*\((?:[A-ZÆØÅ]{1,3}|\d{1,2}|UFP|løsgænger)\)$", "", name)
    if own and name.endswith("s") and name not in NAMES:
        return name[:-1]
    return name[0].upper() + name[1:]
