"""The shape of a pack's files as JSON Schema, so that an editor helps while someone writes. Made from the types."""

from typing import Any, cast

from pydantic import TypeAdapter

from app.content.layers import OWN
from app.content.loader import REMOVABLE
from app.content.pack import SECTIONS, Pack
from app.content.pictures import drawings
from app.content.types import ID

REF = "#/$defs/{model}"


def document() -> dict[str, Any]:
    """The whole schema: under `$defs` one for each file, named as the file is (`persona.yaml` for those of pupils)."""
    adapters: list[tuple[str, Any, TypeAdapter[Any]]] = [
        (name, "validation", TypeAdapter(cast(Any, Pack.model_fields[name].annotation))) for name in SECTIONS
    ]
    made, shared = TypeAdapter.json_schemas(adapters, by_alias=True, ref_template=REF)
    sections = {name: made[name, "validation"] for name in SECTIONS}
    defs: dict[str, Any] = {**shared["$defs"], **_files(sections)}
    for one in defs.values():
        if "picture" in one.get("properties", {}):
            one["properties"]["picture"] = {"description": "A drawing in pictures.json", "enum": sorted(drawings())}
    defs["pack.yaml"] = _header(defs.pop("About"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Maatwerk content pack",
        "description": "Made by `maatwerk pack schema --write`. Use one part per file: see docs/packs.md.",
        "$defs": _closed(dict(sorted(defs.items()))),
    }


def _closed(value: Any) -> Any:
    """A key that fits no pattern is a mistake: pydantic finds it too, but leaves it out of the schema."""
    if isinstance(value, list):
        return [_closed(one) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = {key: _closed(one) for key, one in cast("dict[str, Any]", value).items()}
    return found | ({"additionalProperties": False} if "patternProperties" in found else {})


def _files(sections: dict[str, Any]) -> dict[str, Any]:
    """A schema per file; a file with parts is an object of its sections."""
    files: dict[str, Any] = {}
    for name, section in SECTIONS.items():
        if section.file == "personas":
            files["persona.yaml"] = {"$ref": REF.format(model="Persona")}
        elif section.key is None:
            files[section.file] = sections[name]
        else:
            whole = files.setdefault(section.file, {"type": "object", "additionalProperties": False, "properties": {}})
            whole["properties"][section.key] = sections[name]
    return files


def _header(about: dict[str, Any]) -> dict[str, Any]:
    """`pack.yaml`: a pack that extends another takes the rest from it."""
    ids = {"type": "array", "items": {"type": "string"}}
    removable = dict.fromkeys(REMOVABLE, ids)
    own = {
        "extends": {"description": "Id of the pack that this one takes the rest from", "type": "string", "pattern": ID},
        "remove": {"type": "object", "additionalProperties": False, "properties": removable},
    }
    return about | {
        "properties": about["properties"] | own,
        "required": list(OWN),
        "if": {"required": ["extends"]},
        "else": {"required": about["required"]},
    }
