"""The published shape of Popolo 1.0 objects, as far as an export writes them: types and patterns.

Written after the specification; its own schemas allow further properties, and so do these.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": ["string", "null"]}
DATE = {"type": ["string", "null"], "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
TIME = {"type": ["string", "null"], "format": "date-time"}
WHEN = {
    "type": ["string", "null"],
    "pattern": r"^[0-9]{4}((-[0-9]{2}){0,2}|(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){0,2}(Z|[+-].*))$",
}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


NAMES = _list(_object(name={"type": "string"}, start_date=DATE, end_date=DATE, note=TEXT))
IDENTIFIERS = _list(_object(scheme=TEXT, identifier={"type": "string"}))
COUNT = _object(option={"type": "string"}, value={"type": "integer"})
COUNT["required"] = ["option", "value"]

SCHEMAS: dict[str, dict[str, Any]] = {
    "persons": _object(id=TEXT, name=TEXT, other_names=NAMES, identifiers=IDENTIFIERS),
    "organizations": _object(
        id=TEXT,
        name=TEXT,
        other_names=NAMES,
        identifiers=IDENTIFIERS,
        classification=TEXT,
        founding_date=DATE,
        dissolution_date=DATE,
    ),
    "posts": _object(
        id=TEXT, label=TEXT, role=TEXT, organization_id=TEXT, start_date=DATE, end_date=DATE
    ),
    "memberships": _object(
        id=TEXT,
        label=TEXT,
        role=TEXT,
        person_id=TEXT,
        organization_id=TEXT,
        post_id=TEXT,
        on_behalf_of_id=TEXT,
        start_date=DATE,
        end_date=DATE,
    ),
    "motions": _object(
        id=TEXT,
        organization_id=TEXT,
        legislative_session_id=TEXT,
        text=TEXT,
        classification=TEXT,
        date=TIME,
        result=TEXT,
    ),
    "vote_events": _object(
        id=TEXT,
        organization_id=TEXT,
        legislative_session_id=TEXT,
        motion_id=TEXT,
        start_date=TIME,
        result=TEXT,
        counts=_list(COUNT),
        votes=_list(_object(option=TEXT, voter={"type": ["object", "null"]})),
    ),
    "events": _object(
        id=TEXT,
        name=TEXT,
        classification=TEXT,
        organization_id=TEXT,
        parent_id=TEXT,
        location=TEXT,
        status=TEXT,
        start_date=WHEN,
        end_date=WHEN,
    ),
}
