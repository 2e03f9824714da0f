"""A reading as JSON, for scripts."""

from __future__ import annotations

from typing import Any

from intake.reading.found import Act, Decision, Item, Meeting, Point, Reading


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as scripts get it."""
    meeting = reading.meeting
    return {
        "meeting": {
            "body": meeting.body,
            "date": meeting.day.isoformat(),
            "from": meeting.begins,
            "to": meeting.ends,
            "document": meeting.document,
        },
        "items": [_item(item) for item in reading.items],
        "questions": [
            {
                "item": question.item,
                "quote": question.written.quote,
                "page": question.written.page,
                "lines": [question.written.first, question.written.last],
            }
            for question in reading.questions
        ],
        "place": meeting.place,
        "sections": [
            {
                "number": number,
                "title": title,
                "items": [item.number for item in reading.items if item.section == title],
            }
            for number, title in reading.sections
        ],
        "attachments": [
            {"item": item.number, "titles": item.attachments}
            for item in reading.items
            if item.attachments
        ],
        "absent": [
            {"who": one.who, "items": list(one.items) or "all", "substitute": one.substitute}
            for one in reading.absent
        ],
        "next": _next(reading.following),
    }


def _next(meeting: Meeting | None) -> dict[str, Any] | None:
    """The next meeting that a paper announces."""
    if meeting is None:
        return None
    return {"date": meeting.day.isoformat(), "from": meeting.begins, "to": meeting.ends}


def _item(item: Item) -> dict[str, Any]:
    decision = item.decision
    votes = decision.votes if decision else None
    return {
        "number": item.number,
        "title": item.title,
        "case": item.case,
        "officers": list(item.officers),
        "closed": item.closed,
        "page": item.written.page,
        "lines": [item.written.first, item.last],
        "proposals": [_point(point) for point in item.points],
        "outcome": decision.outcome if decision else None,
        "deferred_to": decision.deferred_to if decision else None,
        "referred_to": decision.referred_to if decision else None,
        "votes": (
            {"for": votes.in_favour, "against": votes.against, "abstained": votes.abstained}
            if votes
            else None
        ),
        "dissent": _dissent(decision) if decision else [],
        "facts": [act_as_json(fact) for fact in item.facts],
    }


def _dissent(decision: Decision) -> list[dict[str, Any]]:
    """Who did not go along; where a proposal fell, those who were for it."""
    fell = decision.outcome == "rejected"
    told = [
        {"who": list(one.who), "points": list(one.points) or "all"}
        for one in decision.dissent
        if not (fell and one.position == "against")
    ]
    beaten = [{"who": list(decision.in_favour), "points": "all"}]
    return [*(beaten if fell and decision.in_favour else ()), *told]


def _point(point: Point) -> dict[str, Any]:
    return {
        "point": point.number,
        "kind": point.kind,
        "text": point.text,
        "outcome": point.outcome,
        "acts": [act_as_json(act) for act in point.adopted()],
    }


def act_as_json(act: Act) -> dict[str, Any]:
    """An act or fact as scripts get it."""
    found: dict[str, Any] = {
        "act": act.act,
        "body": act.body,
        "seat": act.seat,
        "role": act.role,
        "person": act.person,
        "affiliation": act.affiliation,
        "position": act.position,
        "organisation": act.organisation,
        "mode": act.mode,
        "reappointment": act.reappointment,
        "appointed_by": act.appointed_by,
        "nominated_by": list(act.nominated_by),
        "entitled": act.entitled,
        "from": act.first_day,
        "until": act.until,
        "cause": act.cause,
        "confidence": act.confidence,
        "evidence": {
            "page": act.written.page,
            "lines": [act.written.first, act.written.last],
            "quote": act.written.quote,
        },
    }
    if act.other is not None:
        found[{"replace": "outgoing", "substitute": "absent"}.get(act.act, "successor")] = act.other
    if act.places is not None:
        found["places"] = list(act.places)
    return found
