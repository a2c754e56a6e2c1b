"""Reads one YAML file as pure data, and remembers on which line everything stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from app.content.problems import PackError, Problem, show

MAX_BYTES = 1024 * 1024
"""A pack is text on cards; a larger file is a mistake or an attack."""

MAX_DEPTH = 16
"""The deepest text of a pack lies at 8; deeper nesting only costs memory."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"[-+]?[0-9]{1,9}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,9}\.[0-9]{0,9}")


@dataclass(slots=True)
class Source:
    """A file as data. `lines` maps a path such as ("yara", "age") to its line, counted from 1."""

    file: str
    data: Any = None
    lines: dict[tuple[str, ...], int] = field(default_factory=dict[tuple[str, ...], int])

    def line(self, path: tuple[str, ...]) -> int:
        """The line of a path, or of the nearest thing around it that does stand in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_source(pack: Path, file: str) -> Source:
    """Reads `file` of the pack in the directory `pack`; raises PackError when it is not safe, plain data."""
    text = _read_text(pack, file)
    reader = _Reader(file)
    try:
        return reader.read(text)
    except MarkedYAMLError as error:
        mark = cast(Any, error).problem_mark or cast(Any, error).context_mark
        line = mark.line + 1 if mark else 1
        raise _refuse(file, line, "", f"broken YAML ({cast(Any, error).problem})", "valid YAML") from error
    except YAMLError as error:
        raise _refuse(file, 1, "", f"broken YAML ({show(str(error))})", "valid YAML") from error


def _read_text(pack: Path, file: str) -> str:
    path = pack / file
    if not path.resolve().is_relative_to(pack.resolve()):
        raise _refuse(file, 1, "", "a link that leads out of the pack", "a file inside the pack")
    if not path.is_file():
        raise _refuse(file, 1, "", "no such file", f"the file {file}")
    if path.stat().st_size > MAX_BYTES:
        raise _refuse(file, 1, "", f"{path.stat().st_size} bytes", f"at most {MAX_BYTES} bytes")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _refuse(file, line, "", "bytes that are not UTF-8", "a text file saved as UTF-8") from error


def _refuse(file: str, line: int, field: str, found: str, expected: str) -> PackError:
    return PackError([Problem(file, line, field, found, expected)])


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
        return self.source

    def _one_document(self) -> None:
        if self.source.lines:
            raise _refuse(self.source.file, self.source.line(()), "", "a second document (---)", "one document")

    def _value(self, event: Any, path: tuple[str, ...]) -> Any:
        line = event.start_mark.line + 1
        self.source.lines.setdefault(path, line)
        self._pure(event, line, path)
        if len(path) > MAX_DEPTH:
            raise _refuse(
                self.source.file, line, ".".join(path[:4]), "very deep nesting", f"at most {MAX_DEPTH} levels"
            )
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
            line = event.start_mark.line + 1
            if type(event).__name__ != "ScalarEvent":
                raise _refuse(self.source.file, line, ".".join(path), "a key that is not a word", "a plain key")
            self._pure(event, line, path)
            key = str(event.value)
            if key in result:
                first = self.source.lines[(*path, key)]
                self._problem(line, (*path, key), f"{key!r} a second time", f"every key once (first on line {first})")
            self.source.lines.setdefault((*path, key), line)
            result[key] = self._value(next(self.events), (*path, key))
        return result

    def _sequence(self, path: tuple[str, ...]) -> list[Any]:
        result: list[Any] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            result.append(self._value(event, (*path, str(len(result)))))
        return result

    def _pure(self, event: Any, line: int, path: tuple[str, ...]) -> None:
        if getattr(event, "anchor", None) is not None:
            self._problem(line, path, f"a YAML anchor or alias ({event.anchor})", "the text itself, written out")
        if getattr(event, "tag", None) is not None:
            self._problem(line, path, f"a YAML tag ({event.tag})", "plain text, numbers, lists and mappings")

    def _problem(self, line: int, path: tuple[str, ...], found: str, expected: str) -> None:
        self.problems.append(Problem(self.source.file, line, ".".join(path), found, expected))


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
