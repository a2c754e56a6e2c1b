"""Loads a pack from its directory. Every mistake is told with its file, line, column and field."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from app.content.checks import check
from app.content.finding import Finding
from app.content.layers import LAYERING, OWN, Layer, lay, mapping, stack
from app.content.pack import SECTIONS, Pack, Section
from app.content.problems import PackError, Problem, in_order
from app.content.readability import check_reading
from app.content.saying import t
from app.content.suggest import closest, one_of
from app.content.types import About
from app.content.wording import describe

_IGNORED = {"README.md", "LICENSE"}
REMOVABLE = tuple(name for name in SECTIONS if name not in ("about", "samples"))


@dataclass(slots=True)
class _Loading:
    """The state of one load: its layers, the lowest first, sections that came out right, and all problems so far."""

    layers: list[Layer]
    languages: tuple[str, ...] = ()
    sections: dict[str, Any] = field(default_factory=dict[str, Any])
    order: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    problems: list[Problem] = field(default_factory=list[Problem])


def load_pack(directory: Path, library: Mapping[str, Path] | None = None) -> Pack:
    """The pack in `directory`, with what it extends; raises PackError when it may not be used."""
    loading = _load(directory, library or {})
    errors = [one for one in loading.problems if not one.warning]
    if errors:
        raise PackError(errors)
    return _draft(loading)


def diagnose(directory: Path, library: Mapping[str, Path] | None = None) -> list[Problem]:
    """Everything that there is to say about a pack: errors and warnings, reading level too."""
    try:
        loading = _load(directory, library or {})
    except PackError as error:
        return error.problems
    found = check_reading(_draft(loading), set(loading.sections)) if "about" in loading.sections else ()
    return in_order([*loading.problems, *(_problem(loading, finding) for finding in found)])


def _load(directory: Path, library: Mapping[str, Path]) -> _Loading:
    loading = _Loading(stack(directory, library))
    for layer in loading.layers:
        _unknown_files(loading, layer)
    _removals(loading)
    for name, section in SECTIONS.items():
        # A link counts as a file, also a broken one: the author meant it to be there.
        if not section.optional or any(os.path.lexists(one.directory / section.file) for one in loading.layers):
            _section(loading, name, section)
    loading.sections["order"] = loading.order
    for finding in check(_draft(loading), set(loading.sections), extended=len(loading.layers) > 1):
        loading.problems.append(_problem(loading, finding))
    return loading


def _draft(loading: _Loading) -> Pack:
    """The sections that came out right; without errors that is a whole pack."""
    return Pack.model_construct(**loading.sections)


def read_about(directory: Path, library: Mapping[str, Path] | None = None) -> About:
    """What a pack says of itself; raises PackError. Reads `pack.yaml` only."""
    loading = _Loading(stack(directory, library or {}))
    _section(loading, "about", SECTIONS["about"])
    if loading.problems:
        raise PackError(loading.problems)
    return loading.sections["about"]


def read_section(directory: Path, library: Mapping[str, Path], name: str) -> dict[str, Any]:
    """A section as it is written, layers laid over each other; raises PackError."""
    loading = _Loading(stack(directory, library))
    data = _data(loading, name, SECTIONS[name])
    if loading.problems:
        raise PackError(loading.problems)
    return mapping(data)


def _unknown_files(loading: _Loading, layer: Layer) -> None:
    """A misspelt file name would otherwise be content that nobody ever sees."""
    known = {section.file for section in SECTIONS.values()}
    for path in sorted(layer.directory.glob("*")):
        if path.name not in known | _IGNORED and not path.name.startswith("."):
            found, hint = t("een bestand dat geen pakket heeft"), closest(path.name, known)
            loading.problems.append(Problem(layer.label(path.name), 1, 1, "", found, one_of(known), hint))
    for path in sorted((layer.directory / "personas").glob("*")):
        if path.suffix != ".yaml":
            found, expected = t("een bestand dat niet gelezen wordt"), f"{path.stem}.yaml"
            loading.problems.append(Problem(layer.label(f"personas/{path.name}"), 1, 1, "", found, expected))


def _removals(loading: _Loading) -> None:
    """`remove` names entries that are there; without a pack below there is nothing to take away."""
    for index, layer in enumerate(loading.layers):
        header = layer.header()
        if "remove" not in header:
            continue
        removed = header["remove"]
        if index == 0:
            found = t("remove zonder extends")
            loading.problems.append(layer.problem(("remove",), found, t("niets, of een pakket onder extends")))
        elif not isinstance(removed, dict):
            expected = t("per onderdeel een lijst van ids")
            loading.problems.append(layer.problem(("remove",), t("geen onderdelen"), expected))
        else:
            for section, ids in mapping(removed).items():
                _removed_ids(loading, index, section, ids)


def _removed_ids(loading: _Loading, index: int, section: str, ids: Any) -> None:
    layer, path = loading.layers[index], ("remove", section)
    if section not in REMOVABLE:
        found = t("onbekend onderdeel {name}", name=repr(section))
        loading.problems.append(layer.problem(path, found, one_of(REMOVABLE), closest(section, REMOVABLE)))
        return
    if not isinstance(ids, list):
        loading.problems.append(layer.problem(path, t("geen lijst"), t("een lijst van ids")))
        return
    lower = _Loading(loading.layers[:index])
    known = mapping(_data(lower, section, SECTIONS[section]))
    for place, key in enumerate(layer.removed(section)):
        if key not in known and not lower.problems:
            found = t("onbekende id {id}", id=repr(key))
            loading.problems.append(layer.problem((*path, str(place)), found, one_of(known), closest(key, known)))


def _section(loading: _Loading, name: str, section: Section) -> None:
    """Reads and validates one section; what is wrong is remembered, so that the next sections are still read."""
    problems = len(loading.problems)
    data = _data(loading, name, section)
    if len(loading.problems) > problems:
        return
    if name == "about":
        data = {key: value for key, value in mapping(data).items() if key not in LAYERING} or data
        loading.languages = _languages(data)
    adapter: TypeAdapter[Any] = TypeAdapter(cast(Any, Pack.model_fields[name].annotation))
    try:
        # As JSON: strict about numbers and words, and yet a list may become a tuple.
        value = adapter.validate_json(orjson.dumps(data), context={"languages": loading.languages})
    except ValidationError as error:
        loading.problems += [_problem(loading, Finding((name, *one.path), *one[1:])) for one in describe(error)]
        return
    loading.sections[name] = value
    if name not in ("about", "samples"):
        loading.order[name] = tuple(cast("dict[str, Any]", data))


def _data(loading: _Loading, name: str, section: Section) -> Any:
    """The section as written: each layer's laid over that of the layers below."""
    data: Any = None
    for index, layer in enumerate(loading.layers):
        if index and not os.path.lexists(layer.directory / section.file):
            above = {}  # nothing differs here
        elif not index and section.optional and not os.path.lexists(layer.directory / section.file):
            above = {}
        else:
            above = _personas(loading, layer) if section.file == "personas" else _part(loading, layer, section, index)
        data = lay(name, data, above, layer) if index else above
    return data


