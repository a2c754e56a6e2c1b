"""Any commands in any order by anyone: what always holds, and who never sees what."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from random import Random
from typing import Any, cast

import orjson
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.game.commands import Command, Evaluate, ExpireTimer, TakeSeat
from app.game.context import Context
from app.game.engine import next_deadline
from app.game.events import (
    ActorLinked,
    Bookmarked,
    BoxCounted,
    DraftWritten,
    Event,
    FactorLinked,
    InfluenceConnected,
    InsightCaptured,
    InsightEdited,
    NodeDescribed,
    NoteWritten,
    Settings,
    encode,
)
from app.game.merging import View, apply, diff
from app.game.previewing import preview
from app.game.rejected import Rejected
from app.game.sections import Sections
from app.game.state import State
from app.game.viewing import FACILITATOR, REVIEW, SCREEN, Audience
from app.game.viewing import view as view_of
from tests.support import game, wishes
from tests.support.game import AGENDA, PACK, Play
from tests.support.wishes import FITS, GUIDING, GUIDING_IN, odd_places

AFTERWARDS = {
    "pulse_opened",
    "pulse_closed",
    "pulse_revealed",
    "answer_counted",
    "box_counted",
    "slot_set",
    "seat_taken",
}
"""All that may still happen in a closed session: the pulse again after some weeks."""
Sees = Callable[[State, str, Any], bool]
AUDIENCES = [FACILITATOR, SCREEN, REVIEW, *(Audience("team", team=n) for n in (1, 2, 3, 4))]


class Session(RuleBasedStateMachine):
    """One session in the hands of people who do whatever comes to mind."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self.shown: dict[str, View] = {}
        self.secrets: dict[str, tuple[str, Any]] = {}
        self.taken = 0
        self.before = self.play.state
        self.sections = Sections()

    @initialize(
        devices=st.sampled_from(["team", "person"]),
        each=st.booleans(),
        floor=st.sampled_from([4, 5]),
        start=st.integers(0, len(AGENDA) - 2),
    )
    def begin(self, devices: str, each: bool, floor: int, start: int) -> None:
        on = game.ALL_INSTRUMENTS
        created = game.created(devices=devices, new_persona_each_round=each, floor=floor, instruments=on)
        self.play = Play(created)
        self.before = self.play.state
        for team in (1, 2, 3):
            self.take_seat(team)
        self.send("facilitator", wishes.command("go", phase=AGENDA[start].id, round=AGENDA[start].round))

    # --- what people do ---------------------------------------------------------------------------------------------

    @rule(team=st.sampled_from([None, 1, 1, 2, 3, 4]))
    def take_seat(self, team: int | None) -> None:
        if self.taken >= len(wishes.SEATS):
            return
        name = f"zq9{self.taken:05}"
        seat = wishes.SEATS[self.taken]
        if self.send("system", TakeSeat(seat=seat, name=name, team=team)):
            self.secrets[name] = ("nickname", seat)
            self.taken += 1

    @rule(team=st.sampled_from([1, 2, 3, 4]))
    def a_bot_takes_an_empty_team(self, team: int) -> None:
        if self.taken >= len(wishes.SEATS):
            return
        self.send("facilitator", wishes.command("mark_rehearsal"))
        if self.send("system", TakeSeat(seat=wishes.SEATS[self.taken], team=team, bot=True)):
            self.taken += 1

    @rule(random=wishes.seeds)
    def a_seat_does_what_fits(self, random: Random) -> None:
        seats = list(self.play.state.seats)
        if seats:
            self.send(random.choice(seats), wishes.make(random, *FITS[self.play.state.phase]))

    @rule(random=wishes.seeds)
    def everybody_does_what_fits(self, random: Random) -> None:
        for seat in list(self.play.state.seats):
            for _ in (1, 2, 3):
                self.send(seat, wishes.make(random, *FITS[self.play.state.phase]))

    @rule(random=wishes.seeds)
    def facilitator_does_what_fits(self, random: Random) -> None:
        self.send("facilitator", wishes.make(random, *GUIDING_IN.get(self.play.state.phase, GUIDING)))

    @rule(random=wishes.seeds)
    def facilitator_guides(self, random: Random) -> None:
        self.send("facilitator", wishes.make(random, *GUIDING, "go"))

    @rule(random=wishes.seeds)
    def facilitator_does_anything(self, random: Random) -> None:
        self.send("facilitator", wishes.make(random))

    @rule()
    def on_to_the_next_phase(self) -> None:
        item = AGENDA[min(self.play.state.index + 1, len(AGENDA) - 2)]
        self.send("facilitator", wishes.command("go", phase=item.id, round=item.round))

    @rule(random=wishes.seeds)
    def somebody_tries_anything(self, random: Random) -> None:
        self.send(random.choice(["screen", "system", "s_99", *wishes.SEATS]), wishes.make(random))

    @rule()
    def a_camp_goes_by(self) -> None:
        """Everybody writes, hands in and shows it."""
        number = next((item.round for item in AGENDA[self.play.state.index :] if item.round), 3)
        self.send("facilitator", wishes.command("go", phase="work", round=number))
        for seat in list(self.play.state.seats):
            for name in ("pick_actor", "pick_persona", "write_draft", "write_draft", "place", "submit_solution"):
                self.send(seat, wishes.make(Random(seat + name), name))
        self.send("facilitator", wishes.command("go", phase="reveal", round=number))
        self.send("facilitator", wishes.command("reveal", what="solutions"))

    @precondition(lambda self: len(cast("Session", self).play.state.seats) > 3)
    @rule(random=wishes.seeds)
    def facilitator_removes(self, random: Random) -> None:
        self.send("facilitator", wishes.make(random, "remove_seat"))

    @rule(ms=st.sampled_from([1, 9_000, 11_000, 400_000]))
    def time_goes_by(self, ms: int) -> None:
        self.play.now += ms
        deadline = next_deadline(self.play.state)
        if deadline is not None and deadline.at <= self.play.now:
            self.send("system", deadline.command)
            assert self.play.state.timer.state == "over"
        self.send("system", ExpireTimer(ends_at=self.play.now))

    @precondition(lambda self: len(cast("Session", self).play.log) > 60)
    @rule()
    def facilitator_closes(self) -> None:
        self.send("facilitator", wishes.command("close_session"))

    def send(self, sender: str, command: Command) -> bool:
        state = self.play.state
        try:
            events = self.play.send(sender, command)
        except Rejected:
            assert self.play.state is state
            return False
        assert not state.closed or {event.name for event in events} <= AFTERWARDS
        for event in events:
            self.note(event, command)
        return True

    def note(self, event: Event, command: Command) -> None:
        """Remember who may read what was written, and prove that no fact holds a single answer."""
        data = encode(event).decode()
        found = re.findall(wishes.MARKER, data)
        match event:
            case DraftWritten() | ActorLinked() | FactorLinked():
                self.secrets |= dict.fromkeys(found, ("solution", (event.round, event.team)))
            case InfluenceConnected() | NodeDescribed():
                self.secrets |= dict.fromkeys(found, ("network", event.network))
            case NoteWritten():
                self.secrets |= dict.fromkeys(found, ("note", None))
            case Bookmarked():
                self.secrets |= dict.fromkeys(found, ("bookmark", None))
            case InsightCaptured() | InsightEdited():
                self.secrets |= dict.fromkeys(found, ("insight", event.insight))
            case BoxCounted():
                assert event.result is None or event.box[0] in "vd" or event.count >= self.play.state.settings.floor
                self.secrets |= dict.fromkeys(found, ("evaluation", None))
            case _:
                pass
        if event.name == "answer_counted":
            assert orjson.loads(data).keys() == {"box"}
        assert not list(odd_places(orjson.loads(data))), f"{event.name} holds a single answer"
        if isinstance(command, Evaluate):
            assert not found

    # --- what always holds ------------------------------------------------------------------------------------------

    @invariant()
    def check(self) -> None:
        self.facts_are_counted()
        self.boxes_hold_what_was_counted()
        self.nobody_holds_the_card_of_another()
        self.no_team_is_overfull()
        self.bots_play_alone_and_only_in_rehearsals()
        self.what_was_revealed_stays_revealed()
        self.only_what_was_sealed_and_shown_is_shifted()
        self.a_clock_has_an_end_only_while_it_runs()
        self.views_follow_by_patches_and_leak_nothing()
        self.previews_show_no_answers()

    def facts_are_counted(self) -> None:
        assert self.play.state.seq == len(self.play.log)

    def boxes_hold_what_was_counted(self) -> None:
        held = {box: len(answers) for box, answers in self.play.boxes.items()}
        assert held == dict(self.play.state.answers)

    def nobody_holds_the_card_of_another(self) -> None:
        teams = self.play.state.teams.values()
        for number in (1, 2, 3):
            if not self.play.state.settings.new_persona_each_round:
                assert_unique(team.persona_in(number) for team in teams)
            assert_unique(team.personas.get(number) for team in teams)
            assert_unique(team.actors.get(number) for team in teams)
        for team in teams:
            assert_unique(team.actors.values())

    def no_team_is_overfull(self) -> None:
        assert all(len(self.play.state.seats_of(team)) <= 4 for team in self.play.state.teams)

    def bots_play_alone_and_only_in_rehearsals(self) -> None:
        state = self.play.state
        for seat in state.seats.keys() - state.people:
            assert state.rehearsal
            assert state.seats_of(state.seats[seat].team or 0) == [seat]

    def what_was_revealed_stays_revealed(self) -> None:
        before, state = self.before, self.play.state
        for name in ("revealed", "readings_revealed", "pulses_revealed", "dilemmas_revealed"):
            assert getattr(before, name) <= getattr(state, name), name
        assert before.counted.items() <= state.counted.items()
        assert state.closed or not before.closed
        self.before = state

    def only_what_was_sealed_and_shown_is_shifted(self) -> None:
        for (number, _), solution in self.play.state.solutions.items():
            assert solution.shift is None or (solution.place is not None and number in self.play.state.revealed)

    def a_clock_has_an_end_only_while_it_runs(self) -> None:
        timer = self.play.state.timer
        assert (timer.ends_at is not None) == (timer.state == "running")

    def views_follow_by_patches_and_leak_nothing(self) -> None:
        state = self.play.state
        looks = {str(audience): self.play.look(audience) for audience in AUDIENCES}
        for audience in AUDIENCES:  # what rooms remember of earlier views shows nothing else
            assert view_of(state, audience, PACK, sections=self.sections) == looks[str(audience)]
        looks |= {seat: self.play.look_as(seat) for seat in list(state.seats)[:4]}
        for name, view in looks.items():
            old = self.shown.get(name, view)  # the first one is a whole view
            patch = orjson.loads(orjson.dumps(diff(old, view)))
            assert apply(old, patch) == view, name
            assert all(path == ".phase.round" for path in nulls(view)), name
            self.leaks(state, name, view)
        self.shown = looks

    def previews_show_no_answers(self) -> None:
        """One of the steps on stage a time: what people answered is not in it before it is revealed."""
        state = self.play.state
        item = AGENDA[state.seq % len(AGENDA)]
        steps: list[tuple[str, dict[str, Any]]] = [
            ("reveal", {"what": what}) for what in ("pulse", "readings", "vote", "dilemma", "solutions")
        ]
        steps += [("go", {"phase": item.id, "round": item.round}), ("close_session", {}), ("close_vote", {})]
        kind, fields = steps[state.seq % len(steps)]
        context = Context(game.who("facilitator"), self.play.now, PACK, game.Reversing())
        try:
            seen = preview(state, wishes.command(kind, **fields), context, PACK, frozenset()).view
        except Rejected:
            return
        assert seen.keys() <= KEYS["screen"]
        assert not list(odd_places(seen)), "a preview shows a single answer"
        assert set(results(seen)) <= set(results(self.play.look(SCREEN))), "a preview shows what was not revealed"

    def leaks(self, state: State, name: str, view: View) -> None:
        for part in ("selves", "shifts", "after"):
            assert {int(number) for number in view["board"].get(part, {})} <= state.revealed
        for marker in set(re.findall(wishes.MARKER, orjson.dumps(view).decode())):
            kind, about = self.secrets.get(marker, ("open", None))
            assert MAY_SEE[kind](state, name, about), f"{name} sees {kind} of {about}"
        others = {key: part for key, part in view.items() if key != "me"}
        assert not list(odd_places(others)), f"{name} sees a single answer"
        assert {*view} <= KEYS[name.partition(":")[0] if name not in state.seats else "seat"], name
        for dilemma in view["indicators"].get("dilemmas", {}).values():
            assert dilemma["state"] == "revealed" or not {"tally", "tie", "chosen"} & dilemma.keys()
        vote = view["vote"]
        assert vote["state"] == "revealed" or not {"tally", "tie", "winner"} & vote.keys()
        if name in state.seats:
            assert view["me"]["seat"] == name

    def teardown(self) -> None:
        self.play.check_log()


