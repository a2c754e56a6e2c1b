"""Changing own packs: every change is made on a copy, checked as a whole, and only then put in place."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from threading import Lock
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from app.content.layers import mapping, stack, starters_left
from app.content.loader import load_pack, read_section
from app.content.pack import SECTIONS
from app.content.problems import refuse, show
from app.content.saying import t
from app.content.source import parse_source, read_source
from app.content.types import ID
from app.content.wording import AN_ID

EDITABLE = ("personas", "actors", "factors", "prompts", "schools")
"""What a facilitator may change in the browser; the rest is written in files."""

_one_at_a_time = Lock()


def copy_pack(
    source: Path,
    id: str,
    title: Mapping[str, str],
    target: Path,
    *,
    full: bool = False,
    library: Mapping[str, Path] | None = None,
) -> Path:
    """A new own pack in `target` that extends the one in `source`; with `full` a copy of all its files.

    Raises PackError: the id is none, is taken, or the title lacks a language of the pack.
    """
    free_id(id, target, {**{path.name: path for path in source.parent.glob("*")}, **(library or {})})
    source_id = str(mapping(read_source(source, "pack.yaml").data).get("id"))
    with workspace(target) as work:
        new = work / id
        if full:
            shutil.copytree(source, new)
            header: Any = _load(new / "pack.yaml")
        else:
            new.mkdir()
            header = CommentedMap()
        header.update({"id": id, "version": "1.0.0", "title": dict(title)})
        if not full:
            header["extends"] = source_id
        _dump(header, new / "pack.yaml")
        load_pack(new, {**(library or {}), source_id: source, **_beside(source)})
        new.rename(target / id)
    return target / id


def _beside(source: Path) -> dict[str, Path]:
    """Packs that the source may itself extend, when nobody told where they are."""
    return {path.name: path for path in source.parent.glob("*") if (path / "pack.yaml").is_file()}


def free_id(id: str, target: Path, library: Mapping[str, Path]) -> None:
    """Raises PackError when no own pack may be called like this."""
    if not re.fullmatch(ID, id):
        raise refuse("pack.yaml", 1, 1, "id", show(id), AN_ID)
    if id in library or (target / id).exists():
        raise refuse("pack.yaml", 1, 1, "id", t("een tweede pakket {id}", id=repr(id)), t("een id die nog vrij is"))


def read_entry(directory: Path, library: Mapping[str, Path], section: str, key: str) -> dict[str, Any]:
    """One card as the pack has it now, its own or that of the pack it extends. Raises KeyError, PackError."""
    return deepcopy(mapping(read_section(directory, library, section)[key]))


def write_entry(directory: Path, library: Mapping[str, Path], section: str, key: str, value: Mapping[str, Any]) -> None:
    """Change or add one card. Raises PackError, and changes nothing, when the whole pack would not pass."""

    def edit(work: Path) -> list[str]:
        file, part = _where(section, key)
        document = _load(work / file)
        entries = _inside(document, part)
        if part is None and section == "personas":
            _merge(document, value)
        elif isinstance(entries.get(key), CommentedMap):
            _merge(entries[key], value)
        else:
            entries[key] = dict(value)
        _dump(document, work / file)
        return [file, _next_version(work)]

    _change(directory, library, edit, lambda pack: read_entry(pack, library, section, key) == dict(value))


def remove_entry(directory: Path, library: Mapping[str, Path], section: str, key: str) -> None:
    """Take one card away. Raises KeyError; PackError, and changes nothing, when the pack would not pass without it."""
    read_entry(directory, library, section, key)

    def edit(work: Path) -> list[str]:
        changed = [_next_version(work)]
        if _is_below(directory, library, section, key):
            header = _load(work / "pack.yaml")
            removed = header.setdefault("remove", CommentedMap()).setdefault(section, [])
            if key not in removed:
                removed.append(key)
            _dump(header, work / "pack.yaml")
        changed += _without(work, section, key)
        for file, forget in (("samples.yaml", _forget), ("starters.yaml", _forget_starters)):
            if (work / file).exists() and forget(work / file, section, key):
                changed.insert(1, file)
        return changed

    _change(directory, library, edit, lambda pack: key not in read_section(pack, library, section))


def _where(section: str, key: str) -> tuple[str, str | None]:
    place = SECTIONS[section]
    if not re.fullmatch(ID, key):
        raise refuse(place.file, 1, 1, "", show(key), AN_ID)
    return (f"personas/{key}.yaml", None) if section == "personas" else (place.file, place.key)


def _inside(document: Any, part: str | None) -> Any:
    return document if part is None else document.setdefault(part, CommentedMap())


def _is_below(directory: Path, library: Mapping[str, Path], section: str, key: str) -> bool:
    layers = stack(directory, library)
    return len(layers) > 1 and key in read_section(layers[-2].directory, library, section)


def _without(work: Path, section: str, key: str) -> list[str]:
    """The files that the own entry was taken from."""
    file, part = _where(section, key)
    path = work / file
    if not path.exists():
        return []
    if section == "personas":
        path.unlink()
        return [file]
    document = _load(path)
    if _inside(document, part).pop(key, None) is None:
        return []
    _dump(document, path)
    return [file]


def _forget(path: Path, section: str, key: str) -> bool:
    """Samples that lean on a card go with it."""
    samples = _load(path)
    before = repr(samples)
    solutions: Any = samples.get("solutions") or {}
    if section == "personas":
        solutions.pop(key, None)
    if section in ("actors", "factors"):
        every: list[Any] = [one for rounds in solutions.values() for some in rounds.values() for one in some]
        for solution in every:
            solution[section].pop(key, None)
        insights: list[Any] = samples.get("insights") or []
        for insight in insights:
            if insight["tags"].get(section.removesuffix("s")) == key:
                del insight["tags"][section.removesuffix("s")]
    if repr(samples) == before:
        return False
    _dump(samples, path)
    return True


def _forget_starters(path: Path, section: str, key: str) -> bool:
    """Beginnings of sentences of a view go with its actor."""
    document = _load(path)
    left = starters_left(document, {key}) if section == "actors" else document
    if left == document:
        return False
    for name in list(document):
        if name in left:
            document[name].update(left[name])
        else:
            del document[name]
    _dump(document, path)
    return True


def _next_version(work: Path) -> str:
    """Raise the last number, so that a report tells which form of the pack was played."""
    header = _load(work / "pack.yaml")
    *most, last = str(header["version"]).split(".")
    header["version"] = ".".join([*most, str(int(last) + 1)])
    _dump(header, work / "pack.yaml")
    return "pack.yaml"


def _change(
    directory: Path,
    library: Mapping[str, Path],
    edit: Callable[[Path], list[str]],
    done: Callable[[Path], bool],
) -> None:
    """Edit a copy; when it passes, put its changed files in place, each at once and in an order that always passes."""
    with _one_at_a_time, workspace(directory.parent) as work:
        copy = work / directory.name
        shutil.copytree(directory, copy, symlinks=True)
        changed = edit(copy)
        load_pack(copy, library)
        if not done(copy):
            raise refuse("pack.yaml", 1, 1, "", t("iets dat anders terugkomt uit het bestand"), t("gewone tekst"))
        for file in changed:
            if (copy / file).exists():
                (directory / file).parent.mkdir(exist_ok=True)
                os.replace(copy / file, directory / file)
            else:
                (directory / file).unlink(missing_ok=True)


@contextmanager
def workspace(target: Path) -> Generator[Path]:
    """A folder beside the packs that is gone afterwards, whatever happens; its name keeps it out of the list."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".work-", dir=target, ignore_cleanup_errors=True) as path:
        yield Path(path)


def _yaml() -> Any:
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(path: Path) -> Any:
    """A file with its comments; what our own reader refuses is not read here either."""
    if not path.exists():
        return CommentedMap()
    text = path.read_text("utf-8")
    parse_source(path.name, text)
    return _yaml().load(text) or CommentedMap()


def _dump(document: Any, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _yaml().dump(document, file)


def _merge(old: Any, new: Mapping[str, Any]) -> None:
    """Make `old` equal to `new` in place, so that comments and order stay where they were."""
    for key in [key for key in old if key not in new]:
        del old[key]
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(old.get(key), CommentedMap):
            _merge(old[key], cast("Mapping[str, Any]", value))
        elif old.get(key) != value:
            old[key] = value
