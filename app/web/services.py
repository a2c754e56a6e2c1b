"""What the routes work with: one object, made in `app.main.create_app`, found on the app's state."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import HTTPConnection

from app.bots.rehearsals import Rehearsals
from app.clock import Clock
from app.live.doorbell import ALONE, Doorbell
from app.live.rooms import Rooms
from app.purging import Purging
from app.settings import Settings
from app.store import Store
from app.web.limits import AtOnce, CodeGuesses, SignInGuesses, Windows

AT_THE_DOOR = 16
"""Live connections that are let in at the same time: two busy readers of the store, and some who wait for a room."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that lives as long as the server."""

    settings: Settings
    store: Store
    rooms: Rooms
    rehearsals: Rehearsals
    clock: Clock
    guesses: CodeGuesses
    sign_in_guesses: SignInGuesses
    hellos: AtOnce
    """Websockets that have yet to say hello: each is a file of this process, and anybody can open one."""
    key: str = field(repr=False)
    school: Any = None
    windows: Windows = field(default_factory=Windows)
    bell: Doorbell = ALONE
    purging: Purging | None = None
    doorway: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_THE_DOOR))
    """When all come back at once, some are served while others wait; else nobody would play before all are in."""

    async def leave(self) -> None:
        """Nothing is purged any more, bots stop, then people are told that the server restarts. May be asked twice."""
        if self.purging is not None:
            await self.purging.close()
        await self.rehearsals.close()
        await self.rooms.close()
        await self.bell.close()


def services(connection: HTTPConnection) -> Services:
    """The services of the app that this request or socket came to."""
    return connection.app.state.services


def base_url(connection: HTTPConnection) -> str:
    """The address that people open: the setting, else the one that this request came to."""
    return services(connection).settings.base_url.rstrip("/") or str(connection.base_url).rstrip("/").replace(
        "ws", "http", 1
    )
