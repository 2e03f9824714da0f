"""A mapping that goes on from a large one is what a copy of it would be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import layered
from domain.layered import Growing, Layered, going_on

KEYS = st.integers(0, 20)
GIVEN = st.lists(st.tuples(KEYS, st.integers()), max_size=8)


@pytest.fixture(autouse=True, scope="module")
def small():
    """So that what is tried is large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layered, "LARGE", 5)
        patch.setattr(layered, "APART", 4)
        yield


@given(GIVEN, st.lists(GIVEN, max_size=8))
def test_it_is_what_a_copy_would_be_and_changes_nothing_below(
    first: Sequence[tuple[int, int]], further: Sequence[Sequence[tuple[int, int]]]
):
    known: Growing[int, int] = dict(first)
    copy = dict(first)
    for given_then in further:
        before, was = known, dict(known)
        known = going_on(known)
        for key, value in given_then:
            known[key] = copy[key] = value
        assert dict(before) == was
        assert list(known.items()) == list(copy.items())
        assert (known == copy, len(known)) == (True, len(copy))
        assert [known.get(key, "none") for key in range(21)] == [
            copy.get(key, "none") for key in range(21)
        ]
        assert [key in known for key in range(21)] == [key in copy for key in range(21)]


def test_what_is_large_is_not_copied_until_much_is_apart():
    known = going_on(dict.fromkeys(range(9), "below"))
    assert isinstance(known, Layered)
    for key in (8, 9, 10, 11):
        known[key] = "own"
    further = going_on(known)
    assert known[8] == further[8] == "own"
    with pytest.raises(KeyError):
        further[12]
    further[12] = "own"
    assert 12 not in known


def test_what_is_small_is_copied():
    assert type(going_on({1: "one"})) is dict
