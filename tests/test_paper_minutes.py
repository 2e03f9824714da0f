"""Drafts of minutes: they decide the proposals of a recorded agenda, or bring their own."""

from __future__ import annotations

from dataclasses import replace

from domain.act import act as act_of
from domain.tenure_events import Appointed
from domain.when import When
from intake.drafts.drafting import draft
from intake.drafts.known import (
    Known,
    KnownBody,
    KnownMeeting,
    KnownPerson,
    KnownProposal,
    KnownSeat,
)
from tests.papers_made import acts, drafted, named

BOARD = KnownBody("havnen", "Lillestrand Havns bestyrelse")
BODIES = (KnownBody("havneudvalg", "Havneudvalget i Lillestrand"), BOARD)
BO = KnownPerson("bo", "Bo Berg", "V", "Ø Kommune")
SEATS = (
    KnownSeat("havnen", "s1", "Sæde 1", "member", "Venstre", ("bo",)),
    KnownSeat("havnen", "s2", "Sæde 2"),
)
KNOWN_ACT = act_of("havnen", Appointed(seat="s2", person="?", first_day=When.parse("2022-05-12..")))
AGENDA = Known(
    BODIES,
    (BO,),
    SEATS,
    (KnownMeeting("m1", "havneudvalg", "2022-05-12", ("1",)),),
    (
        KnownProposal(
            "p1", "m1", "1", 1, "udvalget udpeger nyt medlem til bestyrelsen", (KNOWN_ACT,)
        ),
    ),
)
ASKED = "Det indstilles, at udvalget udpeger nyt medlem til Lillestrand Havns bestyrelse."


def decided(known: Known, text: str) -> str:
    return drafted("x", known, asked=ASKED, decided=text)


def test_minutes_decide_the_proposals_of_the_recorded_agenda():
    found = decided(AGENDA, "Cy Dahl (V) blev udpeget til Lillestrand Havns bestyrelse.")
    assert "convene meeting" not in found
    assert "list item" not in found
    assert "- propose:" not in found
    assert "proposal: p1" in found
    assert acts(found)[-1] == (
        "appoint",
        {"body": "havnen", "seat": "s2", "person": "cy-dahl", "first_day": "2022-05-12.."},
    )


def test_several_open_seats_are_filled_in_turn():
    two = AGENDA.proposals[0]._replace(acts=(KNOWN_ACT, KNOWN_ACT))
    found = decided(
        replace(AGENDA, proposals=(two,)),
        "Cy Dahl (V) og Ib Lund (A) blev udpeget til Lillestrand Havns bestyrelse.",
    )
    assert [one["person"] for verb, one in acts(found) if verb == "appoint"] == [
        "cy-dahl",
        "ib-lund",
    ]


def test_an_adoption_that_names_nobody_waits():
    for known in (AGENDA, Known(BODIES, (BO,))):
        found = decided(known, "Godkendt.")
        assert "OPEN: the decision names nobody for a seat" in found
        assert "  # - decide:" in found


def test_acts_that_all_wait_leave_their_proposal_as_it_can_be_recorded():
    found = drafted("x", asked="Det indstilles, at Cy Dahl (V) vælges.", title="Møde")
    assert "      # acts:\n" in found
    assert "        # - appoint:" in found


def test_minutes_without_the_agenda_bring_their_own_proposals():
    found = decided(Known(), "Udsat til mødet den 9. juni 2022. Venstre stemte imod.")
    assert "- propose:" in found
    assert "deferred_until: 2022-06-09" in found
    assert "- {who: Venstre, position: against}" in found


def test_absence_personal_data_and_attachments_stand_in_the_draft():
    text = draft(named("kkr-nordkyst-referat.txt"), Known(), "referat.txt")
    assert "# Absent: Kim Ås; Lone Ørn" in text
    assert "# Left out as personal: home address, 1 times" in drafted(
        "Bo Berg, Havnevej 3, 9999 Lillestrand, er valgt."
    )
    assert "# Attached: Status" in draft(named("kkr-nordkyst-dagsorden.txt"), Known(), "d.txt")
