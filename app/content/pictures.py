"""The drawings that cards may show: objects, never a face. `game_content/pictures.json` is their one source."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from app.content.finding import Finding
from app.content.pack import Pack
from app.content.suggest import closest

FILE = Path(__file__).parents[2] / "game_content" / "pictures.json"
KINDS = ("schools", "personas", "actors", "factors")


@cache
def drawings() -> dict[str, Any]:
    """`{name: {"parts": [{"d": SVG path on a grid of 64, "paint": fill, paper or nothing}]}}`."""
    return orjson.loads(FILE.read_bytes())


def check_pictures(pack: Pack) -> Iterator[Finding]:
    """Every card has a drawing that exists, and says in words what it shows."""
    for kind in KINDS:
        for key, card in getattr(pack, kind).items():
            if card.picture is None:
                yield Finding((kind, key), "no picture", "a picture, one of game_content/pictures.json")
            elif card.picture not in drawings():
                yield Finding((kind, key, "picture"), repr(card.picture), closest(card.picture, drawings()))
            if card.alt is None:
                yield Finding((kind, key), "no alt", "alt: what the picture shows, for who does not see it")