def _part(loading: _Loading, layer: Layer, section: Section, index: int) -> Any:
    """The section in the file of one layer."""
    try:
        source = layer.read(section.file)
    except PackError as error:
        loading.problems += error.problems
        return None
    if section.key is None:
        return source.data
    whole = mapping(source.data)
    known = {one.key for one in SECTIONS.values() if one.file == section.file and one.key}
    for key in whole:
        if key not in known:
            found = t("onbekend veld {name}", name=repr(key))
            problem = Problem(layer.label(section.file), *source.place((key,)), key, found, one_of(known))
            loading.problems.append(problem)
    if section.key not in whole and not index:
        expected = t("het deel {name}", name=section.key)
        loading.problems.append(Problem(layer.label(section.file), 1, 1, section.key, t("niets"), expected))
    return whole.get(section.key, {} if index else None)


def _personas(loading: _Loading, layer: Layer) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for path in sorted((layer.directory / "personas").glob("*.yaml")):
        try:
            result[path.stem] = layer.read(f"personas/{path.name}").data
        except PackError as error:
            loading.problems += error.problems
    return result


def _languages(data: Any) -> tuple[str, ...]:
    """Known before anything is validated, because every text is checked against them, the pack's title too."""
    listed: Any = mapping(data).get("languages")
    return tuple(str(one) for one in cast("list[Any]", listed)) if isinstance(listed, list) else ()


def _problem(loading: _Loading, finding: Finding) -> Problem:
    """Turns a path in the pack into a file, a line and a column: those of the highest layer that has the entry.

    What is wrong with a whole section from which the author took something away is wrong with that.
    """
    name, *rest = finding.path
    top = loading.layers[-1]
    if not rest and top.removed(name):
        return replace(top.problem(("remove", name), *finding[1:4]), warning=finding.warning)
    section = SECTIONS[name]
    file, path, depth = section.file, tuple(rest), 1
    if file == "personas":
        file, path, depth = (f"personas/{rest[0]}.yaml", tuple(rest[1:]), 0) if rest else ("personas", (), 0)
    elif section.key is not None:
        path, depth = (section.key, *rest), 2
    elif name == "samples":
        depth = 2
    layer = _holder(loading, file, path[:depth])
    if name == "about" and "".join(path[:1]) in OWN:
        layer = loading.layers[-1]
    source = layer.sources.get(file)
    place = source.place(path) if source else (1, 1)
    words = (finding.found, finding.expected, finding.suggestion)
    return Problem(layer.label(file), *place, ".".join(path), *words, finding.warning)


def _holder(loading: _Loading, file: str, entry: tuple[str, ...]) -> Layer:
    for layer in reversed(loading.layers):
        source = layer.sources.get(file)
        if source is not None and entry in source.places:
            return layer
    return loading.layers[-1]
