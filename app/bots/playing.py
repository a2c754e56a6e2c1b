"""The bots of one session, inside this server: no network, the same commands and views as people."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from app import ids
from app.bots.follower import Gone
from app.bots.insider import Insider
from app.bots.leader import Leader
from app.bots.pace import Pace
from app.bots.player import Player
from app.content.pinned import parse_dump
from app.content.render import localise, samples
from app.game.commands import Command, MarkRehearsal, RemoveSeat, TakeSeat
from app.game.context import Who
from app.game.rejected import Code
from app.game.viewing import FACILITATOR, Bots
from app.live.room import Room
from app.store.errors import StoreBusy

logger = structlog.get_logger()

LEADER = 0
"""Stands among the numbers of the teams for the bot that facilitates."""


class Ended(Exception):
    """The session is closed: nobody plays any more."""


@dataclass(frozen=True, slots=True)
class Script:
    """What bots need of a session's pack, in its language: the texts that they write, and the cards."""

    samples: Mapping[str, Any]
    content: Mapping[str, Any]


def read_script(pinned: bytes, language: str) -> Script:
    """The script in a pinned pack."""
    pack = parse_dump(pinned)
    return Script(samples(pack, language), localise(pack, language))


class Rehearsal:
    """The bots of one session: one for each team, answering for four people, and maybe one that leads."""

    def __init__(self, room: Room, script: Script, ended: "Callable[[Rehearsal], None]") -> None:
        self._room = room
        self._script = script
        self._ended = ended
        self._pace = Pace(1, ids.new_seat())
        self._tasks: dict[int, asyncio.Task[None]] = {}

    @property
    def code(self) -> str:
        """Of the session."""
        return self._room.code

    @property
    def bots(self) -> Bots | None:
        """What plays now, None when nothing does."""
        teams = tuple(sorted(self._tasks.keys() - {LEADER}))
        return Bots(teams, self._pace.speed, self._pace.paused, LEADER in self._tasks) if self._tasks else None

    def empty(self, teams: Sequence[int] | None) -> dict[int, str | None]:
        """Of these teams, or of all that play along: those without people and without a bot that plays.

        With each the seat that a bot left behind, if one did.
        """
        view = self._room.look(FACILITATOR)
        left: dict[int, str | None] = {
            int(number): None
            for number, team in view["teams"].items()
            if int(number) not in self._tasks and (team["present"] if teams is None else int(number) in teams)
        }
        for seat, held in view["seats"].items():
            if held.get("bot") and held["team"] in left:
                left[held["team"]] = seat
            else:
                left.pop(held.get("team"), None)
        return left

    async def fill(self, teams: Sequence[int] | None) -> None:
        """From now on this is a rehearsal, and bots play the empty teams."""
        await ask(self._room, Who("facilitator"), MarkRehearsal())
        for team, seat in self.empty(teams).items():
            if seat is None:
                seat = ids.new_seat()
                await ask(self._room, Who("system"), TakeSeat(seat=seat, team=team, bot=True))
            self._begin(team, self._play(Who("seat", seat)))  # leaves at once when a person was quicker
        self._show()

    def turn(self, speed: float | None = None, paused: bool | None = None) -> None:
        """Faster, slower, pause, go on."""
        self._pace.turn(speed=speed, paused=paused)
        self._show()

    async def lead(self, on: bool) -> None:
        """A bot leads from where the room is; or it stops, and a person leads on."""
        if not on:
            await self._stop(LEADER)
        elif LEADER not in self._tasks:
            await ask(self._room, Who("facilitator"), MarkRehearsal())
            self._begin(LEADER, self._lead())
        self._show()

    async def hand_over(self, team: int) -> None:
        """The bot of this team stops at once; its seat stays as it is."""
        await self._stop(team)
        self._show()

    async def stop(self) -> None:
        """All stop at once; their seats stay as they are."""
        await asyncio.gather(*(self._stop(number) for number in list(self._tasks)))
        self._show()

    # --- tasks --------------------------------------------------------------------------------------------------------

    def _begin(self, number: int, playing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guard(playing), name=f"bot {number} of {self._room.code}")
        self._tasks[number] = task
        task.add_done_callback(lambda done: self._done(number, done))

    async def _guard(self, playing: Coroutine[Any, Any, None]) -> None:
        try:
            await playing
        except Gone:
            pass
        except Exception:  # a bot that fails leaves its team; the session and the other bots go on
            logger.exception("bot failed", session=self._room.mark)

    def _done(self, number: int, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(number) is task:  # else it was stopped
            del self._tasks[number]
            self._show()

    async def _stop(self, number: int) -> None:
        task = self._tasks.pop(number, None)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _show(self) -> None:
        self._room.show_bots(self.bots)
        if not self._tasks:
            self._ended(self)

    async def _play(self, who: Who) -> None:
        async with Insider(self._room, who, self._pace.going) as client:
            await Player(client, self._script.samples, self._script.content, self._pace).play()

    async def _lead(self) -> None:
        async with Insider(self._room, Who("facilitator"), self._pace.going) as client:
            await Leader(client, self._script.samples, self._script.content["scripts"], self._pace).lead()


async def dismiss(room: Room) -> None:
    """Give up the seats of all bots; nothing that they did changes."""
    for seat, held in room.look(FACILITATOR)["seats"].items():
        if held.get("bot") and not room.closed:
            await ask(room, Who("facilitator"), RemoveSeat(seat=seat))


async def ask(room: Room, who: Who, command: Command) -> None:
    """Ask a room for something that may be refused.

    Raises:
        Ended: the session is closed.
        StoreBusy: it could not be stored now.
    """
    outcome = await room.ask(who, f"rehearsal:{ids.new_seat()}", command)
    if outcome.code == Code.CLOSED:
        raise Ended
    if outcome.code == Code.BUSY:
        raise StoreBusy(f"session {room.code} could not store it now")
