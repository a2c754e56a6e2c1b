"""What workers tell each other: that a session moved, and who is there now. What happened stands in the log only.

Nothing here is needed for a session to be right. A ring that is lost costs a moment: `Rooms` also looks for itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.game.viewing import Bots

EVERYTHING = 0
"""Rung instead of a seq when something moved that has none: an answer that was changed, a right, a whole session."""


@dataclass(frozen=True, slots=True)
class Here:
    """What one worker has of a session that no event says: the seats and consoles (rank, key) that look, and bots."""

    seats: frozenset[str] = frozenset()
    consoles: frozenset[tuple[str, str]] = frozenset()
    connections: int = 0
    bots: Bots | None = None


class Listener(Protocol):
    """Who hears the bell."""

    def moved(self, code: str, seq: int) -> None:
        """Another worker stored events of this session up to `seq`, or it rang for EVERYTHING."""
        ...

    def seen(self, code: str, worker: str, here: Here) -> None:
        """Who is at another worker now."""
        ...

    def missed(self) -> None:
        """Rings may have been lost for a while."""
        ...


class Doorbell(Protocol):
    """No method without `await` waits for anybody; none raises because others cannot be reached."""

    @property
    def worker(self) -> str:
        """This worker's name; empty when there are no others."""
        ...

    @property
    def shared(self) -> bool:
        """Whether there may be other workers at all."""
        ...

    def listen(self, listener: Listener) -> None:
        """Begin; call it once, in the event loop."""
        ...

    def follow(self, code: str) -> None:
        """From now on hear of this session. Before its log is read, so that nothing falls in between."""
        ...

    def leave(self, code: str) -> None:
        """Hear no more of this session, and tell that nobody of it is here."""
        ...

    def ring(self, code: str, seq: int) -> None:
        """Tell that a session moved to `seq`, or EVERYTHING."""
        ...

    def show(self, code: str, here: Here) -> None:
        """Tell who of a session is here now."""
        ...

    async def look_around(self) -> Mapping[str, Mapping[str, Here]] | None:
        """Tell that this worker lives, and see who is where, by followed session and other worker that lives.

        None when nobody can be reached. What others lost of this worker is told again.
        """
        ...

    async def claim(self, code: str, lost: Callable[[], None]) -> str | None:
        """Be the only worker that lets bots play in this session: None, or which other worker is that already.

        `lost` is called when another worker has become that all the same.

        Raises:
            StoreBusy: nobody can be reached, so nobody can tell.
        """
        ...

    async def holder(self, code: str) -> str | None:
        """Which other worker lets bots play in this session; None too when nobody can tell."""
        ...

    def release(self, code: str) -> None:
        """Bots play here no more; fine if they did not."""
        ...

    async def door(self, worker: str) -> str | None:
        """The address of another worker that lives; None when it does not, or nobody can tell."""
        ...

    @property
    def hears(self) -> bool:
        """Whether the rings of others come in, as far as this worker knows."""
        ...

    async def reached(self) -> bool:
        """Whether others can be reached now."""
        ...

    async def close(self) -> None:
        """Leave everything. Twice is once."""
        ...


class Alone:
    """A bell that nobody hears, and that costs nothing. `shared`: there may be others all the same."""

    worker = ""
    hears = True

    def __init__(self, shared: bool = False) -> None:
        self.shared = shared

    def listen(self, listener: Listener) -> None: ...
    def follow(self, code: str) -> None: ...
    def leave(self, code: str) -> None: ...
    def ring(self, code: str, seq: int) -> None: ...
    def show(self, code: str, here: Here) -> None: ...

    async def look_around(self) -> Mapping[str, Mapping[str, Here]] | None:
        return None

    async def claim(self, code: str, lost: Callable[[], None]) -> str | None:
        return None

    async def holder(self, code: str) -> str | None:
        return None

    def release(self, code: str) -> None: ...

    async def door(self, worker: str) -> str | None:
        return None

    async def reached(self) -> bool:
        return True

    async def close(self) -> None: ...


ALONE = Alone()
