"""A worker's live copy of one session: takes the commands that wait, puts the facts on disk, then shows the new views.

The order never changes: decide, commit, evolve, ack, show, ring. Nobody sees what is not yet on disk.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence

import structlog

from app.clock import Alarm
from app.game.activity import team_at_work
from app.game.commands import Command
from app.game.context import Context, Who, check_team
from app.game.engine import next_deadline
from app.game.events import Event, SeatRemoved
from app.game.merging import View
from app.game.names import team_name
from app.game.pack import Pack
from app.game.previewing import Preview, preview
from app.game.rejected import Code, Rejected
from app.game.rules.answering import later_open
from app.game.shared_text import BadUpdate
from app.game.state import State, put
from app.game.viewing import Audience, Bots, view
from app.live.doorbell import EVERYTHING, Here
from app.live.fold import Fold
from app.live.frames import Closing
from app.live.inbox import Inbox
from app.live.jobs import Job, Look
from app.live.ringing import Ringing
from app.live.showing import Connection, Rank, Showing
from app.live.surroundings import Surroundings
from app.store.errors import StoreBusy, StoreFailed
from app.store.records import Outcome

logger = structlog.get_logger()

PRESENCE_MS = 300
"""Comings and goings within this time are shown together."""


class Room:
    """Use `Room.open`. Owns one task; `close` ends it."""

    def __init__(self, code: str, pack: Pack, around: Surroundings) -> None:
        self.code = code
        self.mark = around.mark(code)[:12]
        self.last_used = around.clock.now()
        self._around = around
        self._pack = pack
        self._showing = Showing(code, pack, around.clock.now, lambda state, seat: self._fold.own(state, seat))
        self._fold = Fold(code, pack, around, self._took, self._showing.answers_changed)
        self._inbox = Inbox()
        self._ringing = Ringing(around.clock, self._inbox.ring)
        self._presence: Alarm | None = None
        self._resting: Alarm | None = None
        self._shown_at = 0
        self._task: asyncio.Task[None] | None = None
        self._ended = False
        self._unshown: list[Event] = []
        self._untold: list[Event] = []
        """What `after` was not told yet: also what others stored, for they may have died before they told it."""
        self._told = Here()
        self.changes: int | None = None
        """The store's `changes` of this session when all answers were read last."""

    @classmethod
    async def open(cls, code: str, pack: Pack, around: Surroundings) -> "Room":
        """Read the log, fold it, and start taking commands. A deadline that has passed rings at once."""
        room = cls(code, pack, around)
        await room._fold.open()
        room._unshown.clear()
        with contextlib.suppress(StoreBusy, StoreFailed):  # then before the next command
            await room._tell()  # who stored the last of it may have died before telling
        room._task = asyncio.create_task(room._run(), name=f"room {code}")
        room._arm()
        return room

    async def close(self, why: Closing = Closing.RESTARTING) -> None:
        """Finish the commands that wait, then say goodbye to every connection."""
        await self._inbox.end()
        if self._task is not None:
            await self._task
        self._ended = True
        self._show_unshown()
        for connection in self._showing.connections:
            connection.outbox.close(why)  # first: what is turned away now is sent again over their next line
        self._turn_away()
        self._ringing.stop()
        for alarm in (self._presence, self._resting):
            if alarm is not None:
                alarm.cancel()

    # --- looking --------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The fold of all that is stored, as far as this room knows."""
        return self._fold.state

    @property
    def idle(self) -> bool:
        """Nobody looks but bots, nothing waits and no clock runs."""
        return not self.connections and self._inbox.empty and self._ringing.deadline is None

    @property
    def waiting(self) -> int:
        """Commands that wait for their turn."""
        return self._inbox.waiting

    @property
    def outboxes(self) -> list[int]:
        """For every connection the frames that wait to be sent."""
        return [connection.outbox.depth for connection in self._showing.connections]

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return sum(not connection.bot for connection in self._showing.connections)

    @property
    def everywhere(self) -> int:
        """How many sockets are open at all workers."""
        return self.connections + sum(there.connections for there in self._showing.elsewhere.values())

    @property
    def counts(self) -> bool:
        """Whether statistics count this session; see `SessionRecord.counts`."""
        return not self.state.rehearsal

    @property
    def seq(self) -> int:
        """Number of the newest event."""
        return self.state.seq

    @property
    def language(self) -> str:
        """Language of the session."""
        return self.state.language

    @property
    def phase(self) -> str:
        """Where the session is now."""
        return self.state.phase

    @property
    def sector(self) -> str:
        """Sector of the session's pack; some words differ by it."""
        return self._pack.sector

    @property
    def closed(self) -> bool:
        """Whether the session has ended."""
        return self.state.closed

    @property
    def hidden_insights(self) -> frozenset[str]:
        """Insights that only who leads sees: taken off the screens, or dropped."""
        return frozenset(key for key, held in self.state.insights.items() if held.dropped or not held.shown)

    @property
    def takes_seats(self) -> bool:
        """Whether people may come in: while it is played, and again for the pulse of some weeks later."""
        return not self.state.closed or later_open(self.state)

    def teams(self) -> dict[int, tuple[str, int]]:
        """Name and number of people by team, for the page where they join: bots make room."""
        teams = [self.state.seats[seat].team for seat in self.state.people]
        return {
            number: (team_name(number, team.name, self.language), teams.count(number))
            for number, team in self.state.teams.items()
        }

    def has_seat(self, seat: str) -> bool:
        """Whether the seat exists and was not removed."""
        return seat in self.state.seats

    def is_bot(self, seat: str) -> bool:
        """Whether a bot took this seat, also one that has stopped."""
        return seat in self.state.seats and self.state.seats[seat].bot

    def team_of(self, seat: str) -> int | None:
        """The team of a seat, if it has chosen one."""
        return self._fold.team_of(seat)

    def look(self, audience: Audience) -> View:
        """The present view of an audience."""
        return view(self.state, audience, self._pack, self._showing.online, behind=self._showing.behind_of(audience))

    def preview(self, command: Command) -> Preview:
        """What the projector would show after this command of the facilitator; nothing happens.

        Raises:
            Rejected: the rules refuse it now.
        """
        now, who = self._around.clock.now(), Who("facilitator")
        context = Context(who=who, now=now, pack=self._pack, draw=self._around.draw)
        return preview(self.state, command, context, self._pack, self._showing.online)

    def join(self, connection: Connection, after: int | None = None) -> None:
        """Show this connection the room from now on."""
        if self._ended:
            connection.outbox.close(Closing.RESTARTING)
            return
        self._show_unshown()
        self.last_used = self._around.clock.now()
        self._showing.join(connection, self.state, after)
        self._show_presence_soon()

    def leave(self, connection: Connection) -> None:
        """Stop showing; fine if it has left before."""
        self._showing.leave(connection)
        self._show_presence_soon()

    def show_bots(self, bots: Bots | None) -> None:
        """What plays here now, for the facilitator."""
        self._showing.bots = bots
        self._show_presence()

    def refresh(self, connection: Connection) -> None:
        """Send a whole view: the client asked for it, or lagged behind."""
        self._show_unshown()
        self._showing.welcome(connection, self.state)

    def open_text(self, connection: Connection, number: int, team: int | None, has: bytes, frame_id: str) -> None:
        """Show this device the shared text of a solution from now on: the own team's, or any to the facilitator.

        Raises:
            Rejected: another team's, or one that is not there; `has` is no Yjs state vector.
        """
        self._show_unshown()
        audience = connection.audience
        if audience.kind == "facilitator":
            asked = check_team(self.state, team or 0)
        elif audience.kind == "team" and team in (None, audience.team):
            asked = audience.team or 0
        else:
            raise Rejected(Code.NOT_ALLOWED, "team")
        try:
            self._showing.open_text(connection, (number, asked), self.state, has, frame_id)
        except BadUpdate:
            raise Rejected(Code.INVALID, "state") from None

    def _show_presence_soon(self) -> None:
        if self._presence is None:
            self._presence = self._around.clock.call_in(PRESENCE_MS, self._show_presence)

    def _show_presence(self) -> None:
        if self._presence is not None:
            self._presence.cancel()
            self._presence = None
        self._show()
        if self._around.bell.shared and not self._ended and (here := self._showing.here) != self._told:
            self._told = here
            self._around.bell.show(self.code, here)

    # --- other workers ------------------------------------------------------------------------------------------------

    def moved(self, seq: int) -> None:
        """Another worker stored events up to `seq`, or rang for EVERYTHING."""
        if seq == EVERYTHING or seq > self.state.seq:
            self._look_soon(Look(everything=seq == EVERYTHING))

    @property
    def asks(self) -> bool:
        """Whether a ballot box is open."""
        return bool(self.state.answers)

    def changed(self, changes: int) -> None:
        """So often answers were put in the open boxes, here or elsewhere: if that is news, read them all again."""
        if changes != self.changes:
            self._look_soon(Look(everything=True, changes=changes))

    def _look_soon(self, look: Look) -> bool:
        """False when too much waits: then what waits finds it out, or the next look."""
        try:
            self._inbox.put_now(look)
        except asyncio.QueueFull:
            return False
        return True

    async def catch_up(self) -> None:
        """Return when the room knows all that was stored before this was called, as far as the store answers."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if not self._ended and self._look_soon(Look(done=done)):
            await done

    def seen(self, worker: str, here: Here) -> None:
        """Who looks at this session at another worker now."""
        if here == Here():
            self._showing.elsewhere.pop(worker, None)
        else:
            self._showing.elsewhere[worker] = here
        self._show_presence_soon()

    def see(self, there: Mapping[str, Here]) -> None:
        """Who looks at this session at all other workers that live, whatever was said or lost before."""
        there = {worker: here for worker, here in there.items() if here != Here()}
        if there != self._showing.elsewhere:
            self._showing.elsewhere = there
            self._show_presence_soon()

    async def _look(self, look: Look) -> int:
        try:
            await self._fold.catch_up(look.everything)
            if look.changes is not None:
                self.changes = look.changes
            return 1
        finally:
            if look.done is not None and not look.done.done():
                look.done.set_result(None)

    # --- who has to go ------------------------------------------------------------------------------------------------

    @property
    def bearers(self) -> frozenset[str]:
        """The keys of those who look with a right that may be taken from them without an event."""
        return self._showing.bearers

    def stand(self, roles: Mapping[str, str]) -> None:
        """End what is open with a key that is void now; `roles` is what the keys that are not void may be."""
        lost = {key for key in self.bearers if roles.get(key, "former") == "former"}  # none, mostly
        for each in [each for each in self._showing.connections if each.key in lost] if lost else ():
            if each.who.seat is not None:
                continue
            if each.key not in roles:
                self._end(each, Closing.REMOVED if each.rank == "cofacilitators" else Closing.UNAUTHORISED)
            elif each.rank == "leads" and each.audience.kind != "screen":
                self._end(each, Closing.REPLACED)

    def dismiss(self, rank: Rank, why: Closing) -> None:
        """End the connections of this rank, whose tokens are void now. The projector that the leader shows stays."""
        for each in [each for each in self._showing.connections if each.rank == rank]:
            if rank == "cofacilitators" or each.audience.kind != "screen":
                self._end(each, why)
        self._around.bell.ring(self.code, EVERYTHING)

    def dismiss_bearers(self, gone: Callable[[str], bool]) -> None:
        """End the connections whose keys are void now."""
        for each in [each for each in self._showing.connections if gone(each.key)]:
            self._end(each, Closing.UNAUTHORISED)

    def _dismiss_removed(self, events: Sequence[Event]) -> None:
        removed = {event.seat for event in events if isinstance(event, SeatRemoved)}
        if not removed:
            return
        for each in [each for each in self._showing.connections if each.who.seat in removed]:
            self._end(each, Closing.REMOVED)

    def _end(self, connection: Connection, why: Closing) -> None:
        connection.outbox.close(why)
        self.leave(connection)

    # --- commands -------------------------------------------------------------------------------------------------

    @property
    def full(self) -> bool:
        """Whether so many commands wait that the next has to wait outside."""
        return self._inbox.full

    async def submit(self, job: Job) -> None:
        """Queue a command; waits while the room is full. Its `reply` gets the outcome once that is on disk."""
        await self._inbox.put(job)
        if self._ended:
            self._turn_away()

    def submit_now(self, job: Job) -> None:
        """Queue a command in a room that is not full."""
        self._inbox.put_now(job)
        if self._ended:
            self._turn_away()

    def _turn_away(self) -> None:
        """What came after the room ended is answered too: the sender may send it again."""
        for work in self._inbox.rest():
            if isinstance(work, Job):
                work.answer(Outcome(self.state.seq, Code.BUSY))
            elif work.done is not None:
                work.done.set_result(None)

    async def ask(self, who: Who, command_id: str, command: Command) -> Outcome:
        """Submit and wait for the outcome."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def answer(outcome: Outcome) -> None:
            if not future.done():
                future.set_result(outcome)

        await self.submit(Job(who, command_id, command, answer))
        return await future

    async def _run(self) -> None:
        while (work := await self._inbox.take()) is not None:
            if isinstance(work, Look):
                await self._do(work)
            else:
                self._inbox.give_back(work[await self._do(work) :])

    def _arm(self) -> None:
        self._ringing.arm(next_deadline(self.state))

    async def _do(self, work: Look | Sequence[Job]) -> int:
        """How many of these are done now: the first, or more commands that shared a commit."""
        self.last_used = self._around.clock.now()
        done = 1
        try:
            try:
                done = await (self._look(work) if isinstance(work, Look) else self._handle(work))
            finally:  # what was read is shown, also when something failed after that
                self._show_soon()
            await self._tell()
        except (StoreBusy, StoreFailed):  # of a look: the next one will do
            logger.warning("cannot look", session=self.mark)
        except Exception:  # one command that fails must not take the room with it
            what = type(work if isinstance(work, Look) else work[0].command).__name__
            logger.exception("command failed", session=self.mark, command=what)
        return done

    def _took(self, event: Event, at: int) -> None:
        """The state has gone on to an event of this room, or of others."""
        self._unshown.append(event)
        self._untold.append(event)
        self._showing.remember(self.state)
        if (team := team_at_work(event)) is not None:
            self._showing.worked = put(self._showing.worked, team, at)

    async def _tell(self) -> None:
        if self._untold:
            await self._around.after(self.code, self._untold)
            self._untold.clear()

    async def _handle(self, jobs: Sequence[Job]) -> int:
        before = self.state
        try:
            done = await self._fold.take(jobs)
        except Exception:
            jobs[0].answer(Outcome(self.state.seq, Code.BUSY))
            raise
        for job, (outcome, _) in zip(jobs, done, strict=False):
            job.answer(outcome)
        if self.state is not before or self._showing.behind:
            # an answer that was changed has no event
            seq = self.state.seq if any(events for _, events in done) else EVERYTHING
            self._show_soon()
            self._around.bell.ring(self.code, seq)
        return len(done)

    def _show_soon(self) -> None:
        """At once, unless the last time is a moment ago: then when the room has rested."""
        self._arm()
        if self._resting is not None or not (self._unshown or self._showing.behind):
            return
        left = self._shown_at + self._around.rest - self._around.clock.now()
        if 0 < left <= self._around.rest:  # more, when the clock was set back
            self._resting = self._around.clock.call_in(left, self._rested)
        else:
            self._show()

    def _rested(self) -> None:
        self._resting = None
        self._show_soon()

    def _show_unshown(self) -> None:
        """Whoever arrives is first shown with the others what they lack."""
        if self._unshown or self._showing.behind:
            self._show()

    def _show(self) -> None:
        self._shown_at = self._around.clock.now()
        self._dismiss_removed(self._unshown)
        self._unshown.clear()
        self._showing.show(self.state)
