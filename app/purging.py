"""Keeping nothing longer than promised: soon after a server starts, every hour while it runs, and when asked."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from app.clock import Alarm, Clock
from app.settings import Settings
from app.store import Store, StoreError

logger = structlog.get_logger()

HOUR_MS = 3_600_000
SOON_MS = 30_000
"""After the start: first everybody who was there comes back."""


async def nobody_looks(code: str) -> None:
    """For who has no rooms: those of a server find out by themselves."""


async def purge(settings: Settings, store: Store, gone: Callable[[str], Awaitable[None]] = nobody_looks) -> list[str]:
    """Delete the sessions whose end date has come, and what else is kept for so long and no longer.

    Gives the codes of the deleted sessions. Each is told to `gone` at once. Several may do this at the same time.

    Raises:
        StoreError: what was not deleted stays due.
    """
    await store.audit.drop(keep_days=settings.audit_days)
    await store.accounts.forget_old(
        idle_ms=settings.sign_in_idle_hours * HOUR_MS, life_ms=settings.sign_in_days * 24 * HOUR_MS
    )
    await store.tokens.forget_links()
    deleted: list[str] = []
    for code in await store.sessions.due():
        if await store.sessions.delete_if_due(code) is not None:
            await gone(code)
            deleted.append(code)
    return deleted


class Purging:
    """Purges while a server runs. Every worker does: what one has deleted the others do not find any more."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, gone: Callable[[str], Awaitable[None]]) -> None:
        self._settings, self._store, self._clock, self._gone = settings, store, clock, gone
        self._task: asyncio.Task[None] | None = None
        self._alarm: Alarm = clock.call_in(SOON_MS, self._start)

    async def close(self) -> None:
        """Stop; what is being deleted now is deleted whole or not at all."""
        self._alarm.cancel()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _start(self) -> None:
        self._task = asyncio.create_task(self._purge(), name="purge")
        self._alarm = self._clock.call_in(HOUR_MS, self._start)

    async def _purge(self) -> None:
        try:
            if deleted := await purge(self._settings, self._store, self._gone):
                logger.info("sessions deleted at their end date", count=len(deleted))
        except StoreError as error:  # there is a next hour
            logger.warning("could not purge", error=type(error).__name__)
