"""What a group did together: centre, spread, agreement, movement. Pure arithmetic on places; no judgement, no score."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from app.game.state import Mark

Point = tuple[float, float]


def cloud(points: Sequence[Point]) -> dict[str, Any]:
    """Centre and spread of places on the compass.

    `major` and `minor` are standard deviations along the main axes of the group (units of the compass), `angle` is that
    of the major axis in degrees, anticlockwise from the regulation axis, -90 to 90. Needs at least one point.
    """
    n = len(points)
    cx, cy = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    xx = sum((x - cx) ** 2 for x, _ in points) / n
    yy = sum((y - cy) ** 2 for _, y in points) / n
    xy = sum((x - cx) * (y - cy) for x, y in points) / n
    middle, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    return {
        "centre": {"regulation": round(cx, 1), "interest": round(cy, 1)},
        "major": round(math.sqrt(middle + half), 1),
        "minor": round(math.sqrt(max(0.0, middle - half)), 1),
        "angle": round(math.degrees(math.atan2(2 * xy, xx - yy) / 2), 1),
    }


def spread(marks: Sequence[Mark]) -> float:
    """Mean distance of the marks to their centre, 0 to 141; 0 for fewer than two."""
    if len(marks) < 2:
        return 0.0
    cx = sum(mark.regulation for mark in marks) / len(marks)
    cy = sum(mark.interest for mark in marks) / len(marks)
    return round(sum(math.hypot(mark.regulation - cx, mark.interest - cy) for mark in marks) / len(marks), 1)


def movement(before: Mapping[int, Mark], after: Mapping[int, Mark]) -> dict[int, Mark]:
    """How far each team moved between two rounds, for teams that have a mark in both."""
    return {
        team: Mark(mark.regulation - before[team].regulation, mark.interest - before[team].interest)
        for team, mark in after.items()
        if team in before
    }


NOTABLE = 5
"""Smaller differences are not called a movement."""


def directions(moves: Mapping[int, Mark]) -> list[str]:
    """The directions that more than half of the moving teams went."""
    half, found = len(moves) / 2, list[str]()
    for axis in ("regulation", "interest"):
        steps = [getattr(move, axis) for move in moves.values()]
        if sum(step >= NOTABLE for step in steps) > half:
            found.append(f"{axis}+")
        if sum(step <= -NOTABLE for step in steps) > half:
            found.append(f"{axis}-")
    return found


def _nearer(before: Sequence[Mark], after: Sequence[Mark]) -> dict[str, bool]:
    """Whether the same teams lie nearer to each other than before; `same` when the difference is not notable."""
    was, now = spread(before), spread(after)
    return {"nearer": now < was} | ({"same": True} if abs(now - was) < NOTABLE else {})


def agreement(before: Mapping[int, Mark] | None, after: Mapping[int, Mark]) -> dict[str, Any]:
    """How near the teams lie to each other in a round, and what changed since the round before.

    Both spreads are taken over the same teams, those with a mark in both rounds.
    """
    found: dict[str, Any] = {"n": len(after), "spread": spread(list(after.values()))}
    both = [team for team in after if before and team in before]
    if before and len(both) >= 2:
        found |= _nearer([before[t] for t in both], [after[t] for t in both])
    if before and both:
        found["toward"] = directions(movement(before, after))
    return found


def after_talk(sealed: Mapping[int, Mark], now: Mapping[int, Mark]) -> dict[str, Any]:
    """The same after the discussion: `now` has for the teams that shifted their new place. `shifted` counts them."""
    found: dict[str, Any] = {"n": len(now), "spread": spread(list(now.values()))}
    if len(now) >= 2:
        found |= _nearer(list(sealed.values()), list(now.values()))
    return found | {"shifted": sum(now[team] != sealed[team] for team in now)}
