"""What a room knows of its session: the fold of the log so far, and what its open ballot boxes hold.

It decides on the newest that is stored: who was second reads what others stored, and decides again. Who looks, it does
not know.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from app import metrics
from app.game.context import Context
from app.game.engine import decide, evolve
from app.game.events import AnswerCounted, BoxCounted, Event, decode, encode
from app.game.pack import Pack
from app.game.rejected import Code, Rejected
from app.game.rules.answering import Ballot as Answered
from app.game.rules.answering import ballot_of, boxes_to_count, voter_of
from app.game.state import State
from app.live.boxes import Boxes, Own
from app.live.jobs import Job
from app.live.surroundings import Surroundings
from app.store.errors import Conflict, DuplicateCommand, StoreBusy, StoreFailed, UnknownSession
from app.store.records import Ballot, Entry, Outcome, StoredEvent

REMEMBERED = 2000
"""Outcomes kept in memory; the store knows them all."""
Done = tuple[Outcome, Sequence[Event]]
"""The answer to a command, and the events that are new since it was taken."""


class Fold:
    """Begin with `open`. Its methods are called by one task, one at a time."""

    def __init__(
        self,
        code: str,
        pack: Pack,
        around: Surroundings,
        took: Callable[[Event, int], None],
        answers_changed: Callable[[], None],
    ) -> None:
        """`took` is called when the state has gone on to an event, with when that was stored (ms UTC)."""
        self.state = State()
        self._code = code
        self._pack = pack
        self._around = around
        self._took = took
        self._answers_changed = answers_changed
        self._boxes = Boxes(around.log, code)
        self._outcomes: OrderedDict[tuple[str, str], Outcome] = OrderedDict()
        self._doubtful: set[str] = set()
        """Ballot boxes that other workers changed, until they are read."""
        self._opened = False

    async def open(self) -> None:
        """Read all that is stored."""
        await self.catch_up()
        await self._boxes.load(self.state.answers)
        self._opened = True

    def own(self, state: State, seat: str) -> Own:
        """What a seat answered in the boxes that are open, by box and person."""
        return self._boxes.own(seat, voter_of(state, seat))

    def team_of(self, seat: str) -> int | None:
        """The team of a seat, if it has chosen one."""
        held = self.state.seats.get(seat)
        return held.team if held else None

    # --- one command ----------------------------------------------------------------------------------------------

    def known(self, job: Job) -> Outcome | None:
        """The answer that this very command got before."""
        return self._outcomes.get(job.key)

    async def take(self, job: Job) -> Done:
        """Decide, commit, evolve; the outcome is `busy` when the store cannot say now what becomes of it."""
        outcome, events = await self._decide_and_store(job)
        if outcome.code != Code.BUSY:
            self._outcomes[job.key] = outcome
            if len(self._outcomes) > REMEMBERED:
                self._outcomes.popitem(last=False)
        return outcome, events

    async def _decide_and_store(self, job: Job) -> Done:
        try:
            while True:
                if (done := await self._try_or_read(job)) is not None:
                    return done
        except (StoreBusy, StoreFailed):
            return Outcome(self.state.seq, Code.BUSY), ()
        except UnknownSession:
            return Outcome(self.state.seq, Code.CLOSED), ()

    async def _try_or_read(self, job: Job) -> Done | None:
        """None when others were first: what they stored is read now, and it is worth another try."""
        try:
            return await self._try(job)
        except DuplicateCommand:
            known = await self._around.log.outcome(self._code, *job.key)
            tail = await self.catch_up()  # what it did may have been stored without our seeing it
            return None if known is None else (known, tail)
        except Conflict:
            await self.catch_up(everything=True)
            return None

    async def _try(self, job: Job) -> Done:
        """Decide, commit, evolve."""
        await self._reload()
        state, now = self.state, self._around.clock.now()
        answered = ballot_of(state, job.command, job.who.seat)
        try:
            events = decide(state, job.command, self._context(job, now, answered))
        except Rejected as rejected:
            outcome = Outcome(state.seq, rejected.code, rejected.field)
            await self._around.log.append(Entry(self._code, state.seq, *job.key, outcome))
            return outcome, ()
        outcome = Outcome(state.seq + len(events))
        counted = tuple(event.box for event in events if isinstance(event, BoxCounted))
        ballot = await self._boxes.sealed(answered) if answered else None  # only now: a refused answer opens no box
        ballots = (ballot,) if ballot else ()
        stored = tuple(_stored(state.seq + step, now, event) for step, event in enumerate(events, start=1))
        marks = tuple((box, self._boxes.mark(box)) for box in counted) if self._around.bell.shared else ()
        await self._around.log.append(Entry(self._code, state.seq, *job.key, outcome, stored, ballots, counted, marks))
        self._keep(ballot, counted)
        self._evolve((event, now) for event in events)
        return outcome, events

    def _context(self, job: Job, now: int, answered: Answered | None) -> Context:
        return Context(
            who=job.who,
            now=now,
            pack=self._pack,
            draw=self._around.draw,
            team=self.team_of(job.who.seat) if job.who.seat else None,
            answered=answered is not None and self._boxes.holds(answered),
            answers=self._boxes.answers(boxes_to_count(self.state, job.command)),
        )

    def _keep(self, ballot: Ballot | None, counted: Sequence[str]) -> None:
        if ballot is not None:
            self._boxes.put(ballot)
        for box in counted:
            self._boxes.counted(box)
        if ballot is not None or counted:
            self._answers_changed()

    def _evolve(self, events: Iterable[tuple[Event, int]]) -> None:
        for event, at in events:
            self.state = evolve(self.state, event)
            self._took(event, at)

    # --- what others stored ---------------------------------------------------------------------------------------

    async def catch_up(self, everything: bool = False) -> Sequence[Event]:
        """Read what is on disk and not yet in the state; with `everything` also answers that were changed."""
        tail = await self._around.log.read(self._code, after=self.state.seq)
        events = [decode(event.type, event.version, event.data) for event in tail]
        if tail and self._opened:
            metrics.DOORBELL_LAG.observe(max(0, self._around.clock.now() - tail[-1].at) / 1000)
        self._evolve((event, stored.at) for event, stored in zip(events, tail, strict=True))
        touched = {event.box for event in events if isinstance(event, (AnswerCounted, BoxCounted))}
        if everything:
            touched |= self.state.answers.keys()
        if self._opened:
            self._doubtful |= touched
            await self._reload()
        return events

    async def _reload(self) -> None:
        if self._doubtful:
            await self._boxes.reload(sorted(self._doubtful), self.state.answers)
            self._doubtful.clear()
            self._answers_changed()


def _stored(seq: int, at: int, event: Event) -> StoredEvent:
    return StoredEvent(seq, at, event.name, event.version, encode(event))
