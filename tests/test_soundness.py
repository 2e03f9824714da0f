"""What of a damaged log is still what was signed follows from its tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.soundness import Candidates, spoken
from domain.tree import EMPTY, place, root_of, size_stored, stored
from tests.test_tree import Grown

SIZE = 13
TREE = Grown(SIZE)
ROOT = root_of(TREE.hash_of, SIZE)
KEPT = dict(enumerate(TREE.made))


def candidates(*changed: int, damaged: tuple[int, ...] = (), lost: tuple[int, ...] = ()):
    """A log in which some entries, by number, were changed or lost, and some nodes, by place."""
    leaves: list[bytes | None] = list(TREE.leaves)
    for number in changed:
        leaves[number - 1] = EMPTY
    for number in lost:
        leaves[number - 1] = None
    return Candidates(leaves, {**KEPT, **dict.fromkeys(damaged, EMPTY)})


def everything_but(*numbers: int) -> set[int]:
    return set(range(1, SIZE + 1)) - set(numbers)


def test_a_log_that_is_what_was_signed_is_sound():
    assert candidates().sound(SIZE, ROOT) == everything_but()
    assert candidates().agreeing() == everything_but()


def test_changed_and_lost_entries_are_told_one_by_one():
    found = candidates(3, 9, lost=(13,))
    assert found.sound(SIZE, ROOT) == everything_but(3, 9, 13)
    assert found.agreeing() == everything_but(3, 9, 13)


def test_a_damaged_node_does_not_make_entries_unsound():
    found = candidates(damaged=(0, place(1, 0), place(3, 0)))
    assert found.sound(SIZE, ROOT) == everything_but()
    assert found.agreeing() == everything_but(1)


def test_where_entry_and_node_are_both_damaged_a_part_cannot_be_told():
    found = candidates(3, damaged=(place(0, 2), place(1, 1)))
    assert found.sound(SIZE, ROOT) == everything_but(1, 2, 3, 4)
    assert found.agreeing() == everything_but()


def test_missing_nodes_are_no_candidates():
    kept = {at: node for at, node in KEPT.items() if at != place(0, 4)}
    leaves = [EMPTY if number == 6 else leaf for number, leaf in enumerate(TREE.leaves, 1)]
    assert Candidates(leaves, kept).sound(SIZE, ROOT) == everything_but(6)
    assert Candidates(leaves, {}).sound(SIZE, ROOT) == set()


@given(st.integers(1, 40), st.data())
def test_an_entry_that_was_changed_is_never_called_sound(size: int, data: st.DataObject):
    tree = Grown(size)
    numbers = st.sets(st.integers(1, size), max_size=4)
    changed, places = data.draw(numbers), data.draw(st.sets(st.integers(0, stored(size) - 1)))
    leaves = [EMPTY if n in changed else leaf for n, leaf in enumerate(tree.leaves, 1)]
    kept = {at: EMPTY if at in places else node for at, node in enumerate(tree.made)}
    sound = Candidates(leaves, kept).sound(size, root_of(tree.hash_of, size))
    assert not sound & changed
    if not places:
        assert sound == set(range(1, size + 1)) - changed


def test_the_size_of_a_tree_follows_from_its_nodes():
    for size in range(40):
        for nodes in range(stored(size), stored(size + 1)):
            assert size_stored(nodes) == size


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([], ""), ([3], "#3"), ([1, 2, 3], "#1 to #3"), ([1, 2, 4], "#1 to #2, #4")],
)
def test_numbers_are_spoken_as_ranges(numbers: list[int], told: str):
    assert spoken(numbers) == told
