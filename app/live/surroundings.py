"""What a room needs of the world."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from app.clock import Clock
from app.game.context import Draw
from app.game.events import Event
from app.live.doorbell import ALONE, Doorbell
from app.store.protocols import EventLog

SHOW_MS = 50
"""After a show a room rests so long: what many do at the same time is shown together."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`after` is told which events were stored, when everybody was shown.

    `mark` makes what stands for a session in logs. `rest`: ms between one show and the next.
    """

    log: EventLog
    clock: Clock
    draw: Draw
    after: Callable[[str, Sequence[Event]], Awaitable[None]]
    bell: Doorbell = ALONE
    mark: Callable[[str], str] = lambda code: "unmarked"
    rest: int = SHOW_MS
