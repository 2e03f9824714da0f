"""Papers as PDF, DOCX, HTML and text: their text comes out, and bad ones are told in one line."""

from __future__ import annotations

import os
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from intake.extraction import Limits, NoPaper, read_paper
from intake.paper import LARGEST, PaperError
from intake.reading import read
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


@pytest.mark.parametrize("form", MADE)
def test_a_paper_says_the_same_in_every_format(form: str, tmp_path: Path):
    path = tmp_path / "dagsorden"
    path.write_bytes(MADE[form])
    found = read(read_paper(path))
    expected = papers_made.named("kkr-nordkyst-dagsorden.txt")
    assert [(i.number, i.title, i.case, i.officers) for i in found.items] == [
        (i.number, i.title, i.case, i.officers) for i in expected.items
    ]
    people = [(a.act, a.body, a.person, a.seat) for a in expected.acts()]
    assert [(a.act, a.body, a.person, a.seat) for a in found.acts()] == people


@pytest.mark.parametrize("form", MADE)
def test_every_quote_is_found_again_where_it_is_said_to_stand(form: str, tmp_path: Path):
    path = tmp_path / "dagsorden"
    path.write_bytes(MADE[form])
    found = read(read_paper(path))
    for page, first, last, quote in papers_made.written(found):
        assert quote in "\n".join(found.paper.pages[page - 1][first - 1 : last])


def test_pages_are_kept(tmp_path: Path):
    for content in (pdf("Side et", "Side to"), docx("Side et\fSide to"), b"Side et\fSide to"):
        (tmp_path / "p").write_bytes(content)
        first, second = read_paper(tmp_path / "p").pages
        assert (first[0].strip(), second[0].strip()) == ("Side et", "Side to")


def test_what_could_steer_a_terminal_is_taken_out(tmp_path: Path):
    text = "Punkt\x00 1\x1b[31m: \u202eudpegning\n" + "Og så var der ikke mere i den sag.\n" * 3
    (tmp_path / "p").write_text(text, "utf-8")
    assert read_paper(tmp_path / "p").pages[0][0] == "Punkt� 1�[31m: �udpegning"


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
def test_a_bad_paper_is_told_in_one_line(what: str, tmp_path: Path):
    content, message = BAD[what]
    (tmp_path / "p").write_bytes(content)
    with pytest.raises(PaperError) as caught:
        read_paper(tmp_path / "p")
    assert str(caught.value) == message


def test_an_encrypted_docx_is_told(tmp_path: Path):
    content = bytearray(zipped("word/document.xml"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    (tmp_path / "p").write_bytes(bytes(content))
    with pytest.raises(PaperError, match="encrypted"):
        read_paper(tmp_path / "p")


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
