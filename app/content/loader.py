"""Loads a pack from its directory. Every mistake is told with its file, line and field."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from app.content.checks import check
from app.content.finding import Finding
from app.content.pack import SECTIONS, Pack, Section
from app.content.problems import PackError, Problem
from app.content.source import Source, read_source
from app.content.suggest import closest
from app.content.types import About
from app.content.wording import describe

_IGNORED = {"media", "README.md", "LICENSE", "schema.json"}


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What is known of an installed pack without loading it all."""

    id: str
    version: str
    title: dict[str, str]
    languages: tuple[str, ...]
    directory: Path


@dataclass(slots=True)
class _Loading:
    """The state of one load: sources read, sections that came out right, and all problems so far."""

    directory: Path
    languages: tuple[str, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    sections: dict[str, Any] = field(default_factory=dict[str, Any])
    order: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    problems: list[Problem] = field(default_factory=list[Problem])


def load_pack(directory: Path) -> Pack:
    """The pack in `directory`; raises PackError with all its problems when it may not be used."""
    loading = _Loading(directory)
    _unknown_files(loading)
    for name, section in SECTIONS.items():
        # A link counts as a file, also a broken one: the author meant it to be there.
        if not section.optional or os.path.lexists(directory / section.file):
            _section(loading, name, section)
    loading.sections["order"] = loading.order
    draft = Pack.model_construct(**loading.sections)
    for finding in check(draft, set(loading.sections)):
        loading.problems.append(_problem(loading, finding))
    if loading.problems:
        raise PackError(loading.problems)
    return draft


def find_packs(directory: Path) -> list[PackInfo]:
    """The packs that lie in `directory`, by id. Reads each `pack.yaml` only; a broken one raises PackError."""
    found: list[PackInfo] = []
    problems: list[Problem] = []
    for path in sorted(path.parent for path in directory.glob("*/pack.yaml")):
        loading = _Loading(path)
        _section(loading, "about", SECTIONS["about"])
        problems += [_inside(path.name, problem) for problem in loading.problems]
        about = loading.sections.get("about")
        if isinstance(about, About):
            if about.id in [one.id for one in found]:
                finding = Finding(("about", "id"), f"a second pack {about.id!r}", "every id once")
                problems.append(_inside(path.name, _problem(loading, finding)))
            found.append(PackInfo(about.id, about.version, about.title, about.languages, path))
    if problems:
        raise PackError(problems)
    return found


def _inside(folder: str, problem: Problem) -> Problem:
    return Problem(f"{folder}/{problem.file}", problem.line, problem.field, problem.found, problem.expected)


def _unknown_files(loading: _Loading) -> None:
    """A misspelt file name would otherwise be content that nobody ever sees."""
    known = {section.file for section in SECTIONS.values()}
    for path in sorted(loading.directory.glob("*")):
        if path.name not in known | _IGNORED and not path.name.startswith("."):
            problem = Problem(path.name, 1, "", "a file that no pack has", closest(path.name, known))
            loading.problems.append(problem)
    for path in sorted((loading.directory / "personas").glob("*")):
        if path.suffix != ".yaml":
            problem = Problem(f"personas/{path.name}", 1, "", "a file that is not read", f"{path.stem}.yaml")
            loading.problems.append(problem)


def _section(loading: _Loading, name: str, section: Section) -> None:
    """Reads and validates one section; what is wrong is remembered, so that the next sections are still read."""
    problems = len(loading.problems)
    data = _personas(loading) if section.file == "personas" else _data(loading, name, section)
    if len(loading.problems) > problems:
        return
    if name == "about":
        loading.languages = _languages(data)
    adapter: TypeAdapter[Any] = TypeAdapter(cast(Any, Pack.model_fields[name].annotation))
    try:
        # As JSON: strict about numbers and words, and yet a list may become a tuple.
        value = adapter.validate_json(orjson.dumps(data), context={"languages": loading.languages})
    except ValidationError as error:
        for path, found, expected in describe(error):
            loading.problems.append(_problem(loading, Finding((name, *path), found, expected)))
        return
    loading.sections[name] = value
    if name not in ("about", "samples"):
        loading.order[name] = tuple(cast("dict[str, Any]", data))


def _data(loading: _Loading, name: str, section: Section) -> Any:
    source = _read(loading, section.file)
    if source is None or section.key is None:
        return source.data if source else None
    whole = _mapping(source.data)
    others = {one.key for one in SECTIONS.values() if one.file == section.file}
    for key in whole:
        if key not in others:
            known = {other for other in others if other}
            problem = Problem(section.file, source.line((key,)), key, f"unknown field {key!r}", closest(key, known))
            loading.problems.append(problem)
    if section.key not in whole:
        loading.problems.append(Problem(section.file, 1, section.key, "nothing", f"the part {section.key}"))
    return whole.get(section.key)


def _personas(loading: _Loading) -> dict[str, Any]:
    directory = loading.directory / "personas"
    result: dict[str, Any] = {}
    for path in sorted(directory.glob("*.yaml")):
        source = _read(loading, f"personas/{path.name}")
        if source is not None:
            result[path.stem] = source.data
    return result


def _read(loading: _Loading, file: str) -> Source | None:
    if file not in loading.sources:
        try:
            loading.sources[file] = read_source(loading.directory, file)
        except PackError as error:
            loading.problems += error.problems
    return loading.sources.get(file)


def _languages(data: Any) -> tuple[str, ...]:
    """Known before anything is validated, because every text is checked against them, the pack's title too."""
    listed: Any = _mapping(data).get("languages")
    return tuple(str(one) for one in cast("list[Any]", listed)) if isinstance(listed, list) else ()


def _mapping(data: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _problem(loading: _Loading, finding: Finding) -> Problem:
    """Turns a path in the pack into a file and a line."""
    name, *rest = finding.path
    section = SECTIONS[name]
    file, path = section.file, tuple(rest)
    if file == "personas":
        file, path = (f"personas/{rest[0]}.yaml", tuple(rest[1:])) if rest else ("personas", ())
    elif section.key is not None:
        path = (section.key, *rest)
    source = loading.sources.get(file)
    return Problem(file, source.line(path) if source else 1, ".".join(path), finding.found, finding.expected)
