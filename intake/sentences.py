"""Running text as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.paper import Passage

_SHORT = (
    r"(?:adm|ca|bl\.a|bl|a|f\.eks|fx|jf|nr|stk|kl|pr|mv|m\.v|m\.m|m\.fl|mio|mia|kr|pkt|evt|hhv|inkl|ekskl|dr|prof"
    r"|lic|cand|st|d|vedr|sml|osv|o\.l|pct|tlf|afd|sr|jr|tidl|ord|suppl|repr|forb|ang|resp|dvs|[A-ZÆØÅ]|\d{1,2})"
)
_END = re.compile(r"[.!?][)”\"’]*\s+(?=[A-ZÆØÅ\d\"”(–§])")
_ABBREVIATED = re.compile(rf"(?:^|[\s(-]){_SHORT}\.$", re.I)


def sentences(passage: Passage) -> Iterator[Passage]:
    """The sentences of a passage; abbreviations and ordinals end none."""
    start = 0
    for match in _END.finditer(passage.text):
        before = passage.text[start : match.start() + 1]
        if _ABBREVIATED.search(before) and not _closing(passage.text, match):
            continue
        yield passage[start : match.end()]
        start = match.end()
    if passage.text[start:].strip():
        yield passage[start : len(passage.text)]


def _closing(text: str, match: re.Match[str]) -> bool:
    """Whether a number before the full stop closes a sentence, as a year or a point does."""
    return bool(re.search(r"\d{4}\.$|(?:punkt|punkter|pkt\.|og|nr\.) \d{1,2}\.$", text[: match.start() + 1]))
