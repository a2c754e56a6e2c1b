"""The promise that every event log keeps, whatever it is made of; tests/contract holds them to it."""

from collections.abc import Collection
from typing import Protocol

from app.store.records import Entry, Outcome, StoredEvent


class EventLog(Protocol):
    """The facts of sessions, the outcomes of their commands and their ballot boxes.

    Every method may also raise StoreFailed when the disk or the database does not answer.
    """

    async def append(self, *entries: Entry) -> None:
        """Store a decided command, or several of one session that were decided one after another, all of them or none;
        returns when they are on disk.

        When the caller is cancelled while it waits, they may or may not be stored: read before going on.

        Raises:
            ValueError: they do not go in one piece; see `records.check_chain`.
            Conflict: the first one's `base` is not the last seq (any more), or (DuplicateCommand) a command of them has
                an outcome.
            UnknownSession: the session does not exist.
            BadEntry: one of them cannot be stored, for instance a ballot in a box that has no secret.
            StoreBusy: too many entries are waiting.
            StoreFailed: the disk refused. In every case nothing of them is stored.
        """
        ...

    async def read(self, session: str, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        """The events after seq `after`, in order, at most `limit`; empty for an unknown session."""
        ...

    async def last_seq(self, session: str) -> int:
        """The seq of the newest event, 0 when there is none."""
        ...

    async def last_seqs(self, sessions: Collection[str]) -> dict[str, int]:
        """The seq of the newest event of each of these sessions that exists and has one."""
        ...

    async def changes(self, sessions: Collection[str]) -> dict[str, int]:
        """How often answers were put in the open boxes of each of these sessions that has one.

        Another number means other answers: of a changed one no event tells.
        """
        ...

    async def outcome(self, session: str, seat: str, command_id: str) -> Outcome | None:
        """The answer that this command got before, None when it was never decided."""
        ...

    async def box_secret(self, session: str, box: str) -> bytes:
        """The 32 secret bytes of an open box, drawn the first time and on disk before they are returned.

        A box that was counted is gone: asking again opens a new one with a new secret.

        Raises:
            UnknownSession: the session does not exist.
            StoreBusy, StoreFailed: as for `append`.
        """
        ...

    async def ballots(self, session: str, box: str) -> dict[str, bytes]:
        """The answers in an open box by key, ordered by key and so by nothing; empty when there is no such box."""
        ...
