"""The tree agrees with the published vectors, with the definition of RFC 6962, and with itself."""

from __future__ import annotations

import json
from base64 import b64decode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.tree import (
    EMPTY,
    Frontier,
    consistency,
    consistent,
    entry_hash,
    folded,
    included,
    inclusion,
    leaf_hash,
    node_hash,
    peaks,
    place,
    root_of,
    stored,
)

VECTORS = Path(__file__).parent.parent.parent / "shared" / "proofs" / "vectors.json"


@cache
def vectors() -> Any:
    if not VECTORS.exists():
        pytest.skip("the published vectors are not beside the project")
    return json.loads(VECTORS.read_text("utf-8"))


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + defined(leaves[:split]) + defined(leaves[split:])).digest()


class Grown:
    """A tree of made-up leaves, and the hash of each of its nodes."""

    def __init__(self, size: int) -> None:
        self.content = [b"%d" % number for number in range(size)]
        self.leaves = [leaf_hash(content) for content in self.content]
        self.made = Frontier().grow(self.leaves)

    def hash_of(self, level: int, index: int) -> bytes:
        return self.made[place(level, index)]


def bytes_of(text: str | None) -> bytes:
    return b64decode(text or "")


def test_hashes_agree_with_the_published_ones():
    known = vectors()["hasher"]
    assert bytes.fromhex(known["empty_root"]) == EMPTY
    assert leaf_hash(b"").hex() == known["empty_leaf"]
    assert leaf_hash(b"L123456").hex() == known["leaf_L123456"]
    assert node_hash(b"N123", b"N456").hex() == known["node_N123_N456"]


def test_roots_of_every_size_agree_with_the_published_ones():
    leaves = [leaf_hash(bytes.fromhex(text)) for text in vectors()["leaf_inputs_hex"]]
    for size, root in enumerate(vectors()["root_hashes_hex_by_size"]):
        tree = Frontier()
        tree.grow(leaves[:size])
        assert tree.root.hex() == root


def test_every_published_inclusion_case_is_judged_as_published():
    for case in vectors()["inclusion"]:
        path = [bytes_of(step) for step in case["proof"] or ()]
        leaf, root = bytes_of(case["leafHash"]), bytes_of(case["root"])
        found = included(leaf, case["leafIdx"], case["treeSize"], path, root)
        assert found is not case["wantErr"], case


def test_every_published_consistency_case_is_judged_as_published():
    for case in vectors()["consistency"]:
        path = [bytes_of(step) for step in case["proof"] or ()]
        one, other = bytes_of(case["root1"]), bytes_of(case["root2"])
        found = consistent(case["size1"], case["size2"], path, one, other)
        assert found is not case["wantErr"], case


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 31, 33])
def test_a_root_is_the_one_defined(size: int):
    tree = Frontier()
    grown = tree.grow(leaf_hash(b"%d" % number) for number in range(size))
    assert tree.root == defined([b"%d" % number for number in range(size)])
    assert len(grown) == stored(size)
    assert folded([grown[place(level, index)] for level, index in peaks(0, size)]) == tree.root


def test_a_tree_grows_on_from_its_frontier():
    whole = Grown(21)
    for size in range(21):
        hashes = [whole.hash_of(*node) for node in peaks(0, size)]
        assert Frontier(size, hashes).grow(whole.leaves[size:]) == whole.made[stored(size) :]


def test_every_proof_of_every_small_tree_holds_and_no_other():
    tree = Grown(18)
    roots = [root_of(tree.hash_of, size) for size in range(19)]
    for size in range(1, 19):
        for index in range(size):
            path = inclusion(tree.hash_of, index, size)
            assert included(tree.leaves[index], index, size, path, roots[size])
            assert not included(tree.leaves[index - 1], index, size, path, roots[size]) or size == 1
            assert not included(tree.leaves[index], index, size, [*path, EMPTY], roots[size])
        for first in range(1, size + 1):
            path = consistency(tree.hash_of, first, size)
            assert consistent(first, size, path, roots[first], roots[size])
            assert not consistent(first, size, [*path, EMPTY], roots[first], roots[size])
            assert not consistent(first, size, path, EMPTY, roots[size])
            assert not consistent(first, size, path, roots[first], EMPTY)
            assert not consistent(first, size, path[:-1], roots[first], roots[size]) or not path


def test_nothing_is_shown_of_leaves_outside_the_tree_or_of_an_empty_tree():
    assert not included(EMPTY, 1, 1, [], EMPTY)
    assert not included(EMPTY, -1, 1, [], EMPTY)
    assert not consistent(0, 1, [], EMPTY, EMPTY)
    assert not consistent(2, 1, [], EMPTY, EMPTY)
    assert not consistent(3, 4, [], EMPTY, EMPTY)


def test_a_step_of_another_length_is_no_hash():
    tree = Grown(2)
    joined = b"\1" + tree.leaves[0] + tree.leaves[1]
    assert not included(tree.leaves[0], 0, 2, [tree.leaves[1] + b"x"], sha256(joined).digest())
    assert not consistent(1, 2, [b""], tree.leaves[0], EMPTY)
    assert not included(b"", 0, 1, [], b"")


@given(st.integers(1, 300), st.data())
def test_one_flipped_bit_in_a_proof_is_noticed(size: int, data: st.DataObject):
    tree = Grown(size)
    index = data.draw(st.integers(0, size - 1))
    root = root_of(tree.hash_of, size)
    path = inclusion(tree.hash_of, index, size)
    assert included(tree.leaves[index], index, size, path, root)
    at = data.draw(st.integers(0, len(path)))
    parts = [tree.leaves[index], *path]
    bit = data.draw(st.integers(0, 255))
    parts[at] = (int.from_bytes(parts[at], "big") ^ 1 << bit).to_bytes(32, "big")
    assert not included(parts[0], index, size, parts[1:], root)


ENTRY = (7, "body:raad", 3, "appointed/1", b'{"number":7}')


def test_a_leaf_is_framed_as_it_is_written_down():
    content = (
        (7).to_bytes(8, "big")
        + (3).to_bytes(8, "big")
        + b"\0\0\0\x09\0\0\0\x0b\0\0\0\x0c"
        + b'body:raadappointed/1{"number":7}'
    )
    assert entry_hash(*ENTRY) == leaf_hash(content)


def test_a_leaf_binds_number_stream_version_kind_and_bytes():
    others = [
        (8, *ENTRY[1:]),
        (7, "body:raa", *ENTRY[2:]),
        (7, "body:raad", 4, *ENTRY[3:]),
        (7, "body:raad", 3, "appointed/2", ENTRY[4]),
        (*ENTRY[:4], b'{"number":8}'),
        (7, "body:raada", 3, "ppointed/1", ENTRY[4]),
    ]
    assert entry_hash(*ENTRY) not in {entry_hash(*other) for other in others}