def assert_unique(values: Any) -> None:
    held = [value for value in values if value is not None]
    assert len(held) == len(set(held)), held


def nulls(value: object, path: str = "") -> Iterator[str]:
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, part in cast(dict[str, object], value).items():
            yield from nulls(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in cast(list[object], value):
            yield from nulls(part, f"{path}[]")


def results(value: object, path: str = "") -> Iterator[str]:
    """Where a view tells what people answered, as a group."""
    if isinstance(value, dict):
        for key, part in cast(dict[str, object], value).items():
            if key in ("centre", "tally", "tie", "winner", "chosen", "results"):
                yield f"{path}.{key}"
            yield from results(part, f"{path}.{key}")


def looker_team(state: State, name: str) -> int | None:
    if name in state.seats:
        return state.seats[name].team
    return int(name[-1]) if name.startswith("team:") else None


def sees_solution(state: State, name: str, about: tuple[int, int]) -> bool:
    if name == "facilitator" or about[0] in state.revealed:
        return True
    return (name == "review" and state.closed) or looker_team(state, name) == about[1]


def sees_network(state: State, name: str, network: str) -> bool:
    if network == "school" or name == "facilitator" or state.shown == ("network", int(network)):
        return True
    return (name == "review" and state.closed) or looker_team(state, name) == int(network)


def sees_nickname(state: State, name: str, about: str) -> bool:
    if name in ("facilitator", about):
        return True
    team = looker_team(state, name)
    return team is not None and about in state.seats and state.seats[about].team == team


def sees_insight(state: State, name: str, about: str) -> bool:
    held = state.insights[about]
    return not held.dropped and (held.shown or name in ("facilitator", "review"))


def seen_by(*names: str) -> Sees:
    def sees(_state: State, name: str, _about: Any) -> bool:
        return not names or name in names

    return sees


MAY_SEE: dict[str, Sees] = {
    "open": seen_by(),
    "solution": sees_solution,
    "network": sees_network,
    "note": seen_by("facilitator"),
    "bookmark": seen_by("facilitator", "review"),
    "nickname": sees_nickname,
    "insight": sees_insight,
    "evaluation": seen_by("facilitator", "review"),
}
_SECTIONS = {"session", "phase", "timer", "teams", "solutions", "board", "insights", "vote"}
_COMMON = _SECTIONS | {"debrief", "school", "evaluation", "networks", "profile", "slots", "indicators"}
KEYS = {
    "facilitator": _COMMON | {"seats", "notes", "bookmarks", "undo", "calls"},
    "screen": _COMMON,
    "review": _COMMON | {"bookmarks"},
    "team": _COMMON | {"choices", "members"},
    "seat": _COMMON | {"choices", "members", "me"},
}


def test_settings_are_all_tried() -> None:
    """A new house rule belongs in `begin`, or here."""
    known = {"devices", "vote_own", "unique_personas", "unique_actors", "new_persona_each_round", "floor", "minutes"}
    known |= {"instruments"}
    assert Settings.model_fields.keys() == known
    assert PACK.evaluation.keys() == {"useful", "next", "remember"}
    assert {field.name for field in fields(State)} >= {"revealed", "readings_revealed", "pulses_revealed"}


TestSession = Session.TestCase

STEPS = [
    *["a_seat_does_what_fits", "everybody_does_what_fits", "facilitator_does_what_fits"] * 3,
    *["facilitator_guides", "facilitator_does_anything", "somebody_tries_anything"],
    *["on_to_the_next_phase", "a_camp_goes_by", "take_seat", "a_bot_takes_an_empty_team", "time_goes_by"],
]


@pytest.mark.parametrize("seed", range(10))
def test_long_walks(seed: int) -> None:
    """The same steps in long sessions, which Hypothesis seldom makes."""
    random, session = Random(seed), Session()
    session.begin(random.choice(["team", "person"]), each=seed % 3 == 0, floor=4, start=random.randrange(4))
    for _ in range(120):
        name = random.choice(STEPS)
        if name == "take_seat":
            session.take_seat(random.choice([None, 1, 2, 3, 4]))
        elif name == "a_bot_takes_an_empty_team":
            session.a_bot_takes_an_empty_team(random.choice([1, 2, 3, 4]))
        elif name == "time_goes_by":
            session.time_goes_by(random.choice([1, 9_000, 400_000]))
        elif name in ("on_to_the_next_phase", "a_camp_goes_by"):
            getattr(session, name)()
        else:
            getattr(session, name)(Random(random.random()))
        session.check()
    session.facilitator_closes()
    for _ in range(10):
        session.facilitator_does_what_fits(Random(random.random()))
        session.take_seat(None)
        session.a_seat_does_what_fits(Random(random.random()))
        session.check()
    session.teardown()
