"""Views on a server are shown an append by its own transaction; nothing of theirs undoes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from time import monotonic, sleep

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier, Literal

from application.recorder import NEAR
from application.register import Register, now
from application.replay import difference
from cli.retract import retraction
from domain.act import Act, act
from domain.body_events import BodyRenamed, SeatCreated
from domain.person_events import PersonRegistered, PersonRenamed, PositionTaken
from domain.refusal import Refusals
from domain.tenure_events import Appointed, Resigned
from domain.when import When
from tests.calling import Fasti
from tests.conftest import RAAD, Lent

pytestmark = pytest.mark.on_server
DAY, LATER = When.parse("2020-01-01"), When.parse("2021-01-01")
TOGETHER = (
    "SELECT e.xmin = p.xmin FROM fasti.stored_events e, fasti_views.position p"
    " ORDER BY e.notification_id DESC LIMIT 1"
)
"""Whether the last entry and the views' position were written by one transaction."""


def shown_at_once(raad: Fasti) -> bool:
    with psycopg.connect(raad.address.partition("?")[0]) as connection:
        ((together,),) = connection.execute(TOGETHER).fetchall()
        return bool(together)


@contextmanager
def appending(raad: Fasti, writer: str = "a") -> Iterator[Register]:
    with raad.register(writer=writer) as register, register.writing():
        yield register


def isolated(raad: Fasti, level: str) -> None:
    """Let transactions in the register's database be isolated like that, unless they say how."""
    address = raad.address.partition("?")[0]
    with psycopg.connect(address, autocommit=True) as connection:
        name, value = Identifier(connection.info.dbname), Literal(level)
        change = SQL("ALTER DATABASE {} SET default_transaction_isolation = {}")
        connection.execute(change.format(name, value))


def registered(slug: str) -> Act:
    return act(slug, PersonRegistered(name=slug.title()))


def appointed(person: str, seat: str = "s2") -> Act:
    return act("raad", Appointed(seat=seat, person=person, first_day=DAY))


def sound(raad: Fasti) -> None:
    """The views contain all there is, as a rebuild does."""
    with raad.storage() as storage:
        assert storage.views.position() == raad.last()
        assert difference(storage)[1] is None


@pytest.mark.parametrize(
    "line",
    [
        "person register ø --name Ø",
        "appoint raad s1 bo --from 2018-01-01",
        "body rename raad --name Byrådet --on 2020-01-01",
        "meeting convene m --body raad --on 2020-01-09",
    ],
)
def test_a_command_and_what_shows_it_are_one_transaction(raad: Fasti, line: str):
    raad.done(line)
    assert shown_at_once(raad)
    sound(raad)


def test_who_goes_on_appending_shows_each_append(raad: Fasti):
    with appending(raad) as a, appending(raad, "b") as b:
        for number in range(5):
            for register in (a, b):
                own = f"{register.writer}{number}"
                seat = act("raad", SeatCreated(seat=own, title="Sæde"))
                register.record([registered(own), seat, appointed(own, own)])
                assert shown_at_once(raad)
    sound(raad)


def test_what_others_left_out_of_the_views_is_shown_with_the_next_append(raad: Fasti):
    with appending(raad) as a, appending(raad, "b") as b:
        a.record([appointed("bo")])
        b.record([appointed("aase")], project=False)
        b.record([registered("ny")], project=False)
        a.record([appointed("cy", "s1")])
        assert shown_at_once(raad)
    sound(raad)


def test_many_entries_are_not_shown_while_others_wait(raad: Fasti):
    with appending(raad) as a:
        a.record([registered(f"p{number}") for number in range(21)])
        assert not shown_at_once(raad)
        sound(raad)
        a.record([registered("ny")])
        assert shown_at_once(raad)
    sound(raad)


@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_a_turn_does_not_show_what_another_just_brings_in(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch, isolation: str
):
    isolated(raad, isolation)
    monkeypatch.setattr("application.server.showing.A_WHILE", 5000)
    looked, held = [], threading.Event()

    def clock() -> datetime:
        looked.append(held.wait(30))
        return now()

    def brought_in(b: Register) -> None:
        with b.log() as log, b.views.writing() as (connection, at):
            b.views.standings.catch_up(connection, at, log)
            held.set()
            sleep(0.3)

    with appending(raad, "b") as b, raad.register(clock=clock) as a, a.writing():
        b.record([registered("ny")], project=False)
        work = threading.Thread(target=brought_in, args=(b,))
        work.start()
        held.wait(30)
        a.record([appointed("bo")])  # at the first attempt: it waits, then begins where that ends
        work.join()
        assert (shown_at_once(raad), len(looked)) == (True, 2)
    sound(raad)


