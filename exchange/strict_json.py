"""JSON without what readers disagree about: double keys, NaN, numbers and depths beyond reason."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

DIGITS = 30
"""So many digits a number may have."""


class NotJson(ValueError):
    """Text that is no JSON, or none that every reader would read the same way."""


def loads(text: str) -> Any:
    """The value of a JSON text; raises NotJson with what is wrong and where."""
    try:
        return _DECODER.decode(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as problem:
        raise NotJson(f"is no JSON: {problem.msg}, line {problem.lineno}") from None
    except RecursionError:
        raise NotJson("is nested too deeply to be read") from None


def dumps(value: Any) -> str:
    """A value in the shortest JSON, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise NotJson(f"has the key '{double[:40]}' twice in one object")
    return found


def _whole(text: str) -> int:
    if len(text) > DIGITS:
        raise NotJson(f"has a number of {len(text):,} digits")
    return int(text)


def _broken(text: str) -> float:
    if len(text) > DIGITS * 2:
        raise NotJson(f"has a number of {len(text):,} characters")
    number = float(text)
    if not isfinite(number):
        raise NotJson(f"has the number {text}, which is beyond what programs can read")
    return number


def _constant(text: str) -> Any:
    raise NotJson(f"has {text}, which is no JSON value")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_whole, parse_float=_broken, parse_constant=_constant
)
