"""What a sentence does not say is not made up; what was not understood is asked."""

from __future__ import annotations

import pytest

from intake.formats.paper import PaperError
from intake.reading.reading import read
from tests.papers_made import drafted, paper, told, written

FALSE_FRIENDS = (
    "Udpegning af arealer til vindmøller og udpegning af et nyt naturområde drøftes.",
    "Kommunen skal udtræde af komitéen.",
    "Kommunen arbejder for at blive udpeget som testkommune for selvkørende biler.",
    "Borgerne har frit valg mellem leverandører.",
    "Byrådet har valgt at sende planen i høring.",
    "Hvis et medlem udtræder, indtræder suppleanten.",
    "Medlemmerne udpeges af byrådet for fire år ad gangen.",
    "Efter styrelsesvedtægten vælges formanden blandt udvalgets medlemmer.",
    "Der skal ikke udpeges et nyt medlem.",
    "Anna Holm (A) er ikke valgt til bestyrelsen.",
    "Bo Berg (V) er ikke trådt tilbage som medlem af bestyrelsen.",
    "Direktør Bo Berg fratræder sin stilling den 1. juni 2022.",
    "Borgmester Anna Holm (A) indledte punktet.",
    "Et medlem, der får forfald, erstattes af sin suppleant.",
    "Bo Berg (V) forlod mødet kl. 17.30.",
    "Bo Berg (V) trådte ind i mødet kl. 16.15.",
    "Bo Berg (V) var inhabil, og stedfortræder Eva Eg (A) deltog i sagens behandling.",
    "Byrådet har valgt Peter Krag Byg A/S som entreprenør på havnen.",
    "Kommunen er udtrådt af interessentskabet Nordkyst Affald I/S.",
    "Leverandøren har trukket sig fra udbuddet.",
    "Ansættelsesudvalget har indstillet Pia Holst til stillingen.",
    "Bo Berg (V) foreslog, at arealet ved Hans Jensens Vej udgår.",
    "Bo Berg (V) overtager ordet.",
    "Anna Holm (A) takkede Bo Berg (V) for hans arbejde som formand for bestyrelsen.",
    "Medlemmerne kan genudpeges.",
    "Bo Berg (V) spurgte, hvordan trafikken ved havnen kan løses.",
    "Bo Berg (V) lagde vægt på, at planen er grøn.",
    "Anna Holm (A) gav en status på havnen.",
    "Prisen gik til Ulla Frost, der bliver 60 år den 1. juni.",
    "Anna Holm (A) og Bo Berg (V) stillede ændringsforslag om, at Strandudvalget nedlægges.",
)


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_make_no_act_and_raise_no_question(text: str):
    found = told(text)
    assert found.acts() == []
    assert found.questions == []


ASKED = {
    "Imødekommes anmodningen, indtræder Cy Dahl (V) i bestyrelsen.": "on a condition",
    "Såfremt Bo Berg (V) vælges til formand, udtræder han af udvalget.": "on a condition",
    "Bo Berg (V) har anmodet om at blive fritaget for sit hverv som medlem af bestyrelsen.": "asks",
    "Bo Berg (V) har bedt om at blive løst fra hvervet som medlem af bestyrelsen.": "asks",
    "Bo Berg (V) har bedt om at blive løst fra sit hverv i bestyrelsen pr. 1. juni.": "last day",
    "Bo Berg (V) har bedt om at blive afløst som formand.": "who takes or leaves",
    "Bo Berg (V) lægger hvervet som formand fra sig.": "who takes or leaves",
    "Bo Berg (V) slutter som medlem af bestyrelsen til sommer.": "who takes or leaves",
    "Bo Berg (V) takker af som formand.": "who takes or leaves",
    "Bo Berg (V) giver posten som formand videre.": "who takes or leaves",
    "Bo Berg (V) ønsker at stoppe.": "what is wished",
    "Peter Krag er valgt som entreprenør i stedet for Bo Berg (V).": "who takes or leaves",
    "Bo Berg (V) holder op i bestyrelsen.": "who takes or leaves",
    "Bo Berg (V) afgiver sin plads i bestyrelsen.": "who takes or leaves",
    "Bo Berg (V) har opgivet sin plads i bestyrelsen.": "who takes or leaves",
    "Bo Berg (V) ophører som formand den 1. juni 2022.": "who takes or leaves",
    "Bo Berg (V) overlader formandsposten til Cy Dahl (V).": "who takes or leaves",
    "Anna Holm (A) har søgt orlov.": "who takes or leaves",
    "Det overvejes, om Anna Holm (A) skal udpeges til bestyrelsen.": "what is wished",
    "Anna Holm (A) stiller op til valget af formand.": "what is wished",
    "KKR har udpeget tre medlemmer til bestyrelsen.": "without naming anybody",
    "Frem til den 31. maj 2022 sidder de nuværende repræsentanter i bestyrelsen.": "without naming",
    "Anna Holm (A) nævnte valget af formand.": "who takes or leaves which seat is not clear",
    "Bo Berg (V) ønsker at udtræde af bestyrelsen.": "what is wished",
    "Bo Berg (V) skal fratræde bestyrelsen.": "what is wished",
    "Bo Berg (V) genopstiller ikke til bestyrelsen.": "what is wished",
    "Bo Berg (V) er udtrådt af Venstre og fortsætter som løsgænger.": "who takes or leaves",
    "Der er endnu ikke fundet en afløser for Bo Berg (V).": "who takes or leaves",
    "Anna Holm (A) blev valgt til Folketinget den 1. november 2021.": "who takes or leaves",
    "Ulla Frost er valgt som årets iværksætter.": "who takes or leaves",
    "Havnen er udpeget som national interesse, oplyste Anna Holm (A).": "who takes or leaves",
    "Anna Holm (A) spurgte, hvornår et nyt medlem bliver udpeget.": "who takes or leaves",
    "Eva Eg (A) vender tilbage fra orlov den 1. september 2022.": "speaks of leave",
    "Bestyrelsen reduceres fra 9 til 7 medlemmer.": "seats are taken away",
    "Når Bo Berg (V) er rask, udtræder Eva Eg (A) af bestyrelsen.": "on a condition",
    "Eva Eg og Ib Lund godkendt.": "who takes or leaves",
    "Den ledige plads i bestyrelsen besættes på næste møde.": "without naming anybody",
}


