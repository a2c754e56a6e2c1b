"""What all charts share: ink, team signs, the map, and labels that do not lie on each other."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.print.drawing import HAIR, INK, LINE, SHEET, TEAM_COLOURS, outline
from app.report.blocks import fitted, room

FONT = "Atkinson Hyperlegible, sans-serif"
SOFT = "#45605d"
SUNK = "#e6edda"
DASHES = {2: "11 6", 3: "1 7", 4: "14 6 1 6"}
"""A line of a team on the map: solid, dashes, dots, dash-dot (frontend/src/parts/shapes.ts)."""
WIDE = 700
SIDE, EDGE = 460, 64
"""The map's field and the paper around it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The ends of both axes and the four corners, as the pack calls them."""

    regulation: tuple[str, str]
    interest: tuple[str, str]
    corners: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on the map with a word or number in it. `team` 0 is the room. `hollow` ones have a dashed edge."""

    team: int
    word: str
    x: float
    y: float
    hollow: bool = False


def picture(key: str, title: str, about: str, width: float, height: float, body: str) -> str:
    """A whole drawing that says what it shows. `key` tells its parts from those of other drawings on a page."""
    name = f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(about)}</desc>'
    ground = f'<rect width="{width:g}" height="{height:g}" fill="{SHEET}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{key}-t {key}-d" font-family="{FONT}">{name}{ground}{body}</svg>'
    )


def words(
    text: str, x: float, y: float, size: float = 15, anchor: str = "start", *, bold: bool = False, fill: str = INK
) -> str:
    """One line of text on a white edge, so that lines under it do not strike it out."""
    weight = ' font-weight="bold"' if bold else ""
    halo = f'stroke="{SHEET}" stroke-width="4" stroke-linejoin="round"'
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{weight}'
    return f'<text {place} {halo} fill="{SHEET}">{escape(text)}</text><text {place} fill="{fill}">{escape(text)}</text>'


def line(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str = "") -> str:
    """A line through these points."""
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"{dashes}/>'


def colour(team: int) -> str:
    """Of a team; the room is drawn in ink."""
    return TEAM_COLOURS[team - 1] if team else INK


def sign(mark: Mark, x: float, y: float, r: float = 13) -> str:
    """White inside, so that its word is read on every colour and on grey paper."""
    shape = outline(mark.team or 1, r, x, y)
    dash = ' stroke-dasharray="4 3"' if mark.hollow else ""
    edge = f'fill="{SHEET}" stroke="{colour(mark.team)}" stroke-width="3.2" stroke-linejoin="round"{dash}'
    text = f'x="{x:.1f}" y="{y + 5.2:.1f}" font-size="14.5" font-weight="bold" text-anchor="middle" fill="{INK}"'
    return f'<path d="{shape}" {edge}/><text {text}>{escape(mark.word)}</text>'


def at(regulation: float, interest: float) -> tuple[float, float]:
    """Where a place lies on the map."""
    return EDGE + (regulation + 100) * SIDE / 200, EDGE / 2 + (100 - interest) * SIDE / 200


def ground(said: Words) -> str:
    """The empty map: its four fields, axes and words. No field has a colour of its own."""
    left, top, right, bottom = EDGE, EDGE / 2, EDGE + SIDE, EDGE / 2 + SIDE
    cx, cy = at(0, 0)
    body = (
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="{SHEET}" stroke="{LINE}" stroke-width="1.5"/>'
    )
    for step in (-50, 50):
        (x, _), (_, y) = at(step, 0), at(0, step)
        body += line([(x, top), (x, bottom)], HAIR, 0.8) + line([(left, y), (right, y)], HAIR, 0.8)
    body += line([(cx, top), (cx, bottom)], LINE, 1.5) + line([(left, cy), (right, cy)], LINE, 1.5)
    for (across, up), name in said.corners.items():
        rows = rows_of(name, 24)
        x = cx + across * (SIDE / 2 - 8)
        y = top + 20 if up > 0 else bottom - 10 - 16 * (len(rows) - 1)
        for n, row in enumerate(rows):
            body += words(row, x, y + 16 * n, 14, "end" if across > 0 else "start", fill=SOFT)
    low, high = said.regulation
    body += words(low, left, bottom + 22) + words(high, right, bottom + 22, anchor="end")
    low, high = said.interest
    for text, y, anchor in ((low, bottom, "start"), (high, top, "end")):
        body += f'<g transform="translate({left - 14} {y}) rotate(-90)">{words(text, 0, 0, anchor=anchor)}</g>'
    return body


def rows_of(text: str, most: int) -> list[str]:
    """A text in lines of about so many signs."""
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > most:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


BESIDE, ROWS = 14, 3
"""How wide a row beside the map may be, in small letters, and how many there are for a name."""


def legend(text: str) -> list[str]:
    """A name in the few rows that there are beside the map; a word that is too wide for one goes on in the next."""
    rows = [""]
    for word in text.split():
        rest = word
        if rows[-1] and room(f"{rows[-1]} {rest}") <= BESIDE:
            rows[-1] = f"{rows[-1]} {rest}"
            continue
        while room(rest) > BESIDE:
            part = fitted(rest, BESIDE).removesuffix("…")
            rows.append(f"{part}-")
            rest = rest[len(part) :]
        rows.append(rest)
    rows = [row for row in rows if row]
    return rows if len(rows) <= ROWS else [*rows[: ROWS - 1], f"{fitted(rows[ROWS - 1], BESIDE - 1).rstrip('-…')}…"]


def spread_out(marks: Sequence[Mark], r: float = 13) -> list[tuple[float, float]]:
    """Where each sign is drawn: at its place, or as near to it as no other sign lies."""
    taken: list[tuple[float, float]] = []
    for mark in marks:
        x, y = at(mark.x, mark.y)
        tries = [(x, y)]
        for ring in range(1, 9):
            tries += [
                (x + ring * r * math.cos(step * math.pi / 6), y + ring * r * math.sin(step * math.pi / 6))
                for step in range(12)
            ]
        inside = [
            (a, b)
            for a, b in tries
            if (EDGE <= a <= EDGE + SIDE and EDGE / 2 <= b <= EDGE / 2 + SIDE) or (a, b) == (x, y)
        ]
        free = (spot for spot in inside if all(math.dist(spot, other) >= 2.35 * r for other in taken))
        taken.append(next(free, (x, y)))
    return taken


def signs(marks: Sequence[Mark]) -> str:
    """All of them, with a thread to its real place where one had to move aside."""
    body = ""
    drawn = spread_out(marks)
    for mark, spot in zip(marks, drawn, strict=True):
        real = at(mark.x, mark.y)
        if math.dist(real, spot) > 1:
            body += line([real, spot], INK, 1.2)
            body += f'<circle cx="{real[0]:.1f}" cy="{real[1]:.1f}" r="3" fill="{colour(mark.team)}"/>'
    return body + "".join(sign(mark, *spot) for mark, spot in zip(marks, drawn, strict=True))


def cloud(team: int, x: float, y: float, major: float, minor: float, angle: float, dash: str = "") -> str:
    """Where most of a group lies: one and a half standard deviations."""
    cx, cy = at(x, y)
    unit = SIDE / 200 * 1.5
    size = f'rx="{max(major * unit, 5):.1f}" ry="{max(minor * unit, 5):.1f}"'
    turned = f'transform="translate({cx:.1f} {cy:.1f}) rotate({-angle:g})"'
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    edge = f'fill="{colour(team)}" fill-opacity="0.1" stroke="{colour(team)}" stroke-width="2"{dashes}'
    return f"<ellipse {size} {turned} {edge}/>"


def key(rows: Sequence[tuple[Mark, str]], top: float = EDGE / 2 + 8) -> str:
    """What stands beside the map: each sign and what it means."""
    body, y = "", top + 14
    for mark, text in rows:
        x, parts = EDGE + SIDE + 40, legend(text)
        body += sign(mark, x, y, 11)
        body += "".join(words(part, x + 20, y + 5 + 16 * n) for n, part in enumerate(parts))
        y += 20 + 16 * len(parts)
    return body


MAP = (WIDE, EDGE / 2 + SIDE + 36)
