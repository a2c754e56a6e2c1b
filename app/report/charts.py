"""The charts of a report. Each is one drawing in ink on paper: shape and line tell things apart, colour only helps.

Nothing is coloured as good or bad, and nothing is added up to one number.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.print.drawing import HAIR, INK, LINE, SHEET, outline
from app.report.blocks import Figure, Table, fitted
from app.report.drawing import (
    DASHES,
    MAP,
    SOFT,
    WIDE,
    Mark,
    Words,
    at,
    cloud,
    colour,
    ground,
    key,
    line,
    picture,
    rows_of,
    sign,
)  # fmt: skip
from app.report.drawing import signs as drawn
from app.report.drawing import words as written
from app.review.findings import Cloud


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a chart: its title, what it shows in words, and the same as a table. `key` is its id."""

    key: str
    title: str
    about: str
    table: Table


def _figure(said: Said, size: tuple[float, float], body: str) -> Figure:
    width, height = size
    svg = picture(said.key, said.title, said.about, width, height, body)
    return Figure(said.title, said.about, svg, int(width), int(height), said.table)


def bars(said: Said, rows: Sequence[tuple[str, float, float]], names: tuple[str, str], unit: str) -> Figure:
    """Per row two bars: the first hollow, the second filled. Values from 0, in `unit`."""
    left, row, top = 210, 34, 40
    most = max([1.0, *(max(one, two) for _, one, two in rows)])
    scale = (WIDE - left - 120) / most  # the longest bar leaves room for its numbers
    body = f'<rect x="{left}" y="10" width="26" height="11" fill="{SHEET}" stroke="{INK}" stroke-width="1.5"/>'
    body += written(names[0], left + 34, 20, 14.5)
    body += f'<rect x="{left + 170}" y="10" width="26" height="11" fill="{INK}"/>' + written(
        names[1], left + 204, 20, 14.5
    )
    for n, (name, one, two) in enumerate(rows):
        y = top + n * row
        body += written(fitted(name, 26), left - 12, y + 17, 14.5, "end")
        hollow = f'fill="{SHEET}" stroke="{INK}" stroke-width="1.5"'
        body += f'<rect x="{left}" y="{y}" width="{max(one * scale, 1):.1f}" height="11" {hollow}/>'
        body += f'<rect x="{left}" y="{y + 13}" width="{max(two * scale, 1):.1f}" height="11" fill="{INK}"/>'
        body += written(f"{one:g} / {two:g} {unit}", left + max(one, two) * scale + 8, y + 17, 14, fill=SOFT)
    body += line([(left, top - 6), (left, top + len(rows) * row)], LINE, 1.5)
    return _figure(said, (WIDE, top + len(rows) * row + 10), body)


def paths(said: Said, axes: Words, routes: Mapping[int, Sequence[Mark]], names: Mapping[int, str]) -> Figure:
    """The way of each team over the map; signs hold the number of the round."""
    body = ground(axes)
    for team, marks in routes.items():
        body += line([at(mark.x, mark.y) for mark in marks], colour(team), 3, DASHES.get(team, ""))
    body += drawn([mark for marks in routes.values() for mark in marks])
    body += key([(Mark(team, "", 0, 0), names[team]) for team in routes])
    return _figure(said, MAP, body)


def readings(
    said: Said,
    axes: Words,
    own: Sequence[Mark],
    clouds: Mapping[int, Cloud],
    names: Mapping[int, str],
    rows: tuple[str, str],
) -> Figure:
    """Where teams laid their solutions, and where the room read each: a cloud with a threaded line to the sign."""
    body, centres = ground(axes), list[Mark]()
    held = {mark.team: mark for mark in own}
    for team, one in clouds.items():
        body += cloud(team, one.centre.regulation, one.centre.interest, one.major, one.minor, one.angle, "5 4")
        centres.append(Mark(team, "?", one.centre.regulation, one.centre.interest, hollow=True))
        if team in held:
            places = [at(held[team].x, held[team].y), at(one.centre.regulation, one.centre.interest)]
            body += line(places, colour(team), 1.6, "2 4")
    body += drawn([*own, *centres])
    teams = [(Mark(mark.team, "", 0, 0), names[mark.team]) for mark in own]
    body += key([*teams, (Mark(0, "1", 0, 0), rows[0]), (Mark(0, "?", 0, 0, hollow=True), rows[1])])
    return _figure(said, MAP, body)


