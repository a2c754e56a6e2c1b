"""Texts for people: a mapping from language to text, complete for the pack, and no longer than its card or line."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError


def _complete(value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    """A missing language is an error here, so that no screen ever falls back silently."""
    context: dict[str, tuple[str, ...]] = info.context or {}
    languages = context.get("languages", ())
    if languages and set(value) != set(languages):
        found, wanted = ", ".join(value) or "none", ", ".join(languages)
        raise PydanticCustomError("languages", "texts for {wanted}", {"found": f"texts for {found}", "wanted": wanted})
    return value


def _one_line(value: str) -> str:
    """Cards and screens show text as it is: no control characters, and a line break is the layout's business."""
    if any(unicodedata.category(char) == "Cc" for char in value):
        raise PydanticCustomError("characters", "text on one line, without control characters")
    return value


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
