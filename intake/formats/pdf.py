"""PDF: the text that pdfium finds, page by page."""

from __future__ import annotations

from intake.formats.paper import LONGEST, Extracted, PaperError

MOST_PAGES = 5000


def extracted(content: bytes) -> Extracted:
    """Pages of lines; a hyphen that pdfium took for a line end becomes one again."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise PaperError("it is encrypted; save it without its password") from None
        raise PaperError("it is no whole PDF; get it again") from None
    if len(document) > MOST_PAGES:
        raise PaperError(f"it has {len(document)} pages; at most {MOST_PAGES} are read")
    found: list[list[str]] = []
    length = 0
    for page in document:
        text = page.get_textpage().get_text_range().replace("\ufffe", "-\n")
        length += len(text)
        if length > LONGEST:
            raise PaperError(f"it has more than {LONGEST:,} characters; split it")
        found.append(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not length or not any(line.strip() for lines in found for line in lines):
        raise PaperError("no text found; this looks like a scan")
    return Extracted(found)
