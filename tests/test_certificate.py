"""A certificate is checked without Fasti, and says what the board says."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, insert
from sqlalchemy.pool import StaticPool

import verify_certificate
from application.codec import Envelope
from domain.body_events import BodyDissolved, BodyEstablished, SeatAbolished, SeatChanged
from domain.entry import Entry, Event
from domain.proposal_events import Retracted
from domain.stated_events import StatementWithdrawn, TenureStated
from projections.catalog import METADATA, view_of
from projections.composition import composition
from projections.openings import openings
from tests.calling import Fasti
from tests.test_timeline import FIRST, PERSONS, dates, facts, maybe, seats

KEY = "example.org/raad"
PROGRAM = Path(verify_certificate.__file__)
DAYS = [FIRST + day for day in (0, 150, 305, 420, 600, 801)]


@st.composite
def of_seat(draw: st.DrawFn) -> Event:
    """What may happen to a seat or its body, or to an earlier entry."""
    when, last = draw(dates()), draw(maybe(dates()))
    return draw(
        st.sampled_from(
            [
                SeatChanged(seat="s", first_day=when, places=draw(st.integers(0, 3))),
                SeatChanged(seat="s", first_day=when, holds_over=draw(st.booleans())),
                SeatAbolished(seat="s", last_day=when),
                BodyDissolved(last_day=when),
                Retracted(entry=draw(st.integers(3, 9)), reason="fejl"),
                TenureStated(seat="s", person=draw(PERSONS), first_day=when, last_day=last),
                StatementWithdrawn(seat="s", person=draw(PERSONS), entry=draw(st.integers(3, 9))),
            ]
        )
    )


def fits(event: Event, before: list[Event]) -> bool:
    """Whether what undoes an entry names one that is there, a statement where it must be."""
    match event:
        case Retracted(entry=entry):
            return entry <= len(before)
        case StatementWithdrawn(entry=int(entry), person=person):
            said = before[entry - 1] if entry <= len(before) else None
            return isinstance(said, TenureStated) and said.person == person
    return True


@cache
def views() -> Engine:
    """Empty views in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    METADATA.create_all(engine)
    return engine


def by_the_board(entries: list[Entry], day: int) -> dict[str, str]:
    """Who holds the seat on a day, and how surely, as the views say."""
    with views().connect() as connection, connection.begin() as unwritten:
        for table, row in openings(view_of("body:b"), entries):
            connection.execute(insert(table).values(row))
        (standing,) = composition(connection, day, None, "b", "s") or (None,)
        unwritten.rollback()
    found: dict[str, str] = {}
    for holder in standing.holders if standing else ():
        how = "certainly" if holder.certain else "possibly"
        found[holder.tenure.person] = min(found.get(holder.tenure.person, how), how)
    return found


@settings(phases=[Phase.explicit, Phase.generate])
@given(seats(), st.lists(facts() | facts() | of_seat(), max_size=8), st.sampled_from(DAYS))
def test_the_checker_finds_what_the_board_says_in_any_history(created, events, day: int):
    history = [BodyEstablished(name="B"), created, *events]
    entries, stored = [], []
    for number, event in enumerate(history, 1):
        if not fits(event, history[: number - 1]):
            continue
        envelope = Envelope("2026-01-01T00:00:00.000000Z", "w", f"c{number}")
        state = envelope.encode(number, event, None).decode()
        made = {"number": number, "stream": "body:b", "version": number, "kind": event.kind}
        stored.append({**made, "state": state})
        entries.append(Entry(number, "body:b", number, "", "w", f"c{number}", None, event))
    board = by_the_board(entries, day)
    known = verify_certificate.live(stored, "body:b")
    for person in ("bo", "aase", "cy"):
        found = verify_certificate.held("s", known, {person}, day)
        if any(type(event) in (SeatAbolished, BodyDissolved) for event in history):
            assert board.get(person, found) == found  # the board shows no seat that has ended
        else:
            assert found == board.get(person, "not"), (person, date.fromordinal(day))


