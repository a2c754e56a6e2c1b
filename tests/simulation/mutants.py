"""Rules of `app/live` broken on purpose: each must be found by a few seeds, else the simulation looks at nothing."""

# pyright: basic, reportPrivateUsage=false, reportFunctionMemberAccess=false
# What is broken here are insides; that is the point.
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from app.clock import SystemClock
from app.game.engine import next_deadline
from app.game.rejected import Code
from app.live import fold as fold_module
from app.live.fold import Fold
from app.live.jobs import Job
from app.live.outbox import Outbox
from app.live.ringing import Ringing
from app.live.room import Room
from app.live.rooms import Rooms
from app.live.showing import Showing
from app.store.errors import DuplicateCommand, StoreBusy, StoreFailed
from app.store.records import Entry, Outcome

Break = Callable[[Any], None]
"""Breaks one rule, with pytest's monkeypatch."""


def ack_before_commit(patch: Any) -> None:
    """Says yes before it is on disk."""
    real = Fold._decide_and_store

    async def hasty(self: Fold, jobs: Sequence[Job]) -> Any:
        if not self.state.closed:
            jobs[0].reply(Outcome(self.state.seq + 1))
        return await real(self, jobs)

    patch.setattr(Fold, "_decide_and_store", hasty)


def done_again_when_sent_again(patch: Any) -> None:
    """Forgets which commands it has seen, and takes one that is in the store already for a new one."""
    real = Fold._try

    async def forgetful(self: Fold, jobs: Sequence[Job]) -> Any:
        try:
            return await real(self, jobs)
        except DuplicateCommand:
            return await real(self, [replace(jobs[0], command_id=f"{jobs[0].command_id}+")])

    patch.setattr(Fold, "_try", forgetful)


def conflict_without_reading(patch: Any) -> None:
    """Goes on from a state that is not the newest: gives up as busy instead of reading the tail."""
    real = Fold.catch_up

    async def lazy(self: Fold, everything: bool = False) -> Sequence[Any]:
        return () if everything and self._opened else await real(self, everything)

    async def hopeless(self: Fold, jobs: Sequence[Job]) -> Any:
        try:
            return await self._try(jobs)
        except Exception as error:
            if isinstance(error, (StoreBusy, StoreFailed)) or type(error).__name__.endswith(("Conflict", "Command")):
                return [(Outcome(self.state.seq, Code.BUSY), ())]
            raise

    patch.setattr(Fold, "catch_up", lazy)
    patch.setattr(Fold, "_decide_and_store", hopeless)


def patch_dropped(patch: Any) -> None:
    """A full outbox drops what is too much and does not say that a whole view is owed."""

    def silent(self: Outbox, frame: str) -> bool:
        if self._patches >= 3:
            return True
        self._push(frame, is_patch=True)
        return True

    patch.setattr(Outbox, "patch", silent)


def clock_not_armed_after_start(patch: Any) -> None:
    """A room that opens on a running clock lets it run out unheard."""
    real = Room._arm

    def later(self: Room) -> None:
        if self._ringing.deadline is None and self._task is not None and self._showing.connections == {}:
            self._ringing.deadline = next_deadline(self.state)
            return
        real(self)

    patch.setattr(Room, "_arm", later)


def idle_room_forgets_its_clock(patch: Any) -> None:
    """A room in which nobody looks is closed, also while a clock runs."""
    patch.setattr(Room, "idle", property(lambda self: not self.connections and self._inbox.empty))


def ring_that_fails_is_not_repeated(patch: Any) -> None:
    """A clock that runs out while nothing can be stored stands still for ever."""
    patch.setattr(Ringing, "_answered", lambda self, outcome: None)


def clock_deaf_to_the_wall(patch: Any) -> None:
    """A deadline waits for the loop's time and does not notice that the day's was set."""

    def deaf(self: SystemClock, at: int, callback: Callable[[], None]) -> Any:
        return self.call_in(max(0, at - self.now()), callback)

    patch.setattr(SystemClock, "call_at", deaf)


def ring_forgotten_and_nobody_looks(patch: Any) -> None:
    """What another worker stored is heard by a ring or never."""
    patch.setattr(Rooms, "_watch_later", lambda self, began=None: None)


def presence_lost_while_opening(patch: Any) -> None:
    """What the bell tells while a log is read falls in between. The simulation found it in the real code."""

    def deaf(self: Rooms, code: str, tell: Callable[[Room], None]) -> None:
        if (room := self._rooms.get(code)) is not None:
            tell(room)

    patch.setattr(Rooms, "_tell", deaf)
    patch.setattr(Room, "see", lambda self, there: None)  # which would mend it at the next look


def stored_answer_shown_to_all(patch: Any) -> None:
    """A person's answer gets into what the whole team sees."""
    real = Showing._view

    def leaky(self: Showing, audience: Any, state: Any) -> Any:
        seen = real(self, audience, state)
        own = [self._own(state, seat) for seat in state.seats]
        return {**seen, "answers": [one for boxes in own for given in boxes.values() for one in given.values()]}

    patch.setattr(Showing, "_view", leaky)


def resume_without_what_was_missed(patch: Any) -> None:
    """Who comes back is told that nothing happened meanwhile."""
    patch.setattr(Showing, "_as_it_was", lambda self, connection, earlier: self._total(connection, earlier))


def outcome_not_stored(patch: Any) -> None:
    """Events go to disk under another id than the command's, so that the answer is not there after a crash."""
    real = fold_module.Entry

    numbers = itertools.count()

    def nameless(session: str, base: int, seat: str, command_id: str, *rest: Any) -> Entry:
        return real(session, base, seat, f"{command_id}#{next(numbers)}", *rest)

    patch.setattr(fold_module, "Entry", nameless)


MUTANTS: dict[str, Break] = {
    each.__name__: each
    for each in (
        ack_before_commit, done_again_when_sent_again, conflict_without_reading, patch_dropped,
        clock_not_armed_after_start, ring_that_fails_is_not_repeated, clock_deaf_to_the_wall,
        ring_forgotten_and_nobody_looks, presence_lost_while_opening, stored_answer_shown_to_all,
        resume_without_what_was_missed, outcome_not_stored, idle_room_forgets_its_clock,
    )
}  # fmt: skip
