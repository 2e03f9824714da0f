"""Word files whose numbers stand outside their text, as Word itself writes them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Level = tuple[str, str, str | None]
"""How the numbers of a level look, what stands around them, the style that has it."""


class Word:
    """A document that is written paragraph by paragraph."""

    def __init__(self) -> None:
        self.document: Any = Document()
        self.lists: Any = self.document.part.numbering_part.element

    def kind(self, number: int, levels: Sequence[Level], extra: str = "") -> None:
        """A kind of list with its levels, and one list of that kind under the same number."""
        inner = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            + (f'<w:pStyle w:val="{style}"/>' if style else "")
            + f'<w:lvlText w:val="{text}"/></w:lvl>'
            for at, (form, text, style) in enumerate(levels)
        )
        element = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f"{extra}{inner}</w:abstractNum>"
        )
        self.lists.insert(0, element)
        self.list(number, number)

    def list(self, number: int, kind: int, start: int | None = None, level: str = "") -> None:
        """One more list of a kind; with a start it begins anew."""
        override = f'<w:startOverride w:val="{start}"/>' if start is not None else level
        changed = f'<w:lvlOverride w:ilvl="0">{override}</w:lvlOverride>' if override else ""
        self.lists.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
                f"{changed}</w:num>"
            )
        )

    def write(
        self, text: str, number: int | None = None, depth: int | None = 0, style: str = ""
    ) -> Any:
        """A paragraph, perhaps in a list."""
        paragraph = self.document.add_paragraph(text, style=style or None)
        if number is not None:
            self._listed(paragraph._p.get_or_add_pPr(), number, depth)
        return paragraph

    def listed_style(self, style: str, number: int) -> None:
        """Put a style, and with it its paragraphs, in a list."""
        self._listed(self.document.styles[style].element.get_or_add_pPr(), number, None)

    def _listed(self, properties: Any, number: int, depth: int | None) -> None:
        listed = properties.get_or_add_numPr()
        listed.get_or_add_numId().val = number
        if depth is not None:
            listed.get_or_add_ilvl().val = depth

    def saved(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()