def gaps(
    said: Said, axes: Words, pairs: Sequence[tuple[Mark, Mark]], names: Mapping[int, str], rows: tuple[str, str]
) -> Figure:
    """From where a team laid its solution as itself, dashed, to where it did so as the actor."""
    body = ground(axes)
    for own, played in pairs:
        body += line([at(own.x, own.y), at(played.x, played.y)], colour(own.team), 2.4)
    body += drawn([mark for pair in pairs for mark in pair])
    teams = [(Mark(team, "", 0, 0), names[team]) for team in dict.fromkeys(own.team for own, _ in pairs)]
    body += key([*teams, (Mark(0, "1", 0, 0), rows[0]), (Mark(0, "1", 0, 0, hollow=True), rows[1])])
    return _figure(said, MAP, body)


def pulse(said: Said, axes: Words, groups: Sequence[tuple[str, str, Cloud, bool]]) -> Figure:
    """Where the room lays its school: per group a short word for the sign, its name, cloud, and whether it is wanted.

    The arrows go from now to wanted of the same moment, which stand after each other.
    """
    body, marks = ground(axes), list[Mark]()
    for word, _, one, wanted in groups:
        body += cloud(
            0, one.centre.regulation, one.centre.interest, one.major, one.minor, one.angle, "6 4" if wanted else ""
        )
        marks.append(Mark(0, word, one.centre.regulation, one.centre.interest, hollow=wanted))
    for (_, _, one, first), (_, _, two, second) in pairwise(groups):
        if second and not first:
            places = [at(c.centre.regulation, c.centre.interest) for c in (one, two)]
            body += line(places, INK, 2, "2 5")
    body += drawn(marks)
    body += key([(Mark(0, word, 0, 0, hollow=wanted), name) for word, name, _, wanted in groups])
    return _figure(said, MAP, body)


def grid(said: Said, rows: Sequence[tuple[str, Sequence[int]]], columns: Sequence[str]) -> Figure:
    """How many teams named something in each round: a dot that grows with the number that stands in it."""
    left, row, top, wide = 330, 34, 34, 90
    body = ""
    for n, name in enumerate(columns):
        body += written(name, left + wide * n + wide / 2, 20, 14.5, "middle", bold=True)
    for n, (name, counts) in enumerate(rows):
        y = top + n * row + row / 2
        body += line([(0, y + row / 2), (left + wide * len(columns), y + row / 2)], HAIR, 1)
        body += written(fitted(name, 42), left - 14, y + 5, 14, "end")
        for column, count in enumerate(counts):
            x = left + wide * column + wide / 2
            if count:
                body += f'<circle cx="{x}" cy="{y}" r="{8 + 2 * count}" fill="{SHEET}" {_ink(1 + count)}/>'
                body += written(str(count), x, y + 5.2, 14.5, "middle", bold=True)
            else:
                body += f'<circle cx="{x}" cy="{y}" r="2" fill="{LINE}"/>'
    return _figure(said, (max(left + wide * len(columns), 420), top + len(rows) * row + 6), body)


def _ink(width: float) -> str:
    return f'stroke="{INK}" stroke-width="{width:g}"'


def votes(said: Said, rows: Sequence[tuple[int, str, int]]) -> Figure:
    """A bar of whole votes for each team, behind its sign."""
    left, row = 240, 40
    most = max([1, *(count for _, _, count in rows)])
    unit = min(60.0, (WIDE - left - 60) / most)
    body = ""
    for n, (team, name, count) in enumerate(rows):
        y = 10 + n * row
        body += sign(Mark(team, "", 0, 0), 24, y + 14, 11) + written(fitted(name, 26), 46, y + 19, 14)
        for vote in range(count):
            spot = f'x="{left + vote * unit:.1f}" y="{y + 2}" width="{unit - 4:.1f}" height="24"'
            body += f'<rect {spot} fill="{SHEET}" stroke="{colour(team)}" stroke-width="3"/>'
        body += written(str(count), left + count * unit + 8, y + 20, 15, bold=True)
    return _figure(said, (WIDE, 14 + len(rows) * row), body)


