"""Large drawings as SVG, without any text: the compass, the land and the road. Sizes are in millimetres."""

import math
from collections.abc import Sequence
from itertools import pairwise

from app.print.drawing import HAIR, INK, LINE, NOW, ROUNDED, SHEET, polygon, svg


def rose(x: float, y: float, r: float, fill: str, width: float) -> str:
    """The four-pointed rose of the compass."""
    k = r * 0.24
    around = [(0, -r), (k, -k), (r, 0), (k, k), (0, r), (-k, k), (-r, 0), (-k, -k)]
    d = polygon([(x + dx, y + dy) for dx, dy in around])
    return f'<path d="{d}" fill="{fill}" stroke="{INK}" stroke-width="{width:g}" stroke-linejoin="round"/>'


def compass(size: float, rim: float, fine: bool = True) -> str:
    """The compass in its map frame: a grid per 25, stronger at 50, two equal axes. No quarter differs from another."""
    low, high, middle = rim, size - rim, size / 2
    body = f'<path d="M0 0H{size}V{size}H0z" fill="{SHEET}"/>' + _grid(low, high, fine) + _frame(size, rim)
    axes = f"M{low + 2} {middle}H{high - 2}M{middle} {low + 2}V{high - 2}"
    body += f'<path d="{axes}" stroke="{INK}" stroke-width="{size / 230:g}"/>'
    tip = size / 40
    arrow = polygon([(0, 0), (-tip, tip * 0.6), (-tip * 0.7, 0), (-tip, -tip * 0.6)])
    for turn in range(0, 360, 90):
        place = f"rotate({turn} {middle} {middle}) translate({high - 1} {middle})"
        body += f'<path transform="{place}" d="{arrow}" fill="{INK}"/>'
    return svg(size, size, body + rose(middle, middle, size / 24, SHEET, size / 400))


def _grid(low: float, high: float, fine: bool) -> str:
    body = ""
    for step in (-75, -50, -25, 25, 50, 75):
        at, strong = low + (step + 100) / 200 * (high - low), abs(step) == 50
        if fine or strong:
            paint = f'stroke="{LINE}" stroke-width=".35"' if strong else f'stroke="{HAIR}" stroke-width=".25"'
            body += f'<path d="M{at:g} {low}V{high}M{low} {at:g}H{high}" fill="none" {paint}/>'
    return body


def _frame(size: float, rim: float) -> str:
    """Eight bars a side, black and white by turns."""
    low, high, edge = rim, size - rim, size * 0.0018
    bar, bars = (high - low) / 8, ""
    for number in range(8):
        at, off = low + number * bar, high if number % 2 else 0
        bars += f"M{at:g} {off}h{bar:g}v{rim}h{-bar:g}zM{off} {at:g}v{bar:g}h{rim}v{-bar:g}z"
    lines = f"M{edge} {edge}H{size - edge}V{size - edge}H{edge}zM{low} {low}H{high}V{high}H{low}z"
    return f'<path d="{bars}" fill="{INK}"/><path d="{lines}" fill="none" stroke="{INK}" stroke-width="{edge * 2}"/>'


HILLS = ((0.13, 0.22, 7), (0.52, 0.86, 8), (0.86, 0.3, 7), (0.4, 0.1, 4), (0.98, 0.95, 5), (0.02, 0.9, 5))
"""Where on the sheet, and how many height lines."""


def contours(width: float, height: float, colour: str) -> str:
    """A made-up landscape of height lines around some hills; decoration only."""
    body = ""
    for number, (x, y, rings) in enumerate(HILLS):
        for ring in range(1, rings + 1):
            points: list[tuple[float, float]] = []
            for k in range(72):
                a = k / 36 * math.pi
                r = ring * 9 * (1 + 0.22 * math.sin(2 * a + number) + 0.12 * math.sin(3 * a + ring / 4 + number * 2))
                points.append((x * width + 1.5 * r * math.cos(a), y * height + r * math.sin(a)))
            stroke = 0.7 if ring % 4 == 0 else 0.35
            body += f'<path d="{polygon(points)}" fill="none" stroke="{colour}" stroke-width="{stroke}"/>'
    return svg(width, height, body)


def card_back(colour: str, bw: bool) -> str:
    """The back of a card with its bleed, 80 by 111: height lines and a rose; the word is set over it."""
    land = contours(240, 333, "#c9c9c9" if bw else "#00000022").partition(">")[2].removesuffix("</svg>")
    body = f'<path d="M0 0H80V111H0z" fill="{colour}"/><g transform="scale({1 / 3})">{land}</g>'
    body += f'<rect x="8" y="8" width="64" height="95" rx="3" fill="none" stroke="{INK}" stroke-width=".5"/>'
    return svg(80, 111, body + rose(40, 46, 15, SHEET if bw else NOW, 0.6))


def tent(lit: bool) -> str:
    """A camp, 104 by 68; its digit is set over it."""
    body = f'<path d="M30 -62L78 -56L100 0H58z" fill="{SHEET}"/>'
    body += f'<path d="M0 0L30 -62L58 0z" fill="{NOW if lit else SHEET}"/>'
    body += '<path d="M30 -62Q30 -25 21 0M30 -62Q31 -25 39 0" fill="none"/>'
    return svg(104, 68, f'<g transform="translate(2 66)" stroke="{INK}" stroke-width="2.6" {ROUNDED}>{body}</g>')


def fire() -> str:
    """The campfire."""
    body = (
        f'<path d="M0-19C7-12 10-8 10-2A10 9 0 0 1-10-2C-10-7-5-8-4-13C-2-11-1-10-1-8C1-11 1-15 0-19z" fill="{SHEET}"/>'
    )
    body += '<path d="M-12 9L12 3M-12 3L12 9"/>'
    return svg(32, 36, f'<g transform="translate(16 22)" stroke="{INK}" stroke-width="1.4" {ROUNDED}>{body}</g>')


def home() -> str:
    """Home."""
    body = '<path d="M-11 9V-4L0-15L11-4V9z"/><path d="M-3.5 9V0H3.5V9" fill="none"/>'
    paint = f'stroke="{INK}" stroke-width="1.4" fill="{SHEET}" {ROUNDED}'
    return svg(32, 32, f'<g transform="translate(16 20)" {paint}>{body}</g>')


def road(width: float, points: Sequence[tuple[float, float]], thick: float, bw: bool) -> str:
    """The road through these points: ink edge, yellow surface (white in black and white), dashed middle."""
    d = f"M{points[0][0]:g} {points[0][1]:g}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        d += f"C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}"
    layers = (
        f'stroke="{INK}" stroke-width="{thick}"',
        f'stroke="{SHEET if bw else NOW}" stroke-width="{thick * 0.8}"',
        f'stroke="{INK}" stroke-width="{thick * 0.07}" stroke-dasharray="{thick * 0.45}"',
    )
    body = "".join(f'<path d="{d}" fill="none" stroke-linecap="round" {layer}/>' for layer in layers)
    return svg(width, max(y for _, y in points) + thick, body)
