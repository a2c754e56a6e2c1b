"""The half of the game that lies on the table: cards, boards and sheets as PDF, made from a pack."""

from app.content.pack import Pack
from app.print.data import kit_data
from app.print.options import CARDS, PARTS, AgendaRow, KitOptions, PrintError, chosen_parts
from app.print.seats import SeatRow, seat_cards
from app.print.typesetting import typeset

__all__ = [
    "CARDS",
    "PARTS",
    "AgendaRow",
    "KitOptions",
    "PrintError",
    "SeatRow",
    "chosen_parts",
    "kit",
    "kit_data",
    "seat_cards",
]


def kit(pack: Pack, language: str, options: KitOptions | None = None) -> bytes:
    """The kit of a pack, or some parts of it, as a PDF.

    Raises:
        KeyError: the pack does not have this language.
        PrintError: a text does not fit on its card.
    """
    return typeset(kit_data(pack, language, options or KitOptions()))
