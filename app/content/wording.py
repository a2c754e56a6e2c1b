"""Pydantic's errors in words for the author of a pack."""

from collections.abc import Iterator
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.content.problems import show
from app.content.suggest import closest
from app.content.types import Part

Wording = tuple[tuple[str, ...], str, str]


def describe(error: ValidationError) -> Iterator[Wording]:
    """For each mistake: the path to it, what was found there, and what is expected."""
    details = error.errors(include_url=False)
    missing: dict[tuple[str, ...], set[str]] = {}
    for detail in details:
        if detail["type"] == "missing":
            missing.setdefault(_path(detail)[:-1], set()).add(_path(detail)[-1])
    for detail in details:
        path = _path(detail)
        if detail["type"] == "extra_forbidden":
            # A misspelt field is also missing under its right name: look there first.
            yield path, f"unknown field {path[-1]!r}", _suggest(path[-1], missing.get(path[:-1], set()))
        else:
            yield path, *_words(detail)


def _path(detail: ErrorDetails) -> tuple[str, ...]:
    return tuple(str(part) for part in detail["loc"] if part != "[key]")


def _suggest(word: str, missing: set[str]) -> str:
    near = closest(word, missing) if missing else ""
    return near if "did you mean" in near else closest(word, _fields(Part)).replace("one of", "a known field:")


def _fields(part: type[Part]) -> set[str]:
    own = {field.alias or name for name, field in part.model_fields.items()}
    return own.union(*(_fields(child) for child in part.__subclasses__()))


def _words(detail: ErrorDetails) -> tuple[str, str]:
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "nothing", f"the field {_path(detail)[-1]}"
        case "string_too_long":
            text = cast(str, detail["input"])
            return f"{len(text)} characters: {show(text, 40)}", f"at most {context['max_length']} characters"
        case "string_too_short":
            return "an empty text", "at least one character"
        case "string_pattern_mismatch":
            return show(detail["input"]), _pattern(context["pattern"])
        case "languages":
            return context["found"], f"texts for {context['wanted']}"
        case _:
            return show(detail["input"]), detail["msg"].removeprefix("Input should be ")


def _pattern(pattern: str) -> str:
    """The patterns of `types.py` in words."""
    words = {
        r"^[a-z][a-z0-9_]{1,39}$": "an id: 2 to 40 small letters, digits and underscores, a letter first",
        r"^[a-z]{2}$": "a language of two small letters, such as nl",
        r"^\d+\.\d+\.\d+$": "a version of three numbers in quotes, such as '1.0.0'",
    }
    return words.get(pattern, f"text like {pattern}")
