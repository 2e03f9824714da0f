"""Whether a text is Danish: by the small words that its neighbours write otherwise."""

from __future__ import annotations

import re
from typing import Final

from intake.paper import PaperError

_WORDS: Final = {
    "Danish": "af også blev efter møde mødet sag nogle hvor fra ikke mellem kunne skal "
    "indstilling bliver har dagsorden",
    "Norwegian": "av også ble etter møte møtet sak noen hvor fra ikke mellom kunne skal "
    "innstilling blir har sakliste",
    "Swedish": "av också blev efter möte mötet ärende några där från inte mellan kunde skall "
    "att och är för dagordning",
    "English": "of also was after meeting the case some where from not between could shall "
    "and is for agenda that",
    "German": "von auch wurde nach sitzung der die sache einige wo aus nicht zwischen konnte "
    "soll und ist für tagesordnung",
    "French": "de aussi fut après réunion le la affaire où du pas entre pouvait et est pour "
    "ordre les des que",
}
"""Language → words that tell it from the others, in small letters."""


def refuse_foreign(text: str) -> None:
    """Raise PaperError for a text that is plainly in another language."""
    words = re.findall(r"[^\W\d_]+", text.casefold())[:20_000]
    counts = dict.fromkeys(_WORDS, 0)
    sets = {language: frozenset(known.split()) for language, known in _WORDS.items()}
    for word in words:
        for language, known in sets.items():
            counts[language] += word in known
    best = max(counts, key=lambda language: counts[language])
    if best != "Danish" and counts[best] > 1.2 * counts["Danish"] and counts[best] > 4:
        raise PaperError(f"it seems to be {best}; Fasti reads Danish agendas and minutes")
