"""Small papers with invented names, as text and in the other formats, and single sentences."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from intake.drafts.draft import read_draft
from intake.drafts.drafting import draft
from intake.drafts.known import Known
from intake.drafts.strict_yaml import load
from intake.formats.paper import Paper, Written
from intake.formats.text import extracted
from intake.reading.found import Act, Reading
from intake.reading.reading import read

PAPERS = Path(__file__).parent / "papers"
SHARED = Path(__file__).parent.parent.parent / "shared" / "papers"
AROUND = """\
REFERAT
Havneudvalget i Lillestrand
Mødedato: 12. maj 2022 kl. 16.00

1. {title}
Sagsnr. 22/01234

Sagsfremstilling
{text}

Indstilling
{asked}

Beslutning
{decided}
"""
NOTHING = Known()
TITLE = "Udpegning til Lillestrand Havns bestyrelse"


def paper(text: str) -> Paper:
    """A paper of a text."""
    content = text.encode()
    found = tuple(tuple(page) for page in extracted(content).pages)
    return Paper(found, hashlib.sha256(content).hexdigest())


def named(name: str) -> Reading:
    """One of the small papers, read."""
    return read(paper((PAPERS / name).read_text("utf-8")))


def told(
    text: str,
    *,
    title: str = TITLE,
    asked: str = "Det indstilles, at sagen drøftes.",
    decided: str = "Drøftet.",
) -> Reading:
    """Minutes whose one item tells a text, recommends and decides."""
    return read(paper(AROUND.format(title=title, text=text, asked=asked, decided=decided)))


def drafted(text: str, known: Known = NOTHING, **more: str) -> str:
    """The draft of minutes that tell a text."""
    found = draft(told(text, **more), known, "referat.txt")
    read_draft(found)
    return found


def acts(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The acts of a draft, without meetings, items and proposals, those of proposals included."""
    found = []
    for one in load(text).value["acts"]:
        (verb,) = set(one) - {"evidence"}
        for inner in one[verb].pop("acts", ()):
            found += list(inner.items())
        if verb not in ("convene meeting", "file paper", "list item", "propose", "decide"):
            found.append((verb, one[verb]))
    return found


def verbs(text: str) -> list[str]:
    """What the acts of a draft are."""
    return [verb for verb, _ in acts(text)]


def fields(act: Act, *names: str) -> tuple[Any, ...]:
    """Some fields of an act."""
    return tuple(getattr(act, name) for name in names)


def written(reading: Reading) -> list[Written]:
    """The place of everything that was found."""
    found = [act.written for act in reading.acts()]
    found += [question.written for question in reading.questions]
    for item in reading.items:
        found += [item.written, *(point.written for point in item.points)]
        found += [item.decision.written] if item.decision else []
    return found


def pdf(*texts: str) -> bytes:
    """A PDF with one page a text, its lines set in Helvetica."""
    objects: list[bytes] = [b"", b""]
    kids = []
    for text in texts:
        drawn = "".join(f"({_escaped(line)}) Tj T*\n" for line in text.splitlines())
        stream = f"BT /F1 9 Tf 12 TL 40 800 Td\n{drawn}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = (
            b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
            b" /Encoding /WinAnsiEncoding >> >> >>"
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s"
            b" /Contents %d 0 R >>" % (resources, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return assembled(objects)


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Objects as a PDF with its cross references."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    size = len(objects) + 1
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (size, trailer, start)
    )
    return out.getvalue()


def _escaped(line: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", line)


def docx(text: str) -> bytes:
    """A DOCX with one paragraph a line; a bullet becomes a list paragraph, a form feed a page."""
    from docx import Document
    from docx.enum.text import WD_BREAK

    document = Document()
    for line in text.split("\n"):
        if line.startswith("– "):
            document.add_paragraph(line.removeprefix("– "), style="List Bullet")
            continue
        first, *more = line.split("\f")
        paragraph = document.add_paragraph(first)
        for part in more:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
            paragraph.add_run(part)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Bilag 1", "Kort"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(text: str) -> bytes:
    """An HTML page with breaks in its paragraphs, and a script and a style that nobody reads."""
    lines = [
        f"<ul><li>{part.removeprefix('– ')}</li></ul>"
        if part.startswith("– ")
        else f"<p>{part}</p>"
        for part in re.split(r"\n\n|\n(?=– )|(?<=[.:])\n", text)
        if part.strip()
    ]
    head = "<head><title>x</title><style>p {color: red}</style></head>"
    script = (
        "<script>document.write('Punkt 9: Anna Ond (A) udpeges');</script><!-- Punkt 8: nix -->"
    )
    body = "\n".join(lines).replace("\n", "<br>\n")
    return f"<!DOCTYPE html>\n<html>{head}<body>{script}<div>{body}</div></body></html>".encode()
