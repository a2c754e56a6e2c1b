"""What has to be true of a session once everybody has been left in peace for a while."""

import asyncio
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson

from app.game.engine import evolve, fold
from app.game.events import decode
from app.game.state import State
from app.game.viewing import Audience, view
from tests.simulation.people import LETTERS_ROUND, WORD, Person
from tests.support import wishes
from tests.support.game import NOW, PACK

if TYPE_CHECKING:
    from tests.simulation.world import World

FRESH_SECONDS = 20
SEEN_SECONDS = 4
"""In which a room that was just opened knows who is at other workers, and that dead ones are."""
LATE_SECONDS = 1.0
"""How late a clock may run out when nothing is wrong."""
LATE_AFTER_TROUBLE = 3.5
"""And after something was: the next try comes within a second, the next look of another worker within 1.5."""
WRITTEN = ("draft_written", "insight_captured", "note_written", "bookmarked", "action_added")
"""Facts whose words only one command can have brought, once."""


async def check_session(world: "World", code: str) -> None:
    """Each promise; what is broken is told to the world."""
    _check_log(world, code)
    await asyncio.sleep(0)
    _check_rooms(world, code)
    people = [life.person for life in world.lives if life.person.code == code]
    for person in people:
        await _check_screen(world, person)
    _check_letters(world, people, _fold(world, code))
    _check_clocks(world, code)


def _fold(world: "World", code: str) -> State:
    """What is in the log at this moment."""
    stored = [event for _, _, entry in world.truth.stored if entry.session == code for event in entry.events]
    return fold(decode(event.type, event.version, event.data) for event in stored)


def _check_log(world: "World", code: str) -> None:
    words = Counter[str]()
    entries = [entry for _, _, entry in world.truth.stored if entry.session == code]
    events = [event for entry in entries for event in entry.events]
    if [event.seq for event in events] != list(range(1, len(events) + 1)):
        world.fail(f"{code}: the log has a gap")
    for event in events:
        data: dict[str, Any] = orjson.loads(event.data)
        if list(wishes.odd_places(data)):
            world.fail(f"{code}: {event.type} holds a single answer")
        if event.type in WRITTEN and "update" not in data:
            words.update(re.findall(wishes.MARKER, event.data.decode()))
    if twice := [word for word, times in words.items() if times > 1]:
        world.fail(f"{code}: took effect twice: {twice}")


def _check_rooms(world: "World", code: str) -> None:
    state = _fold(world, code)
    for worker in world.workers:
        room = worker.rooms.open_rooms.get(code)
        if room is not None and room.state != state:
            world.fail(
                f"{code}: the room at {worker.name} (seq {room.seq}) is not what is in the log (seq {state.seq})"
            )


async def _check_screen(world: "World", person: Person) -> None:
    """What it put together from patches is what somebody is shown who comes now, and what the log alone says."""
    who = f"{person.code} {person.name}"
    if not person.here:
        world.fail(f"{who} is not back")
        return
    if person.unanswered:
        world.fail(f"{who} waits for {person.unanswered} answers")
    fresh = Person(world, person.code, person.token, person.looks_as, person.name)
    try:
        async with asyncio.timeout(FRESH_SECONDS), fresh:
            await asyncio.sleep(SEEN_SECONDS)
            if fresh.view != person.view or fresh.seq < person.seq:
                world.fail(f"{who} sees something else: {_differences(person.view, fresh.view)}")
    except TimeoutError:
        world.fail(f"{who} cannot come in afresh")
    state, seat = _fold(world, person.code), person.name if person.looks_as == "seat" else None
    team = state.seats[seat].team if seat else None
    audience = Audience("team", team=team) if team else Audience(person.looks_as)  # pyright: ignore[reportArgumentType]
    if seat is None or team is not None:
        told = orjson.loads(orjson.dumps(view(state, audience, PACK)))
        if found := _differences(_lasting(person.view), _lasting(told)):
            world.fail(f"{who} sees what is not in the log: {found}")


def _lasting(seen: dict[str, Any]) -> dict[str, Any]:
    """Without what no event says: who is online, consoles, when a team worked, the seat's own answers."""
    kept = {key: part for key, part in seen.items() if key not in ("me", "consoles", "worked", "rehearsal")}
    for part in ("teams", "seats", "members"):
        if part in kept:
            kept[part] = _offline(kept[part])
    return kept


def _offline(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _offline(value) for key, value in part.items() if key != "online"}  # pyright: ignore
    return [_offline(value) for value in part] if isinstance(part, list) else part  # pyright: ignore


def _differences(one: Any, other: Any, path: str = "") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        keys: list[str] = sorted({*one, *other})  # pyright: ignore[reportUnknownArgumentType]
        return [found for key in keys for found in _differences(one.get(key), other.get(key), f"{path}.{key}")]  # pyright: ignore
    return [] if one == other else [f"{path}: {one!r:.80} is not {other!r:.80}"]


def _check_letters(world: "World", people: list[Person], state: State) -> None:
    """Every letter that was said yes to is there, once, on disk and on the devices that write along."""
    for person in [person for person in people if person.pen is not None]:
        team = state.seats[person.name].team or 0
        for held in (state.solutions.get((LETTERS_ROUND, number)) for number in state.teams):
            text = held.fields.get("ict", "") if held else ""
            person.taken -= {word for word in person.taken if text.count(word) == 1}
        if person.taken:
            world.fail(f"{person.code} {person.name}: letters are lost or doubled: {sorted(person.taken)[:5]}")
        held = state.solutions.get((LETTERS_ROUND, team))
        assert person.pen is not None
        there, reads = held.fields.get("ict", "") if held else "", person.pen.reads("ict")
        known = set(WORD.findall(there))
        if "".join(word for word in WORD.findall(reads) if word in known) != there:  # the rest was never taken
            world.fail(f"{person.code} {person.name}: the device reads {reads[-60:]!r}, on disk is {there[-60:]!r}")


def _check_clocks(world: "World", code: str) -> None:
    state, since = State(), 0.0
    for at, _, entry in world.truth.stored:
        if entry.session != code:
            continue
        for stored in entry.events:
            before = state.timer.ends_at
            state = evolve(state, decode(stored.type, stored.version, stored.data))
            if stored.type == "timer_ran_out" and before is not None:
                _check_late(world, code, before, since, at)
            if state.timer.ends_at != before:
                since = at
    if state.timer.ends_at is not None and not state.closed:
        _check_late(world, code, state.timer.ends_at, since, world.loop.time())


def _check_late(world: "World", code: str, ends_at: int, since: float, at: float) -> None:
    """In seconds: `since` it was to ring at `ends_at` (ms), and `at` it did, or now if it did not."""
    due = _due(world, ends_at, since)
    if due >= at:
        return
    gaps = [*world.presence.gaps.get(code, ()), *world.sick, *world.disk.slowed]
    after = max([end for begin, end in gaps if begin <= at and end >= due], default=None)
    late = at - due if after is None else at - max(due, after)
    most = LATE_SECONDS if after is None else LATE_AFTER_TROUBLE
    world.answers["clock_in_time" if after is None else "clock_after_trouble"] += 1
    if late > most:
        world.fail(f"{code}: a clock ran out {late:.2f} s late, due at {due:.1f} s")


def _due(world: "World", ends_at: int, since: float) -> float:
    """When the wall's clock first passed this moment, for who looks `since` then."""
    for (began, jumped), (ended, _) in zip(world.walls, [*world.walls[1:], (float("inf"), 0)], strict=True):
        due = max(began, since, (ends_at - NOW - jumped) / 1000)
        if due < ended:
            return due
    return float("inf")