def test_an_append_that_is_stored_in_parts_is_not_shown_by_its_last(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("application.log.TOGETHER", 3)
    with appending(raad) as a:
        a.record([registered(f"p{number}") for number in range(5)])
        assert not shown_at_once(raad)
    sound(raad)


@pytest.mark.parametrize("slug", ["raad", "bo"])
def test_what_is_read_before_a_turn_and_told_in_it_is_taken_in_once(raad: Fasti, slug: str):
    given = {
        "raad": [act("raad", BodyRenamed(name=name, first_day=DAY)) for name in ("Et", "To")],
        "bo": [act("bo", PositionTaken(position=name, first_day=DAY)) for name in ("Et", "To")],
    }
    other, mine = given[slug]
    between = iter([True])

    def clock() -> datetime:
        if next(between, False):  # after the last entry that is known, before what is kept is read
            b.record([other], project=False)
        return now()

    with appending(raad, "b") as b, raad.register(clock=clock) as a, a.writing():
        if slug == "bo":  # read in the turn, that is decided in it: told as new and as a whole
            a.record([registered("ny")])
        a.record([mine])
        assert shown_at_once(raad)
    sound(raad)


def test_a_turn_waits_for_who_brings_the_views_up_but_not_long(raad: Fasti):
    with appending(raad) as a, raad.register() as b:
        a.record([appointed("bo")])
        with b.views.writing():
            done, begin = [], monotonic()
            work = threading.Thread(target=lambda: done.append(a.record([appointed("cy")])))
            work.start()
            with appending(raad, "c") as c:  # has its turn though the views are held
                c.record([registered("ny")], project=False)
            assert monotonic() - begin < 5
        work.join()
        assert [one.views_behind for one in done] == [False]
        a.record([registered("ny-2")])
        assert shown_at_once(raad)
    sound(raad)


def test_who_has_to_ask_the_views_in_its_turn_does_not_wait_for_itself(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("application.server.address.DEADLINE", 1)
    between = iter([True])

    def clock() -> datetime:
        if next(between, False):  # decided before the turn: others append until it begins
            with appending(raad, "b") as b:
                b.record([registered("ny")], project=False)
        return now()

    raad.done("person register dy --name Dy")
    with raad.register(clock=clock, writer="a") as a:
        done = a.record([retraction(8, "fejl")])
    assert (done.first, done.views_behind) == (10, False)
    sound(raad)


def test_after_more_than_a_turn_tells_the_views_are_brought_up_by_the_log(raad: Fasti):
    with appending(raad) as a, appending(raad, "b") as b:
        a.record([appointed("bo")])
        b.record([registered(f"p{number}") for number in range(NEAR - 5)])
        b.record([registered(f"q{number}") for number in range(30)], project=False)
        a.record([appointed("aase")])  # is told up to q5, and that the views are up to the last p
        sound(raad)
        a.record([appointed("cy", "s1")])
        assert shown_at_once(raad)
    sound(raad)


@pytest.mark.parametrize("more", [0, 1])
def test_what_was_not_told_to_who_left_the_views_out_is_read_before_it_shows_again(
    raad: Fasti, more: int
):
    with appending(raad) as a, appending(raad, "b") as b:
        a.record([appointed("cy")])
        a.record([registered("ny"), appointed("bo", "s1")], project=False)
        for _ in range(more):
            a.record([registered("ny-2")], project=False)
        b.record([registered("ny-3")])
        a.record([act("raad", Resigned(seat="s1", person="bo", last_day=LATER))])
        assert shown_at_once(raad)
    sound(raad)


class Chance:
    """What several who have the register open do one after another, by lot."""

    def __init__(self, raad: Fasti, lot: Random) -> None:
        self.raad, self.lot, self.shown, self.number = raad, lot, 0, 0

    def step(self, register: Register) -> None:
        self.number += 1
        doing = [self.append] * 12 + [self.rebuild, self.discard, self.ask, self.together]
        self.lot.choice(doing)(register)

    def append(self, register: Register) -> None:
        try:
            register.record(self.acts(), project=self.lot.random() < 0.8)
            self.shown += shown_at_once(self.raad)
        except Refusals:
            pass

    def acts(self) -> list[Act]:
        person, seat = self.lot.choice(("bo", "aase", "cy")), self.lot.choice(("s1", "s2"))
        new = f"p{self.number}"
        day = When.parse(f"20{self.lot.randrange(11, 26)}-01-01")
        return self.lot.choice(
            (
                [act("raad", Appointed(seat=seat, person=person, first_day=day))],
                [act("raad", Resigned(seat=seat, person=person, last_day=day))],
                [registered(new), appointed(new)],
                [act("raad", SeatCreated(seat=new, title="Sæde"))],
                [act("raad", BodyRenamed(name=new, first_day=day))],
                [act(person, PersonRenamed(name=new, first_day=day))],
                [retraction(self.lot.randrange(2, 30), "fejl")],
                [registered(f"{new}-{n}") for n in range(25)],
            )
        )

    def rebuild(self, register: Register) -> None:
        register.views.rebuild(processes=1)

    def discard(self, register: Register) -> None:
        register.views.discard()

    def ask(self, register: Register) -> None:
        with register.asking(complete=True):
            pass

    def together(self, register: Register) -> None:
        with register.writing() as log, log.together():
            register.record([registered(f"q{self.number}")], project=False)
            register.record([registered(f"r{self.number}")], project=False)


@pytest.mark.parametrize(("few", "waiting"), [(20, 1000), (3, 2)])
def test_whatever_several_do_the_views_are_those_of_a_rebuild(
    lent: Lent, monkeypatch: pytest.MonkeyPatch, few: int, waiting: int
):
    monkeypatch.setattr("application.server.showing.FEW", few)
    monkeypatch.setattr("application.standings.WAITING", waiting)
    shown = []

    @settings(max_examples=5)
    @given(st.randoms(use_true_random=False))
    def done(lot: Random) -> None:
        raad = lent(*RAAD)
        chance = Chance(raad, lot)
        with appending(raad) as a, appending(raad, "b") as b, raad.register() as c:
            for _ in range(40):
                chance.step(lot.choice((a, b, c)))
            with c.asking(complete=True):
                sound(raad)
        shown.append(chance.shown)

    done()
    assert max(shown) > 3
