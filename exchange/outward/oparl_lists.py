"""External lists of OParl: the objects of one kind in pages, each page with its own URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

PAGE = 100
"""So many objects stand on one page, as the specification recommends."""


def pages(url: str, objects: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The pages of a list; an empty list has one."""
    total = max(1, -(-len(objects) // PAGE))

    def of(number: int) -> str | None:
        inside = 1 <= number <= total
        return (url if number == 1 else f"{url}?page={number}") if inside else None

    for number in range(1, total + 1):
        links = {
            "first": url,
            "prev": of(number - 1),
            "self": of(number),
            "next": of(number + 1),
            "last": of(total),
        }
        yield {
            "data": list(objects[(number - 1) * PAGE : number * PAGE]),
            "pagination": {
                "totalElements": len(objects),
                "elementsPerPage": PAGE,
                "currentPage": number,
                "totalPages": total,
            },
            "links": {name: link for name, link in links.items() if link},
        }
