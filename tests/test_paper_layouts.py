"""Layouts are recognised; items, sections, cases, officers and points are where they stand."""

from __future__ import annotations

import pytest

from intake.formats.paper import PaperError
from intake.reading.found import Absence
from intake.reading.reading import read
from tests.papers_made import PAPERS, fields, named, paper, told

AGENDA = named("kkr-nordkyst-dagsorden.txt")
MINUTES = named("kkr-nordkyst-referat.txt")
SUNDBY = named("sundby-referat.txt")
COUNCIL = named("lillestrand-referat.txt")
COUNCILS_NAME = "Kommunalbestyrelsen, Lillestrand Kommune"


def test_a_layout_is_recognised_or_told():
    assert [r.layout for r in (AGENDA, MINUTES, SUNDBY, COUNCIL)] == [
        "kkr",
        "kkr",
        "aarhus",
        "general",
    ]
    text = (PAPERS / "sundby-referat.txt").read_text("utf-8")
    assert read(paper(text), "general").layout == "general"
    with pytest.raises(PaperError, match="no agenda items found"):
        read(paper(text), "kkr")


def test_the_meeting_is_told():
    meeting = ("body", "document", "begins", "ends", "place")
    assert [(str(r.meeting.day), *fields(r.meeting, *meeting)) for r in (AGENDA, MINUTES)] == [
        ("2022-04-01", "KKR Nordkyst", "agenda", "10:00", "12:00", "Lillestrand Rådhus"),
        ("2022-04-01", "KKR Nordkyst", "minutes", "10:00", "12:00", "Lillestrand Rådhus"),
    ]
    assert [(str(r.meeting.day), *fields(r.meeting, *meeting)) for r in (SUNDBY, COUNCIL)] == [
        ("2025-08-27", "Sundby Byråd", "minutes", "16:00", None, "Byrådssalen"),
        ("2022-05-19", COUNCILS_NAME, "minutes", "17:00", "18:45", "Byrådssalen"),
    ]


def test_the_next_meeting_and_those_absent_are_told():
    following = AGENDA.following
    assert following is not None
    assert (str(following.day), following.begins, following.ends) == (
        "2022-06-03",
        "10:00",
        "12:00",
    )
    assert [one.who for one in MINUTES.absent] == ["Kim Ås", "Lone Ørn"]
    assert COUNCIL.absent == [Absence("Kim Ås", (), "Dora Eg")]


HEADS = {
    "Dagsorden\n\nMøde i Havnerådet\nTirsdag d. 3. maj 2022\n": ("Havnerådet", "2022-05-03"),
    "Referat\nMøde i KKR Nordkyst den 3. maj 2022 kl. 13.00 – 15.30\n": (
        "KKR Nordkyst",
        "2022-05-03",
    ),
    "Udvalg: Teknisk Udvalg\nMødedato: 03-05-2022\nMødetid: 8:00 - 9:30\n": (
        "Teknisk Udvalg",
        "2022-05-03",
    ),
    "Referat fra ordinært møde i Udvalget for Kyst og Klima den 3. maj 2022\n": (
        "Udvalget for Kyst og Klima",
        "2022-05-03",
    ),
    "Havnerådet  | 03-05-2022\n": ("Havnerådet", "2022-05-03"),
    "": ("Havnerådet", "2022-05-03"),
}


@pytest.mark.parametrize("head", HEADS)
def test_body_and_day_stand_in_many_places(head: str):
    text = (
        "\n1. Godkendelse af dagsorden\n\nIndstilling\nDet indstilles, at Havnerådet godkender"
        " dagsorden for mødet den 3. maj 2022.\n\n2. Eventuelt\n"
    )
    found = read(paper(head + text)).meeting
    assert (found.body, str(found.day)) == HEADS[head]


def test_whole_hours_are_times_too():
    text = (
        "Referat af møde i Havnerådet den 3. maj 2022 kl. 10-12\n\n1. "
        "Valg\n\nBeslutning\nGodkendt.\n"
    )
    assert fields(read(paper(text)).meeting, "begins", "ends") == ("10:00", "12:00")


