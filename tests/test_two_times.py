"""Whatever is recorded in whatever order: views answer for every known time what was known then."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from application.register import Register, create_register
from application.replay import difference
from domain.act import Act, act
from domain.body import Body
from domain.body_events import (
    BodyDissolved,
    BodyEstablished,
    KeptVacant,
    SeatAbolished,
    SeatChanged,
)
from domain.composition import Holder, holders
from domain.entry import Event
from domain.person_events import PersonRegistered
from domain.proposal_events import Retracted
from domain.refusal import Refusals
from projections.composition import Standing, composition
from tests.calling import Fasti
from tests.decisions import day
from tests.places import InFolder
from tests.test_timeline import FIRST, dates, facts, maybe, seats

DAYS = range(FIRST - 30, FIRST + 860, 97)
Known = list[tuple[object, ...]]


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Any fact about one body, about one of its two seats, or the retraction of an entry."""
    first, last = draw(dates()), draw(maybe(dates()))
    return draw(
        st.one_of(
            facts(),
            facts(),
            facts(),
            st.sampled_from(
                [
                    SeatChanged(seat="s", first_day=first, places=draw(st.integers(0, 2))),
                    SeatAbolished(seat="s", last_day=first),
                    KeptVacant(seat="s", first_day=first, last_day=last),
                    BodyDissolved(last_day=first),
                    Retracted(entry=draw(st.integers(5, 12)), reason="fejl"),
                ]
            ),
        )
    )


def told(standing: list[Standing]) -> Known:
    """What a composition says, seat by seat."""
    return [(seat.seat, seat.room, seat.unknown, _held(seat.holders)) for seat in standing]


def _held(sitting: list[Holder]) -> list[tuple[object, ...]]:
    return sorted(
        (h.tenure.person, h.certain, h.status, h.tenure.first.text, h.tenure.entries)
        for h in sitting
    )


def expected(body: Body, on: int) -> Known:
    """The same from the facts alone."""
    found = []
    for slug, seat in sorted(body.seats.items()):
        form, limits = seat.life.form(on), seat.limits(body.last_day)
        early = seat.life.first_day.earliest > on or body.first_day.earliest > on
        late = limits.last is not None and limits.last.latest < on
        if form is None or early or late:
            continue
        tenures = body.tenures(slug)
        unknown = not (
            any(t.first.earliest <= on for t in tenures)
            or any(event.first_day.earliest <= on for _, event in seat.life.kept_vacant)
        )
        named_in_order = sorted(tenures, key=lambda t: (t.first, t.began, t.person))
        sitting = _held(holders(named_in_order, seat.leaves, on))
        found.append((slug, body.room(slug, on), unknown, sitting))
    return found


def asked(register: Register, at: int | None) -> list[Known]:
    """What the views say of some days, as known at an entry."""
    with register.asking() as connection:
        return [told(composition(connection, on, at, "raad")) for on in DAYS]


def recorded(register: Register, event: Event) -> bool:
    """Whether an event could be recorded, against a rule if need be."""
    despite = event.model_copy(update={"despite": "kilden"})
    wanted = act("raad", despite)
    if isinstance(event, Retracted):
        wanted = Act.model_construct(stream="", kind=Retracted.kind, event=event)
    try:
        register.record([wanted])
    except Refusals:
        return False
    return True


def test_views_answer_for_every_known_time_what_the_facts_known_then_say(
    fasti: Fasti, tmp_path: Path
):
    places = (fasti.elsewhere(tmp_path / f"tried{number}") for number in count())

    @settings(max_examples=15 if isinstance(fasti, InFolder) else 4)
    @given(seats(), st.lists(events(), max_size=8))
    def hold(created: Event, happened: list[Event]) -> None:
        place = next(places)
        create_register(place.address)
        with place.register() as register:
            hold_of(register, created, happened)

    hold()


def hold_of(register: Register, created: Event, happened: list[Event]) -> None:
    """Record one thing after another, and ask for all known times after each."""
    people = [act(p, PersonRegistered(name=p.title())) for p in ("bo", "aase", "cy")]
    established = BodyEstablished(name="Rådet", first_day=day("2018"))
    register.record([act("raad", established), *people, act("raad", created)])
    answers: dict[int, list[Known]] = {}
    for event in [None, *happened]:
        if event is not None and not recorded(register, event):
            continue
        with register.log() as log:
            body = Body("raad")
            for entry in log.stream("body:raad"):
                body = body.evolve(entry.number, entry.event)
        answers[register.last()] = [expected(body, on) for on in DAYS]
        assert asked(register, None) == answers[register.last()]
    for number, answer in answers.items():
        assert asked(register, number) == answer
    assert difference(register.storage) == (register.last(), None)
