"""Lists in papers: persons under a body, bodies under a person, roles before and behind names."""

from __future__ import annotations

from tests.papers_made import fields, told

BOARD = "Lillestrand Havns bestyrelse"


def found(text: str, **more: str) -> list[tuple[object, ...]]:
    return [fields(act, "act", "body", "role", "person") for act in told(text, **more).acts()]


def test_bodies_in_a_list_are_those_that_somebody_gets_into():
    text = (
        "Gruppen har meddelt, at Bettina Bo (B) indtræder som medlem af:\n– Økonomiudvalget\n"
        "– Fritids- og Idrætsudvalget\n– Handicaprådet (som stedfortræder)\n– noget andet"
    )
    assert found(text) == [
        ("appoint", "Økonomiudvalget", "member", "Bettina Bo"),
        ("appoint", "Fritids- og Idrætsudvalget", "member", "Bettina Bo"),
        ("appoint", "Handicaprådet", "substitute", "Bettina Bo"),
    ]
    text = "Bettina Bo (B) er udtrådt af følgende udvalg:\n– Kulturudvalget\n– Handicaprådet"
    assert found(text) == [
        ("resign", "Kulturudvalget", "member", "Bettina Bo"),
        ("resign", "Handicaprådet", "member", "Bettina Bo"),
    ]


def test_bodies_in_a_row_are_one_place_each():
    text = "Bettina Bo (B) indtræder i Økonomiudvalget, Kulturudvalget og Handicaprådet."
    assert [body for _, body, _, _ in found(text)] == [
        "Økonomiudvalget",
        "Kulturudvalget",
        "Handicaprådet",
    ]
    text = (
        "Bettina Bo (B) udtræder af Unge, Fritid og Idrætsudvalget samt indtræder i Skoleudvalget."
    )
    assert found(text) == [
        ("resign", "Unge, Fritid og Idrætsudvalget", "member", "Bettina Bo"),
        ("appoint", "Skoleudvalget", "member", "Bettina Bo"),
    ]


LISTS = (
    "Udvalget udpegede:\nMovias bestyrelse:\n– Clara Frost (A), Havneby\n– David Gram (V), Storby\n"
    "RAR Nordkyst:\n– Ib Lund (C), formand"
)


def test_lists_under_the_name_of_a_body_are_of_that_body():
    reading = told("x", decided=LISTS)
    names = ("body", "role", "person", "mode", "made_on")
    assert [fields(act, *names) for act in reading.acts()] == [
        ("Movias bestyrelse", "member", "Clara Frost", "appointed", "2022-05-12"),
        ("Movias bestyrelse", "member", "David Gram", "appointed", "2022-05-12"),
        ("RAR Nordkyst", "chair", "Ib Lund", "appointed", "2022-05-12"),
    ]
    assert found(LISTS.replace("udpegede", "foreslår, at der udpeges")) == []


def test_a_label_before_a_name_is_theirs():
    asked = (
        "Det indstilles, at udvalget udpeger følgende til bestyrelsen for perioden 1. juli 2022 til"
        " 30. juni 2026:\n– Medlem: Borgmester Stig Bak (A), Klitby Kommune – suppleant: Rådmand"
        " Eva Eg (F)\n– Medlem: Jan Thy (V)"
    )
    acts = told("x", asked=asked).acts()
    assert [fields(act, "role", "person", "organisation", "until") for act in acts] == [
        ("member", "Stig Bak", "Klitby Kommune", "2026-06-30"),
        ("substitute", "Eva Eg", None, "2026-06-30"),
        ("member", "Jan Thy", None, "2026-06-30"),
    ]


def test_a_chair_without_a_body_is_of_the_body_that_decides_and_else_asked_about():
    decided = "Valgt blev:\nFormand: Ea Dam (F)\nNæstformand: Kim Lund (A)"
    mine = "Havneudvalget i Lillestrand"
    assert found("x", title="Formandskabet", decided=decided) == [
        ("appoint", mine, "chair", "Ea Dam"),
        ("appoint", mine, "deputy chair", "Kim Lund"),
    ]
    decided = "Anna Holm (A) blev valgt som formand og Bo Berg (V) som næstformand."
    assert found("x", title="Formandskabet", decided=decided) == [
        ("appoint", mine, "chair", "Anna Holm"),
        ("appoint", mine, "deputy chair", "Bo Berg"),
    ]
    reading = told("Formand: Ea Dam (F)", title="Formandskabet")
    assert reading.acts() == []
    assert [q.why for q in reading.questions] == [
        "names who holds a place; in which body is not said"
    ]


def test_where_somebody_sat_may_be_told_in_the_next_sentence():
    text = "Tove Elk (F) gik bort den 2. maj 2022. Tove Elk var formand for Movias bestyrelse."
    (act,) = told(text).acts()
    assert fields(act, "act", "body", "role", "until") == (
        "vacate",
        "Movias bestyrelse",
        "chair",
        "2022-05-02",
    )


def test_the_council_of_one_whose_title_names_it():
    text = "Rådet har bevilget regionsrådsmedlem Ib Bjerre (V) to måneders orlov fra 16. maj 2022."
    (act,) = told(text).acts()
    assert fields(act, "act", "body", "until") == ("leave", "Regionsrådet", "2022-07-15")
    text = "Byrådsmedlem Ib Bjerre (V) er fraflyttet kommunen."
    (act,) = told(text, title="Orientering").acts()
    assert fields(act, "act", "body", "cause") == ("vacate", "Byrådet", "moved away")


def test_who_is_called_in_sits_where_the_absent_one_has_leave():
    asked = (
        "Det indstilles, at Ib Ås (V) bevilges orlov fra Movias bestyrelse fra den 1. juni til den"
        " 31. juli 2022, og at Eva Eg (A) indkaldes som stedfortræder for Ib Ås."
    )
    acts = told("x", title="Orlov", asked=asked).acts()
    assert [fields(act, "act", "body", "until") for act in acts] == [
        ("leave", "Movias bestyrelse", "2022-07-31"),
        ("substitute", "Movias bestyrelse", "2022-07-31"),
    ]


def test_a_seat_asked_for_is_said_by_its_point():
    asked = (
        "Det indstilles, at udvalget\n1) udpeger et medlem fra Venstre til Movias bestyrelse,\n"
        "2) udpeger et medlem til Handicaprådet."
    )
    decided = "1) Cy Dahl (V) blev udpeget.\n2) Eva Eg (A) blev udpeget."
    points = told("x", title="Udpegninger", asked=asked, decided=decided).items[0].points
    assert [fields(act, "body", "person", "entitled") for p in points for act in p.acts] == [
        ("Movias bestyrelse", "Cy Dahl", "Venstre"),
        ("Handicaprådet", "Eva Eg", None),
    ]


def test_a_decision_names_those_elected_behind_their_role():
    found = told(
        "Sagen fremlægges.",
        decided="Valgt blev: Medlemmer: Anna Holm (A) og Bo Berg (V). Suppleant: Cy Dahl (V).",
    )
    assert [fields(act, "act", "person", "role", "mode") for act in found.acts()] == [
        ("appoint", "Anna Holm", "member", "elected"),
        ("appoint", "Bo Berg", "member", "elected"),
        ("appoint", "Cy Dahl", "substitute", "not stated"),
    ]
    assert found.questions == []


def test_what_stands_before_a_label_in_its_paragraph_is_asked():
    found = told("Bo Berg (V) takker for denne gang. Formand: Anna Holm (A).")
    assert [act.person for act in found.acts()] == ["Anna Holm"]
    assert [question.written.quote for question in found.questions] == [
        "Bo Berg (V) takker for denne gang."
    ]
