"""Small drawings as SVG, without any text: objects, QR, team shapes, circles. Sizes are in each drawing's own units."""

import io
import math
from typing import Any

import segno

INK, LINE, HAIR, NOW, SHEET = "#14302e", "#6f8480", "#cbd7c4", "#ffc53d", "#ffffff"
TEAM_COLOURS = ("#0f1876", "#ef540c", "#0c74a1", "#891c3f")
COVERS = {"personas": "#dcebcb", "actors": "#d3eaf0", "factors": "#efe0ee", "situations": "#f9ebc4"}
"""`frontend/styles/tokens.css`, light."""
TEAMS = (1, 2, 3, 4)
ROUNDED = 'stroke-linejoin="round" stroke-linecap="round"'


def svg(width: float, height: float, body: str) -> str:
    """A whole drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{body}</svg>'


def polygon(points: list[tuple[float, float]]) -> str:
    """A closed outline."""
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "z"


def thing(drawing: dict[str, Any], fill: str) -> str:
    """An object of `game_content/pictures.json` on its grid of 64."""
    paint = {"fill": fill, "paper": SHEET}
    parts = ((part["d"], paint.get(part.get("paint"), "none")) for part in drawing["parts"])
    body = "".join(f'<path d="{d}" fill="{colour}"/>' for d, colour in parts)
    return svg(64, 64, f'<g stroke="{INK}" stroke-width="2.6" {ROUNDED}>{body}</g>')


def qr(text: str) -> str:
    """A QR code; the paper around it is its quiet zone."""
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="svg", border=0, dark="#000", xmldecl=False, nl=False)
    return out.getvalue().decode()


def outline(team: int, r: float, x: float, y: float) -> str:
    """The four team shapes, of about equal area (frontend/src/parts/shapes.ts draws the same)."""
    match team:
        case 1:
            return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z"
        case 2:
            return polygon([(x, y - 1.2 * r), (x + 1.18 * r, y + 0.86 * r), (x - 1.18 * r, y + 0.86 * r)])
        case 3:
            d = 0.9 * r
            return polygon([(x - d, y - d), (x + d, y - d), (x + d, y + d), (x - d, y + d)])
        case _:
            wide, high = 0.98 * r, y - 0.3 * r
            return polygon([(x, y - 1.22 * r), (x + wide, high), (x, y + 1.38 * r), (x - wide, high)])


def pattern(team: int, cell: float, colour: str) -> str:
    """Dots, diagonals, horizontals or crosses: what tells teams apart without colour. Fill with `url(#p)`."""
    h = cell / 2
    across, along = f"M0 {h:g}H{cell:g}", f"M{h:g} 0V{cell:g}"
    marks = {
        1: f'<circle cx="{h:g}" cy="{h:g}" r="{cell * 0.19:g}" fill="{colour}"/>',
        2: f'<path d="{along}" stroke="{colour}" stroke-width="{cell * 0.2:g}"/>',
        3: f'<path d="{across}" stroke="{colour}" stroke-width="{cell * 0.2:g}"/>',
        4: f'<path d="{along}{across}" stroke="{colour}" stroke-width="{cell * 0.13:g}"/>',
    }
    turn = ' patternTransform="rotate(45)"' if team in (2, 4) else ""
    size = f'width="{cell:g}" height="{cell:g}"'
    return f'<defs><pattern id="p" patternUnits="userSpaceOnUse" {size}{turn}>{marks[team]}</pattern></defs>'


def team_colour(team: int, bw: bool) -> str:
    """A team's colour, ink in black and white."""
    return INK if bw else TEAM_COLOURS[team - 1]


def team_shape(team: int, bw: bool) -> str:
    """A team's shape; in black and white its pattern takes the place of its colour."""
    colour = team_colour(team, bw)
    d = outline(team, 35, 50, 50 + (5 if team == 2 else -3 if team == 4 else 0))
    paint = f'fill="{"url(#p)" if bw else colour}" stroke="{colour}" stroke-width="5" stroke-linejoin="round"'
    return svg(100, 100, f'{pattern(team, 9, colour)}<path d="{d}" fill="{SHEET}"/><path d="{d}" {paint}/>')


def team_band(team: int, bw: bool) -> str:
    """A band of the team's pattern, 297 by 12."""
    return svg(297, 12, f'{pattern(team, 6, team_colour(team, bw))}<path d="M0 0H297V12H0z" fill="url(#p)"/>')


def token(team: int, ambition: bool, bw: bool) -> str:
    """A piece of 25 mm to cut out: round is now, eight corners is ambition; the rim has the team's pattern."""
    colour = team_colour(team, bw)
    edge, inner = (_corners(13.4), _corners(11.4)) if ambition else (_round(12.4), _round(10.5))
    dash = ' stroke-dasharray="1.2 .8"' if ambition else ""
    body = f'<path d="{edge}" fill="url(#p)" stroke="{INK}" stroke-width=".25"/>'
    body += f'<path d="{inner}" fill="{SHEET}" stroke="{colour}" stroke-width=".5"{dash}/>'
    return svg(25, 25, pattern(team, 1.6, colour) + body)


def _round(radius: float) -> str:
    return outline(1, radius, 12.5, 12.5)


def _corners(radius: float) -> str:
    angles = [math.pi * (2 * k + 1) / 8 for k in range(8)]
    return polygon([(12.5 + radius * math.cos(a), 12.5 + radius * math.sin(a)) for a in angles])
