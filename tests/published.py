"""What Popolo 1.0 and OParl 1.1 prescribe for their objects, property by property.

Popolo: the JSON schemas published at www.popoloproject.com/schemas (CC BY 4.0). OParl: the schemas
of version 1.1 at schema.oparl.org, and what its chapters on lists and on changes add. Both allow
more properties than they name; here only those with the mark of the register pass.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})"
HOUR = r"T[0-9]{2}(:[0-9]{2}){0,2}(Z|[+-][0-9]{2}(:[0-9]{2})?)"
Schema = dict[str, Any]
Kinds = dict[str, dict[str, Schema]]


def _text(pattern: str | None = None, *, null: bool = False) -> Schema:
    found: Schema = {"type": ["string", "null"] if null else "string"}
    return found if pattern is None else found | {"pattern": f"^{pattern}$"}


def _all(names: str, schema: Schema) -> dict[str, Schema]:
    return dict.fromkeys(names.split(), schema)


def _many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(kind: str) -> Schema:
    return {"$ref": f"#/definitions/{kind}"}


def _lists(**kinds: str) -> dict[str, Schema]:
    return {name: _many(_ref(kind)) for name, kind in kinds.items()}


ANY, NULLABLE = _text(), _text(null=True)
DATE = _text(r"[0-9]{4}(-[0-9]{2}){0,2}", null=True)
WHEN = _text(rf"[0-9]{{4}}((-[0-9]{{2}}){{0,2}}|(-[0-9]{{2}}){{2}}{HOUR})", null=True)
MOMENT = _text(DAY + TIME, null=True)
MADE = _all("created_at updated_at", MOMENT) | _lists(sources="link")
LASTING = _all("start_date end_date", DATE)
NAMES = "family_name given_name additional_name honorific_prefix honorific_suffix patronymic_name"
WITHIN = _lists(contact_details="contact_detail", links="link") | MADE

POPOLO: Kinds = {
    "person": _all(f"id name sort_name email gender image summary biography {NAMES}", NULLABLE)
    | _all("national_identity", NULLABLE)
    | _all("birth_date death_date", DATE)
    | _lists(other_names="other_name", identifiers="identifier", memberships="membership")
    | WITHIN,
    "organization": _all("id name classification parent_id area_id image", NULLABLE)
    | _all("founding_date dissolution_date", DATE)
    | _lists(other_names="other_name", identifiers="identifier", memberships="membership")
    | _lists(posts="post")
    | WITHIN,
    "post": _all("id label role organization_id area_id", NULLABLE)
    | LASTING
    | _lists(memberships="membership")
    | WITHIN,
    "membership": _all("id label role person_id organization_id post_id", NULLABLE)
    | _all("on_behalf_of_id area_id", NULLABLE)
    | LASTING
    | WITHIN,
    "motion": _all("id organization_id legislative_session_id creator_id text", NULLABLE)
    | _all("classification requirement result", NULLABLE)
    | {"date": MOMENT}
    | _lists(vote_events="vote_event")
    | MADE,
    "vote_event": _all("id organization_id legislative_session_id identifier", NULLABLE)
    | _all("motion_id classification result", NULLABLE)
    | _all("start_date end_date", MOMENT)
    | _lists(counts="count", votes="vote", group_results="group_result")
    | MADE,
    "event": _all("id name description location status classification", NULLABLE)
    | _all("organization_id parent_id", NULLABLE)
    | _all("start_date end_date", WHEN)
    | _lists(identifiers="identifier", attendees="person", children="event")
    | MADE,
    "other_name": _all(f"note {NAMES}", NULLABLE) | LASTING | {"name": ANY},
    "identifier": {"scheme": NULLABLE, "identifier": ANY},
    "link": {"url": ANY, "note": NULLABLE},
    "contact_detail": _all("label note", NULLABLE) | _all("type value", ANY),
    "count": {"option": ANY, "value": {"type": "integer"}, "group_id": NULLABLE},
    "group_result": {"group_id": NULLABLE, "result": ANY},
    "vote": _all("vote_event_id voter_id option group_id role pair_id", NULLABLE)
    | {"voter": {"type": ["object", "null"]}, "weight": {"type": ["integer", "null"]}},
}
NEEDED_IN_POPOLO = {
    "other_name": ["name"],
    "identifier": ["identifier"],
    "link": ["url"],
    "contact_detail": ["type", "value"],
    "count": ["option", "value"],
    "group_result": ["result"],
}

URL = _text(r"https?://[^ ]+")
FLAG, NUMBER, CALENDAR = {"type": "boolean"}, {"type": "integer"}, _text(DAY)
CLOCK = _text(DAY + TIME)
MAIN = "organization person meeting paper"
COMMON = {"id": URL, "web": URL, "deleted": FLAG, "license": ANY, "keyword": _many(ANY)}
COMMON |= _all("created modified", CLOCK)
BELONGING = {"body": URL, "name": ANY}
LISTED = f"{MAIN} agendaItem consultation file locationList legislativeTermList membership"

OPARL: Kinds = {
    "System": _all("body website vendor product", URL)
    | _all("name contactEmail contactName", ANY)
    | {"oparlVersion": _text(r"https://schema\.oparl\.org/1\.1/"), "license": URL}
    | {"otherOparlVersions": _many(URL)},
    "Body": _all(f"{LISTED} system website mainOrganization license", URL)
    | _all("name shortName ags rgs contactEmail contactName classification", ANY)
    | _all("licenseValidSince oparlSince", CLOCK)
    | {"equivalent": _many(URL), "location": _ref("Location")}
    | _lists(legislativeTerm="LegislativeTerm"),
    "Organization": BELONGING
    | _all("meeting consultation subOrganizationOf website externalBody", URL)
    | _all("shortName classification", ANY)
    | _all("startDate endDate", CALENDAR)
    | _all("memberCount votingMemberCount", NUMBER)
    | {"membership": _many(URL), "post": _many(ANY), "location": _ref("Location")}
    | {
        "organizationType": {
            "enum": [
                "Gremium",
                "Partei",
                "Fraktion",
                "Verwaltungsbereich",
                "Institution",
                "Sonstiges",
            ]
        }
    },
    "Person": BELONGING
    | _all("familyName givenName formOfAddress affix gender life lifeSource", ANY)
    | _all("title phone email status", _many(ANY))
    | {"location": URL}
    | _lists(membership="Membership"),
    "Membership": _all("person organization onBehalfOf", URL)
    | _all("startDate endDate", CALENDAR)
    | {"role": ANY, "votingRight": FLAG},
    "Meeting": _all("name meetingState", ANY)
    | _all("start end", CLOCK)
    | _all("organization participant", _many(URL))
    | {"cancelled": FLAG, "location": _ref("Location")}
    | _lists(agendaItem="AgendaItem"),
    "AgendaItem": _all("meeting consultation", URL)
    | _all("number name result resolutionText", ANY)
    | _all("start end", CLOCK)
    | {"order": NUMBER, "public": FLAG},
    "Paper": BELONGING
    | _all("reference paperType", ANY)
    | _all("relatedPaper superordinatedPaper subordinatedPaper originatorPerson", _many(URL))
    | _all("underDirectionOf originatorOrganization", _many(URL))
    | {"date": CALENDAR}
    | _lists(consultation="Consultation", location="Location"),
    "Consultation": _all("paper agendaItem meeting", URL)
    | {"organization": _many(URL), "authoritative": FLAG, "role": ANY},
    "LegislativeTerm": BELONGING | _all("startDate endDate", CALENDAR),
    "Location": _all("description room streetAddress postalCode locality", ANY)
    | {"bodies": _many(URL)},
}
NEEDED_IN_OPARL = {
    "System": ["oparlVersion", "body"],
    "Body": ["name", *MAIN.split(), "legislativeTerm"],
    "AgendaItem": ["order"],
}
ALWAYS_IN_OPARL = ["id", "type", "created", "modified"]


def popolo(kind: str) -> Draft7Validator:
    """What checks a Popolo object; properties of the register itself stand in `fasti`."""
    return _validator(kind, POPOLO, NEEDED_IN_POPOLO, "^fasti$")


def oparl(kind: str) -> Draft7Validator:
    """What checks an OParl object; properties of the register itself begin with `fasti:`."""
    kinds = {
        name: properties | COMMON | {"type": {"const": f"https://schema.oparl.org/1.1/{name}"}}
        for name, properties in OPARL.items()
    }
    needed = {name: [*ALWAYS_IN_OPARL, *NEEDED_IN_OPARL.get(name, ())] for name in kinds}
    return _validator(kind, kinds, needed, "^fasti:")


def _validator(kind: str, kinds: Kinds, needed: dict[str, list[str]], mark: str) -> Draft7Validator:
    definitions = {
        name: {
            "type": "object",
            "properties": properties,
            "required": needed.get(name, []),
            "patternProperties": {mark: {}},
            "additionalProperties": False,
        }
        for name, properties in kinds.items()
    }
    return Draft7Validator({"definitions": definitions, "$ref": f"#/definitions/{kind}"})
