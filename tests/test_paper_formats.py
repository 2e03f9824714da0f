"""Papers as PDF, DOCX, HTML and text: their text comes out, and bad ones are told in one line."""

from __future__ import annotations

import os
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from intake.formats.detection import extracted
from intake.formats.extraction import Limits, NoPaper, read_paper
from intake.formats.paper import LARGEST, Paper, PaperError
from intake.reading.reading import read
from tests import papers_made
from tests.papers_made import PAPERS, assembled, docx, html, pdf

AGENDA = (PAPERS / "kkr-nordkyst-dagsorden.txt").read_text("utf-8")
MADE = {
    "txt": AGENDA.encode(),
    "utf-16": AGENDA.encode("utf-16"),
    "utf-16 without a mark": AGENDA.encode("utf-16-le"),
    "utf-8 with a mark": AGENDA.encode("utf-8-sig"),
    "cp1252": AGENDA.encode("cp1252"),
    "crlf": AGENDA.replace("\n", "\r\n").encode(),
    "docx": docx(AGENDA),
    "html": html(AGENDA),
    "pdf": pdf(*(AGENDA[a:b] for a, b in ((0, 1440), (1440, len(AGENDA))))),
}


def paper_of(content: bytes) -> Paper:
    """What a file says, read in this process."""
    pages, headings = extracted(content)
    return Paper(tuple(map(tuple, pages)), headings=headings)


@pytest.mark.parametrize("form", MADE)
def test_a_paper_says_the_same_in_every_format(form: str):
    found = read(paper_of(MADE[form]))
    expected = papers_made.named("kkr-nordkyst-dagsorden.txt")
    assert [(i.number, i.title, i.case, i.officers) for i in found.items] == [
        (i.number, i.title, i.case, i.officers) for i in expected.items
    ]
    people = [(a.act, a.body, a.person, a.seat) for a in expected.acts()]
    assert [(a.act, a.body, a.person, a.seat) for a in found.acts()] == people


@pytest.mark.parametrize("form", MADE)
def test_every_quote_is_found_again_where_it_is_said_to_stand(form: str):
    found = read(paper_of(MADE[form]))
    for page, first, last, quote in papers_made.written(found):
        assert quote in "\n".join(found.paper.pages[page - 1][first - 1 : last])


def test_pages_are_kept():
    for content in (pdf("Side et", "Side to"), docx("Side et\fSide to"), b"Side et\fSide to"):
        first, second = extracted(content).pages
        assert (first[0].strip(), second[0].strip()) == ("Side et", "Side to")


def test_what_could_steer_a_terminal_is_taken_out():
    text = "Punkt\x00 1\x1b[31m: \u202eudpegning\n" + "Og så var der ikke mere i den sag.\n" * 3
    assert extracted(text.encode()).pages[0][0] == "Punkt� 1�[31m: �udpegning"


def zipped(*names: str, content: bytes = b"x") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


ENCRYPT = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00><00>]" % (
    b"11" * 32,
    b"22" * 32,
)
PAGE = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
]
BAD = {
    "empty": (b"", "it is empty; get it again"),
    "blank": (b" \n\x00\n", "it is empty; get it again"),
    "truncated pdf": (pdf("Punkt 1: A")[:200], "it is no whole PDF; get it again"),
    "encrypted pdf": (
        assembled(PAGE, ENCRYPT),
        "it is encrypted; save it without its password",
    ),
    "scan": (assembled(PAGE), "no text found; this looks like a scan"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "no text found; this looks like a scan"),
    "truncated docx": (docx("Punkt 1: A")[:900], "it is no whole Word file; get it again"),
    "hollow docx": (zipped("word/document.xml"), "it is no whole Word file; get it again"),
    "docx that reaches out": (
        zipped("word/document.xml", "../../etc/passwd"),
        "it is no sound Word file: it names a file outside itself",
    ),
    "docx that inflates": (
        zipped("word/document.xml", content=b" " * 250_000_000),
        "it inflates to more than 200 MiB; no paper does",
    ),
    "another zip": (zipped("a.txt"), "it is no Word file; papers are PDF, DOCX, HTML or text"),
    "old office": (
        b"\xd0\xcf\x11\xe0" + b"x" * 99,
        "it is an old or encrypted Office file; save it as DOCX without password",
    ),
    "mojibake": (
        "Mødet på Ærø åbnes".encode().decode("cp1252").encode(),
        "its letters are garbled (Ã¦ for æ); save it again as UTF-8",
    ),
    "half a character": (
        "\ufeffMødet".encode("utf-16-le")[:-1],
        "its text ends in the middle of a character; get it again",
    ),
    "bytes of nothing": (
        bytes(range(1, 32)) * 40,
        "it is no text; papers are PDF, DOCX, HTML or text",
    ),
    "html without words": (
        b"<html><body><script>x</script></body></html>",
        "no text found; this looks like a scan",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_paper_is_told_in_one_line(what: str):
    content, message = BAD[what]
    with pytest.raises(PaperError) as caught:
        extracted(content)
    assert str(caught.value) == message


def test_what_is_wrong_is_told_through_the_process_that_reads(tmp_path: Path):
    (tmp_path / "p").write_bytes(b"")
    with pytest.raises(PaperError, match="it is empty; get it again"):
        read_paper(tmp_path / "p")
    (tmp_path / "p").write_bytes(MADE["pdf"])
    assert read_paper(tmp_path / "p").pages == extracted(MADE["pdf"]).pages


def test_an_encrypted_docx_is_told():
    content = bytearray(zipped("word/document.xml"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    with pytest.raises(PaperError, match="encrypted"):
        extracted(bytes(content))


def test_a_text_may_be_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch):
    for module in ("detection", "pdf", "docx"):
        monkeypatch.setattr(f"intake.formats.{module}.LONGEST", 20)
    for content in (pdf("x" * 90), docx("x\n" * 90), b"x" * 90):
        with pytest.raises(PaperError, match="it has more than 20 characters; split it"):
            extracted(content)
    monkeypatch.setattr("intake.formats.pdf.MOST_PAGES", 1)
    with pytest.raises(PaperError, match="it has 2 pages; at most 1 are read"):
        extracted(pdf("a", "b"))


def test_what_is_no_file_is_never_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("pipe", "it is a pipe or device; name a file"),
        (".", "it is a folder; name a file"),
        ("nix", "it cannot be opened: No such file or directory"),
    ):
        with pytest.raises(NoPaper) as caught:
            read_paper(tmp_path / name)
        assert str(caught.value) == message


def test_a_paper_may_be_so_large_and_no_larger(tmp_path: Path):
    with (tmp_path / "p").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(PaperError, match="larger than 100 MiB"):
        read_paper(tmp_path / "p")


def test_reading_is_limited_in_time_and_memory(tmp_path: Path):
    stream = zlib.compress(b"(a) Tj " * 30_000_000, 1)
    inflating = [
        *PAGE[:2],
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    (tmp_path / "p").write_bytes(assembled(inflating))
    beyond = "its text takes more time or memory to get than any paper should"
    for limits in (Limits(memory=200 * 2**20), Limits(seconds=1)):
        with pytest.raises(PaperError) as caught:
            read_paper(tmp_path / "p", limits)
        assert str(caught.value) == beyond
