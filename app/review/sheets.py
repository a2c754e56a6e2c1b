"""What stood there in the end as tables, one row a thing: a pure fold of the log, without names of people or teams."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson

from app.game.engine import fold
from app.game.events import decode
from app.game.rules.voting import candidates
from app.game.state import Mark, Solution, State
from app.review.bundle import About
from app.review.columns import SHEETS
from app.review.log import Stored

Cells = Mapping[str, object]
Options = Mapping[str, Sequence[str]]
"""Of `About`."""


def sheets(about: About, events: Iterable[Stored]) -> dict[str, list[list[object]]]:
    """The rows of each table in `SHEETS`. A moment is a `datetime` in UTC, what is not there an empty text."""
    state = fold(decode(event.type, event.version, event.data) for event in events)
    options = about.options()
    rows = {**_ROWS, "votes": partial(_votes, options), "evaluation": partial(_evaluation, options)}
    return {
        name: [[{"session": about.code, **cells}.get(one.name, "") for one in columns] for cells in rows[name](state)]
        for name, columns in SHEETS.items()
    }


def moment(at: int) -> datetime:
    """A moment in ms UTC."""
    return datetime.fromtimestamp(at / 1000, UTC)


def _solutions(state: State) -> Iterator[Cells]:
    for (number, team), held in sorted(state.solutions.items()):
        told = state.teams.get(team)
        yield {
            **held.fields,
            "round": number,
            "team": team,
            "persona": (told.persona_in(number) if told else None) or "",
            "actor": told.actors.get(number, "") if told else "",
            "submitted_utc": "" if held.submitted_at is None else moment(held.submitted_at),
            **_mark("", held.place),
            **_mark("self_", held.as_self),
            **_mark("shifted_", held.shifted),
        }


def _mark(before: str, mark: Mark | None) -> Cells:
    return {} if mark is None else {f"{before}regulation": mark.regulation, f"{before}interest": mark.interest}


def _links(state: State) -> Iterator[Cells]:
    for (number, team), held in sorted(state.solutions.items()):
        for cells in _links_of(held):
            yield {"round": number, "team": team, **cells}


def _links_of(held: Solution) -> Iterator[Cells]:
    yield from ({"kind": "actor", "id": key, "text": does} for key, does in held.actors.items())
    for key, (change, consequence) in held.factors.items():
        yield {"kind": "factor", "id": key, "change": change, "text": consequence}
    yield from ({"kind": "aspect", "id": key, "change": position} for key, position in held.aspects.items())
    yield from ({"kind": "place", "id": key, **_mark("", mark)} for key, mark in held.places.items())


def _groups(state: State) -> Iterator[Cells]:
    for box, counted in sorted(state.counted.items()):
        kind, *place = box.split(":")
        if kind not in ("pulse", "reading"):
            continue
        which = ("moment", "pulse") if kind == "pulse" else ("round", "team")
        result = dict(counted.result or {})
        yield {
            "kind": kind,
            **{name: int(value) if value.isdecimal() else value for name, value in zip(which, place, strict=False)},
            "n": counted.count,
            **result.pop("centre", {}),
            **result,
        }


def _votes(options: Options, state: State) -> Iterator[Cells]:
    for box, counted in sorted(state.counted.items()):
        kind, _, number = box.partition(":")
        if kind in ("vote", "dilemma") and tells(state, kind, counted.count):
            offered = map(str, candidates(state)) if kind == "vote" else options.get(box, ())
            for choice, votes in (dict.fromkeys(offered, 0) | dict(counted.result or {})).items():
                named = int(choice) if kind == "vote" else choice
                yield {"kind": kind, "number": int(number), "choice": named, "votes": votes}


def tells(state: State, kind: str, n: int) -> bool:
    """Whether the result of a box of this kind with `n` answers may stand in a table.

    Of pulse, reading and evaluation nothing is counted below the floor. Votes are always counted, for somebody has to
    win; where each person votes, so few would tell what one of them chose.
    """
    return kind not in ("vote", "dilemma") or state.settings.devices == "team" or n >= state.settings.floor


def _evaluation(options: Options, state: State) -> Iterator[Cells]:
    counted = state.counted.get("evaluation")
    for question, told in ((counted.result if counted else None) or {}).items():
        of_all: Cells = {"question": question, "n": told["n"]}
        tally = told.get("scale", {})
        if "choices" in told:
            tally = dict.fromkeys(options.get(question, ()), 0) | told["choices"]
        for choice, chosen in tally.items():
            yield {**of_all, "choice": int(choice) if "scale" in told else choice, "chosen": chosen}
        # Sorted also in logs from before the rules did: in the same order everywhere, answers tell whose they are.
        yield from ({**of_all, "text": text} for text in sorted(told.get("texts", ())))


def _insights(state: State) -> Iterator[Cells]:
    for key, held in state.insights.items():
        if not held.dropped:
            here = state.agenda[held.index]
            yield {
                "insight": key,
                "ts_utc": moment(held.at),
                "phase": here.id,
                "round": "" if here.round is None else here.round,
                "text": held.text,
                "tags": orjson.dumps(dict(held.tags)).decode(),
                "shown": int(held.shown),
            }


def _actions(state: State) -> Iterator[Cells]:
    for key, fields in state.actions.items():
        yield {"kind": "action", **fields, "action": key}


_ROWS: Mapping[str, Callable[[State], Iterable[Mapping[str, Any]]]] = {
    "solutions": _solutions,
    "links": _links,
    "groups": _groups,
    "insights": _insights,
    "actions": _actions,
}
