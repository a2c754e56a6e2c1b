"""What each audience may see: the only door out of the engine.

A view starts empty and is filled field by field; what no line here adds, nobody receives. Values that do not exist are
left out, so that every view can be reached by merge patches (docs/protocol.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from app.game import viewing_instruments as around
from app.game.events import AgendaItem
from app.game.merging import View, compact
from app.game.pack import Pack
from app.game.pseudonyms import without_names
from app.game.rules.answering import count_of, voters
from app.game.rules.choosing import choices
from app.game.rules.undoing import taken_back
from app.game.rules.voting import candidates, tally, tied
from app.game.sections import NOTHING, Gathered, Key, Sections
from app.game.state import Insight, State
from app.game.viewing_board import board
from app.game.viewing_teams import solutions, teams

T = TypeVar("T")

Kind = Literal["facilitator", "screen", "team", "seat", "review"]


class Audience(NamedTuple):
    """Who looks. `team` for the kind team, `seat` for a seat that has no team yet; for research without `names`.

    Who sat in a team looks back without insights that are `hidden`.
    """

    kind: Kind
    team: int | None = None
    seat: str | None = None
    names: bool = True
    hidden: bool = True

    def __str__(self) -> str:
        suffix = self.team if self.kind == "team" else self.seat
        return self.kind if suffix is None else f"{self.kind}:{suffix}"


FACILITATOR = Audience("facilitator")
SCREEN = Audience("screen")
REVIEW = Audience("review")


@dataclass(frozen=True, slots=True)
class Bots:
    """What plays in a rehearsal now, which is not in the log. `speed`: how many times as fast as people."""

    teams: tuple[int, ...] = ()
    speed: float = 1
    paused: bool = False
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """What only consoles see, and no event says.

    `consoles`: how many are open, by rank. `worked`: when a team last worked on its solution (ms UTC).
    `bots`: if some play.
    """

    consoles: Mapping[str, int] = field(default_factory=dict[str, int])
    worked: Mapping[int, int] = field(default_factory=dict[int, int])
    bots: Bots | None = None


NOBODY = Behind()


def view(
    state: State,
    audience: Audience,
    pack: Pack,
    online: frozenset[str] = frozenset(),
    sections: Sections | None = None,
    behind: Behind = NOBODY,
) -> View:
    """Everything that this audience may see now. `online`: seats with an open connection.

    With the `sections` of earlier views, what did not change since then is the very same object. Those of views with
    names are never those of views without.
    """
    known = sections or Sections()
    _move(known, state, audience, online)
    held = _gathered(known, audience, pack)
    held.step(_nothing, _behind(audience, behind))
    return dict(held.shown)


def _nothing(_name: str, _old: object, _new: object) -> None: ...


def step(
    state: State,
    audience: Audience,
    pack: Pack,
    online: frozenset[str],
    sections: Sections,
    behind: Behind,
    say: Callable[[str, Any, Any], T],
) -> list[T]:
    """What `say(field, old, new)` gives for what this audience sees change; otherwise as `view`."""
    _move(sections, state, audience, online)
    return _gathered(sections, audience, pack).step(say, _behind(audience, behind))


def _move(known: Sections, state: State, audience: Audience, online: frozenset[str]) -> None:
    """The only place where a view gets its state."""
    known.move(state if audience.names else without_names(state), online)


def last_view(sections: Sections, audience: Audience, pack: Pack) -> View:
    """What this audience was shown last."""
    return dict(_gathered(sections, audience, pack).shown)


def _gathered(known: Sections, audience: Audience, pack: Pack) -> Gathered:
    return known.gather(audience, lambda: _recipe(known, audience, pack))


def _recipe(known: Sections, audience: Audience, pack: Pack) -> dict[str, Key]:
    """The sections of this audience's view."""
    everything = audience.kind in ("facilitator", "review")
    team, kind = audience.team, audience.kind
    recipe: dict[str, Key] = {
        "session": (_session, known, pack),
        "phase": (_phase,),
        "timer": (_timer,),
        "board": (board,),
        "vote": (_vote, known),
        "debrief": (_debrief,),
        "school": (_school,),
        "profile": (around.profile,),
        "slots": (around.slots,),
        "indicators": (around.indicators, pack),
        "teams": (teams, known, team, kind == "facilitator"),
        "solutions": (solutions, known, team, kind),
        "insights": (_insights, known, everything and audience.hidden),
        "networks": (around.networks, team, kind),
        "evaluation": (_evaluation, everything),
    }
    if kind == "team" and team is not None:
        recipe |= {"choices": (_choices, team, pack), "members": (_members, team)}
    if kind == "seat":
        recipe["choices"] = (_no_choices,)
    if kind == "facilitator":
        recipe |= {"seats": (_seats, known), "notes": (_notes,), "calls": (_calls,), "undo": (_undo,)}
    if everything:
        recipe["bookmarks"] = (_bookmarks,)
    return recipe


