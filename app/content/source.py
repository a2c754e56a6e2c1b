"""Reads one YAML file as pure data, and remembers on which line everything stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from app.content.problems import PackError, Problem, refuse, show
from app.content.saying import Words, t

MAX_BYTES = 1024 * 1024
"""A pack is text on cards; a larger file is a mistake or an attack."""

WORTH_KEEPING = 256 * 1024
"""Larger files are not remembered: no pack needs them, and memory is not for who sends them."""

MAX_DEPTH = 16
"""The deepest text of a pack lies at 8; deeper nesting only costs memory."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"[-+]?[0-9]{1,9}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,9}\.[0-9]{0,9}")


Place = tuple[int, int]


@dataclass(slots=True)
class Source:
    """A file as data. `places` maps a path such as ("yara", "age") to its line and column, counted from 1."""

    file: str
    data: Any = None
    places: dict[tuple[str, ...], Place] = field(default_factory=dict[tuple[str, ...], Place])

    def place(self, path: tuple[str, ...]) -> Place:
        """The place of a path, or of the nearest thing around it that does stand in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_source(pack: Path, file: str) -> Source:
    """Reads `file` of the pack in the directory `pack`; raises PackError when it is not safe, plain data."""
    text = _read_text(pack, file)
    return _remembered(file, text) if len(text) < WORTH_KEEPING else parse_source(file, text)


def parse_source(file: str, text: str) -> Source:
    """The text of a file as data; raises PackError when it is not safe and plain."""
    try:
        return _Reader(file).read(text)
    except MarkedYAMLError as error:
        raise _broken(file, error) from error
    except ReaderError as error:
        before = text[: cast(Any, error).position]
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        code = f"U+{ord(text[len(before)]):04X}"
        raise refuse(
            file, *place, "", t("het teken {code}", code=code), t("tekst zonder tekens die je niet ziet")
        ) from error
    except YAMLError as error:
        raise refuse(file, 1, 1, "", t("kapotte YAML ({why})", why=show(str(error))), t("geldige YAML")) from error


_remembered = lru_cache(maxsize=128)(parse_source)
"""By its text, so never out of date. An own pack stands on files that did not change since the last time."""


def _broken(file: str, error: Any) -> PackError:
    """What the parser says is for programmers, so what to do is told too. A quote left open is told where it began."""
    why, mark = str(error.problem), error.problem_mark or error.context_mark
    hint = t("Zet de tekst tussen ' en ', en een ' daarin twee keer. Laat velden naast elkaar even ver inspringen.")
    if "end of stream" in why:
        mark, hint = error.context_mark or mark, t("Hier begint een aanhaling die nergens eindigt.")
    elif "'\\t'" in why:
        hint = t("Spring in met spaties, niet met een tab.")
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return PackError([Problem(file, *place, "", t("kapotte YAML ({why})", why=why), t("geldige YAML"), hint)])


def _read_text(pack: Path, file: str) -> str:
    path = pack / file
    if not path.resolve().is_relative_to(pack.resolve()):
        raise refuse(file, 1, 1, "", t("een verwijzing die uit het pakket leidt"), t("een bestand in het pakket"))
    if not path.is_file():
        raise refuse(file, 1, 1, "", t("geen bestand"), t("het bestand {file}", file=file))
    if (size := path.stat().st_size) > MAX_BYTES:
        raise refuse(file, 1, 1, "", t("{count} bytes", count=size), t("hoogstens {count} bytes", count=MAX_BYTES))
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise refuse(
            file, line, column, "", t("bytes die geen UTF-8 zijn"), t("een tekstbestand, bewaard als UTF-8")
        ) from error


def _events(text: str) -> Iterator[Any]:
    yaml: Any = YAML(typ="safe", pure=True)
    return yaml.parse(text)


class _Reader:
    """Builds data from YAML events itself: tags, anchors and aliases are seen, and never constructed."""

    def __init__(self, file: str) -> None:
        self.source = Source(file)
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = iter(())

    def read(self, text: str) -> Source:
        self.events = _events(text)
        for event in self.events:
            if type(event).__name__ == "DocumentStartEvent":
                self._one_document()
                self.source.data = self._value(next(self.events), ())
        if self.problems:
            raise PackError(self.problems)
        self.source.places.setdefault((), (1, 1))  # an empty file is a place too
        return self.source

    def _one_document(self) -> None:
        if self.source.places:
            place = self.source.place(())
            raise refuse(self.source.file, *place, "", t("een tweede document (---)"), t("één document"))

    def _value(self, event: Any, path: tuple[str, ...]) -> Any:
        place = _place(event)
        self.source.places.setdefault(path, place)
        self._pure(event, place, path)
        if len(path) > MAX_DEPTH:
            expected = t("hoogstens {count} lagen", count=MAX_DEPTH)
            raise refuse(self.source.file, *place, ".".join(path[:4]), t("te veel lagen in elkaar"), expected)
        match type(event).__name__:
            case "MappingStartEvent":
                return self._mapping(path)
            case "SequenceStartEvent":
                return self._sequence(path)
            case "ScalarEvent":
                return _scalar(event)
            case _:
                return None

    def _mapping(self, path: tuple[str, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            place = _place(event)
            if type(event).__name__ != "ScalarEvent":
                field = ".".join(path)
                raise refuse(self.source.file, *place, field, t("een sleutel die geen woord is"), t("een gewoon woord"))
            self._pure(event, place, path)
            key = str(event.value)
            if key in result:
                first, _ = self.source.places[(*path, key)]
                expected = t("elke sleutel één keer (de eerste staat op regel {line})", line=first)
                self._problem(place, (*path, key), t("{id} voor de tweede keer", id=repr(key)), expected)
            self.source.places.setdefault((*path, key), place)
            result[key] = self._value(next(self.events), (*path, key))
        return result

    def _sequence(self, path: tuple[str, ...]) -> list[Any]:
        result: list[Any] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            result.append(self._value(event, (*path, str(len(result)))))
        return result

    def _pure(self, event: Any, place: Place, path: tuple[str, ...]) -> None:
        if (anchor := getattr(event, "anchor", None)) is not None:
            found = t("een anker of verwijzing van YAML ({name})", name=anchor)
            self._problem(place, path, found, t("de tekst zelf, uitgeschreven"))
        if (tag := getattr(event, "tag", None)) is not None:
            found = t("een label van YAML ({name})", name=tag)
            self._problem(place, path, found, t("gewone tekst, getallen, lijsten en sleutels"))
        if any("\ud800" <= char <= "\udfff" for char in getattr(event, "value", None) or ""):
            found = t("een half teken (\\ud800 tot \\udfff)")
            self._problem(place, path, found, t("gewone tekst, getallen, lijsten en sleutels"))

    def _problem(self, place: Place, path: tuple[str, ...], found: Words, expected: Words) -> None:
        self.problems.append(Problem(self.source.file, *place, ".".join(path), found, expected))


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: Any) -> str | int | float | bool | None:
    """Plain words that are a number, true, false or null; everything else, dates too, is text."""
    value = str(event.value)
    if event.style:  # quoted or a block: always text
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else value
