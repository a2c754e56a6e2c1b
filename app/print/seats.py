"""Seat cards: a card per seat of a session, with a QR that brings any laptop back to that seat."""

from collections.abc import Iterable
from typing import NamedTuple

from app.print.boards import team_names
from app.print.data import words
from app.print.drawing import qr, team_shape
from app.print.typesetting import typeset


class SeatRow(NamedTuple):
    """A seat: `team` is None as long as it has none; `url` brings a laptop back, `code` does so when typed."""

    team: int | None
    name: str
    seat: int
    url: str
    code: str


def seat_cards(title: str, rows: Iterable[tuple[int | None, str, int, str, str]], address: str, language: str) -> bytes:
    """Seat cards as a PDF on A4, eight a page. `rows` are `(team number, team name, seat number, url, code)`.

    `address` is where a laptop without a camera goes to type the code.

    Raises:
        PrintError: a name does not fit on its card.
    """
    t = words(language)
    names = team_names(t)
    seats = [
        {
            "id": f"seats/{row.seat}",
            "team": row.name or (names[row.team - 1] if row.team else t("Nog geen team")),
            "shape": team_shape(row.team, bw=False) if row.team else None,
            "alt": t("Teken van team {name}", name=names[row.team - 1]) if row.team else "",
            "seat": t("Plek {n}", n=row.seat),
            "qr": qr(row.url),
            "qr_alt": t("QR-code die naar deze plek gaat"),
            "code": row.code,
        }
        for row in (SeatRow(*row) for row in rows)
    ]
    data = {
        "title": title,
        "language": language,
        "heading": t("Plekkaarten"),
        "note": t("Laptop kwijt of leeg? Scan het vierkant en ga verder waar je was. Houd deze kaart op jullie tafel."),
        "typed": t("Geen camera? Ga naar {address}, kies Ik had al een plek en typ de zeven woorden.", address=address),
        "seats": seats,
    }
    return typeset(data, "seats.typ")
