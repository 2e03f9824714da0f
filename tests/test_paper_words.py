"""Word and HTML papers: numbers, headings, tables and lists as their readers see them."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from intake.formats.detection import extracted
from intake.formats.paper import Paper
from intake.reading.reading import read
from tests.word_made import Word


def lines(content: bytes) -> list[str]:
    """The lines of a file that are not empty."""
    return [line for page in extracted(content).pages for line in page if line]


def headed(content: bytes) -> dict[str, int]:
    """Headings and their levels."""
    pages, headings = extracted(content)
    return {pages[page - 1][line - 1]: level for (page, line), level in headings.items()}


def test_numbers_of_styles_go_through_all_levels():
    word = Word()
    word.kind(77, [("decimal", "%1.", "Heading1"), ("decimal", "%1.%2.", "Heading2")])
    word.listed_style("Heading 1", 77)
    word.listed_style("Heading 2", 77)
    for style, text in ((1, "Sager"), (2, "Bro"), (2, "Havn"), (1, "Valg"), (2, "Formand")):
        word.write(text, style=f"Heading {style}")
    assert lines(word.saved()) == ["1. Sager", "1.1. Bro", "1.2. Havn", "2. Valg", "2.1. Formand"]
    assert headed(word.saved())["2.1. Formand"] == 2


def test_a_list_goes_on_or_begins_anew():
    word = Word()
    word.kind(77, [("decimal", "At %1)", None), ("lowerLetter", "%2)", None)])
    word.list(78, 77)
    word.list(79, 77, start=4)
    for number, depth, text in (
        *((77, 0, "a"), (77, 1, "b"), (77, 1, "c"), (78, 0, "d"), (78, 1, "e"), (79, 0, "f")),
        (79, 0, "g"),
    ):
        word.write(text, number, depth)
    assert lines(word.saved()) == [
        "At 1) a",
        "a) b",
        "b) c",
        "At 2) d",
        "a) e",
        "At 4) f",
        "At 5) g",
    ]


def test_numbers_look_as_their_list_says():
    word = Word()
    forms = ("upperLetter", "lowerRoman", "upperRoman", "decimalZero", "none", "bullet", "decimal")
    for at, form in enumerate(forms, 70):
        word.kind(at, [(form, "%1." if form != "bullet" else "·", None)])
        for text in "wxyz":
            word.write(text, at)
    found = lines(word.saved())
    assert [line.split()[0] for line in found[3::4]] == ["D.", "iv.", "IV.", "04.", ".", "–", "4."]


def test_a_paragraph_may_leave_its_list_and_a_list_its_kind():
    word = Word()
    word.kind(77, [("decimal", "%1.", None)])
    own = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="§ %1"/></w:lvl>'
    )
    word.list(80, 77, level=own)
    word.list(81, 99)
    word.write("anew", 80)
    word.write("none", 0)
    word.write("nowhere", 81)
    word.write("deeper", 77, 5)
    word.write("", 77)
    word.write("bulleted", style="List Bullet 2")
    assert lines(word.saved()) == ["§ 7 anew", "none", "nowhere", "deeper", "– bulleted"]


def test_a_list_may_take_its_levels_from_a_style():
    word = Word()
    word.kind(77, [("decimal", "%1.", None)], '<w:styleLink w:val="Rows"/>')
    word.kind(78, [], '<w:numStyleLink w:val="Rows"/>')
    word.kind(79, [], '<w:numStyleLink w:val="Gone"/>')
    word.document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="numbering" w:styleId="Rows"><w:name w:val="Rows"/>'
            '<w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style>'
        )
    )
    word.write("first", 78)
    word.write("second", 79)
    assert lines(word.saved()) == ["1. first", "second"]


def test_content_controls_are_read_and_contents_left_out():
    word = Word()
    word.document.styles.add_style("toc 1", 1)
    inside = word.write("Inde i en kontrol")
    word.write("Sag ........ 3", style="toc 1")
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    inside._p.addprevious(control)
    control[0].append(inside._p)
    title = word.write("Møde", style="Title")
    level = word.write("Afsnit")
    level._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    title.paragraph_format.tab_stops.add_tab_stop(914400)
    assert lines(word.saved()) == ["Inde i en kontrol", "Møde", "Afsnit"]
    assert headed(word.saved()) == {"Møde": 0, "Afsnit": 3}


def test_a_row_of_a_table_is_a_line_and_what_stands_below_in_a_cell_follows():
    word = Word()
    table = word.document.add_table(rows=2, cols=2)
    for cell, text in zip(table.row_cells(0), ("Punkt", "Emne"), strict=True):
        cell.text = text
    number, title = table.row_cells(1)
    number.text, title.text = "1.", "Godkendelse"
    title.add_paragraph("Beslutning")
    inner = title.add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "Godkendt."
    assert lines(word.saved()) == ["Punkt Emne", "1. Godkendelse", "Beslutning", "Godkendt."]


HTML = b"""<!DOCTYPE html><html><body><h1>Referat</h1>
<ol start="4"><li>fire</li><li><p>fem</p></li></ol>
<ol type="a"><li>a<ol><li>ny</li></ol></li></ol><ul><li><h3>Overskrift</h3></li></ul>
<table><tr><td>1.</td><td><p>Bro</p></td></tr><tr><th>Kr.</th><td><p>5</p>
<p>6</p></td></tr></table>
<details><summary>Bilag</summary>Kort</details></body></html>"""


def test_html_is_read_as_a_browser_shows_it():
    assert lines(HTML) == [
        *("Referat", "4. fire", "5. fem", "a) a", "1. ny", "Overskrift", "1. Bro", "Kr.", "5", "6"),
        *("Bilag", "Kort"),
    ]
    assert headed(HTML) == {"Referat": 1, "Overskrift": 3}


def test_items_of_a_word_file_are_told_by_headings_or_by_its_own_numbers():
    told = []
    for style in ("Heading 2", ""):
        word = Word()
        word.kind(77, [("decimal", "%1.", None)])
        word.write("Referat af møde i Havneudvalget den 3. april 2025")
        for title in ("Dagsorden", "Bro", "Havn"):
            word.write(title, None if style else 77, style=style)
            word.write("Beslutning")
            word.write("Godkendt.")
        pages, headings = extracted(word.saved())
        found = read(Paper(tuple(map(tuple, pages)), headings=headings))
        told.append([(i.number, i.title, i.decision and i.decision.outcome) for i in found.items])
    assert told[0] == told[1]
    assert told[0] == [
        ("1", "Dagsorden", "adopted"),
        ("2", "Bro", "adopted"),
        ("3", "Havn", "adopted"),
    ]
