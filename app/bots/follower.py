"""What every bot is: somebody who holds the newest view and speaks commands, whatever carries them."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, Self

from app.game.merging import apply

Frame = dict[str, Any]


class Gone(Exception):
    """The server ended this one's part for good."""


class Follower(ABC):
    """`view` is the newest view, `seq` its number. Use as an async context: inside it, there is a view."""

    def __init__(self, name: str) -> None:
        self.view: Frame = {}
        self.seq = 0
        self.rejects: list[Frame] = []
        self.acks = 0
        self._name = name
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._stay(), name=self._name)
        try:
            await self.until(lambda view: bool(view))
        except BaseException:  # stopped before it began: nobody else would end the task
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Gone):
                await self._task

    @abstractmethod
    async def _stay(self) -> None:
        """Take in what comes, as long as we are here. Raises Gone."""

    # --- for the bots -------------------------------------------------------------------------------------------------

    @abstractmethod
    async def send(self, kind: str, /, **fields: Any) -> Frame:
        """Send a command and wait for its ack or reject. What it changed is in the view a moment later."""

    async def until(self, met: Callable[[Frame], bool]) -> Frame:
        """Wait until the view meets a condition.

        Raises:
            Gone: the server let us go first.
        """
        while not (self.view and met(self.view)):
            if self._task is not None and self._task.done():
                self._task.result()
                raise Gone
            self._changed.clear()
            await self._changed.wait()
        return self.view

    async def act_until(self, act: Coroutine[Any, Any, None], met: Callable[[Frame], bool]) -> None:
        """Act, and drop it as soon as the view meets a condition; if the act is done sooner, wait for that.

        Raises:
            Gone: the server let us go first. Also whatever the act raises, at once.
        """
        acting, waiting = asyncio.create_task(act), asyncio.create_task(self.until(met))
        try:
            done, _ = await asyncio.wait((acting, waiting), return_when=asyncio.FIRST_COMPLETED)
            if acting in done and not acting.cancelled():  # cancelled: its command will never be answered
                acting.result()
            await waiting
        finally:
            acting.cancel()
            waiting.cancel()
            await asyncio.gather(acting, waiting, return_exceptions=True)

    def _follow(self, frame: Frame) -> bool:
        """Take in a frame; False for a patch that does not fit on the view that we have."""
        match frame["type"]:
            case "welcome":
                self.view, self.seq = frame["view"], frame["seq"]
            case "patch" if frame["prev"] == self.seq:
                self.view, self.seq = apply(self.view, frame["merge"]), frame["seq"]
            case "patch":
                return False
            case _:
                return True
        self._changed.set()
        return True

    def _count(self, answer: Frame) -> None:
        """An ack or reject came in."""
        if answer["type"] == "reject":
            self.rejects.append(answer)
        else:
            self.acks += 1