def test_sections_items_cases_and_officers():
    assert AGENDA.sections == [
        ("1", "Godkendelse af dagsorden"),
        ("2", "Orienteringer"),
        ("3", "Udpegninger"),
        ("4", "Næste møde"),
        ("5", "Eventuelt"),
    ]
    assert [(i.number, i.case, i.officers, i.section) for i in AGENDA.items[:3]] == [
        ("1.1", "SAG-2022-00700", ("abc",), "Godkendelse af dagsorden"),
        ("2.1", "SAG-2022-00701", ("abc", "def"), "Orienteringer"),
        ("3.1", "SAG-2022-00702", ("abc",), "Udpegninger"),
    ]


def test_hyphens_at_line_ends_are_undone_and_those_of_compounds_kept():
    titles = [item.title for item in AGENDA.items]
    assert titles[1] == "Fælles kystindsats – status på arbejdsgrupper og sekretariat"
    assert titles[4] == "Udpegning af nyt medlem af KKR Nordkyst og Erhvervshusets bestyrelse"
    text = (
        "Der er arbejdstager- og erhvervs-\nfolk, KKR-\nmøder, p-\nhuse, 2022-\n2023 "
        "og Lund-\nBirk."
    )
    (item,) = told(text + " Anna Holm (A) er valgt.").items
    assert item.points[0].text == "sagen drøftes."
    long = told("x", asked=f"Det indstilles, at {text}").items[0].points[0].text
    assert long == (
        "Der er arbejdstager- og erhvervsfolk, KKR-møder, p-huse, 2022-2023 og Lund-Birk."
    )


def test_points_and_what_they_ask_for():
    asked = [[(p.number, p.kind) for p in item.points] for item in AGENDA.items]
    assert asked == [
        [(1, "approve")],
        [(1, "discuss"), (2, "give input"), (3, "note")],
        [(1, "appoint"), (2, "appoint"), (3, "note")],
        [(1, "note")],
        [(1, "appoint"), (2, "appoint")],
        [],
    ]


KINDS = {
    "at planen godkendes, og at orienteringen tages til efterretning": ["approve", "note"],
    "at 1) der gives en anlægsbevilling, at 2) sagen drøftes": ["approve", "discuss"],
    "at udvalget anbefaler byrådet at vedtage planen": ["recommend"],
    "at udvalget giver input til planen": ["give input"],
    "at Anna Holm (A) vælges som formand": ["appoint"],
    "at solen skinner": ["other"],
    "at udvalget godkender, at der sættes skilte op, og at de males": ["approve"],
}


@pytest.mark.parametrize("asked", KINDS)
def test_the_kind_of_a_point_follows_from_its_verb(asked: str):
    found = told("x", asked=f"Forvaltningen indstiller, {asked}.").items[0].points
    assert [point.kind for point in found] == KINDS[asked]


def test_points_stand_on_lines_of_their_own_too():
    for asked in (
        "Direktionen indstiller,\nat planen godkendes, og\nat orienteringen tages "
        "til efterretning.",
        "Det indstilles:\nAt 1) planen godkendes.\nAt) orienteringen tages til efterretning.",
        "Det indstilles, at udvalget\na) godkender planen\nb) tager orienteringen til efterretning",
        "Det indstilles, at udvalget godkender:\n– At planen følges\n– Tager "
        "notatet til efterretning",
    ):
        points = told("x", asked=asked).items[0].points
        assert [point.kind for point in points] == ["approve", "note"], asked


def test_a_list_inside_a_text_is_no_row_of_items():
    assert [item.number for item in AGENDA.items] == ["1.1", "2.1", "3.1", "3.2", "3.3", "4.1"]
    assert [item.number for item in COUNCIL.items] == ["1", "2", "3", "4"]


def test_signs_alone_are_no_title():
    text = "REFERAT\nHavneudvalget\n3. maj 2022\n\nPunkt 1: Bro\nBeslutning\nGodkendt.\n"
    found = read(paper(f"{text}\nPunkt 2: ./.\nBeslutning\nUdsat.\n"))
    assert [item.title for item in found.items] == ["Bro"]


