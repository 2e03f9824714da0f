"""Popolo 1.0 JSON out: a vacant seat is a post without a membership."""

from __future__ import annotations

from typing import Any

from domain.text import in_json
from exchange.outward.carrying import Carried, without_empty
from exchange.outward.groups import groups_of, parties_of, tenure_id
from projections.snapshot import Cells, Snapshot

ALWAYS = (
    "known times, entries and evidence",
    "whether a tenure is certain or possible",
    "vacancies kept on purpose, holding over, nominators, entitlements and appointers of seats",
    "what the acts of a proposal would change",
)
RESULTS = {"adopted": "pass", "adopted with changes": "pass", "rejected": "fail"}
OPTIONS = {"for": "yes", "against": "no", "abstaining": "abstain", "reservation": "reservation"}


def document(known: Snapshot) -> tuple[bytes, list[str]]:
    """The bytes of the file, and what it cannot carry."""
    carried = Carried(*ALWAYS)
    groups = groups_of(known)
    whole: dict[str, Any] = {
        "persons": [_person(row) for row in known.persons],
        "organizations": [
            *(_body(row, carried) for row in known.bodies),
            *(
                {"id": group, "name": name, "classification": "group"}
                for name, group in groups.items()
            ),
        ],
        "posts": [_post(row, carried) for row in known.seats],
        "memberships": [
            *(_membership(row, known, groups, carried) for row in known.tenures),
            *(_belonging(row, groups, carried) for row in known.affiliations if row["affiliation"]),
        ],
        "motions": [_motion(row, carried) for row in known.proposals],
        "vote_events": [_vote_event(row) for row in known.decisions],
        "events": [*(_event(row, carried) for row in known.meetings), *map(_item, known.items)],
    }
    carried.lose("leaves of absence", len(known.leaves))
    carried.lose("positions outside the bodies", len(known.positions))
    carried.lose("papers", len(known.papers))
    says = {
        "format": "Popolo 1.0",
        "known_at": known.known_at,
        "on": known.on,
        "last_day": "included",
        "cannot_carry": carried.lost,
    }
    text = in_json({"fasti": says, **whole}, indent=1)
    return text.encode() + b"\n", carried.lost


def _person(row: Cells) -> Cells:
    schemes = [("source", row["source"]), *(("merged", lost) for lost in row["merged"])]
    schemes += [
        (scheme, rest) for i in row["identifiers"] for scheme, _, rest in [i.partition(":")]
    ]
    return without_empty(
        {
            "id": row["person"],
            "name": row["name"],
            "other_names": [{"name": name} for name in row["other_names"]],
            "identifiers": [
                {"scheme": scheme, "identifier": rest} for scheme, rest in schemes if rest
            ],
        }
    )


def _body(row: Cells, carried: Carried) -> Cells:
    return without_empty(
        {
            "id": row["body"],
            "name": row["name"],
            "other_names": [{"name": name} for name in row["other_names"]],
            "identifiers": _source(row),
            "founding_date": carried.partial(row["first"]),
            "dissolution_date": carried.partial(row["last"]),
        }
    )


def _source(row: Cells) -> list[Cells]:
    return [{"scheme": "source", "identifier": row["source"]}] if row["source"] else []


def _post(row: Cells, carried: Carried) -> Cells:
    lasting = _days(row["first"], row["last"], carried)
    own = {
        **(lasting.pop("fasti") or {}),
        **({"places": row["places"]} if row["places"] != 1 else {}),
    }
    return without_empty(
        {
            "id": f"{row['body']}/{row['seat']}",
            "label": row["title"],
            "role": row["role"],
            "organization_id": row["body"],
            **lasting,
            "fasti": own or None,
        }
    )


def _days(first: str | None, last: str | None, carried: Carried) -> Cells:
    """First and last day as Popolo has them; what they cannot say stands beside them."""
    start, end = carried.partial(first), carried.partial(last)
    own = {"first_day": carried.beside(first, start), "last_day": carried.beside(last, end)}
    return {"start_date": start, "end_date": end, "fasti": without_empty(own) or None}


def _membership(row: Cells, known: Snapshot, groups: dict[str, str], carried: Carried) -> Cells:
    if row["absent"]:
        carried.lose("that a substitute sits in place of somebody on leave")
    parties = parties_of(row, known)
    if len(parties) > 1:
        carried.lose("of whom a membership is on behalf, where that changed within it")
    return without_empty(
        {
            "id": tenure_id(row),
            "person_id": row["person"],
            "organization_id": row["body"],
            "post_id": f"{row['body']}/{row['seat']}",
            "on_behalf_of_id": groups[parties[0]] if len(parties) == 1 else None,
            "role": "substitute" if row["absent"] else None,
            **_days(row["first"], row["last"] or row["planned"], carried),
        }
    )


def _belonging(row: Cells, groups: dict[str, str], carried: Carried) -> Cells:
    return without_empty(
        {
            "person_id": row["person"],
            "organization_id": groups[row["affiliation"]],
            **_days(row["first"], row["last"], carried),
        }
    )


def _motion(row: Cells, carried: Carried) -> Cells:
    return without_empty(
        {
            "id": row["proposal"],
            "organization_id": row["body"],
            "legislative_session_id": row["meeting"],
            "text": row["text"],
            "classification": row["purpose"],
            "result": RESULTS.get(row["status"]),
            "fasti": without_empty({"status": row["status"], "case": row["case"]}),
        }
    )


def _vote_event(row: Cells) -> Cells:
    counts = (("yes", row["for_"]), ("no", row["against"]), ("abstain", row["abstaining"]))
    return without_empty(
        {
            "id": f"{row['proposal']}/{row['entry']}",
            "organization_id": row["body"],
            "legislative_session_id": row["meeting"],
            "motion_id": row["proposal"],
            "result": RESULTS.get(row["outcome"]),
            "counts": [{"option": o, "value": v} for o, v in counts if v is not None],
            "votes": [
                {"option": OPTIONS[voice["position"]], "voter": {"name": voice["who"]}}
                for voice in row["voices"]
            ],
            "fasti": {"day": row["day"], "outcome": row["outcome"]},
        }
    )


def _event(row: Cells, carried: Carried) -> Cells:
    return without_empty(
        {
            "id": row["meeting"],
            "name": row["title"] or row["meeting"],
            "classification": "meeting",
            "organization_id": row["body"],
            "start_date": carried.partial(row["day"]),
            "location": row["place"],
        }
    )


def _item(row: Cells) -> Cells:
    return without_empty(
        {
            "id": f"{row['meeting']}/{row['item']}",
            "name": row["title"],
            "classification": "agenda item",
            "parent_id": row["meeting"],
            "status": "struck" if row["struck"] else None,
        }
    )
