"""The drawings that cards may show: objects, never a face. `game_content/pictures.json` is their one source."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from app.content.finding import Finding
from app.content.pack import Pack
from app.content.saying import t
from app.content.suggest import closest, one_of

FILE = Path(__file__).parents[2] / "game_content" / "pictures.json"
KINDS = ("schools", "personas", "actors", "factors")

ON_NO_CARD = {
    "ball": t("Een bal"),
    "compass_tool": t("Een kompas"),
    "scissors": t("Een schaar"),
    "stethoscope": t("Een stethoscoop"),
}
"""Those that no card of the product shows: of the others its cards say in words what they are."""


@cache
def drawings() -> dict[str, Any]:
    """`{name: {"parts": [{"d": SVG path on a grid of 64, "paint": fill, paper or nothing}]}}`."""
    return orjson.loads(FILE.read_bytes())


def check_pictures(pack: Pack) -> Iterator[Finding]:
    """Every card has a drawing that exists, and says in words what it shows."""
    for kind in KINDS:
        for key, card in getattr(pack, kind).items():
            if card.picture is None:
                expected = t("een tekening: een naam uit game_content/pictures.json")
                yield Finding((kind, key), t("geen {id}", id="picture"), expected)
            elif card.picture not in drawings():
                hint = closest(card.picture, drawings())
                yield Finding((kind, key, "picture"), repr(card.picture), one_of(drawings()), hint)
            if card.alt is None:
                expected = t("alt: wat er op de tekening staat, voor wie haar niet ziet")
                yield Finding((kind, key), t("geen {id}", id="alt"), expected)