def test_attachments_are_told():
    assert AGENDA.items[1].attachments == ["Status på kystindsatsen", "Oversigt over strande."]
    assert SUNDBY.items[1].attachments[0].startswith("Indstilling")


def test_contents_glued_headings_and_closed_items():
    assert [(i.number, i.title, i.case, i.closed) for i in SUNDBY.items] == [
        ("1", "Godkendelse af dagsorden", "EMN-2025-000001", False),
        (
            "2",
            "Svar på forslag fra V om at farten skal ned på Strandvejen i Sundby & Omegn",
            "EMN-2025-000002",
            False,
        ),
        ("3", "Forslag fra M om en havneplan", "EMN-2025-000003", False),
        ("4", "Forslag om fællesskaber", "EMN-2025-000004", False),
        ("5", "Køb af jord", "EMN-2025-000005", True),
    ]
    assert COUNCIL.items[3].closed


def test_running_headers_and_footers_are_no_text():
    body = (
        "1. Godkendelse\nSagsnr. 22/1\n\nIndstilling\nDet indstilles, at sagen godkendes, og at den"
    )
    texts = (body, "går videre på", "den næste side", "til sin ende.")
    pages = [
        f"Havnerådet 3. maj 2022\n\n{text}\n\nSide {number} af 4\n{number}"
        for number, text in enumerate(texts, 1)
    ]
    found = read(paper("\f".join(pages)))
    assert [point.text for point in found.items[0].points] == [
        "sagen godkendes",
        "den går videre på den næste side til sin ende.",
    ]


def test_an_agenda_asks_and_reports():
    names = ("body", "person", "position", "organisation", "seat", "nominated_by", "reappointment")
    asked = [act for item in AGENDA.items for point in item.points for act in point.acts]
    board = "Erhvervshus Nordkysts bestyrelse"
    assert [fields(act, *names) for act in asked if act.person] == [
        (
            board,
            "Ane Birk",
            "adm. direktør",
            "Birk Både A/S",
            "store virksomheder",
            ("Havnens Erhverv",),
            True,
        ),
        (
            board,
            "Bent Dal Elkjær",
            "ejer",
            "Elkjær og Søn",
            "små virksomheder",
            ("Smedene", "Turist og Strand"),
            False,
        ),
        (
            board,
            "Clara Frost",
            "formand",
            "Fiskernes Forbund",
            "arbejdstagerorganisationer",
            ("FF", "LO"),
            True,
        ),
    ]
    assert [(a.body, a.entitled) for a in asked if not a.person] == [
        ("KKR Nordkyst", "Venstre"),
        (board, "Venstre"),
    ]
    assert {fields(a, "first_day", "until") for a in asked if a.person} == {("2022-05-01", "2026")}


def test_facts_of_other_authorities_are_told_with_them():
    facts = [fact for item in AGENDA.items for fact in item.facts if fact.act == "appoint"]
    committee = "Kystsamarbejdsudvalget i Nord"
    told_of = ("person", "body", "role", "mode", "made_on", "appointed_by")
    assert [fields(fact, *told_of) for fact in facts] == [
        (
            "David Gram",
            "Erhvervshus Nordkysts bestyrelse",
            "member",
            "appointed",
            None,
            "Regionsrådet, Region Nord",
        ),
        ("Ella Hav", committee, "co-chair", "not stated", None, None),
        ("Ella Hav", "Kystklynge ØST", "co-chair", "elected", "2022-03-15", "Kystklynge ØST"),
        ("Frode Is", "Kystklynge ØEN", "co-chair", "not stated", None, None),
        ("Gerda Juel", committee, "member", "elected", "2022-03-15", None),
        ("Ella Hav", committee, "member", "ex officio", None, None),
        ("Frode Is", committee, "member", "ex officio", None, None),
    ]
    seats = [f for item in AGENDA.items for f in item.facts if f.act == "create-seats"]
    assert [fields(f, "body", "seat", "places") for f in seats] == [
        (committee, "regional", (3, 4)),
        (committee, "kommunal", (3, 4)),
    ]