LEFT = (
    "body establish andet --name Andet",
    "appoint raad s1 bo --from 2018-01-01",
    "propose p1 --body raad --text 'Åse vælges' --act 'appoint raad s1 aase --from 2020-01-01'",
    "resign raad s1 bo --effective ..2019-03-31",
    "decide p1 --outcome adopted --on 2019-12-01",
    "person register aase-2 --name 'Åse Æ.'",
    "person merge aase aase-2 --reason 'samme person'",
    f"key new {KEY}",
    "checkpoint",
)


@pytest.fixture
def signed(raad: Fasti) -> Fasti:
    """A register in which Bo left a seat to Åse, signed."""
    raad.done(*LEFT)
    return raad


def proven(fasti: Fasti, line: str) -> Any:
    with TemporaryDirectory() as place:
        fasti.done(f"prove {line} -o {place}/c.json")
        return json.loads(Path(f"{place}/c.json").read_text("utf-8"))


def key_of(fasti: Fasti) -> str:
    return fasti.done("key show")[0]


def test_a_certificate_is_checked_by_a_program_of_its_own(signed: Fasti, tmp_path: Path):
    result = signed.run(f"prove raad s1 aase --on 2020-05-01 -o {tmp_path}/c.json")
    assert result.stderr.splitlines()[0] == "aase held s1 of raad on 2020-05-01, as known at #15"
    line = [sys.executable, str(PROGRAM), str(tmp_path / "c.json"), key_of(signed)]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:3] == [
        f"{KEY} signed everything up to #15",
        "10 entries are proven; of raad some before the last are left out",
        "aase certainly held s1 of raad on 2020-05-01, as known at #15",
    ]


def test_the_checker_is_one_short_file_that_needs_only_cryptography():
    text = PROGRAM.read_text("utf-8")
    assert len(text.splitlines()) < 300
    tops = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            tops.add(str(node.module).partition(".")[0])
    assert {top for top in tops if top not in sys.stdlib_module_names} == {"cryptography"}


def test_a_certificate_holds_what_is_asked_and_no_more(signed: Fasti):
    found = proven(signed, "raad s1 bo --on 2019-03-01 --known-at '#11'")
    assert found["answer"]["held"] == "possibly"
    assert [entry["number"] for entry in found["entries"]] == [1, 2, 4, 9, 11]
    assert any("no later entry" in limit for limit in found["does_not_prove"])
    whole = proven(signed, "raad s1 bo --on 2019-03-01 --whole")
    told = verify_certificate.checked(whole, key_of(signed), [])
    assert "of raad none before the last are left out" in told[1]


def test_an_earlier_known_time_is_proven_with_the_next_entry(signed: Fasti):
    recorded = [row["recorded"] for row in signed.json("log")]
    found = proven(signed, f"raad s1 bo --on 2019-05-01 --known-at {recorded[9]}")
    assert found["answer"]["held"] == "certainly"
    assert [entry["number"] for entry in found["entries"]][-2:] == [10, 11]
    key = key_of(signed)
    told = verify_certificate.checked(found, key, [])[-1]
    assert told.endswith(f"as known at #10, at {recorded[9]}")
    without = {**found, "entries": found["entries"][:-1]}
    with pytest.raises(KeyError):
        verify_certificate.checked(without, key, [])
    later = {**found, "answer": {**found["answer"], "known_at": recorded[11]}}
    with pytest.raises(ValueError, match="#10 is not the last entry at"):
        verify_certificate.checked(later, key, [])


def test_what_was_not_held_or_not_signed_is_not_certified(signed: Fasti):
    signed.refused(
        "prove raad s1 cy --on 2020-05-01 -o c.json",
        "cy is not known to have held s1 of raad on 2020-05-01;"
        " a certificate says who held a seat, not who did not",
    )
    signed.done("appoint raad s2 cy --from 2020-01-01")
    signed.refused(
        "prove raad s2 cy --on 2020-05-01 -o c.json",
        "#15 is the last entry that is signed, and #16 is asked about;"
        " sign it with 'fasti checkpoint', or ask with an earlier --known-at",
    )


