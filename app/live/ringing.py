"""The one clock of a room: it rings at the next deadline of its session, and again until that is stored."""

from collections.abc import Callable

from app.clock import Alarm, Clock
from app.game.context import Who
from app.game.engine import Deadline
from app.game.rejected import Code
from app.live.jobs import Job
from app.store.records import Outcome

RING_AGAIN_MS = 1000
"""After a ring that could not be stored."""


class Ringing:
    """`arm` it whenever the state went on; `ring` takes the command of a deadline whose time has come."""

    def __init__(self, clock: Clock, ring: Callable[[Job], None]) -> None:
        self.deadline: Deadline | None = None
        self._clock = clock
        self._ring = ring
        self._alarm: Alarm | None = None

    def arm(self, deadline: Deadline | None) -> None:
        """From now on this is the next one, if there is one."""
        if deadline == self.deadline:
            return
        self.stop()
        self.deadline = deadline
        self._alarm = self._clock.call_at(deadline.at, self._rung) if deadline else None

    def stop(self) -> None:
        """Ring no more."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _rung(self) -> None:
        deadline = self.deadline
        if deadline is None:
            return
        if self._clock.now() < deadline.at:  # a timer may ring a little early
            self._alarm = self._clock.call_at(deadline.at + 1, self._rung)
            return
        self._ring_now()

    def _ring_now(self) -> None:
        """Once its time has come it has, also when somebody sets the clock back before that is stored."""
        if (deadline := self.deadline) is not None:
            self._ring(Job(Who("system"), deadline.command_id, deadline.command, self._answered))

    def _answered(self, outcome: Outcome) -> None:
        """When it could not be stored, again: a clock must not stand still for ever because of that."""
        if outcome.code == Code.BUSY:
            self._alarm = self._clock.call_in(RING_AGAIN_MS, self._ring_now)
