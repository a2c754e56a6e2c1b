"""A card as a form, made from its type: which inputs it asks for, with which limits, and what was typed, as data.

A value is known by its path with dots, as problems name it: `name.nl`, `situations.1.en`, `start.regulation`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

import orjson

from app.content.types import Actor, Factor, Part, Persona, Prompt, School

CARDS: dict[str, type[Part]] = {
    "personas": Persona,
    "actors": Actor,
    "factors": Factor,
    "prompts": Prompt,
    "schools": School,
}
"""What can be edited in the browser, in the order of the page; the rest of a pack is edited in its files."""

GROWS = ("personas", "factors", "prompts")
"""Where a card may be added. Actors and schools are counted: the game needs just these."""

LEAST_ROWS = 3
"""How many questions a list offers room for, as an actor asks three; a longer one keeps all it has."""

MOST_ROWS = 20

Data = dict[str, Any]
Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in. `texts` is a line per language; `rows` of them when it is a list."""

    name: str
    kind: Literal["texts", "rows", "number", "choice", "several", "picture"]
    most: int = 0
    low: int = 0
    high: int = 0
    options: tuple[str, ...] = ()


def inputs(card: type[Part]) -> tuple[Input, ...]:
    """The inputs of a card, in the order of its type."""
    return tuple(_of_part(card, ()))


def _of_part(part: type[Part], at: tuple[str, ...]) -> Iterator[Input]:
    for name, field in part.model_fields.items():
        yield from _of((*at, field.alias or name), field.annotation, field.metadata)


def _of(at: tuple[str, ...], annotation: Any, metadata: Iterable[Any]) -> Iterator[Input]:
    kind, limits = _bare(annotation, metadata)
    origin, args, name = get_origin(kind), get_args(kind), ".".join(at)
    if origin is Literal:
        yield Input(name, "choice", options=tuple(map(str, args)))
    elif origin is tuple and get_origin(args[0]) is Literal:
        yield Input(name, "several", options=tuple(map(str, get_args(args[0]))))
    elif origin is tuple:
        (each,) = _of(at, args[0], ())
        yield Input(name, "rows", each.most)
    elif origin is dict and get_origin(args[0]) is Literal:
        for key in get_args(args[0]):
            yield from _of((*at, key), args[1], ())
    elif origin is dict:
        yield Input(name, "texts", _limit(_bare(args[1], ())[1], "max_length"))
    elif kind is int:
        yield Input(name, "number", low=_limit(limits, "ge"), high=_limit(limits, "le"))
    elif kind is str:
        yield Input(name, "picture")
    else:
        yield from _of_part(kind, at)


def _bare(annotation: Any, metadata: Iterable[Any]) -> tuple[Any, list[Any]]:
    """A type without `Annotated` and `| None`, and what was annotated."""
    limits = list(metadata)
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            limits += more
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(one for one in get_args(annotation) if one is not NoneType)
        else:
            return annotation, limits


def _limit(limits: Iterable[Any], name: str) -> int:
    """A limit that the type sets: the form says it, and never knows better."""
    for one in limits:
        found = getattr(one, name, None)
        if found is None:  # pydantic's Field keeps its limits in a list of its own
            found = next((getattr(each, name) for each in getattr(one, "metadata", ()) if hasattr(each, name)), None)
        if found is not None:
            return int(found)
    raise TypeError(f"no {name} in {limits}")


def read(card: type[Part], fields: Mapping[str, str], languages: Iterable[str]) -> Data:
    """What was typed, as an entry of the pack; checking it is the pack's business."""
    languages = tuple(languages)
    data: Data = {}
    for one in inputs(card):
        value = _value(one, fields, languages)
        if value is not None:
            _put(data, one.name.split("."), value)
    return data


def _value(one: Input, fields: Mapping[str, str], languages: tuple[str, ...]) -> Any:
    if one.kind == "texts":
        return {language: _line(fields.get(f"{one.name}.{language}", "")) for language in languages}
    if one.kind == "rows":
        rows = [{lang: _line(fields.get(f"{one.name}.{n}.{lang}", "")) for lang in languages} for n in range(MOST_ROWS)]
        return [row for row in rows if any(row.values())]
    if one.kind == "several":
        ticked = [int(option) for option in one.options if f"{one.name}.{option}" in fields]
        return ticked or None
    typed = _line(fields.get(one.name, ""))
    if one.kind != "picture" and re.fullmatch(r"-?[0-9]{1,9}", typed):
        return int(typed)
    return typed or None


def _line(text: str) -> str:
    """A card has no line breaks of its own: one that was typed becomes a space."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def _put(data: Data, path: list[str], value: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def values(data: Any, at: str = "") -> Values:
    """An entry as the form's values. What can be ticked stands under its own name: `rounds.2`."""
    if isinstance(data, dict):
        pairs = cast("dict[str, Any]", data).items()
    elif isinstance(data, list):
        items = cast("list[Any]", data)
        pairs = [(str(one if isinstance(one, int) else index), one) for index, one in enumerate(items)]
    else:
        return {} if data is None else {at: str(data)}
    found: Values = {}
    for key, value in pairs:
        found |= values(value, f"{at}.{key}" if at else key)
    return found


def rows(one: Input, typed: Values, languages: Iterable[str]) -> int:
    """How many lines of a list the form shows: all there are, and room for more."""
    languages = tuple(languages)
    filled = [n for n in range(MOST_ROWS) if any(f"{one.name}.{n}.{language}" in typed for language in languages)]
    return max(LEAST_ROWS, len(filled))


def plain(card: Part) -> Data:
    """A card as it stands in its file."""
    return card.model_dump(mode="json", by_alias=True, exclude_none=True)


def fingerprint(data: Data) -> str:
    """Tells whether a card is still the one that somebody read."""
    return hashlib.sha256(orjson.dumps(data, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def new_key(name: str, taken: Iterable[str]) -> str:
    """An id for a new card: from its name, and not one that is there."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30]
    word = word if re.match(r"[a-z][a-z0-9_]", word) else "kaart"
    there = set(taken)
    free = (f"{word}_{n}" for n in range(2, len(there) + 3))
    return word if word not in there else next(one for one in free if one not in there)
