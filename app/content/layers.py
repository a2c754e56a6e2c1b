"""A pack may extend another one: it holds only what differs. Its layers are read apart and laid over each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from app.content.problems import PackError, Problem
from app.content.saying import Words, t
from app.content.source import Source, read_source
from app.content.suggest import closest, one_of

MAX_EXTENDS = 3
"""Longer chains nobody can follow when a card is not what it should be."""

OWN = ("id", "version", "title")
"""What a pack says of itself, also when it takes the rest of pack.yaml from another."""

LAYERING = ("extends", "remove")


@dataclass(slots=True)
class Layer:
    """One directory of files. `name` is the id by which the pack above extends it; empty for the pack itself."""

    directory: Path
    name: str = ""
    sources: dict[str, Source] = field(default_factory=dict[str, Source])
    broken: dict[str, PackError] = field(default_factory=dict[str, PackError])

    def label(self, file: str) -> str:
        """The file as an error names it."""
        return f"{self.name}/{file}" if self.name else file

    def read(self, file: str) -> Source:
        """The file, read once; raises PackError."""
        if file in self.broken:
            raise self.broken[file]
        if file not in self.sources:
            try:
                self.sources[file] = read_source(self.directory, file)
            except PackError as error:
                self.broken[file] = PackError(replace(one, file=self.label(one.file)) for one in error.problems)
                raise self.broken[file] from error
        return self.sources[file]

    def header(self) -> dict[str, Any]:
        """`pack.yaml` as it is written."""
        return mapping(self.read("pack.yaml").data)

    def removed(self, section: str) -> list[str]:
        """Ids that this layer takes away from what lies under it."""
        ids = mapping(self.header().get("remove")).get(section)
        return [str(one) for one in _list(ids)]

    def problem(self, path: tuple[str, ...], found: Words, expected: Words, suggestion: Words = "") -> Problem:
        """A mistake in its pack.yaml."""
        place = self.read("pack.yaml").place(path)
        return Problem(self.label("pack.yaml"), *place, ".".join(path), found, expected, suggestion)


def stack(directory: Path, library: Mapping[str, Path]) -> list[Layer]:
    """The layers of a pack, the lowest first. `library` tells where packs lie that it may extend; raises PackError."""
    layers = [Layer(directory)]
    while (wanted := layers[0].header().get("extends")) is not None:
        below = library.get(wanted) if isinstance(wanted, str) else None
        if below is None:
            found = t("een pakket dat er niet is: {id}", id=repr(wanted))
            raise PackError([layers[0].problem(("extends",), found, one_of(library), closest(str(wanted), library))])
        if below.resolve() in [one.directory.resolve() for one in layers]:
            found = t("een kring: {id} breidt zichzelf uit", id=wanted)
            raise PackError([layers[0].problem(("extends",), found, t("een pakket dat hier niet op steunt"))])
        if len(layers) > MAX_EXTENDS:
            found = t("meer dan {count} pakketten op elkaar", count=MAX_EXTENDS)
            raise PackError([layers[0].problem(("extends",), found, t("hoogstens {count}", count=MAX_EXTENDS))])
        layers.insert(0, Layer(below, str(wanted)))
    return layers


def lay(section: str, below: Any, above: Any, layer: Layer) -> Any:
    """The data of a section after one more layer: entries are added or replaced whole, never mixed."""
    if not isinstance(below, dict) or not isinstance(above, dict | None):
        return above
    gone = set(layer.removed(section))
    under = {key: value for key, value in mapping(below).items() if key not in gone}
    over = mapping(above)
    if section == "about":
        return {key: under[key] for key in under if key not in OWN} | over
    if section == "starters":
        return starters_left(under, set(layer.removed("actors"))) | over
    if section != "samples":
        return under | over
    under = _without_removed(under, layer)
    if isinstance(over.get("solutions"), dict):
        over = over | {"solutions": mapping(under.get("solutions")) | mapping(over["solutions"])}
    return under | over


def starters_left(starters: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    """Beginnings of sentences when these actors are taken away: what was theirs alone goes too."""
    left = dict(starters)
    for key, starter in starters.items():
        actors = _list(mapping(starter).get("actors"))
        kept = [one for one in actors if one not in gone]
        if actors and not kept:
            del left[key]
        elif kept != actors:
            left[key] = mapping(starter) | {"actors": kept}
    return left


def _without_removed(samples: dict[str, Any], layer: Layer) -> dict[str, Any]:
    """Samples lean on cards; those of a card that was taken away would be the base's mistake, not the author's."""
    gone = {name: set(layer.removed(name)) for name in ("personas", "actors", "factors")}
    if not any(gone.values()):
        return samples
    solutions = {
        persona: {
            number: [_trim(mapping(one), gone) for one in _list(some)] for number, some in mapping(rounds).items()
        }
        for persona, rounds in mapping(samples.get("solutions")).items()
        if persona not in gone["personas"]
    }
    insights = [
        mapping(one) | {"tags": _tags(mapping(mapping(one).get("tags")), gone)}
        for one in _list(samples.get("insights"))
    ]
    return samples | {"solutions": solutions, "insights": insights}


def _trim(solution: dict[str, Any], gone: dict[str, set[str]]) -> dict[str, Any]:
    kept = {
        kind: {key: text for key, text in mapping(solution.get(kind)).items() if key not in gone[kind]}
        for kind in ("actors", "factors")
    }
    return solution | kept


def _tags(tags: dict[str, Any], gone: dict[str, set[str]]) -> dict[str, Any]:
    return {tag: value for tag, value in tags.items() if value not in gone.get(f"{tag}s", set())}


def mapping(data: Any) -> dict[str, Any]:
    """The data if it is a mapping, or else an empty one: what it should have been is reported elsewhere."""
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _list(data: Any) -> list[Any]:
    return cast("list[Any]", data) if isinstance(data, list) else []
