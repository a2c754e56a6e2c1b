"""What somebody asks for, in the JSON of a request, with the fields of a form or the options of the command line."""

from datetime import date
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticKnownError

MOST_WHOLE = 2**53
"""Up to here every whole number is one that a number with a point can be."""


def _null_too(schema: dict[str, Any]) -> None:
    """In the document, what may be left out may be null."""
    parts = schema.get("properties", {})
    for name, part in parts.items():
        if name not in schema.get("required", ()) and {"type": "null"} not in part.get("anyOf", ()):
            beside = {word: part.pop(word) for word in ("title", "default") if word in part}
            parts[name] = {"anyOf": [part, {"type": "null"}], **beside}


class Asked(BaseModel):
    """JSON says itself what is a number: `"1"` and `true` are none. And what is null is as left out."""

    model_config = ConfigDict(strict=True, json_schema_extra=_null_too)

    @model_validator(mode="before")
    @classmethod
    def _without_null(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {name: part for name, part in cast(dict[str, object], value).items() if part is not None}


def whole(value: object) -> object:
    """20.0 is 20: JSON has one kind of number, and some languages write every one with a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= MOST_WHOLE:
        return int(value)
    return value


def _no_number(value: Any) -> Any:
    if isinstance(value, int | float):  # else it would be seconds since 1970
        raise PydanticKnownError("date_type")
    return value


WHOLE = BeforeValidator(whole)
"""Stands behind the bounds of every whole number that is asked for."""
Day = Annotated[date, Field(strict=False), BeforeValidator(_no_number)]
"""A day as JSON and forms write it, 2027-03-14."""
