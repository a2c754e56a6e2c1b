"""The drawings: every card's is there, is no other card's, and stays on its sheet of 64 by 64."""

import re
from collections import Counter
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any

import orjson
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2] / "game_content"
DRAWINGS: dict[str, Any] = orjson.loads((ROOT / "pictures.json").read_bytes())
PACKS = sorted(path.parent for path in ROOT.glob("*/pack.yaml"))
LOW, HIGH = 1.3, 62.7
"""Half of the line, 2.6, lies outside the path."""
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)"
COMMAND = re.compile(rf"([A-Za-z])((?:[\s,]*{NUMBER})*)[\s,]*")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}

Point = tuple[float, float]


def steps(d: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of a path, each with the numbers it takes once."""
    assert re.fullmatch(rf"[Mm](?:{NUMBER}|[\s,]|[MLHVCSQTAZ])*", d, re.ASCII | re.IGNORECASE), d
    for letter, words in COMMAND.findall(d):
        numbers, size = [float(word) for word in re.findall(NUMBER, words)], TAKES[letter.upper()]
        assert len(numbers) % size == 0 if size else not numbers, f"{letter}{words}"
        assert numbers or not size, f"{letter} without numbers"
        yield from ((letter, numbers[at : at + size]) for at in range(0, max(len(numbers), 1), size or 1))


def points(d: str) -> Iterator[Point]:
    """Points that hold the drawing between them: where the pen comes and is pulled to, and the box around each arc."""
    pen = first = (0.0, 0.0)
    for letter, n in steps(d):
        x, y = pen if letter.islower() else (0.0, 0.0)
        match letter.upper():
            case "Z":
                pen = first
            case "H":
                pen = (x + n[0], pen[1])
            case "V":
                pen = (pen[0], y + n[0])
            case "A":
                start, pen = pen, (x + n[5], y + n[6])
                assert min(n[:2]) > 0
                assert {n[3], n[4]} <= {0, 1}
                yield from around(start, pen, n)
            case _:
                ends = [(x + a, y + b) for a, b in zip(n[::2], n[1::2], strict=True)]
                yield from ends
                pen = ends[-1]
        if letter in "Mm":
            first = pen
        yield pen


def around(start: Point, end: Point, n: list[float]) -> Iterator[Point]:
    """Two corners of the box around the whole ellipse that an unturned arc is a part of."""
    rx, ry, turned, large, sweep = n[:5]
    assert turned == 0
    x, y = (start[0] - end[0]) / 2 / rx, (start[1] - end[1]) / 2 / ry
    half = hypot(x, y)
    assert half > 0
    off = (-1 if large == sweep else 1) * max(0.0, 1 / half**2 - 1) ** 0.5
    middle_x, middle_y = (start[0] + end[0]) / 2 + off * y * rx, (start[1] + end[1]) / 2 - off * x * ry
    yield from ((middle_x + sign * rx * max(1.0, half), middle_y + sign * ry * max(1.0, half)) for sign in (-1, 1))


def named(pack: Path) -> dict[str, list[str]]:
    """Names of drawings in the order of the files, by kind of card."""
    yaml: Any = YAML(typ="safe")
    kinds = {kind: yaml.load(pack / f"{kind}.yaml").values() for kind in ("actors", "factors", "schools")}
    kinds["personas"] = [yaml.load(path) for path in sorted((pack / "personas").glob("*.yaml"))]
    return {kind: [card["picture"] for card in cards if "picture" in card] for kind, cards in kinds.items()}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing(name: str) -> None:
    assert set(DRAWINGS[name]) == {"parts"}
    parts = DRAWINGS[name]["parts"]
    assert any(part.get("paint") == "fill" for part in parts)
    assert len({part["d"] for part in parts}) == len(parts)
    for part in parts:
        assert set(part) <= {"d", "paint"}
        assert part.get("paint", "fill") in ("fill", "paper")
        for point in points(part["d"]):
            assert all(LOW <= value <= HIGH for value in point), f"{part['d']}: {point}"


def test_no_two_drawings_are_the_same() -> None:
    again = Counter(orjson.dumps(drawing) for drawing in DRAWINGS.values())
    assert max(again.values()) == 1


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_every_card_has_a_drawing_of_its_own(pack: Path) -> None:
    for kind, names in named(pack).items():
        assert set(names) <= set(DRAWINGS), kind
        assert len(set(names)) == len(names), kind


@pytest.mark.parametrize(
    "d", ["M0 0 L70 5", "M5 5 l 20", "M5 5 x3", "M2 8a9 9 0 1 0 18 0", "L5 5", "M60 30a9 9 0 0 1 0 18"]
)
def test_a_path_that_leaves_the_sheet_or_the_grammar_is_found(d: str) -> None:
    with pytest.raises(AssertionError):
        assert all(LOW <= value <= HIGH for point in points(d) for value in point)
