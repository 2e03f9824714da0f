"""Sentences that do one thing with some points and another with others."""

from __future__ import annotations

import pytest

from tests.papers_made import told

ASKED = (
    "Det indstilles, at udvalget:\n1. godkender planen\n2. godkender budgettet\n3. vedtager taksten"
)
A, D = "adopted", "deferred"
SAID = {
    "Punkt 1 og 2 blev godkendt, mens punkt 3 blev udsat til mødet den 9. juni 2022.": (A, A, D),
    "Udvalget godkendte punkt 1 og 2 og udsatte punkt 3 til mødet den 9. juni 2022.": (A, A, D),
    "Godkendt, dog blev punkt 3 udsat til mødet den 9. juni 2022.": (A, A, D),
    "Pkt. 1-2 godkendt. Pkt. 3 udsættes til den 9. juni 2022.": (A, A, D),
    "Punkt 1 udsættes til den 9. juni 2022, men punkt 2-3 godkendes.": (D, A, A),
    "Godkendt med undtagelse af punkt 3, som udsættes til den 9. juni 2022.": (A, A, D),
}


@pytest.mark.parametrize("text", SAID)
def test_one_sentence_adopts_some_points_and_defers_others(text: str):
    (item,) = told("x", asked=ASKED, decided=text).items
    assert tuple(point.outcome for point in item.points) == SAID[text]
    assert item.decision is not None
    assert item.decision.deferred_to == "2022-06-09"


def test_one_who_disagrees_with_a_point_changes_no_outcome():
    text = "Godkendt. Venstre kunne ikke tiltræde punkt 1 og punkt 3."
    (item,) = told("x", asked=ASKED, decided=text).items
    assert [point.outcome for point in item.points] == [A, A, A]
