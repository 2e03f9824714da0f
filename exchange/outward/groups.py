"""Identifiers of parties and groups, which the register knows by their names only."""

from __future__ import annotations

from exchange.naming import Slugs
from projections.snapshot import Cells, Snapshot


def groups_of(known: Snapshot) -> dict[str, str]:
    """Name → identifier, each its own, in the order of the names."""
    names = sorted({row["affiliation"] for row in known.affiliations if row["affiliation"]})
    slugs = Slugs()
    return {name: f"group/{slugs.of(name)[0]}" for name in names}


def parties_of(row: Cells, known: Snapshot) -> list[str]:
    """The parties or groups a person belonged to during a tenure."""
    held = known.belonging.get(row["person"], ())
    during = [one for one in held if one["since"] <= row["to_day"] and row["from_day"] <= one["to"]]
    return list(dict.fromkeys(one["affiliation"] for one in during if one["affiliation"]))


def tenure_id(row: Cells) -> str:
    """What tells a tenure from all others for ever: the entry that began it, or ended it."""
    return f"tenure-{row['began']}" if row["began"] else f"tenure-until-{row['ended']}"