def stages(
    said: Said, rows: Sequence[tuple[str, int | None, int | None]], columns: Sequence[str], names: tuple[str, str]
) -> Figure:
    """Per row in which column it is now, hollow, and in which it is wanted, filled; both in one where it may stay."""
    left, row, top = 190, 32, 64
    wide = (WIDE - left) / len(columns)
    body = _dot(left + 8, 14, now=True) + written(names[0], left + 24, 19, 14)
    body += _dot(left + 98, 14, wanted=True) + written(names[1], left + 114, 19, 14)
    for n, name in enumerate(columns):
        for k, part in enumerate(rows_of(name, 12)[:2]):
            body += written(part, left + wide * (n + 0.5), 42 + 15 * k, 13, "middle", fill=SOFT)
    for n, (name, now, wanted) in enumerate(rows):
        y = top + n * row + row / 2
        body += line([(0, y + row / 2), (WIDE, y + row / 2)], HAIR, 1) + written(fitted(name, 26), 0, y + 5, 14)
        for column in range(len(columns)):
            body += _dot(left + wide * (column + 0.5), y, now=now == column, wanted=wanted == column)
    return _figure(said, (WIDE, top + len(rows) * row + 6), body)


def _dot(x: float, y: float, *, now: bool = False, wanted: bool = False) -> str:
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9.5" fill="{SHEET}" {_ink(2.4)}/>' if now else ""
    core = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5 if now else 7.5}" fill="{INK}"/>' if wanted else ""
    return ring + core or f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8" fill="{LINE}"/>'


NOW_ONLY, WANTED_ONLY = "1 6", "9 6"
_Point = tuple[float, float]


def network(
    said: Said,
    left: Sequence[tuple[str, str]],
    right: Sequence[tuple[str, str]],
    arrows: Sequence[tuple[str, str, bool, bool]],
    names: tuple[str, str, str],
) -> Figure:
    """Two columns of `(id, name)`, arrows `(from, to, now, wanted)`: whole lines are both, dots now, dashes wanted."""
    row, top, x1, x2 = 32, 40, 246, WIDE - 246
    spots: dict[str, _Point] = {}
    body = ""
    for column, x, anchor in ((left, x1, "end"), (right, x2, "start")):
        for n, (node, name) in enumerate(column):
            y = top + (n + 0.5) * row + (max(len(left), len(right)) - len(column)) * row / 2
            spots[node] = (x, y)
            body += written(fitted(name, 33), x - 14 if anchor == "end" else x + 14, y + 5, 14, anchor)
    for source, target, now, wanted in arrows:
        if source in spots and target in spots:
            body += _arrow(spots[source], spots[target], "" if now and wanted else NOW_ONLY if now else WANTED_ONLY)
    for node, (x, y) in spots.items():
        shape = outline(1 if any(node == one for one, _ in left) else 3, 7, x, y)
        body += f'<path d="{shape}" fill="{SHEET}" {_ink(2.4)}/>'
    for n, (dash, name) in enumerate(zip(("", NOW_ONLY, WANTED_ONLY), names, strict=True)):
        x = 60 + n * 215
        body += line([(x, 14), (x + 44, 14)], INK, 2.4, dash) + written(name, x + 54, 19, 14)
    return _figure(said, (WIDE, top + max(len(left), len(right)) * row + 8), body)


def _arrow(start: _Point, end: _Point, dash: str) -> str:
    """Straight to the other column; within one, a bow towards the middle."""
    (x1, y1), (x2, y2) = start, end
    inward = 1 if x1 < WIDE / 2 else -1
    bow = min(110.0, 26 + abs(y2 - y1) * 0.45) * inward if x1 == x2 else 0.0
    bend = ((x1 + x2) / 2 + bow, (y1 + y2) / 2)
    way = math.atan2(y2 - bend[1], x2 - bend[0])
    tip = (x2 - 10 * math.cos(way), y2 - 10 * math.sin(way))
    feet = [(tip[0] - 11 * math.cos(way + turn), tip[1] - 11 * math.sin(way + turn)) for turn in (0.42, -0.42)]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    curve = f"M{x1:.1f} {y1:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
    head = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, *feet)) + "z"
    edge = f'fill="none" stroke="{INK}" stroke-width="1.8" stroke-linecap="round"{dashes}'
    return f'<path d="{curve}" {edge}/><path d="{head}" fill="{INK}"/>'