def seat_view(state: State, seat: str, own: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> View:
    """The part that only this seat sees. `own`: its answers by open box and person, as they lie in the ballot box."""
    held = state.seats.get(seat)
    answers = [
        {"box": box, "person": person, **_placement(answer)}
        for box, given in sorted(own.items())
        if box.startswith(("pulse:", "reading:"))
        for person, answer in sorted(given.items())
    ]
    vote = own.get(f"vote:{state.vote.ballot}", {}).get(1)
    dilemma = own.get(f"dilemma:{state.round}", {}).get(1)
    me = compact(
        seat=seat,
        team=held.team if held else None,
        name=held.nickname if held else None,
        answers=answers,
        vote=vote["team"] if vote else None,
        dilemma=dilemma["option"] if dilemma else None,
        evaluated=sorted(own.get("evaluation", {})),
    )
    return {"me": me}


def _placement(answer: Mapping[str, Any]) -> View:
    return {"regulation": answer["regulation"], "interest": answer["interest"]}


def _number_of_teams(state: State) -> int:
    return len(state.teams)


def _session(state: State, known: Sections, pack: Pack) -> View:
    return compact(
        code=state.code,
        title=state.title,
        language=state.language,
        pack=state.pack,
        pack_version=state.pack_version,
        devices=state.settings.devices,
        floor=state.settings.floor,
        vote_own=state.settings.vote_own,
        teams=known.get(_number_of_teams),
        rehearsal=state.rehearsal,
        starts_at=state.starts_at,
        ends_at=state.ends_at,
        instruments=around.instruments(state),
        closed=state.closed,
        school1=pack.schools.get(1),
        school2=pack.schools.get(2),
    )


def _phase(state: State) -> View:
    agenda = [compact(id=item.id, round=item.round, minutes=item.minutes) for item in state.agenda]
    seen = compact(id=state.phase, round=state.round, index=state.index, agenda=agenda, entered_at=state.entered_at)
    if not state.camped:
        seen["round"] = None  # the one null of a view; see docs/protocol.md
    return seen


def _timer(state: State) -> View:
    timer = state.timer
    return compact(
        state=timer.state, remaining_ms=timer.remaining_ms, planned_ms=timer.planned_ms, ends_at=timer.ends_at
    )


def _debrief(state: State) -> View:
    empty: View = {"step": 0, "current": {}, "ambition": {}, "subjects": {}, "checklist": {}, "texts": {}}
    return {**empty, **state.debrief, **_lists(state)}


def _lists(state: State) -> View:
    """First steps, and for the learning network the questions to take along and the meetings to follow."""
    lists: dict[str, View] = {"actions": {}, "questions": {}, "meetings": {}}
    for action, fields in state.actions.items():
        lists[f"{fields.get('kind', 'action')}s"][action] = {name: fields[name] for name in fields if name != "kind"}
    return lists


def _school(state: State) -> View:
    return dict(state.school)


def _insights(state: State, known: Sections, everything: bool) -> View:
    if not everything:  # mostly nothing is hidden: then it is the very same
        held = known.get(_insights, known, True)
        shown = {key: insight for key, insight in held.items() if insight["shown"]}
        return held if len(shown) == len(held) else shown
    insights = state.insights
    made = known.each(_insight, insights, state.agenda)
    return {key: seen for key, seen in made.items() if not insights[key].dropped}


def _insight(_key: str, insight: Insight, agenda: Sequence[AgendaItem]) -> View:
    item = agenda[insight.index]
    return compact(
        text=insight.text, tags=dict(insight.tags), shown=insight.shown, phase=item.id, round=item.round, at=insight.at
    )


def _vote(state: State, known: Sections) -> View:
    vote, box = state.vote, f"vote:{state.vote.ballot}"
    revealed = vote.state == "revealed"
    return compact(
        state=vote.state,
        ballot=vote.ballot,
        count=count_of(state, box),
        voters=known.get(voters),
        candidates=_candidates(state) if vote.state != "idle" or state.phase == "vote" else [],
        tally=tally(state) if revealed else None,
        tie=tied(state) if revealed and vote.winner is None else None,
        winner=vote.winner if revealed else None,
    )


def _candidates(state: State) -> list[View]:
    return [
        {"round": number, "team": team, "title": state.solutions[(number, team)].fields.get("title", "")}
        for team, number in sorted(candidates(state).items())
    ]


def _evaluation(state: State, results: bool) -> View:
    counted = state.counted.get("evaluation")
    return compact(count=count_of(state, "evaluation"), results=counted.result if counted and results else None)


def _choices(state: State, team: int, pack: Pack) -> View:
    personas, actors = choices(state, team, pack)
    return {"personas": personas, "actors": actors}


def _no_choices(_: State) -> View:
    """Who has no team yet: nothing to pick, and no field that comes and goes."""
    return {"personas": [], "actors": []}


def _members(state: State, team: int) -> list[View]:
    held = [(seat, state.seats[seat]) for seat in state.seats_of(team)]
    return [compact(seat=seat, name=who.nickname, bot=who.bot or None) for seat, who in held]


def _notes(state: State) -> View:
    return {str(index): text for index, text in state.notes.items()}


def _calls(state: State) -> list[int]:
    return list(state.calls)


def _undo(state: State) -> View | None:
    return {"what": taken_back(state.undo[-1])} if state.undo else None


def _behind(audience: Audience, behind: Behind) -> Mapping[str, Any]:
    if audience.kind != "facilitator":
        return NOTHING
    return compact(
        consoles=dict(behind.consoles) or None,
        worked={str(team): at for team, at in sorted(behind.worked.items())} or None,
        rehearsal=_bots(behind.bots) if behind.bots else None,
    )


def _bots(bots: Bots) -> View:
    return {"teams": list(bots.teams), "speed": bots.speed, "paused": bots.paused, "leader": bots.leader}


def _seats(state: State, known: Sections) -> View:
    return {
        seat: compact(name=held.nickname, team=held.team, online=seat in known.online, bot=held.bot or None)
        for seat, held in state.seats.items()
    }


def _bookmarks(state: State) -> list[View]:
    return [{"label": label, "seq": seq, "at": at, "index": index} for label, seq, at, index in state.bookmarks]
