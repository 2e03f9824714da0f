"""The closed vocabularies of the register: one word for one thing."""

from __future__ import annotations

from typing import Literal

Role = Literal["member", "chair", "deputy chair", "co-chair", "substitute", "observer"]
Mode = Literal[
    "appointed", "elected", "ex officio", "succeeded", "co-opted", "substituting", "not stated"
]
Cause = Literal[
    "removal",
    "death",
    "term end",
    "loss of office",
    "moved away",
    "excused",
    "annulled",
    "not stated",
]
Purpose = Literal["approve", "note", "discuss", "appoint", "give input", "other"]
Outcome = Literal[
    "adopted",
    "adopted with changes",
    "rejected",
    "noted",
    "discussed",
    "withdrawn",
    "deferred",
    "referred",
    "sent back",
    "recommended",
    "struck",
]
Manner = Literal["unanimous", "without a vote", "by vote", "by the chair alone"]
Position = Literal["for", "against", "abstaining", "reservation"]
PaperSort = Literal["agenda", "minutes", "attachment"]

ADOPTING: frozenset[Outcome] = frozenset({"adopted", "adopted with changes"})
"""Outcomes that make the acts of a proposal happen."""
PENDING: frozenset[Outcome] = frozenset(
    {"deferred", "referred", "sent back", "recommended", "struck"}
)
"""Outcomes that leave a proposal to be decided later, here or elsewhere."""
MEMBERSHIPS: frozenset[Role] = frozenset({"member", "chair", "deputy chair", "co-chair"})
"""Roles whose seats are memberships, of which a person has one in a body."""
