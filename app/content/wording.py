"""Pydantic's errors in words for the author of a pack."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.content.problems import show
from app.content.saying import Words, t, tn
from app.content.suggest import closest, one_of
from app.content.types import ID, Part

AN_ID = t("een id: 2 tot 40 kleine letters, cijfers en streepjes laag (_), een letter voorop")


class Wording(NamedTuple):
    """A mistake: the path to it, what was found there, what is expected, and what was probably meant."""

    path: tuple[str, ...]
    found: Words
    expected: Words
    suggestion: Words = ""


def describe(error: ValidationError) -> Iterator[Wording]:
    """Each mistake in words."""
    details = error.errors(include_url=False)
    missing: dict[tuple[str, ...], set[str]] = {}
    for detail in details:
        if detail["type"] == "missing":
            missing.setdefault(_path(detail)[:-1], set()).add(_path(detail)[-1])
    for detail in details:
        path = _path(detail)
        if detail["type"] == "extra_forbidden":
            # A misspelt field is also missing under its right name: look there first.
            hint = closest(path[-1], missing.get(path[:-1], ()), _fields(Part))
            yield Wording(path, t("onbekend veld {name}", name=repr(path[-1])), t("een veld dat hier hoort"), hint)
        else:
            yield _words(path, detail)


def _path(detail: ErrorDetails) -> tuple[str, ...]:
    return tuple(str(part) for part in detail["loc"] if part != "[key]")


@cache
def _fields(part: type[Part]) -> frozenset[str]:
    own = frozenset(field.alias or name for name, field in part.model_fields.items())
    return own.union(*(_fields(child) for child in part.__subclasses__()))


def _words(path: tuple[str, ...], detail: ErrorDetails) -> Wording:
    context: dict[str, Any] = detail.get("ctx", {})
    found = t("niets") if detail["input"] is None else show(detail["input"])
    match detail["type"]:
        case "missing":
            return Wording(path, t("niets"), t("het veld {name}", name=path[-1]))
        case "string_too_long":
            text, most = cast(str, detail["input"]), context["max_length"]
            counted = t("{count} tekens: {text}", count=len(text), text=show(text, 40))
            return Wording(
                path,
                counted,
                t("hoogstens {count} tekens", count=most),
                tn("Maak de tekst {count} teken korter.", "Maak de tekst {count} tekens korter.", len(text) - most),
            )
        case "string_too_short":
            return Wording(path, t("een lege tekst"), t("ten minste één teken"))
        case "string_pattern_mismatch":
            return Wording(path, found, _pattern(context["pattern"]))
        case "languages":
            return _languages(path, context)
        case "characters":
            expected = t("tekst op één regel, zonder tekens die je niet ziet of die de leesrichting draaien")
            return Wording(path, t("het teken {code} in {text}", code=context["code"], text=found), expected)
        case "literal_error":
            options = [one.strip("'") for one in context["expected"].replace(" or ", ", ").split(", ")]
            return Wording(path, found, one_of(options), closest(str(detail["input"]), options))
        case _:
            return Wording(path, found, _kind(detail["type"], context))


def _languages(path: tuple[str, ...], context: dict[str, Any]) -> Wording:
    there, wanted = context["found"].split(", "), context["wanted"].split(", ")
    found = t("tekst voor {languages}", languages=context["found"]) if context["found"] else t("geen tekst")
    missing = ", ".join(one for one in wanted if one not in there)
    hint = t("Schrijf de tekst ook voor {languages}.", languages=missing) if missing else ""
    return Wording(path, found, t("tekst voor {languages}", languages=context["wanted"]), hint)


def _kind(kind: str, context: dict[str, Any]) -> Words:
    """What belongs there, by the type of the error."""
    match kind:
        case "greater_than_equal":
            return t("{count} of meer", count=context["ge"])
        case "less_than_equal":
            return t("{count} of minder", count=context["le"])
        case "string_type":
            return t("tekst, zo nodig tussen aanhalingstekens")
        case "int_type" | "int_parsing" | "int_from_float":
            return t("een heel getal")
        case "dict_type" | "model_type" | "model_attributes_type":
            return t("velden met hun waarden")
        case "tuple_type" | "list_type":
            return t("een lijst")
        case "too_short":
            return t("ten minste {count}", count=context["min_length"])
        case _:
            return t("iets anders ({kind})", kind=kind)


def _pattern(pattern: str) -> Words:
    """The patterns of `types.py` in words."""
    words = {
        ID: AN_ID,
        r"^#[0-9A-Fa-f]{6}$": t("een kleur tussen aanhalingstekens, zoals '#dcebcb'"),
        r"^[a-z]{2}$": t("een taal van twee kleine letters, zoals nl"),
        r"^\d+\.\d+\.\d+$": t("een versie van drie getallen tussen aanhalingstekens, zoals '1.0.0'"),
    }
    return words[pattern]
