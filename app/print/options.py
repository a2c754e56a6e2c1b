"""What can be asked of the printer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

CARDS = ("personas", "actors", "factors", "situations")
PARTS = (*CARDS, "board", "route", "circles", "teams", "answers", "script")
"""In the order in which they are printed."""


class PrintError(Exception):
    """The kit cannot be printed. `where` is the card and field to blame, such as `actors/parent.name`, if any."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.where = where


class AgendaRow(NamedTuple):
    """One phase of the session that the script is for."""

    phase: str
    round: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class KitOptions:
    """Which parts, on which paper. `paper` is that of the cards: board and route are A3, sheets are A4.

    Without `base_url` a QR holds the path only, for a kit that is printed before there is a server.
    """

    parts: tuple[str, ...] = PARTS
    paper: Literal["a4", "a3"] = "a4"
    duplex: bool = False
    bw: bool = False
    base_url: str = ""
    agenda: tuple[AgendaRow, ...] = ()


def chosen_parts(names: Iterable[str]) -> tuple[str, ...]:
    """The parts with these names in printing order; `cards` is all four kinds, nothing is everything.

    Raises:
        ValueError: the name of no part.
    """
    wanted = {part for name in names for part in (CARDS if name == "cards" else (name,))}
    if unknown := sorted(wanted - set(PARTS)):
        raise ValueError(f"{', '.join(unknown)}: no such part; choose from cards, {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in wanted or not wanted)
