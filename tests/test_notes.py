"""Signed notes, witnesses and time stamps: what holds is accepted, and nothing else."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application import stamps
from application.failures import Missing
from application.folder.files import FilesInFolder
from application.heads import Kept
from application.notes import (
    COSIGNATURE,
    ED25519,
    SigningKey,
    Unproven,
    VerifierKey,
    check,
    joined,
    split,
)
from domain.checkpoint import Head, hash_in
from tests.calling import Fasti
from tests.test_tree import vectors

STAMP = json.loads((Path(__file__).parent / "stamp.json").read_text("utf-8"))
TEXT: str = STAMP["text"]
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG = SigningKey("example.org/raad", ED25519, PRIVATE)
WITNESS = SigningKey("witness.example/w1", COSIGNATURE, PRIVATE)
NOTE = f"{TEXT}\n{LOG.line(TEXT)}"
SEEN = NOTE + WITNESS.line(TEXT, 1_700_000_000)


def test_the_published_notes_are_judged_as_published():
    for case in vectors()["signed_notes"]:
        text, signed = check(case["note"], [VerifierKey.parse(case["vkey"])])
        assert bool(signed) is case["valid"]
        assert case["note"].startswith(f"{text}\n— ")


PUBLISHED = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
"""The signing key of the second published note, from the tests of golang.org/x/mod/sumdb/note."""


def test_the_published_key_signs_what_was_published_byte_for_byte():
    case = vectors()["signed_notes"][1]
    key, (text, _) = SigningKey.parse(PUBLISHED), split(case["note"])
    assert str(key.public) == case["vkey"]
    assert f"{text}\n{key.line(text)}" == case["note"]


def test_no_part_of_a_published_key_is_a_key_and_none_with_a_byte_changed():
    for case in vectors()["signed_notes"]:
        whole = case["vkey"]
        parts = [whole[:at] for at in range(len(whole))] + [whole[at:] for at in range(1, 30)]
        changed = [f"{whole[:n]}{chr(ord(c) + 1)}{whole[n + 1 :]}" for n, c in enumerate(whole)]
        for text in parts + changed:
            with pytest.raises(Unproven, match="is no verifier key"):
                VerifierKey.parse(text)
    for text in (  # a key of another length, and one of an algorithm that is none, with right ids
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ):
        with pytest.raises(Unproven, match="is no verifier key"):
            VerifierKey.parse(text)


def test_a_published_note_with_one_letter_changed_does_not_hold():
    for case in vectors()["signed_notes"]:
        changed = case["note"].replace("e", "f", 1)
        with pytest.raises(Unproven, match="does not hold"):
            check(changed, [VerifierKey.parse(case["vkey"])])


def test_keys_are_written_as_they_are_read():
    for key in (LOG, WITNESS):
        assert VerifierKey.parse(str(key.public)) == key.public
        again = SigningKey.parse(str(key))
        assert (again.public, again.line(TEXT)) == (key.public, key.line(TEXT))


@pytest.mark.parametrize(
    "text",
    ["", "a+b", "a b+00000000+AQ==", str(LOG.public)[:-4], str(LOG.public).replace("r", "s")],
)
def test_what_is_no_verifier_key_is_refused(text: str):
    with pytest.raises(Unproven, match="is no verifier key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text", ["", str(LOG.public), str(LOG)[:-4], str(LOG).replace("raad", "r")]
)
def test_what_is_no_signing_key_is_refused(text: str):
    with pytest.raises(Unproven, match="is no signing key"):
        SigningKey.parse(text)


def test_a_key_needs_a_name_without_spaces_and_plus():
    for name in ("", "a b", "a+b", "a\u202eb"):
        with pytest.raises(Unproven, match="is no name for a key"):
            SigningKey.new(name)


def test_log_and_witness_both_sign_the_text_and_the_witness_its_time():
    text, signed = check(SEEN, [LOG.public, WITNESS.public])
    assert text == TEXT
    assert [(one.key, one.seconds) for one in signed] == [
        (LOG.public, None),
        (WITNESS.public, 1_700_000_000),
    ]


def test_unknown_signatures_are_ignored_and_known_ones_must_hold():
    other = SigningKey.new(LOG.name)
    assert check(NOTE, [other.public])[1] == []
    assert check(NOTE, [WITNESS.public])[1] == []
    forged = NOTE + WITNESS.line("another text\n", 5)
    assert len(check(forged, [LOG.public])[1]) == 1
    with pytest.raises(Unproven, match=r"signature of witness\.example/w1 does not hold"):
        check(forged, [LOG.public, WITNESS.public])


def test_a_witness_who_changes_the_time_is_noticed():
    _, (_, seen) = split(SEEN)
    content = seen.id + (1_600_000_000).to_bytes(8, "big") + seen.content[8:]
    changed = f"{NOTE}— {seen.name} {b64encode(content).decode()}\n"
    with pytest.raises(Unproven, match="does not hold"):
        check(changed, [WITNESS.public])


@pytest.mark.parametrize("seconds", [0, 2**63, 2**64 - 1])
def test_a_witness_that_gives_no_time_has_not_witnessed(seconds: int):
    with pytest.raises(Unproven, match="gives no time"):
        check(NOTE + WITNESS.line(TEXT, seconds), [WITNESS.public])


def test_a_signature_that_is_there_twice_counts_once_and_each_must_hold():
    twice = SEEN + WITNESS.line(TEXT, 1_700_000_001)
    assert len(check(twice, [WITNESS.public, WITNESS.public])[1]) == 1
    _, lines = split(SEEN)
    broken = b64encode(lines[1].id + bytes(72)).decode()
    with pytest.raises(Unproven, match="does not hold"):
        check(f"{SEEN}— {WITNESS.name} {broken}\n", [WITNESS.public])


def test_sixteen_signatures_and_more_can_be_read():
    others = "".join(SigningKey.new(f"w{n}", COSIGNATURE).line(TEXT, 5) for n in range(40))
    assert len(check(NOTE + others + WITNESS.line(TEXT, 5), [WITNESS.public])[1]) == 1


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        NOTE[:-1],
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE + "— example.org/raad !!!!\n",
        NOTE + "— example.org/raad AAAA\n",
        NOTE + "— a+b AAAAAAAAAAA=\n",
        NOTE.replace("\n3\n", "\n3\x1b\n"),
        NOTE + "\n",
    ],
)
def test_what_has_not_the_form_of_a_note_is_refused(note: str):
    with pytest.raises(Unproven):
        split(note)


def test_signatures_of_witnesses_are_added_once():
    keys = [WITNESS.public]
    whole = joined(NOTE, SEEN, keys)
    assert whole == SEEN
    assert joined(whole, SEEN, keys) == SEEN
    with pytest.raises(Unproven, match="signed by none of the witnesses"):
        joined(NOTE, NOTE, keys)
    other = f"{TEXT}x\n\n" + WITNESS.line(f"{TEXT}x\n", 5)
    with pytest.raises(Unproven, match="over another checkpoint"):
        joined(NOTE, other, keys)


def test_a_checkpoint_says_name_size_and_root():
    head = Head.parse(NOTE)
    assert (head.origin, head.size, head.text) == ("example.org/raad", 3, TEXT)
    for text in ("", "a\n3\n", TEXT.replace("\n3\n", "\n03\n"), TEXT.replace("\n3\n", "\n-1\n")):
        with pytest.raises(ValueError, match="is no checkpoint"):
            Head.parse(text)
    with pytest.raises(ValueError, match="it has 3 bytes"):
        hash_in("AAAA")
    with pytest.raises(ValueError, match="as it should be written"):
        hash_in("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")


KEPT = Kept(FilesInFolder(Path()), "3.checkpoint", Head.parse(TEXT), NOTE)


def test_a_time_stamp_holds_for_what_was_stamped_by_whom_it_names(tmp_path: Path):
    (tmp_path / "root.pem").write_text(STAMP["root"])
    roots = stamps.roots_in([tmp_path / "root.pem"])
    answer = b64decode(STAMP["answer"])
    assert stamps.stamped(KEPT, answer, roots).year == 2026
    other = KEPT._replace(head=KEPT.head._replace(size=4))
    with pytest.raises(Unproven, match="does not hold: Mismatch"):
        stamps.stamped(other, answer, roots)
    for broken in (b"", answer[:-1], answer[:-9] + bytes(9)):
        with pytest.raises(Unproven, match="does not hold"):
            stamps.stamped(KEPT, broken, roots)


def test_a_time_stamp_is_asked_for_and_kept_with_the_checkpoint(fasti: Fasti, tmp_path: Path):
    with fasti.storage() as storage:
        storage.checkpoints.put("3.checkpoint", NOTE.encode())
    fasti.done(f"checkpoint ask-stamp -o {tmp_path}/request.tsq")
    assert (tmp_path / "request.tsq").read_bytes().startswith(b"\x30")
    (tmp_path / "root.pem").write_text(STAMP["root"])
    (tmp_path / "answer.tsr").write_bytes(b64decode(STAMP["answer"]))
    line = f"checkpoint stamp {tmp_path}/answer.tsr --root {tmp_path}/root.pem"
    assert fasti.run(line).stderr.startswith("the last checkpoint existed at 2026-")
    with fasti.storage() as storage:
        assert storage.checkpoints.has("3.tsr")
    for words, message in (
        ("none.tsr --root {}/root.pem", "no time stamp can be read at {}/none.tsr"),
        ("answer.tsr --root {}/answer.tsr", "no certificate can be read at {}/answer.tsr; it"),
    ):
        result = fasti.run(f"checkpoint stamp {tmp_path}/" + words.format(tmp_path))
        assert result.exit_code == 2
        assert result.stderr.startswith("fasti: " + message.format(tmp_path))


def test_without_the_library_time_stamps_say_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(__import__("sys").modules, "rfc3161_client", None)
    with pytest.raises(Missing, match="extra 'stamps'"):
        stamps.request(KEPT)
    with pytest.raises(Missing, match="extra 'stamps'"):
        stamps.stamped(KEPT, b"", [])


def test_stamps_are_compared_where_the_authority_is_named(raad: Fasti, tmp_path: Path):
    note, answer = tmp_path / "3.checkpoint", b64decode(STAMP["answer"])
    note.write_text(NOTE, "utf-8")
    (tmp_path / "3.tsr").write_bytes(answer)
    (tmp_path / "root.pem").write_text(STAMP["root"])

    def told(options: str) -> list[str]:
        lines = raad.run(f"verify --checkpoint {note} {options} --format csv").stdout.splitlines()
        return [line for line in lines if line.startswith("stamps")]

    named = "name the authority's root certificate with --root"
    assert told("") == [f"stamps,compared,,1 not compared; {named}"]
    (line,) = told(f"--root {tmp_path}/root.pem")
    assert line.startswith("stamps,compared,,3.checkpoint existed at 2026-")
    (tmp_path / "3.tsr").write_bytes(answer[:-1])
    (line,) = told(f"--root {tmp_path}/root.pem")
    assert line.startswith("stamps,DAMAGED,3,3.tsr: the time stamp does not hold")
