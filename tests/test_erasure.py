"""What is personal is kept apart and can be erased; the record, its counts and its views stay."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from application.erasure import erase, known, noting
from application.failures import Unwritable
from application.personal import Keys
from domain.act import act
from domain.privacy_events import HoldPlaced, HoldReleased, PersonErased, PrivateNoted
from domain.proposal_events import Retracted
from domain.refusal import Refusals
from domain.register_events import LossAcknowledged
from projections.schema import METADATA
from tests.calling import Fasti
from tests.decisions import BO, RAAD, given

HASH = "0" * 64
NOTED = act("bo", PrivateNoted(private="note", commitment=HASH, sealed=HASH))
HELD = act("bo", HoldPlaced(reason="sag 1"))
RELEASED = act("bo", HoldReleased(reason="sagen er slut"))
ERASED = act("bo", PersonErased(basis="art. 17", key=HASH))
NOTHING = act("bo", PersonErased(basis="art. 17"))
NAMELESS = act("bo", PersonErased(basis="art. 17", nameless=True))


def test_what_is_kept_of_a_person_may_be_erased():
    given(BO, NOTED).when(ERASED).accepted()
    given(BO).when(NAMELESS).accepted()
    given(BO, NOTED, ERASED, NOTED).when(ERASED).accepted()


def test_a_hold_refuses_erasure_until_it_is_released():
    given(BO, NOTED, HELD).when(ERASED).refused(
        "Bo Hansen is under a hold (#3: sag 1); release it first with 'fasti person release'"
    )
    given(BO, NOTED, HELD, RELEASED).when(ERASED).accepted()
    given(BO, HELD).when(HELD).refused("Bo Hansen is under a hold already (#2)")
    given(BO).when(RELEASED).refused("Bo Hansen is under no hold; there is nothing to release")


def test_nothing_is_erased_twice():
    given(BO).when(NOTHING).refused(
        "nothing personal is kept of Bo Hansen; the name is erased too with --name"
    )
    given(BO, NAMELESS).when(NOTHING).refused("nothing personal is kept of Bo Hansen")
    given(BO, NAMELESS).when(NAMELESS).refused("nothing personal is kept of Bo Hansen")
    given(BO, NOTED, NAMELESS, NOTED).when(ERASED).accepted()


def test_an_erasure_and_a_loss_are_not_retracted():
    lost = act("this", LossAcknowledged(kept=2, known_to=9, reason="disken brændte"))
    for number, state in ((2, given(BO, NAMELESS)), (3, given(BO, NOTED, lost))):
        slug = act("bo", Retracted(entry=number, reason="fejl"))
        stream = "register:this" if number == 3 else "person:bo"
        state.when(slug.model_copy(update={"stream": stream})).refused(
            f"#{number} cannot be retracted: what is gone does not come back by it"
        )


def test_a_loss_is_acknowledged_by_the_first_entry_after_it():
    lost = act("this", LossAcknowledged(kept=9, reason="disken brændte"))
    given(BO).when(lost).refused("the register ends at #1, not at #9")


def test_a_proposal_carries_no_act_that_could_not_be_read_back():
    from domain.proposal_events import Proposed

    asked = Proposed(body="raad", text="Slet", acts=(HELD,))
    given(*RAAD).when(act("p", asked)).refused("'hold person' is an act that no proposal can carry")


PRIVATE = ("1961-04-02", "Kirkegade 3", "er bange for hunde")


@pytest.fixture
def noted_of_bo(raad: Fasti) -> Fasti:
    raad.done(
        "appoint raad s1 bo --from 2018-01-01 --quote 'Bo Hansens plads og Bo Hansen-Olsens'",
        "person note bo --birth-date 1961-04-02 --contact 'Kirkegade 3'"
        " --note 'er bange for hunde'",
    )
    return raad


def keys_of(fasti: Fasti) -> Keys:
    """The keys of its persons."""
    with fasti.storage() as storage:
        return storage.keys


def test_personal_values_are_asked_for_and_stand_nowhere_in_plain_text(noted_of_bo: Fasti):
    rows = noted_of_bo.json("person private bo")
    assert [(row["private"], row["value"]) for row in rows] == list(
        zip(("birth date", "contact", "note"), PRIVATE, strict=True)
    )
    content = noted_of_bo.stored()
    for value in PRIVATE:
        assert value.encode() not in content
        assert hashlib.sha256(value.encode()).hexdigest().encode() not in content
    assert noted_of_bo.done("person private bo")[1].split() == ["#9", "birth", "date", "1961-04-02"]
    assert (keys_of(noted_of_bo).folder / "bo").stat().st_mode & 0o777 == 0o600
    assert "A note of Bo Hansen was noted" in noted_of_bo.run("log").stdout


def test_erasure_destroys_the_key_and_leaves_everything_else(noted_of_bo: Fasti):
    before = noted_of_bo.run("board raad --on 2020-01-01").stdout
    path = keys_of(noted_of_bo).folder / "bo"
    key = path.read_bytes()
    assert noted_of_bo.done("erase bo --basis 'art. 17'") == ["#12"]
    assert (path.exists(), key in noted_of_bo.stored()) == (False, False)
    assert noted_of_bo.run("person private bo").stderr == "nothing personal is kept of bo\n"
    assert noted_of_bo.run("board raad --on 2020-01-01").stdout == before
    assert noted_of_bo.done("why 12")[0] == "#12 What is personal of Bo Hansen was erased: art. 17"
    assert noted_of_bo.run("replay --check").exit_code == 0
    noted_of_bo.done("person note bo --note nyt")
    assert [row["value"] for row in noted_of_bo.json("person private bo")] == ["nyt"]


def test_a_key_that_outlived_its_erasure_is_destroyed_when_it_would_be_used(noted_of_bo: Fasti):
    path = keys_of(noted_of_bo).folder / "bo"
    key = path.read_bytes()
    noted_of_bo.done("erase bo --basis 'art. 17'")
    path.write_bytes(key)
    assert noted_of_bo.run("person private bo").stdout == ""
    assert not path.exists()
    [remembered] = Keys(path.parent).erased()
    assert (remembered.person, remembered.basis, remembered.nameless) == ("bo", "art. 17", False)


ASKED = ("board raad --on 2020-01-01 --why", "log", "person bo", "seat raad s1", "find hansen")
ASKED += ("why 8", "board raad --on 2020-01-01 --known-at '#8'", "log --known-at '#8'", "check")


def test_an_erased_name_is_in_no_view_and_no_answer_for_any_known_time(noted_of_bo: Fasti):
    noted_of_bo.done(
        "person register bo-2 --name 'Bo H. Hansen'",
        "person merge bo bo-2 --reason samme",
        "person rename bo --name 'Bo Holm' --on 2020-06-01",
        "propose p1 --body raad --text 'Udpegning af bo hansen' --by 'Bo Hansen'"
        " --act 'person rename bo --name \"Bo Holm\" --on 2021-01-01'",
        "decide p1 --outcome noted --on 2020-01-01 --for 'Bo Holm'",
    )
    before = noted_of_bo.json("board raad --on 2020-01-01")
    result = noted_of_bo.run("erase 'Bo Holm' --basis 'dom af 2026-11-02' --name")
    assert result.stdout.split() == ["#17", "#18"]
    assert "the identifier, the papers and the bytes of the log" in result.stderr
    for line in ASKED:
        for form in ("table", "json"):
            chosen = "" if line.startswith("why") else f" --format {form}"
            printed = noted_of_bo.run(line + chosen).output
            for name in ("Bo Hansen was", "Bo Hansens", "Bo Holm", "Bo H. Hansen"):
                assert name not in printed, line
    with noted_of_bo.storage() as storage, storage.views.reading() as views:
        rows = [row for table in METADATA.sorted_tables for row in views.execute(table.select())]
    assert "Holm" not in str(rows)
    assert "Bo Hansens" not in str(rows)
    after = noted_of_bo.json("board raad --on 2020-01-01")
    assert after["seats"][0]["holders"][0].pop("name") == "[erased]"
    assert before["seats"][0]["holders"][0].pop("name") == "Bo Hansen"
    assert before == after
    assert "[erased]s plads og Bo Hansen-Olsens" in noted_of_bo.run("why 8").stdout
    assert noted_of_bo.run("replay --check").exit_code == 0
    refused = noted_of_bo.run("appoint raad s1 aase --from 2020-01-01")
    assert refused.stderr.startswith("fasti: [erased] holds seat s1 with no end known")


def test_the_command_line_keeps_and_releases_holds_on_all_identities(noted_of_bo: Fasti):
    noted_of_bo.done(
        "person merge cy bo --reason samme",
        "person hold cy --reason 'sag 12'",
    )
    noted_of_bo.refused(
        "erase bo --basis 'art. 17'",
        "Cy Øst is under a hold (#13: sag 12); release it first with 'fasti person release'",
    )
    assert len(noted_of_bo.json("person private cy")) == 3
    noted_of_bo.done("person release cy --reason slut", "erase bo --basis 'art. 17'")
    assert noted_of_bo.json("person private cy") == []


def test_what_is_not_what_was_noted_is_damage(noted_of_bo: Fasti):
    with noted_of_bo.storage() as storage:
        for name in storage.sealed.names():
            content = storage.sealed.read(name)
            storage.sealed.put(name, content[:-1] + bytes([content[-1] ^ 1]))
    result = noted_of_bo.run("person private bo")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "the birth date of 'bo' cannot be read from" in result.stderr
    assert noted_of_bo.run("verify").stdout.count("DAMAGED") == 3
    key = keys_of(noted_of_bo).folder / "bo"
    key.write_text("nix")
    assert noted_of_bo.run("person private bo").exit_code == 3
    key.unlink()
    assert noted_of_bo.json("person private bo")[0]["value"] == "its key is not here"


def test_another_value_under_the_same_key_is_not_the_one_noted(noted_of_bo: Fasti):
    from application.failures import Damaged
    from application.personal import opened

    with noted_of_bo.register() as register:
        with noting(register, "bo", {"note": "andet"}) as (other,):
            pass
        forged = other.event.model_copy(update={"commitment": HASH})
        with pytest.raises(Damaged, match="is not what was noted"):
            opened(register.storage.sealed, register.storage.keys, "bo", forged)


def test_nothing_is_noted_without_a_value_or_in_a_proposal(raad: Fasti):
    raad.refused(
        "person note bo",
        "give what to keep: --birth-date, --contact or --note; see 'fasti person note --help'",
        2,
    )
    for text in ("person note bo --note x", "person hold bo --reason x"):
        raad.refused(
            f"propose p1 --body raad --text X --act '{text}'",
            f"--act '{text}' asks for nothing that a proposal can carry;"
            " see 'fasti propose --help'",
            2,
        )
    assert not keys_of(raad).folder.exists()


def test_what_is_remembered_of_erasures_must_be_readable(noted_of_bo: Fasti):
    from application.failures import Damaged

    noted_of_bo.done("erase bo --basis 'art. 17'")
    [path] = keys_of(noted_of_bo).folder.glob("*.erased")
    path.write_text(json.dumps({"nix": 1}))
    with pytest.raises(Damaged, match="remembers of erasures"):
        Keys(path.parent).erased()


def test_entries_written_out_say_that_erased_names_stand_in_them(
    noted_of_bo: Fasti, tmp_path: Path
):
    line = f"export entries -o {tmp_path}/all.jsonl"
    assert "erased" not in noted_of_bo.run(line).stderr
    noted_of_bo.done("erase bo --basis dom --name")
    assert "names that were erased (1 persons) stand in them" in noted_of_bo.run(line).stderr
    for form in ("popolo", "csv", "org", "oparl"):
        noted_of_bo.done(f"export {form} -o {tmp_path}/{form}")
    written = [*(tmp_path / "csv").iterdir(), *(tmp_path / f for f in ("popolo", "org", "oparl"))]
    assert not any(b"Bo Hansen" in path.read_bytes() for path in written)


def test_no_certificate_shows_a_name_that_was_erased(noted_of_bo: Fasti, tmp_path, monkeypatch):
    monkeypatch.setenv("FASTI_KEYS", str(tmp_path / "signing"))
    noted_of_bo.done("key new havneraad", "erase bo --basis dom --name", "checkpoint")
    noted_of_bo.refused(
        f"prove raad s1 bo --on 2020-01-01 -o {tmp_path}/bo.json",
        "a certificate would show a name that was erased: it stands in #4",
    )
    noted_of_bo.done("appoint raad s2 cy --from 2020-01-01", "checkpoint")
    assert noted_of_bo.run(f"prove raad s2 cy --on 2020-01-01 -o {tmp_path}/cy.json").exit_code == 0


def test_an_erasure_and_a_note_at_once_lose_nothing_and_leave_nothing(raad: Fasti):
    """Whoever is first: what is noted after the last erasure can be read, nothing else can."""

    def note(number: int) -> None:
        with raad.register() as register, noting(register, "bo", {"note": f"{number}"}) as acts:
            register.record(acts)

    def end(_: int) -> None:
        with raad.register() as register, suppress(Refusals):  # where nothing was noted since
            erase(register, ["bo"], basis="art. 17", name=False)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda work: work(), [partial(d, n) for n in range(8) for d in (note, end)]))
    rows = raad.json("log --person bo")
    last = max(row["entry"] for row in rows if row["kind"] == "person-erased/1")
    with raad.register() as register:
        for value in known(register, ["bo"]):
            assert (value.value is not None) == (value.number > last)


def test_a_note_waits_for_who_has_the_keys_and_says_so(
    raad: Fasti, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("application.swapping.DEADLINE", 0.05)
    with keys_of(raad).alone():
        result = raad.run("person note bo --note x")
    assert (result.exit_code, raad.last()) == (3, 7)
    assert result.stderr.endswith(" is in use by another program; try again later\n")
    with pytest.raises(Unwritable, match="cannot be opened"), Keys(Path("/nix/keys")).alone():
        pass
