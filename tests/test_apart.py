"""Several write about one body: each decides as one who has read all that the others recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from operator import add
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application import states
from application.behind import Behind
from application.codec import Envelope, decode, event_in, recorded_in
from application.failures import Damaged
from application.register import Register, create_register
from domain.act import Act, act
from domain.apart import OF_TENURES, concerned
from domain.body_events import BodyDissolved, BodyEstablished, SeatChanged, SeatCreated
from domain.person_events import PersonRegistered, PersonsMerged
from domain.proposal_events import Retracted
from domain.refusal import Refusals
from domain.rules import OF_BODY
from domain.stated_events import StatementWithdrawn, TenureStated
from domain.tenure_events import (
    Appointed,
    LeaveEnded,
    LeaveGranted,
    Reappointed,
    Replaced,
    Resigned,
    SubstituteCalled,
    Vacated,
)
from domain.when import When
from domain.world import World

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SEATS = ("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8")
PERSONS = ("bo", "cy", "di", "ea", "fu", "gy")
WRITERS = 3
SETUP = [
    act("raad", BodyEstablished(name="Rådet")),
    act("raad", SeatCreated(seat="s1", title="S", places=3)),
    *(act("raad", SeatCreated(seat=seat, title="S")) for seat in SEATS[1:7]),
    act("raad", SeatCreated(seat="s8", title="S", among_members=True)),
    *(act(person, PersonRegistered(name=person)) for person in PERSONS),
]


def retracted(number: int) -> Retracted:
    return Retracted(entry=number, reason="r")


UNPLACED = act("", retracted(1)).model_copy(update={"stream": ""})
seats, persons = st.sampled_from(SEATS), st.sampled_from(PERSONS)
days = st.sampled_from(("2019-05-01", "2020", "2020-06-30", "2021-01-01", "2022-03-25")).map(
    When.parse
)


def said(kind, **fields):
    return st.builds(kind, **fields).map(lambda event: act("raad", event))


tenures = st.one_of(
    said(Appointed, seat=seats, person=persons, first_day=days),
    said(Appointed, seat=seats, person=persons, first_day=days, planned_last_day=days),
    said(Reappointed, seat=seats, person=persons, first_day=days),
    said(Replaced, seat=seats, outgoing=persons, incoming=persons, first_day=days),
    said(Resigned, seat=seats, person=persons, last_day=days),
    said(Vacated, seat=seats, person=persons, last_day=days),
    said(LeaveGranted, seat=seats, person=persons, first_day=days),
    said(LeaveEnded, seat=seats, person=persons, last_day=days),
    said(SubstituteCalled, seat=seats, person=persons, absent=persons, first_day=days),
)
others = st.one_of(
    said(SeatChanged, seat=seats, first_day=days, among_members=st.booleans()),
    said(BodyDissolved, last_day=days),
    st.builds(lambda p, q: act(p, PersonsMerged(lost=q, reason="r")), persons, persons),
    st.integers(1, 26).map(lambda n: UNPLACED.model_copy(update={"event": retracted(n)})),
)
appointments = said(Appointed, seat=seats, person=persons, first_day=days)
writers = st.integers(0, WRITERS - 1)
begins = st.lists(st.tuples(writers, st.tuples(appointments)), min_size=3, max_size=9)
asked = st.lists(st.one_of(tenures, tenures, tenures, others), min_size=1, max_size=2)
histories = st.builds(add, begins, st.lists(st.tuples(writers, asked), max_size=12))


def begun(folder: Path) -> Path:
    create_register(folder)
    with closing(writer(folder)) as register:
        register.record(SETUP, command="setup", project=False)
    return folder


def writer(folder: Path) -> Register:
    return Register(folder, writer="test", clock=lambda: NOW)


def outcome(register: Register, acts: Sequence[Act], command: str) -> object:
    """The numbers of the entries, or what was refused."""
    try:
        return register.record(acts, command=command, project=False).numbers
    except Refusals as refused:
        return str(refused)


def appointed(seat: str, person: str) -> Act:
    return act("raad", Appointed(seat=seat, person=person, first_day=When.parse("2020")))


@given(histories, st.sampled_from((0, 3, 64)))
@settings(max_examples=60, deadline=None)
def test_who_reads_of_others_only_what_matters_decides_as_one_who_reads_all(
    history: Sequence[tuple[int, Sequence[Act]]], behind: int
):
    with (
        pytest.MonkeyPatch.context() as patched,
        tempfile.TemporaryDirectory() as place,
        ExitStack() as stack,
    ):
        patched.setattr(states, "BEHIND", behind)
        several, one = begun(Path(place, "several")), begun(Path(place, "one"))
        open_ = [stack.enter_context(closing(writer(several))) for _ in range(WRITERS)]
        for each in open_:
            stack.enter_context(each.writing())
        for number, (who, acts) in enumerate(history):
            with closing(writer(one)) as alone:
                expected = outcome(alone, acts, f"c{number}")
            assert outcome(open_[who], acts, f"c{number}") == expected
        assert [*stored(several)] == [*stored(one)]


def stored(folder: Path) -> Iterator[tuple[object, ...]]:
    with closing(Register(folder)) as register, register.log() as log:
        yield from map(tuple, log.stored(log.last()[0]))


def test_what_is_recorded_of_others_is_not_read_before_it_matters(tmp_path: Path, monkeypatch):
    folder, read = begun(tmp_path / "register"), []

    def counted(*row):
        read.append(row[0])
        return decode(*row)

    with closing(writer(folder)) as other, closing(writer(folder)) as mine, mine.writing() as log:
        mine.record([appointed("s2", "bo")], project=False)
        log.decode = counted
        for seat, person in (("s3", "cy"), ("s4", "di")):
            other.record([appointed(seat, person)], project=False)
        mine.record([appointed("s8", "ea")], project=False)
        assert 17 not in read
        with pytest.raises(Refusals, match="cy holds seat s3"):
            mine.record([appointed("s3", "fu")], project=False)
        assert 17 in read


def test_a_decision_about_persons_concerns_their_seats_and_them():
    world = World()
    for number, asked in enumerate([*SETUP, appointed("s2", "bo"), appointed("s8", "bo")], 1):
        world.evolve(asked.stream, number, asked.event)
    merged = act("bo", PersonsMerged(lost="cy", reason="r"))
    world.evolve(merged.stream, 30, merged.event)
    assert concerned(world, [appointed("s3", "bo")]) == {"bo", "cy", "s2", "s3", "s8"}
    assert concerned(world, [appointed("s3", "bo"), appointed("s4", "ea")]) == {
        *("bo", "cy", "s2", "s3", "s4", "s8", "ea")
    }
    assert concerned(world, [act("raad", SeatCreated(seat="s9", title="S"))]) is None


def test_the_kinds_that_leave_others_alone_are_those_about_persons_in_one_seat():
    told = {kind for kind in OF_BODY if {"seat", "person"} <= kind.model_fields.keys()}
    assert told - {TenureStated, StatementWithdrawn} | {Replaced} == OF_TENURES


@pytest.mark.parametrize("looked", [False, True])
@pytest.mark.parametrize(
    ("kind", "event", "may"),
    [
        (Appointed.kind, b'{"seat":"s1","person":"bo"}', True),
        (Appointed.kind, b'{"seat":"s11","person":"bob"}', False),
        (Appointed.kind, b'{"seat":"s2","person":"\\u0062o"}', True),
        (SeatCreated.kind, b'{"seat":"s9"}', True),
    ],
)
def test_what_is_kept_disturbs_whom_it_may_name(kind: str, event: bytes, may: bool, looked: bool):
    kept = Behind()
    state = b'{"number":3,"writer":"s1","evidence":{"quote":"\\"event\\":"},"event":%b}'
    for at, said in enumerate((b'{"seat":"s3","person":"di"}', event), 3):
        kept.rows.append((at, "body:raad", at, kind, state % said))
        if looked:
            kept.look()
    assert kept.disturbs({"s1", "bo"}) is may
    assert kept.disturbs(None)


def test_the_event_of_an_entry_is_all_of_it_where_it_is_not_found():
    assert event_in(b'{"person":"bo"}') == b'{"person":"bo"}'


def test_the_known_time_is_read_where_it_stands_and_else_with_all_of_the_entry():
    envelope = Envelope("2026-11-27T12:00:00.000000Z", "bo", "c")
    [row] = envelope.rows([("person:bo", PersonRegistered(name="Bo"), None)], 2, {"person:bo": 0})
    odd = row[4].replace(b"2026-11", b"\\u0032026-11")
    assert recorded_in(row) == recorded_in((*row[:4], odd)) == "2026-11-27T12:00:00.000000Z"
    for kind, state in ((row[3], b"{}"), ("newer/9", row[4]), (row[3], row[4].decode())):
        with pytest.raises(Damaged, match="#3"):
            recorded_in((*row[:3], kind, state))


class Overtaken(Register):
    """Somebody else, if there is one, appoints when it has decided and waits for its turn."""

    other: Register | None = None

    def _decided_before(self, *asked: Any) -> Any:
        decided = super()._decided_before(*asked)
        if self.other is not None:
            self.other.record([appointed("s3", "di")], project=False)
        return decided


def test_a_body_that_was_read_after_the_last_known_entry_is_decided_on_anew(tmp_path: Path):
    folder = begun(tmp_path / "register")
    seats = [act("by", SeatCreated(seat=f"q{number}", title="Q")) for number in (1, 2)]
    year = {"first_day": When.parse("2018"), "planned_last_day": When.parse("2018")}
    mine = Overtaken(folder, writer="mine", clock=lambda: NOW)
    with closing(writer(folder)) as other, closing(mine), mine.writing():
        other.record([act("by", BodyEstablished(name="By")), *seats], project=False)
        mine.record([act("by", Appointed(seat="q1", person="bo", **year))], project=False)
        other.record([act("by", Appointed(seat="q2", person="cy", **year))], project=False)
        resigned = Resigned(seat="q1", person="bo", last_day=When.parse("2018"))
        mine.record([act("by", resigned)], project=False)
        other.record([appointed("s2", "ea")], project=False)
        mine.other = other
        with pytest.raises(Refusals, match="ea holds seat s2"):
            mine.record([appointed("s2", "bo")], project=False)


def test_what_others_recorded_matters_under_every_identifier_of_a_person(tmp_path: Path):
    folder = begun(tmp_path / "register")
    with closing(writer(folder)) as other, closing(writer(folder)) as mine, mine.writing():
        year = {"first_day": When.parse("2018"), "planned_last_day": When.parse("2018")}
        mine.record([act("raad", Appointed(seat="s4", person="bo", **year))], project=False)
        other.record([appointed("s3", "cy")], project=False)
        mine.record([appointed("s5", "ea")], project=False)
        other.record([act("bo", PersonsMerged(lost="cy", reason="r"))], project=False)
        mine.record([appointed("s2", "fu")], project=False)
        with pytest.raises(Refusals, match="s3"):
            mine.record([appointed("s6", "bo")], project=False)
