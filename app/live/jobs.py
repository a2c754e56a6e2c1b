"""What waits for its turn in a room: commands of people and of the clock, and looks at what others stored."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app import metrics
from app.game.commands import Command
from app.game.context import Who
from app.store.records import Outcome

Reply = Callable[[Outcome], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A command on its way to be decided; `reply` is called before anybody is shown what it did."""

    who: Who
    command_id: str
    command: Command
    reply: Reply
    since: float = field(default_factory=time.perf_counter)
    """When it was taken, in seconds of a clock of its own."""

    @property
    def key(self) -> tuple[str, str]:
        """The same when the same command is sent again."""
        return self.who.seat or self.who.role, self.command_id

    def answer(self, outcome: Outcome) -> None:
        """Tell the sender what came of it."""
        self.reply(outcome)
        metrics.count_command(outcome.code or "ack")
        metrics.COMMAND_SECONDS.observe(time.perf_counter() - self.since)


@dataclass(frozen=True, slots=True)
class Look:
    """Another worker may have stored something: read it before the next command. `done` is told when that is so."""

    everything: bool = False
    done: "asyncio.Future[None] | None" = None
    changes: int | None = None
    """With everything: the store's `changes` when that was found to be needed."""
