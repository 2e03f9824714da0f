"""`fasti board`: the contract for scripts, and what people see."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.calling import Fasti


def test_the_answer_has_the_words_of_the_contract(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01 --until 2022-03-31 --mode elected")
    answer = raad.json("board raad --on 2020-01-01")
    assert answer == {
        "body": "raad",
        "name": "Rådet",
        "on": "2020-01-01",
        "known_at": None,
        "seats": [
            {
                "seat": "s1",
                "title": "Sæde 1",
                "role": "member",
                "places": 1,
                "entitled": "Venstre",
                "basis": "aftalen",
                "appointer": None,
                "nominators": [],
                "vacant": {"certain": 0, "possible": 0},
                "unknown": False,
                "holders": [
                    {
                        "person": "bo",
                        "name": "Bo Hansen",
                        "affiliation": "V",
                        "from": "2018-01",
                        "until": None,
                        "planned_until": "2022-03-31",
                        "certain": True,
                        "status": "sitting",
                        "mode": "elected",
                        "decision": None,
                        "entries": [8],
                    }
                ],
            },
            {
                "seat": "s2",
                "title": "Sæde 2",
                "role": "member",
                "places": 2,
                "entitled": None,
                "basis": None,
                "appointer": None,
                "nominators": [],
                "vacant": None,
                "unknown": True,
                "holders": [],
            },
        ],
    }


def test_an_answer_for_an_earlier_known_time_never_changes(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01")
    known = raad.json("log")[-1]["recorded"]
    asked = f"board raad --on 2020-01-01 --known-at {known} --format json"
    before = raad.run(asked).stdout
    raad.done(
        "resign raad s1 bo --effective 2019-12-31",
        "retract 9 --reason fejl",
        "retract 8 --reason fejl",
        "body rename raad --name 'Det nye råd' --on 2019-01-01",
        "person rename bo --name 'Bo Holm'",
        "person affiliate bo SF --from 2015-01-01",
    )
    assert raad.run(asked).stdout == before
    assert json.loads(before)["known_at"] == known
    raad.done("replay")
    assert raad.run(asked).stdout == before


def test_on_a_handover_day_both_sit_and_it_is_said(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "resign raad s1 bo --effective 2020-01-01",
        "appoint raad s1 cy --from 2020-01-01",
    )
    holders = raad.json("board raad --on 2020-01-01")["seats"][0]["holders"]
    assert [holder["person"] for holder in holders] == ["bo", "cy"]
    assert raad.run("board raad --on 2020-01-01").stdout.count("handover day") == 2


def test_a_vacancy_says_whose_it_is_to_fill(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01", "resign raad s1 bo --effective 2020-01-01")
    seat = raad.json("board raad --on 2020-01-02")["seats"][0]
    assert (seat["vacant"], seat["holders"]) == ({"certain": 1, "possible": 1}, [])
    assert "Venstre's to fill, by aftalen" in raad.run("board raad --on 2020-01-02").stdout
    rows = raad.json("vacancies --on 2020-01-02")
    assert [(row["seat"], row["entitled"], row["certain"]) for row in rows] == [
        ("s1", "Venstre", 1)
    ]


def test_of_two_places_the_free_one_is_counted(raad: Fasti):
    raad.done("appoint raad s2 bo --from 2018-01-01")
    assert raad.json("board raad --on 2020-01-01")["seats"][1]["vacant"] == {
        "certain": 1,
        "possible": 1,
    }
    raad.done("appoint raad s2 cy --from 2019")
    assert raad.json("board raad --on 2019-06-01")["seats"][1]["vacant"] == {
        "certain": 0,
        "possible": 1,
    }


def test_a_holder_on_leave_and_the_substitute_count_as_one(raad: Fasti):
    raad.done(
        "appoint raad s1 bo --from 2018-01-01",
        "leave grant raad s1 bo --from 2019-01-01 --until 2019-12-31",
        "leave substitute raad s1 cy --for bo --from 2019-01-01",
        "leave end raad s1 bo --on 2019-06-30",
    )
    seat = raad.json("board raad --on 2019-03-01")["seats"][0]
    assert [(h["person"], h["status"], h["mode"]) for h in seat["holders"]] == [
        ("bo", "on leave", "appointed"),
        ("cy", "substituting", "substituting"),
    ]
    assert seat["vacant"] == {"certain": 0, "possible": 0}
    after = raad.json("board raad --on 2019-07-01")["seats"][0]
    assert [(h["person"], h["status"]) for h in after["holders"]] == [("bo", "sitting")]


def test_who_stays_after_the_term_is_held_over(raad: Fasti):
    raad.done(
        "seat create raad s3 --title Formand --role chair --holds-over",
        "appoint raad s3 bo --from 2018-01-01 --until 2019-12-31",
    )
    holder = raad.json("board raad --on 2020-02-01")["seats"][2]["holders"][0]
    assert (holder["status"], holder["until"], holder["planned_until"]) == (
        "held over",
        None,
        "2019-12-31",
    )
    raad.done("appoint raad s3 cy --from 2020-03-01")
    holder = raad.json("board raad --on 2020-02-01")["seats"][2]["holders"][0]
    assert (holder["status"], holder["until"]) == ("held over", "2020-02-29")


def test_ended_on_an_unknown_day_is_two_dots(raad: Fasti):
    raad.done("appoint raad s1 bo --from 2018-01-01", "resign raad s1 bo --effective ..")
    holder = raad.json("board raad --on 2020-01-01")["seats"][0]["holders"][0]
    assert (holder["until"], holder["certain"]) == ("..", False)


def test_every_holder_of_every_body_is_one_row(raad: Fasti):
    raad.done(
        "body establish andet --name Andet",
        "seat create andet s --title S --source upper/1",
        "person register eva --name Eva --source id-7",
        "appoint andet s eva --from 2019",
        "appoint raad s1 bo --from 2018-01-01",
    )
    assert raad.run("board --all --on 2019-06-01 --format csv").stdout.splitlines() == [
        "body,seat,person,person_source,seat_source,from,until,certain",
        "andet,s,eva,id-7,upper/1,2019,,false",
        "raad,s1,bo,,,2018-01-01,,true",
    ]


def test_what_if_the_pending_proposals_were_adopted(raad: Fasti):
    raad.done(
        "propose p1 --body raad --text Bo --act 'appoint raad s1 bo --from 2024-01-01'",
        "propose p2 --body raad --text Nogen --act 'appoint raad s2 ? --from 2024-01-01'",
    )
    result = raad.run("board raad --on 2024-02-01 --what-if --format json")
    assert [seat["holders"][0]["person"] for seat in json.loads(result.stdout)["seats"][:1]] == [
        "bo"
    ]
    assert result.stderr == "p2 names nobody yet for seat s2; left as it is\n"
    holder = json.loads(result.stdout)["seats"][0]["holders"][0]
    assert (holder["decision"], holder["entries"]) == ("p1", [8])
    told = raad.done("board raad --on 2024-02-01 --what-if --why")
    assert "if p1 is adopted" in " ".join(told[2].split())
    assert "  #8 Proposed to Rådet (other): Bo" in told
    raad.done("proposal nominate p2 bo", "proposal nominate p2 cy")
    result = raad.run("board raad --on 2024-02-01 --what-if")
    assert result.stderr == "p2 names several candidates for seat s2; left as it is\n"
    assert raad.json("board raad --on 2024-02-01")["seats"][0]["holders"] == []


def test_a_board_not_yet_known_is_refused(raad: Fasti):
    raad.refused(
        "board raad --known-at '#0'",
        "Invalid value: '#0' is no entry number; write it like 12 or '#12';"
        " see 'fasti board --help'",
        2,
    )
    raad.done("body establish sen --name Sen")
    raad.refused(
        "board sen --known-at '#3'",
        "the register did not know 'sen' then; ask for a later --known-at",
    )
    raad.refused("board raad --known-at '#99'", "there is no entry #99")


def test_the_chain_leads_from_a_tenure_to_the_paper(raad: Fasti, tmp_path):
    paper = tmp_path / "dagsorden.txt"
    paper.write_text("4.3 Udpegning\nVenstre skal udpege\n", "utf-8")
    raad.done(
        "meeting convene m1 --body raad --on 2022-03-25",
        "meeting item m1 4.3 --title Udpegning --case SAG-1",
        f"meeting file m1 {paper} --title Dagsorden --sort agenda",
        "propose p1 --body raad --text 'Bo udpeges' --meeting m1 --item 4.3 --by Venstre"
        f" --act 'appoint raad s1 bo --from 2022-04-01' --paper {paper} --page 1 --lines 2"
        " --quote 'Venstre skal udpege'",
        "decide p1 --outcome adopted --on 2022-03-25 --manner unanimous",
    )
    told = raad.run("board raad --on 2022-05-01 --why").stdout
    for part in (
        "Bo Hansen got seat s1 of Rådet (appointed), first day 2022-04-01.",
        "by decision p1: adopted by raad on 2022-03-25, unanimous",
        "on proposal p1 (#11) by Venstre: Bo udpeges",
        "written in Dagsorden (",
        "page 1, lines 2",
        "“Venstre skal udpege”",
        "under item 4.3: Udpegning, case SAG-1",
        "at the meeting of raad on 2022-03-25 (m1)",
    ):
        assert part in told
    with raad.storage() as storage:
        assert len(storage.papers.names()) == 1


def test_a_seat_is_not_there_before_its_body(fasti: Fasti):
    fasti.done(
        "body establish nyhavn --name Nyhavn --on 2023-01-01",
        "seat create nyhavn s1 --title S",
        "person register cy --name Cy",
        "appoint nyhavn s1 cy --from 2022-12..",
    )
    assert fasti.json("board nyhavn --on 2022-12-15")["seats"] == []
    assert fasti.json("board nyhavn --on 2023-01-15")["seats"][0]["holders"][0]["person"] == "cy"


def test_an_annulment_may_undo_with_it_what_rests_on_it(raad: Fasti):
    raad.done(
        "propose p1 --body raad --text X --act 'appoint raad s1 bo --from 2020-01-09'",
        "decide p1 --outcome adopted --on 2020-01-08",
        "resign raad s1 bo --effective 2021-01-01",
    )
    annul = "proposal annul p1 --by Ankestyrelsen --reason inhabil"
    raad.refused(annul, "#10 carries other entries: #11; retract them in the same command")
    raad.done(f"{annul} --retract 11")
    assert raad.json("seat raad s1") == []


def test_a_seat_of_which_only_a_leave_is_known_is_unknown(raad: Fasti):
    raad.done("leave grant raad s1 bo --from 2020-01-01 --despite 'kun orloven er omtalt'")
    seat = raad.json("board raad --on 2020-02-01")["seats"][0]
    assert (seat["unknown"], seat["vacant"], seat["holders"]) == (True, None, [])


def test_long_names_leave_room_for_the_words_beside_them(raad: Fasti):
    slug = "boerne-og-skoleudvalget-2024-03-12-1-1"
    raad.done(
        f"propose {slug} --body raad --text 'Dagsordenen godkendes af udvalget'",
        f"decide {slug} --outcome adopted --on 2024-03-12",
    )
    lines = raad.done("decisions")
    assert max(map(len, lines)) <= 80
    assert len(lines) < 8


def test_a_question_loads_no_library_that_only_writers_need(raad: Fasti):
    program = (
        "import sys; from cli.main import main; main(sys.argv[1:], standalone_mode=False);"
        " print({'pydantic', 'eventsourcing', 'cryptography', 'psycopg_pool'} & {*sys.modules})"
    )
    line = [sys.executable, "-c", program, "--register", raad.address, "board", "raad"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
