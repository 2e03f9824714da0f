"""A draft: many acts with their evidence, written down to be looked at and then recorded."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from pydantic import ValidationError

from domain.act import Act
from domain.entry import Event
from domain.kinds import VERBS
from domain.proposal_events import Retracted
from intake.drafts.strict_yaml import Document, DraftError, Path, load

FORMAT = "1"


class Draft(NamedTuple):
    """The acts of a draft, the evidence of each as given, and the line each stands on."""

    acts: list[Act]
    evidence: list[dict[str, Any] | None]
    lines: list[int]
    digest: str


def read_draft(text: str) -> Draft:
    """Read a draft; raises DraftError with every line that is wrong."""
    document = load(text)
    value = document.value
    if not isinstance(value, dict) or not isinstance(value.get("acts"), list):
        raise DraftError([(1, "is no draft; it begins with 'fasti: 1' and has a list 'acts'")])
    wrong: list[tuple[int, str]] = []
    for key in value:
        if key not in ("fasti", "evidence", "acts"):
            wrong.append((document.line((key,)), f"'{key}' is not part of a draft"))
    if value.get("fasti") != FORMAT:
        wrong.append((document.line(("fasti",)), f"the format is 'fasti: {FORMAT}'"))
    common = value.get("evidence")
    acts: list[Act] = []
    evidence: list[dict[str, Any] | None] = []
    lines: list[int] = []
    for at, item in enumerate(value["acts"]):
        try:
            acts.append(_act(item, document, ("acts", at)))
            own = item.get("evidence")
            evidence.append({**(common or {}), **own} if own else common)
            lines.append(document.line(("acts", at)))
        except DraftError as error:
            wrong += error.found
    if not value["acts"] and not wrong:
        wrong.append((document.line(("acts",)), "'acts' is empty; there is nothing to record"))
    if wrong:
        raise DraftError(sorted(wrong))
    return Draft(acts, evidence, lines, _digest(value))


def _digest(value: Any) -> str:
    """What makes two drafts the same: their content, not their layout."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _act(item: Any, document: Document, path: Path) -> Act:
    line = document.line(path)
    if not isinstance(item, dict):
        raise DraftError([(line, "an act is written as 'appoint: {body: …, seat: …}'")])
    verbs = [key for key in item if key != "evidence"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        named = f"'{', '.join(verbs)}' is no act" if verbs else "no act is named"
        raise DraftError([(line, f"{named}; there are {', '.join(VERBS)}")])
    verb = verbs[0]
    kind, fields = VERBS[verb], item[verb]
    if not isinstance(fields, dict):
        raise DraftError([(line, f"'{verb}' needs its fields below it")])
    evidence = item.get("evidence")
    if "evidence" in item and not isinstance(evidence, dict):
        raise DraftError([(document.line((*path, "evidence")), "evidence is a mapping")])
    return _validated(kind, dict(fields), document, (*path, verb))


def _validated(kind: type[Event], fields: dict[str, Any], document: Document, path: Path) -> Act:
    noun = "" if kind is Retracted else kind.noun
    slug = fields.pop(noun, None) if noun else ""
    if noun and not slug:
        raise DraftError([(document.line(path), f"'{noun}' is missing; name the {noun}")])
    if "acts" in fields and isinstance(fields["acts"], list):
        inner = enumerate(fields["acts"])
        fields["acts"] = tuple(_act(item, document, (*path, "acts", at)) for at, item in inner)
    try:
        event = kind.model_validate(fields)
        stream = f"{noun}:{_slug(slug)}" if noun else ""
    except ValidationError as error:
        raise DraftError(
            [
                (document.line((*path, *problem["loc"])), _problem(problem))
                for problem in error.errors()
            ]
        ) from None
    except ValueError as error:
        raise DraftError([(document.line((*path, noun)), f"{noun}: {error}")]) from None
    return Act.model_construct(stream=stream, kind=kind.kind, event=event)


def _slug(text: str) -> str:
    from pydantic import TypeAdapter

    from domain.names import Slug

    try:
        return TypeAdapter(Slug).validate_python(text)
    except ValidationError as error:
        raise ValueError(_message(error.errors()[0])) from None


def _problem(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {_message(problem)}"


def _message(problem: Any) -> str:
    if problem["type"] == "missing":
        return "is missing"
    if problem["type"] == "extra_forbidden":
        return "is no field of this act"
    if problem["type"].startswith("int_"):
        return "is no whole number"
    return str(problem["msg"]).removeprefix("Value error, ")


def _forbid_nothing(schema: dict[str, Any]) -> None:
    """Take `null` out of the fields of a schema: what is not known is left out of a draft."""
    for field in schema.get("properties", {}).values():
        kinds = [kind for kind in field.pop("anyOf", ()) if kind != {"type": "null"}]
        if len(kinds) == 1:
            field.update(kinds[0])
        elif kinds:
            field["anyOf"] = kinds
        if field.get("default", ...) is None:
            del field["default"]


def json_schema() -> dict[str, Any]:
    """The JSON schema of drafts."""
    from domain.entry import Evidence

    definitions: dict[str, Any] = {"evidence": Evidence.model_json_schema()}
    definitions["evidence"]["properties"]["paper"] = {
        "type": "string",
        "description": "The SHA-256 of a kept paper, or a file that is then kept.",
    }
    acts = []
    for verb, kind in VERBS.items():
        schema = kind.model_json_schema(ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        _forbid_nothing(schema)
        fields = schema["properties"]
        if kind is not Retracted:
            fields[kind.noun] = {"type": "string", "description": f"The {kind.noun}."}
            schema["required"] = sorted({*schema.get("required", []), kind.noun})
        if "acts" in fields:
            fields["acts"] = {"type": "array", "items": {"$ref": "#/$defs/act"}}
        acts.append(
            {
                "type": "object",
                "properties": {verb: schema, "evidence": {"$ref": "#/$defs/evidence"}},
                "required": [verb],
                "additionalProperties": False,
            }
        )
    definitions.pop("Act", None)
    for definition in definitions.values():
        _forbid_nothing(definition)
    definitions["act"] = {"oneOf": acts}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A draft of acts for a Fasti register",
        "type": "object",
        "properties": {
            "fasti": {"const": 1},
            "evidence": {"$ref": "#/$defs/evidence"},
            "acts": {"type": "array", "items": {"$ref": "#/$defs/act"}, "minItems": 1},
        },
        "required": ["fasti", "acts"],
        "additionalProperties": False,
        "$defs": definitions,
    }
