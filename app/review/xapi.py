"""What stood there in the end as xAPI statements (1.0.3), for who keeps a learning record store. Never about a person.

The actor is a subteam or the whole room, as a group with an account that nobody can sign in to. What a room answered
together is one statement, and below the anonymity floor it says how many answered.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from app.game.engine import fold
from app.game.events import decode
from app.game.state import Mark, Solution, State
from app.review.bundle import About
from app.review.log import Stored
from app.review.sheets import moment, tells

HOME = "https://maatwerk.invalid"
"""Where our names live. Nothing can be fetched there: `.invalid` is nobody's, and sessions have no public address."""
VERBS = "http://adlnet.gov/expapi/verbs/"
"""Of ADL's own list, as is `KINDS`."""
KINDS = "http://adlnet.gov/expapi/activities/"
Json = dict[str, Any]
Times = Mapping[object, int]


def statements(about: About, events: Sequence[Stored]) -> bytes:
    """One JSON array, in the order of time; the same events give the same ids and bytes."""
    state = fold(decode(event.type, event.version, event.data) for event in events)
    told = [made for part in _PARTS for made in part(_Told(about, state), _times(events))]
    return orjson.dumps(sorted(told, key=lambda one: one["timestamp"]), option=orjson.OPT_APPEND_NEWLINE)


def _times(events: Iterable[Stored]) -> Times:
    """When something happened last, in ms UTC: by type, by counted box, and by (round, team)."""
    times: dict[object, int] = {}
    for event in events:
        data: Json = orjson.loads(event.data)
        times[event.type] = event.at
        if event.type == "box_counted":
            times[data["box"]] = event.at
        times[(data.get("round"), data.get("team"))] = event.at
    return times


class _Told:
    """What all statements of a session share."""

    def __init__(self, about: About, state: State) -> None:
        self.state = state
        self.session = f"{HOME}/session/{about.code}"
        self._key = f"{self.session}/{state.created_at}"
        self._context: Json = {
            "registration": str(uuid.uuid5(uuid.NAMESPACE_URL, self._key)),
            "platform": f"Maatwerk {about.software}",
            "language": state.language,
            "extensions": _extensions(
                rehearsal=state.rehearsal,
                pack=about.pack,
                pack_version=about.pack_version,
                pack_sha256=about.pack_sha256,
            ),
        }

    def say(
        self, verb: str, thing: Json, at: int, *, team: int | None = None, result: Json | None = None, about: str = ""
    ) -> Json:
        """A statement about `thing`; `about` tells apart what else would have the same id."""
        key = f"{self._key} {verb} {thing['id']} {team or ''} {about}"
        return {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, key)),
            "actor": self._group(team),
            "verb": {"id": VERBS + verb, "display": {"en": verb}},
            "object": thing,
            **({"result": result} if result else {}),
            "context": self._context | {"contextActivities": {"grouping": [self.activity("", "meeting", "Maatwerk")]}},
            "timestamp": moment(at).isoformat(timespec="milliseconds"),
            "version": "1.0.3",
        }

    def _group(self, team: int | None) -> Json:
        name = "room" if team is None else f"team-{team}"
        account = {"homePage": HOME, "name": f"{self.session.removeprefix(HOME)}/{name}"}
        return {"objectType": "Group", "name": name, "account": account}

    def activity(self, place: str, kind: str, name: str) -> Json:
        """A thing of this session; names of people, teams and schools are not in it."""
        return {
            "objectType": "Activity",
            "id": self.session + place,
            "definition": {"type": KINDS + kind, "name": {"en": name}},
        }

    def solution(self, number: int, team: int) -> Json:
        return self.activity(
            f"/round/{number}/team/{team}", "performance", f"Solution of team {team} in round {number}"
        )


def _extensions(**values: object) -> Json:
    """Our own fields; what is not known is left out, for xAPI knows no null."""
    return {f"{HOME}/xapi/{name}": value for name, value in values.items() if value is not None}


def _session(told: _Told, times: Times) -> Iterator[Json]:
    meeting = told.activity("", "meeting", "Maatwerk")
    yield told.say("initialized", meeting, told.state.created_at)
    if told.state.closed and "session_closed" in times:
        yield told.say("terminated", meeting, times["session_closed"])


def _solutions(told: _Told, times: Times) -> Iterator[Json]:
    for (number, team), held in sorted(told.state.solutions.items()):
        if held.started:
            verb = "attempted" if held.submitted_at is None else "completed"
            at = times[(number, team)] if held.submitted_at is None else held.submitted_at
            yield told.say(
                verb, told.solution(number, team), at, team=team, result=_outcome(told.state, number, team, held)
            )


def _outcome(state: State, number: int, team: int, held: Solution) -> Json:
    teams, written = state.teams.get(team), [text for text in held.fields.values() if text]
    return {
        "completion": held.submitted_at is not None,
        **({"response": "\n\n".join(written)} if written else {}),
        "extensions": _extensions(
            persona=teams and teams.persona_in(number),
            actor=teams and teams.actors.get(number),
            place=_place(held.place),
            place_as_self=_place(held.as_self),
            place_after_discussion=_place(held.shifted),
            factors={key: change for key, (change, _) in held.factors.items()} or None,
            actors=list(held.actors) or None,
            aspects=dict(held.aspects) or None,
        ),
    }


def _place(mark: Mark | None) -> Json | None:
    return None if mark is None else {"regulation": mark.regulation, "interest": mark.interest}


def _answers(told: _Told, times: Times) -> Iterator[Json]:
    for box, counted in sorted(told.state.counted.items()):
        kind, *place = box.split(":")
        thing = (
            told.solution(int(place[0]), int(place[1]))
            if kind == "reading"
            else told.activity("/" + box.replace(":", "/"), "question", box)
        )
        told_apart = counted.result is not None and tells(told.state, kind, counted.count)
        group = dict(counted.result or {}) if told_apart else None
        result = {"extensions": _extensions(n=counted.count, group=group)}
        yield told.say("responded", thing, times[box], result=result, about=box)


def _insights(told: _Told, times: Times) -> Iterator[Json]:
    for key, held in told.state.insights.items():
        if not held.dropped:
            thing = told.activity("", "meeting", "Maatwerk")
            yield told.say("commented", thing, held.at, result={"response": held.text}, about=key)


_PARTS: Sequence[Callable[[_Told, Times], Iterator[Json]]] = (_session, _solutions, _answers, _insights)
