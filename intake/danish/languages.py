"""Whether a text is Danish: by the small words that its neighbours write otherwise."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from intake.formats.paper import PaperError

_WORDS: Final = {
    "Danish": "af også blev efter møde mødet sag nogle fra ikke mellem kunne indstilling "
    "bliver dagsorden",
    "Norwegian": "av også ble etter møte møtet sak noen fra ikke mellom kunne innstilling blir "
    "sakliste",
    "Swedish": "av också blev efter möte mötet ärende några från inte mellan kunde att och är "
    "dagordning",
    "English": "of also was after meeting the case from not between could shall and is agenda that",
    "German": "von auch wurde nach sitzung die sache einige aus nicht zwischen und ist für "
    "tagesordnung",
    "French": "aussi fut après réunion le la affaire où du pas entre est pour ordre les des que",
}
"""Language → words that tell it from the others, in small letters."""


MOST = 200_000
"""Letters that are enough to tell a language."""


def refuse_foreign(text: str) -> None:
    """Raise PaperError for a text that is plainly in another language."""
    words = Counter(re.findall(r"[^\W\d_]+", text[:MOST].casefold()))
    counts = {one: sum(words[word] for word in known.split()) for one, known in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    if best != "Danish" and counts[best] > 1.2 * counts["Danish"] and counts[best] > 4:
        raise PaperError(f"it seems to be {best}; Fasti reads Danish agendas and minutes")
