"""Texts for people: a mapping from language to text, complete for the pack, and no longer than its card or line."""

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError


def _complete(value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """A missing language is an error here, so that no screen ever falls back silently."""
    context: dict[str, tuple[str, ...]] = info.context or {}
    languages = context.get("languages", ())
    if languages and set(value) != set(languages):
        raise PydanticCustomError(
            "languages", "texts for {wanted}", {"found": ", ".join(value), "wanted": ", ".join(languages)}
        )
    return value


def _one_line(value: str) -> str:
    """Cards and screens show text as it is: on one line, and nothing in it that is not seen or turns the text round."""
    for char in value:
        if unicodedata.category(char) in _UNSEEN or char in _TURNING:
            raise PydanticCustomError("characters", "character {code}", {"code": f"U+{ord(char):04X}"})
    return value


_UNSEEN = ("Cc", "Cs", "Co", "Zl", "Zp")
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that change the reading direction: with them a text reads otherwise than it is."""


def _within(characters: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=characters)


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]

_Complete = AfterValidator(_complete)
_OneLine = AfterValidator(_one_line)
Plain = Annotated[str, _within(160), _OneLine]
"""Text that is the same in every language, such as the title of a source."""
Name = Annotated[dict[Language, Annotated[str, _within(60), _OneLine]], _Complete]
Tagline = Annotated[dict[Language, Annotated[str, _within(34), _OneLine]], _Complete]
TeamName = Annotated[dict[Language, Annotated[str, _within(16), _OneLine]], _Complete]
Question = Annotated[dict[Language, Annotated[str, _within(90), _OneLine]], _Complete]
Brief = Annotated[dict[Language, Annotated[str, _within(120), _OneLine]], _Complete]
Card = Annotated[dict[Language, Annotated[str, _within(160), _OneLine]], _Complete]
Story = Annotated[dict[Language, Annotated[str, _within(240), _OneLine]], _Complete]
Speech = Annotated[dict[Language, Annotated[str, _within(400), _OneLine]], _Complete]


def texts_in(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every string in a part of a pack, with its path, which ends in the language if it is a text for people."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        inside = cast("dict[str, Any] | list[Any]", value)
        for key, one in inside.items() if isinstance(inside, dict) else enumerate(inside):
            yield from texts_in((*path, str(key)), one)
