"""Bots that this server lets play, on a facilitator's request.

`rehearsal.py` beside this plays over the real connection, from the command line.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from app.bots.playing import Ended, Rehearsal, Script, dismiss
from app.game.viewing import Bots
from app.live.doorbell import ALONE, Doorbell
from app.live.rooms import Rooms

__all__ = ["Ended", "FindScript", "NoEmptyTeam", "NothingPlays", "Rehearsals", "TooManyRehearsals"]

MOST_REHEARSALS = 40
"""Sessions in which one worker lets bots play at once."""

FindScript = Callable[[str], Awaitable[Script]]
"""By session code. Raises UnknownSession."""


class NoEmptyTeam(Exception):
    """People sit in every team that bots were asked to play, or a bot plays there."""


class NothingPlays(Exception):
    """There are no bots in this session to steer."""


class TooManyRehearsals(Exception):
    """Bots play in as many sessions as this worker allows."""


class Rehearsals:
    """The rehearsals of this worker, by session code. They live in memory: a restart ends them, and loses nothing."""

    def __init__(self, rooms: Rooms, find_script: FindScript, bell: Doorbell = ALONE) -> None:
        self._rooms = rooms
        self._bell = bell
        self._find_script = find_script
        self._playing: dict[str, Rehearsal] = {}
        self._steering = asyncio.Lock()
        self._closed = False
        self._losing: set[asyncio.Task[None]] = set()

    def bots(self, code: str) -> Bots:
        """What plays in this session; no teams and no leader when nothing does."""
        rehearsal = self._playing.get(code)
        return (rehearsal and rehearsal.bots) or Bots()

    async def elsewhere(self, code: str, claim: bool = False) -> str | None:
        """The other worker that lets bots play here, if one does. With `claim` no other does from now on.

        Raises:
            StoreBusy: it has to be claimed, and nobody can tell who plays.
        """
        if code in self._playing or not self._bell.shared:
            return None
        return await (self._bell.claim(code, lambda: self._lose_soon(code)) if claim else self._bell.holder(code))

    def _lose_soon(self, code: str) -> None:
        task = asyncio.create_task(self._lose(code), name="bots play elsewhere")
        self._losing.add(task)
        task.add_done_callback(self._losing.discard)

    async def _lose(self, code: str) -> None:
        """Another worker's bots play there now: ours stop, and leave their seats to those."""
        async with self._steering:
            if code in self._playing:
                await self._playing[code].stop()

    async def start(
        self, code: str, teams: Sequence[int] | None = None, speed: float | None = None, leader: bool = False
    ) -> Bots:
        """Let bots play these teams, or all that are empty, and maybe lead. A pause stays a pause.

        The session is a rehearsal from then on.

        Raises:
            UnknownSession: there is none with this code.
            NoEmptyTeam, Ended, TooManyRehearsals: nothing was changed.
            StoreBusy: the store did not answer in time; ask again.
        """
        async with self._steering:
            try:
                rehearsal = self._playing.get(code) or await self._make(code)
                if not rehearsal.empty(teams) and not leader:
                    raise NoEmptyTeam
                await self._fill(rehearsal, teams, speed, leader)
            finally:
                if code not in self._playing:
                    self._bell.release(code)
            return self.bots(code)

    async def _fill(self, rehearsal: Rehearsal, teams: Sequence[int] | None, speed: float | None, leader: bool) -> None:
        try:
            rehearsal.turn(speed)
            await rehearsal.fill(teams)
            if leader:
                await rehearsal.lead(True)
        finally:
            if rehearsal.bots is not None:
                self._playing[rehearsal.code] = rehearsal

    async def _make(self, code: str) -> Rehearsal:
        if self._closed or len(self._playing) >= MOST_REHEARSALS:
            raise TooManyRehearsals
        room = await self._rooms.get(code)
        if room.closed:
            raise Ended
        return Rehearsal(room, await self._find_script(code), self._forget)

    def _forget(self, ended: Rehearsal) -> None:
        for code in [code for code, each in self._playing.items() if each is ended]:
            del self._playing[code]
            self._bell.release(code)

    async def change(
        self, code: str, speed: float | None = None, paused: bool | None = None, leader: bool | None = None
    ) -> Bots:
        """Change what is given while bots play.

        Raises:
            NothingPlays: no bots play in this session.
        """
        async with self._steering:
            rehearsal = self._find(code)
            rehearsal.turn(speed, paused)
            if leader is not None:
                await rehearsal.lead(leader)
            return self.bots(code)

    async def hand_over(self, code: str, team: int) -> Bots:
        """The bot of this team stops at once, for a person to go on; fine if none plays there. Raises NothingPlays."""
        async with self._steering:
            await self._find(code).hand_over(team)
            return self.bots(code)

    async def stop(self, code: str) -> None:
        """All bots of a session stop at once and give up their seats, also those that they left behind before.

        Raises:
            UnknownSession, StoreBusy: as for `start`.
        """
        async with self._steering:
            if code in self._playing:
                await self._playing[code].stop()
            await dismiss(await self._rooms.get(code))

    def _find(self, code: str) -> Rehearsal:
        if code not in self._playing:
            raise NothingPlays
        return self._playing[code]

    async def close(self) -> None:
        """Stop all bots; nobody's seat changes."""
        async with self._steering:
            self._closed = True
            await asyncio.gather(*(rehearsal.stop() for rehearsal in list(self._playing.values())))
