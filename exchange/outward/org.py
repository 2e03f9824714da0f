"""W3C ORG as JSON-LD out: organizations, posts, and memberships during intervals of time."""

from __future__ import annotations

from domain.text import in_json
from exchange.outward.carrying import Carried, without_empty
from exchange.outward.groups import groups_of, parties_of, tenure_id
from projections.snapshot import Cells, Snapshot

ALWAYS = (
    "known times, entries and evidence",
    "whether a tenure is certain or possible",
    "meetings, proposals and decisions",
    "how many places a seat has, whom it belongs to, who appoints and nominates",
)
CONTEXT = {
    "org": "http://www.w3.org/ns/org#",
    "opengov": "http://www.w3.org/ns/opengov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
PRECISION = {4: ("time:inXSDgYear", "xsd:gYear"), 7: ("time:inXSDgYearMonth", "xsd:gYearMonth")}


def document(known: Snapshot, base: str) -> tuple[bytes, list[str]]:
    """The bytes of the file, and what it cannot carry; identifiers begin with `base`."""
    carried = Carried(*ALWAYS)
    writer = _Writer(known, base, carried)
    graph = [
        *map(writer.person, known.persons),
        *map(writer.body, known.bodies),
        *(writer.change(row) for row in known.bodies if row["succeeded_by"]),
        *writer.groups(),
        *map(writer.post, known.seats),
        *map(writer.membership, known.tenures),
        *(writer.belonging(row) for row in known.affiliations if row["affiliation"]),
    ]
    carried.lose("leaves of absence", len(known.leaves))
    carried.lose("positions outside the bodies", len(known.positions))
    about = {
        "@id": base,
        "dcterms:description": "Last days are included.",
        "dcterms:temporal": _typed(known.on, "xsd:date"),
        "dcterms:modified": _typed(known.known_at, "xsd:dateTime"),
        "rdfs:comment": [f"Cannot carry: {lost}" for lost in carried.lost],
    }
    whole = {"@context": CONTEXT, "@graph": [without_empty(about), *graph]}
    return in_json(whole, indent=1).encode() + b"\n", carried.lost


def _typed(value: str | None, datatype: str) -> Cells | None:
    return {"@type": datatype, "@value": value} if value else None


class _Writer:
    def __init__(self, known: Snapshot, base: str, carried: Carried) -> None:
        self.known, self.base, self.carried = known, base, carried
        self._groups = groups_of(known)

    def person(self, row: Cells) -> Cells:
        """A person."""
        return without_empty(
            {
                "@id": self._id("person", row["person"]),
                "@type": "foaf:Person",
                "foaf:name": row["name"],
                "skos:altLabel": row["other_names"],
                "dcterms:identifier": [i for i in (row["source"], *row["identifiers"]) if i],
            }
        )

    def body(self, row: Cells) -> Cells:
        """A body."""
        return without_empty(
            {
                "@id": self._id("body", row["body"]),
                "@type": "org:FormalOrganization",
                "skos:prefLabel": row["name"],
                "skos:altLabel": row["other_names"],
                "org:identifier": row["source"],
                "dcterms:temporal": self._interval(row["first"], row["last"]),
            }
        )

    def change(self, row: Cells) -> Cells:
        """That one body followed another."""
        return {
            "@id": self._id("change", row["body"]),
            "@type": "org:ChangeEvent",
            "org:originalOrganization": self._link("body", row["body"]),
            "org:resultingOrganization": self._link("body", row["succeeded_by"]),
        }

    def groups(self) -> list[Cells]:
        """Parties and groups."""
        return [
            {"@id": self._id("", group), "@type": "org:Organization", "skos:prefLabel": name}
            for name, group in self._groups.items()
        ]

    def post(self, row: Cells) -> Cells:
        """A seat; it is vacant while no membership names it."""
        return {
            "@id": self._id("seat", f"{row['body']}/{row['seat']}"),
            "@type": "org:Post",
            "skos:prefLabel": row["title"],
            "org:postIn": self._link("body", row["body"]),
            "org:role": {"@type": "org:Role", "skos:prefLabel": row["role"]},
        }

    def membership(self, row: Cells) -> Cells:
        """A tenure."""
        parties = parties_of(row, self.known)
        if len(parties) > 1:
            self.carried.lose("of whom a membership is on behalf, where that changed within it")
        seat = f"{row['body']}/{row['seat']}"
        return without_empty(
            {
                "@id": self._id("", tenure_id(row)),
                "@type": "org:Membership",
                "org:member": self._link("person", row["person"]),
                "org:organization": self._link("body", row["body"]),
                "opengov:post": self._link("seat", seat),
                "opengov:onBehalfOf": self._party(parties[0]) if len(parties) == 1 else None,
                "org:memberDuring": self._interval(row["first"], row["last"] or row["planned"]),
            }
        )

    def belonging(self, row: Cells) -> Cells:
        """A person's time in a party or group."""
        return without_empty(
            {
                "@type": "org:Membership",
                "org:member": self._link("person", row["person"]),
                "org:organization": self._party(row["affiliation"]),
                "org:memberDuring": self._interval(row["first"], row["last"]),
            }
        )

    def _party(self, name: str) -> Cells:
        return {"@id": self._id("", self._groups[name])}

    def _id(self, noun: str, slug: str) -> str:
        return f"{self.base}{noun}/{slug}" if noun else f"{self.base}{slug}"

    def _link(self, noun: str, slug: str) -> Cells:
        return {"@id": self._id(noun, slug)}

    def _interval(self, first: str | None, last: str | None) -> Cells | None:
        begins, ends = self._instant(first), self._instant(last)
        if first in (None, "..") and last is None:
            return None
        interval = {"@type": "time:Interval", "time:hasBeginning": begins, "time:hasEnd": ends}
        return without_empty(interval)

    def _instant(self, text: str | None) -> Cells | None:
        if text is None or text == "..":
            return None
        known = self.carried.partial(text)
        if known is None:
            return {"@type": "time:Instant", "rdfs:label": text}
        name, datatype = PRECISION.get(len(known), ("time:inXSDDate", "xsd:date"))
        return {"@type": "time:Instant", name: _typed(known, datatype)}
