"""Where packs lie: those of the product, and those that people made here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.content.layers import mapping, stack
from app.content.loader import diagnose, read_about
from app.content.problems import PackError, Problem, in_order, refuse
from app.content.saying import t
from app.content.source import read_source


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What is known of an installed pack without loading it all. `own`: made here, and so it may be changed."""

    id: str
    version: str
    title: dict[str, str]
    languages: tuple[str, ...]
    directory: Path
    own: bool = False
    extends: str | None = None


def find_packs(*directories: Path) -> list[PackInfo]:
    """The packs in the product's directory (the first), then people's own. Reads each `pack.yaml` only.

    A broken pack of the product raises PackError. An own one that cannot be read, or that has an id that is taken or
    is not the name of its folder, is left out: it must not keep the others from being played. `find_broken` names it.
    """
    found, broken = _survey(directories)
    if ours := [problem for own, problems in broken if not own for problem in problems]:
        raise PackError(ours)
    return found


def find_broken(*directories: Path) -> list[Problem]:
    """What is wrong with the own packs that `find_packs` leaves out."""
    return [problem for own, problems in _survey(directories)[1] if own for problem in problems]


def broken_pack(name: str, *directories: Path) -> list[Problem]:
    """All that is wrong with the own pack in this folder that `find_packs` leaves out; nothing if there is none."""
    folder = next((one / name for one in directories[1:] if Path(name).name == name and (one / name).is_dir()), None)
    if folder is None:
        return []
    inside = diagnose(folder, known_packs(*directories))
    if any(not one.warning for one in inside):
        return inside
    outside = [one for one in find_broken(*directories) if one.file.startswith(f"{name}/")]
    return in_order([*inside, *(replace(one, file=one.file.removeprefix(f"{name}/")) for one in outside)])


def known_packs(*directories: Path) -> dict[str, Path]:
    """Where each pack lies, by id."""
    return {info.id: info.directory for info in find_packs(*directories)}


def _survey(directories: tuple[Path, ...]) -> tuple[list[PackInfo], list[tuple[bool, list[Problem]]]]:
    places = [
        (path.parent, index > 0)
        for index, directory in enumerate(directories)
        for path in sorted(directory.glob("*/pack.yaml"))
        if not path.parent.name.startswith(".")
    ]
    known: dict[str, Path] = {}
    broken: list[tuple[bool, list[Problem]]] = []
    for directory, own in places:
        try:
            known[_new_id(directory, own, known)] = directory
        except PackError as error:
            broken.append((own, [_inside(directory.name, problem) for problem in error.problems]))
    found: list[PackInfo] = []
    for directory, own in places:
        if directory in known.values():
            try:
                found.append(_info(directory, own, known))
            except PackError as error:
                broken.append((own, [_inside(directory.name, problem) for problem in error.problems]))
    return found, broken


def _info(directory: Path, own: bool, known: Mapping[str, Path]) -> PackInfo:
    about = read_about(directory, known)
    extends = stack(directory, known)[-1].header().get("extends")
    return PackInfo(about.id, about.version, dict(about.title), about.languages, directory, own, extends)


def _new_id(directory: Path, own: bool, known: Mapping[str, Path]) -> str:
    """The id in a pack.yaml as it is written; raises PackError when it cannot be used here."""
    source = read_source(directory, "pack.yaml")
    key, place = str(mapping(source.data).get("id") or directory.name), source.place(("id",))
    if key in known:
        raise refuse("pack.yaml", *place, "id", t("een tweede pakket {id}", id=repr(key)), t("elke id één keer"))
    if own and key != directory.name:
        expected = t("de naam van de map: {name}", name=directory.name)
        raise refuse("pack.yaml", *place, "id", repr(key), expected)
    return key


def _inside(folder: str, one: Problem) -> Problem:
    return replace(one, file=f"{folder}/{one.file}")