def test_where_a_certificate_cannot_be_written_is_told(signed: Fasti, tmp_path: Path):
    result = signed.run(f"prove raad s1 aase --on 2020-05-01 -o {tmp_path}/none/c.json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"{tmp_path}/none/c.json cannot be written: No such file" in result.stderr


def test_a_certificate_needs_a_signer_that_is_known(signed: Fasti, keys: Path, tmp_path: Path):
    key = key_of(signed)
    for path in keys.glob("*.pub"):
        path.unlink()
    line = f"prove raad s1 aase --on 2020-05-01 -o {tmp_path}/c.json"
    with signed.storage() as storage:
        kept = storage.checkpoints.where("15.checkpoint")
    signed.refused(line, f"{kept} is signed by no key known here; name it with --trust")
    signed.done(f"{line} --trust {key}")
    with signed.storage() as storage:
        note = storage.checkpoints.read("15.checkpoint")
        storage.checkpoints.put("15.checkpoint", note.replace("\n— ".encode(), b"\n- "))
    message = f"{kept}: '- {KEY}"
    assert signed.run(f"{line} --trust {key}").stderr.startswith(f"fasti: {message}")


def changed(certificate: Any, at: int, **fields: Any) -> Any:
    entries = [dict(entry) for entry in certificate["entries"]]
    entries[at] |= fields
    return {**certificate, "entries": entries}


def test_a_changed_certificate_does_not_hold(signed: Fasti, tmp_path: Path, capsys):
    whole = proven(signed, "raad s1 aase --on 2020-05-01")
    key = key_of(signed)
    first = whole["entries"][0]
    last = whole["entries"][-1]
    forged = [
        {**whole, "answer": {**whole["answer"], "person": "cy", "held": "not"}},
        {**whole, "answer": {**whole["answer"], "known_entry": 15.0}},
        {**whole, "answer": {**whole["answer"], "known_entry": 10**40}},
        {**whole, "answer": {**whole["answer"], "on": "2020-W18-5"}},
        {**whole, "answer": {**whole["answer"], "body": "r\u0430ad"}},
        {**whole, "answer": {**whole["answer"], "known_at": "2999"}},
        {**whole, "entries": [*whole["entries"], first]},
        {**whole, "entries": [*whole["entries"][:-1], {**last, "number": last["number"] + 0.0}]},
        {**whole, "checkpoint": whole["checkpoint"].replace("\n\n\u2014", "\n\n-")},
        {**whole, "checkpoint": whole["checkpoint"][:-1]},
        changed(whole, 0, proof=first["proof"].replace("\n\n", "\n" + "A" * 43 + "=\n\n", 1)),
        changed(whole, 0, state=first["state"].replace('{"number"', '{"number":1,"number"')),
        {**whole, "form": "fasti-certificate/2"},
        {**whole, "answer": {**whole["answer"], "held": "possibly"}},
        {**whole, "answer": {**whole["answer"], "person": "bo"}},
        {**whole, "answer": {**whole["answer"], "known_entry": 99}},
        {**whole, "checkpoint": whole["checkpoint"].replace("\n15\n", "\n16\n")},
        {**whole, "checkpoint": whole["checkpoint"].partition("\n\n")[0] + "\n\n"},
        {**whole, "entries": whole["entries"][1:-4]},
        changed(whole, 0, state=first["state"].replace("Rådet", "Radet")),
        changed(whole, 0, number=2),
        changed(whole, 0, stream="body:andet"),
        changed(whole, 0, version=2),
        changed(whole, 0, kind="body-renamed/1"),
        changed(whole, 0, proof=first["proof"].replace("index 0", "index 1")),
        changed(whole, 0, proof=whole["entries"][1]["proof"]),
        {},
    ]
    path = tmp_path / "forged.json"
    for one in forged:
        path.write_text(json.dumps(one), "utf-8")
        assert verify_certificate.main(str(path), key) == 1, one
    path.write_text(json.dumps(whole), "utf-8")
    assert verify_certificate.main(str(path), key) == 0
    other = signed.done("key new other.example")[0]
    assert verify_certificate.main(str(path), other) == 1
    assert verify_certificate.main(str(path), key.replace("+A", "+B")) == 1
    assert "does NOT hold: the checkpoint is not signed by other.example" in capsys.readouterr().err
