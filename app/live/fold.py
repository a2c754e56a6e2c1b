"""What a room knows of its session: the fold of the log so far, and what its open ballot boxes hold.

It decides on the newest that is stored: who was second reads what others stored, and decides again. Who looks, it does
not know.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
from app.store.errors import BadEntry, Conflict, DuplicateCommand, StoreBusy, StoreFailed, UnknownSession
from app.store.records import Entry, Outcome, StoredEvent

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
        return _team_in(self.state, seat)

    # --- commands -------------------------------------------------------------------------------------------------

    async def take(self, jobs: Sequence[Job]) -> Sequence[Done]:
        """Decide, commit, evolve: the first of these commands, and those behind it that can share its commit.

        Gives what came of those that were taken, in their order. The outcome is `busy` when the store cannot say now
        what becomes of it.
        """
        if (known := self._outcomes.get(jobs[0].key)) is not None:
            return [(known, ())]
        done = await self._decide_and_store(jobs)
        for job, (outcome, _) in zip(jobs, done, strict=False):
            if outcome.code != Code.BUSY:
                self._outcomes[job.key] = outcome
        while len(self._outcomes) > REMEMBERED:
            self._outcomes.popitem(last=False)
        return done

    async def _decide_and_store(self, jobs: Sequence[Job]) -> Sequence[Done]:
        try:
            while (done := await self._try_or_read(jobs)) is None:
                jobs = jobs[:1]
        except (StoreBusy, StoreFailed):
            return [(Outcome(self.state.seq, Code.BUSY), ())]
        except UnknownSession:
            return [(Outcome(self.state.seq, Code.CLOSED), ())]
        return done

    async def _try_or_read(self, jobs: Sequence[Job]) -> Sequence[Done] | None:
        """None when the first one by itself is worth another try: others were faster, and what they stored is read now,
        or one of the others cannot be stored."""
        try:
            return await self._try(jobs)
        except DuplicateCommand:
            known = await self._around.log.outcome(self._code, *jobs[0].key)
            tail = await self.catch_up()  # what it did may have been stored without our seeing it
            return None if known is None else [(known, tail)]
        except Conflict:
            await self.catch_up(everything=True)
            return None
        except BadEntry:
            if len(jobs) == 1:
                raise
            return None

    async def _try(self, jobs: Sequence[Job]) -> Sequence[Done]:
        """Decide, commit, evolve."""
        await self._reload()
        steps = await self._decide_all(jobs, self._around.clock.now())
        await self._around.log.append(*(step.entry for step in steps))
        for step in steps:
            self._keep(step.entry)
            for event, after, stored in zip(step.events, step.states, step.entry.events, strict=True):
                self._go_on(event, after, stored.at)
        return [(step.entry.outcome, step.events) for step in steps]

    async def _decide_all(self, jobs: Sequence[Job], now: int) -> Sequence["_Step"]:
        """Each on what the one before leaves, which nobody sees until it is stored. With ballot boxes in it a command
        goes by itself: what is in them is known only when it is on disk."""
        first, state, keys = jobs[0], self.state, {jobs[0].key}
        steps = [await self._decide(state, first, now)]
        if steps[0].entry.in_boxes:
            return steps
        for job in jobs[1:]:
            state = steps[-1].states[-1] if steps[-1].states else state
            if job.key in self._outcomes or job.key in keys or _asks_boxes(state, job):
                break
            try:
                step = await self._decide(state, job, now)
            except Exception:  # its own trouble: that is told when it is the first
                break
            if step.entry.in_boxes:  # a vote without votes is counted too
                break
            keys.add(job.key)
            steps.append(step)
        return steps

    async def _decide(self, state: State, job: Job, now: int) -> "_Step":
        answered = ballot_of(state, job.command, job.who.seat)
        try:
            events = decide(state, job.command, self._context(state, job, now, answered))
        except Rejected as rejected:
            outcome = Outcome(state.seq, rejected.code, rejected.field)
            return _Step(Entry(self._code, state.seq, *job.key, outcome))
        outcome = Outcome(state.seq + len(events))
        counted = tuple(event.box for event in events if isinstance(event, BoxCounted))
        ballot = await self._boxes.sealed(answered) if answered else None  # only now: a refused answer opens no box
        ballots = (ballot,) if ballot else ()
        stored = tuple(_stored(state.seq + step, now, event) for step, event in enumerate(events, start=1))
        marks = tuple((box, self._boxes.mark(box)) for box in counted) if self._around.bell.shared else ()
        entry = Entry(self._code, state.seq, *job.key, outcome, stored, ballots, counted, marks)
        return _Step(entry, events, tuple(accumulate(events, evolve, initial=state))[1:])

    def _context(self, state: State, job: Job, now: int, answered: Answered | None) -> Context:
        return Context(
            who=job.who,
            now=now,
            pack=self._pack,
            draw=self._around.draw,
            team=_team_in(state, job.who.seat) if job.who.seat else None,
            answered=answered is not None and self._boxes.holds(answered),
            answers=self._boxes.answers(boxes_to_count(state, job.command)),
        )

    def _keep(self, entry: Entry) -> None:
        for ballot in entry.ballots:
            self._boxes.put(ballot)
        for box in entry.counted:
            self._boxes.counted(box)
        if entry.in_boxes:
            self._answers_changed()

    def _go_on(self, event: Event, after: State, at: int) -> None:
        self.state = after
        self._took(event, at)

    # --- what others stored ---------------------------------------------------------------------------------------

    async def catch_up(self, everything: bool = False) -> Sequence[Event]:
        """Read what is on disk and not yet in the state; with `everything` also answers that were changed."""
        tail = await self._around.log.read(self._code, after=self.state.seq)
        events = [decode(event.type, event.version, event.data) for event in tail]
        if tail and self._opened:
            metrics.DOORBELL_LAG.observe(max(0, self._around.clock.now() - tail[-1].at) / 1000)
        for event, stored in zip(events, tail, strict=True):
            self._go_on(event, evolve(self.state, event), stored.at)
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


@dataclass(frozen=True, slots=True)
class _Step:
    """A command that was decided: what is stored of it, its events, and the state that each of them leads to."""

    entry: Entry
    events: Sequence[Event] = ()
    states: Sequence[State] = ()


def _asks_boxes(state: State, job: Job) -> bool:
    return ballot_of(state, job.command, job.who.seat) is not None or bool(boxes_to_count(state, job.command))


def _team_in(state: State, seat: str) -> int | None:
    held = state.seats.get(seat)
    return held.team if held else None


def _stored(seq: int, at: int, event: Event) -> StoredEvent:
    return StoredEvent(seq, at, event.name, event.version, encode(event))
