"""Sentences that do one thing with some points and another with others."""

from __future__ import annotations

import pytest

from intake.reading.reading import read
from tests.papers_made import paper, told

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


INSTEAD = {
    "Afbud: Per Toft (O). I stedet deltog stedfortræder Rune Holm (O).": "Rune Holm",
    "Afbud: Per Toft (O), som erstattes af Rune Holm (O)": "Rune Holm",
    "Afbud: Per Toft (O)\nStedfortrædere: Rune Holm for Per Toft": "Rune Holm",
    "Alle var til stede undtagen Per Toft (O). For Per Toft mødte Rune Holm (O).": "Rune Holm",
    "Fraværende: Per Toft (O) fra kl. 17.10": None,
}


@pytest.mark.parametrize("head", INSTEAD)
def test_who_sat_in_is_told_in_many_ways(head: str):
    text = f"Havnerådet\nReferat\nMødedato: 3. maj 2022\n{head}\n\n1. Plan\nBeslutning\nGodkendt.\n"
    (absent,) = read(paper(text)).absent
    assert (absent.who, absent.substitute) == ("Per Toft", INSTEAD[head])


TITLES = {
    "Takstblad 2022 (j.nr. 2021-0147)": ("Takstblad 2022", "2021-0147"),
    "Køb af jord - 22/10233": ("Køb af jord", "22/10233"),
    "Lokalplan 77 [01.02.05-P16-4-22]": ("Lokalplan 77", "01.02.05-P16-4-22"),
    "Regnskab 2021/2022": ("Regnskab 2021/2022", None),
    "Lejekontrakt (fortroligt)": ("Lejekontrakt", None),
}


@pytest.mark.parametrize("title", TITLES)
def test_the_number_of_a_case_is_no_part_of_the_title(title: str):
    text = f"Havnerådet\nReferat\nMødedato: 3. maj 2022\n\n1. {title}\nBeslutning\nGodkendt.\n"
    (item,) = read(paper(text)).items
    assert (item.title, item.case) == TITLES[title]
    assert item.closed == ("fortroligt" in title)


LABELS = ("Sagsnr. 24/10233", "Sag nr. 24/10233", "Journalnr.: 24/10233", "J.nr. 24/10233")


@pytest.mark.parametrize("label", [*LABELS, "Acadre: 24/10233", "Åben sag, 24/10233"])
def test_a_case_number_has_many_labels(label: str):
    text = f"Havnerådet\nReferat\nMødedato: 3. maj 2022\n\nPlan\n{label}\nBeslutning\nGodkendt.\n"
    (item,) = read(paper(text)).items
    assert (item.title, item.case) == ("Plan", "24/10233")