@pytest.mark.parametrize("text", ASKED)
def test_what_is_not_understood_is_asked_with_its_quote(text: str):
    found = told(text)
    assert found.acts() == []
    (question,) = found.questions
    assert ASKED[text] in question.why
    assert (question.item, question.written.quote) == ("1", text)


def test_an_exit_without_a_body_is_asked():
    found = told("Bo Berg (V) er trådt tilbage.", title="Orientering")
    assert found.acts() == []
    assert [q.why for q in found.questions] == ["somebody leaves; which body is not said"]


def test_seats_without_a_body_are_asked():
    found = told("Der udvides med to pladser.", title="Orientering")
    assert [q.why for q in found.questions] == ["seats are added; to which body is not said"]


def test_personal_data_is_left_out_and_counted():
    found = told(
        "Bo Berg (V), cpr-nr. 010170-1234, Havnevej 3, 9999 Lillestrand, tlf. 12345678, udtræder af"
        " Lillestrand Havns bestyrelse på grund af alvorlig sygdom."
    )
    assert found.left_out == {
        "CPR number": 1,
        "home address": 1,
        "telephone or mail": 1,
        "health": 1,
    }
    (act,) = found.acts()
    assert (act.act, act.person) == ("resign", "Bo Berg")
    kept = " ".join(place.quote for place in written(found))
    assert not any(word in kept for word in ("010170", "Havnevej", "12345678", "sygdom"))


def test_personal_data_is_in_no_draft_title_result_or_attachment():
    text = (
        "Bo Berg (V), født 02.02.1970, er sygemeldt og har orlov fra Havneudvalget fra den 1. juni"
        " 2022.\n\nBilag\nLægeerklæring for Bo Berg, 020270-1234"
    )
    found = drafted(
        text,
        title="Orlov til Bo Berg på grund af kræft",
        decided="Godkendt. Bo Berg er i bedring efter sin operation.",
    )
    private = ("1970", "0202", "sygemeldt", "kræft", "operation")
    assert not any(word in found for word in private)
    assert "Left out as personal: date of birth, 1 times" in found


def test_a_sentence_that_is_all_personal_leaves_no_quote():
    found = told("Anna Holm (A) er valgt.", asked="Det indstilles, at 010170-1234 drøftes.")
    assert found.items[0].points[0].text == "[…] drøftes."


def test_a_health_centre_is_nobodys_illness():
    text = "Borgmester Anna Holm (A) bekræftede, at Sygeplejerådet og Kræftens Bekæmpelse deltager."
    assert told(text).left_out == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Der er intet her.\n" * 9, "no agenda items found; this is no agenda or minutes"),
        (
            "Havneudvalget\n\n1. Godkendelse\n\nBeslutning\nGodkendt.\n",
            "no meeting date found in it; give it with --on DAY",
        ),
        (
            "Mødedato: 12. maj 2022\n\n1. Godkendelse\n\nBeslutning\nGodkendt.\n",
            "it does not say which body meets; give it with --body NAME",
        ),
        (
            "Protokoll från möte i nämnden den 3 maj. Det är sant att ärendet och "
            "beslutet inte blev"
            " klart efter mötet.",
            "it seems to be Swedish; Fasti reads Danish agendas and minutes",
        ),
        (
            "Minutes of the meeting. The committee agreed that the agenda was "
            "approved and that some"
            " of the members shall not vote.",
            "it seems to be English; Fasti reads Danish agendas and minutes",
        ),
    ],
    ids=range(5),
)
def test_what_is_no_danish_agenda_or_minutes_is_told(text: str, message: str):
    with pytest.raises(PaperError) as caught:
        read(paper(text))
    assert message in str(caught.value)


TABLES = {
    "Til bestyrelsen foreslås:\n\nStilling      Organisation          Navn\n"
    "Formand       Dansk Industri        Anna Holm\nMedlem        Havnens Venner        Bo Berg": [
        "Formand       Dansk Industri        Anna Holm",
        "Medlem        Havnens Venner        Bo Berg",
    ],
    "Kandidater:\n\nAnna Holm\tDansk Industri\nBo Berg\tHavnens Venner": [
        "Anna Holm\tDansk Industri",
        "Bo Berg\tHavnens Venner",
    ],
    "Overslag:\n\nAnlæg     Arkitekt Anna Holm\nDrift     Ingeniør Bo Berg": [],
    "Kandidater:\n\nDansk Industri     2\nKommunerne     3": [],
}


@pytest.mark.parametrize("text", TABLES)
def test_who_stands_in_a_table_about_seats_is_asked_row_by_row(text: str):
    found = told(text)
    assert found.acts() == []
    assert [question.written.quote for question in found.questions] == TABLES[text]


def test_what_minutes_tell_above_a_decision_is_read():
    found = told(
        "Sagen fremlægges.",
        asked="Det indstilles, at sagen drøftes.\n\nReferat\nBo Berg (V) er udtrådt af Lillestrand"
        " Havns bestyrelse.",
    )
    assert [(act.act, act.person) for act in found.acts()] == [("resign", "Bo Berg")]
    assert [item.decision and item.decision.outcome for item in found.items] == ["discussed"]
