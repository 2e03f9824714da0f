"""Nothing that goes wrong with views undoes an append, and no erased name comes back into them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest

from application.erasure import erase
from application.failures import Busy
from application.recorder import NEAR
from application.register import Register
from cli.retract import retraction
from domain.act import act
from domain.body_events import BodyRenamed, SeatCreated
from domain.person_events import PersonRenamed
from domain.refusal import Refusals
from domain.tenure_events import Resigned
from domain.tree import stored
from tests.calling import Fasti
from tests.test_server_views import holding
from tests.test_showing import (
    DAY,
    LATER,
    appending,
    appointed,
    isolated,
    registered,
    shown_at_once,
    sound,
)

pytestmark = pytest.mark.on_server
ERASE = "erase bo --basis 'art. 17' --name"
SEAT = act("raad", SeatCreated(seat="ny", title="Ny"))
CALLED = act("raad", BodyRenamed(name="Rådet for Bo Hansen", first_day=DAY))


def test_a_row_that_the_views_refuse_undoes_no_append(raad: Fasti):
    forged = (
        "INSERT INTO tenures SELECT body, 99, slot, known_to, 's1', 'cy', sort, first_earliest,"
        " first_latest, last_earliest, last_latest, first, until, planned, mode, by, made_on,"
        " nominated_by, decision, absent, began, ended, entries, NULL FROM tenures LIMIT 1"
    )
    with appending(raad) as a:
        a.record([appointed("aase")])
        with raad.views() as views:
            views.execute(forged)
        done = a.record([appointed("bo", "s1")])
        assert (done.first, done.views_behind) == (raad.last(), True)
        again = a.record([registered("ny")])  # and what comes next is not tried in vain
        assert (again.first, again.views_behind) == (raad.last(), True)
    assert raad.last() == 10
    raad.done("replay", "replay --check")
    raad.done("person register ny-2 --name X")
    assert shown_at_once(raad)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE position",
        "UPDATE position SET tables = 'older'",
        "ALTER TABLE lines RENAME TO l",
    ],
)
def test_views_that_are_gone_or_others_undo_no_append(raad: Fasti, change: str):
    with appending(raad) as a:
        a.record([appointed("aase")])
        with raad.views() as views:
            views.execute(change)
        for number, slug in enumerate(("bo", "cy"), 9):
            done = a.record([appointed(slug, "s1" if slug == "bo" else "s2")])
            assert (done.first, done.views_behind) == (number, True)
    assert raad.last() == 9 + 1


def test_a_table_that_somebody_has_locked_undoes_no_append(raad: Fasti):
    with appending(raad) as a, raad.views() as views:
        a.record([appointed("aase")])
        views.execute("LOCK TABLE position")
        begin = monotonic()
        done = a.record([appointed("bo")], project=False)
        assert (done.first, monotonic() - begin < 5) == (9, True)


def test_a_name_that_another_erases_is_shown_no_more(raad: Fasti):
    with appending(raad) as a:
        a.record([appointed("bo")])
        raad.done("erase bo --basis 'art. 17' --name")
        a.record([act("bo", PersonRenamed(name="Bo Holm", first_day=DAY))])
        a.record([appointed("aase")])
        sound(raad)
        assert "Hansen" not in raad.run("find Hansen").stdout
    raad.done("person register ny --name X")
    assert shown_at_once(raad)
    sound(raad)


@pytest.mark.parametrize("who", ["a", "b"])
def test_a_name_that_is_erased_does_not_come_back_with_what_is_kept(raad: Fasti, who: str):
    with appending(raad) as a, appending(raad, "b") as b:
        a.record([registered("ny")])
        a.record([act("ny", PersonRenamed(name="Ny Navn", first_day=DAY))])
        erase(a if who == "a" else b, ["ny"], basis="art. 17", name=True)
        sound(raad)
        a.record([retraction(9, "fejl")])
        sound(raad)
        a.record([act("ny", PersonRenamed(name="Ny Igen", first_day=LATER))])
        a.record([retraction(12, "fejl")])
        sound(raad)


def test_a_turn_that_is_held_is_waited_for_once(raad: Fasti, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("application.server.address.DEADLINE", 2)
    with appending(raad) as a:
        a.record([appointed("aase")])
        with holding(raad, 0, "LOCK TABLE turn IN EXCLUSIVE MODE"):
            begin = monotonic()
            with pytest.raises(Busy):
                a.record([appointed("bo")])
            assert monotonic() - begin < 3.5
    assert raad.last() == 8


@pytest.mark.parametrize("where", ["application.standings.changed", "application.standings.Kept"])
def test_a_mistake_in_what_makes_views_undoes_no_append(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch, where: str
):
    def mistaken(*_: Any) -> None:
        raise KeyError("a mistake")

    with appending(raad) as a:
        with monkeypatch.context() as patch:
            patch.setattr(where, mistaken)
            with pytest.raises(KeyError):  # as views are brought up afterwards
                a.record([appointed("bo")])
        assert raad.last() == 8
        a.record([appointed("cy", "s1")])
        sound(raad)


def test_who_is_stopped_while_it_is_told_does_not_show_half_of_it(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with appending(raad) as a, appending(raad, "b") as b:
        a.record([SEAT])
        b.record([appointed("bo")])
        with monkeypatch.context() as patch:
            patch.setattr("application.standings._wait", stopped)
            with pytest.raises(KeyboardInterrupt):
                a.record([registered("ny")])
        a.record([act("raad", Resigned(seat="s2", person="bo", last_day=LATER))])
    sound(raad)


def test_entries_that_were_lost_are_not_gone_on_from(raad: Fasti):
    with appending(raad) as a:
        a.record([registered("x")])
        a.record([registered("x-2")])
        a.record([SEAT])
        with raad.log() as log:
            for table, column in (("stored_events", "notification_id"), ("commands", "first")):
                log.execute(f"DELETE FROM {table} WHERE {column} > 8")
            log.execute("DELETE FROM tree WHERE place >= ?", (stored(8),))
        with raad.storage() as storage:
            storage.views.rebuild(processes=1)
        with appending(raad, "b") as b:
            for number in range(3):
                b.record([registered(f"y{number}")])
        a.record([SEAT])
    sound(raad)


def test_what_is_rolled_back_together_is_in_no_view(raad: Fasti):
    with appending(raad) as a, a.writing() as log:
        with suppress(Refusals), log.together():
            a.record([registered("ny")])
            a.record([registered("bo")])
        with raad.storage() as storage:
            assert (raad.last(), storage.views.position()) == (7, 7)
    sound(raad)


def test_a_stricter_isolation_by_default_changes_nothing(raad: Fasti):
    isolated(raad, "serializable")
    with appending(raad) as a, appending(raad, "b") as b:
        for number in range(3):
            a.record([registered(f"a{number}")])
            assert shown_at_once(raad)
            b.record([registered(f"b{number}")], project=False)
    raad.done("person register ny --name X")
    sound(raad)


def before_the_first_append(raad: Fasti, a: Register, b: Register) -> None:
    raad.done(ERASE)


def by_who_appends(raad: Fasti, a: Register, b: Register) -> None:
    a.record([appointed("bo")])
    erase(a, ["bo"], basis="art. 17", name=True)


def after_more_than_a_turn_tells(raad: Fasti, a: Register, b: Register) -> None:
    a.record([appointed("bo")])
    b.record([registered(f"p{number}") for number in range(NEAR + 10)])
    raad.done(ERASE)


@pytest.mark.parametrize(
    "erased", [before_the_first_append, by_who_appends, after_more_than_a_turn_tells]
)
def test_a_name_that_was_erased_does_not_come_back(
    raad: Fasti, erased: Callable[[Fasti, Register, Register], None]
):
    with appending(raad) as a, appending(raad, "b") as b:
        erased(raad, a, b)
        a.record([CALLED])
        sound(raad)
    assert "Hansen" not in raad.run("find Hansen").stdout


def test_who_is_refused_reads_no_name_that_another_erased(raad: Fasti):
    with appending(raad) as a:
        a.record([appointed("bo", "s1")])
        with pytest.raises(Refusals, match="Bo Hansen"):
            a.record([appointed("cy", "s1")])
        raad.done(ERASE)
        with pytest.raises(Refusals, match="erased"):
            a.record([appointed("cy", "s1")])


def test_a_name_given_to_whose_name_is_erased_is_taken_out_where_others_say_it(raad: Fasti):
    with appending(raad) as a, appending(raad, "b") as b:
        raad.done(ERASE)
        a.record([act("raad", BodyRenamed(name="Rådet for Bo Holm", first_day=DAY))])
        b.record([act("bo", PersonRenamed(name="Bo Holm", first_day=LATER))])
        a.record([act("raad", SeatCreated(seat="ny", title="Bo Holms plads"))])
        sound(raad)
    assert "Holm" not in raad.run("find Holm").stdout
