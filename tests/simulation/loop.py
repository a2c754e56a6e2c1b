"""An event loop in which time is a number, chance decides who is next, and whole processes can stop or vanish.

Every callback belongs to the process in whose context it was scheduled. Within a process the order is that of asyncio;
between processes it is drawn. When nobody has anything to do, the clock jumps to the next timer. There are no sockets,
threads or selectors, so a seed gives the same run every time.
"""

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
STEPS = 1000
"""Callbacks between two times that asyncio is asked whether it goes on."""
MANY = 100
"""Tasks of a process after which those that are done are let go."""


class Call(asyncio.TimerHandle):
    """As asyncio's, for now or later, without what only its debugging asks for: there are 100,000 a second."""

    __slots__ = ("callback", "context", "given", "off")

    def __init__(
        self, callback: Callable[..., Any], given: tuple[Any, ...], context: contextvars.Context | None
    ) -> None:
        self.callback = callback
        self.given = given
        self.context = contextvars.copy_context() if context is None else context
        self.off = False

    def cancel(self) -> None:
        self.off = True

    def cancelled(self) -> bool:
        return self.off


class Pause:
    """Awaited it takes so many seconds, in one callback; `asyncio.sleep` needs two, and a future."""

    _asyncio_future_blocking = False

    def __init__(self, loop: "SimLoop", seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self._cancelled = False

    def __await__(self) -> Generator["Pause", None, None]:
        self._asyncio_future_blocking = True  # how a task knows what it may wait for
        yield self

    def get_loop(self) -> asyncio.AbstractEventLoop:
        return self._loop

    def add_done_callback(self, wake: Callable[..., Any], *, context: contextvars.Context) -> None:
        self._wake, self._context = wake, context
        self._timer = self._loop.call_later(self._seconds, wake, self, context=context)

    def cancel(self, msg: object = None) -> bool:
        if self._cancelled:
            return False
        self._cancelled = True
        self._timer.cancel()
        self._loop.call_soon(self._wake, self, context=self._context)
        return True

    def result(self) -> None:
        if self._cancelled:
            raise asyncio.CancelledError


class Process:
    """Something that runs, stands still, or is dead. What a dead one had planned never happens."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.frozen = False
        self.ready = deque[Call]()
        self.context = contextvars.copy_context()
        self.context.run(RUNS_IN.set, self)
        self._tasks: list[asyncio.Task[Any]] = []
        self._many = MANY

    def __repr__(self) -> str:
        return self.name

    @property
    def tasks(self) -> "list[asyncio.Task[Any]]":
        """Those that are not done."""
        self._tasks = [task for task in self._tasks if not task.done()]
        return self._tasks

    def keep(self, task: "asyncio.Task[Any]") -> None:
        """Hold on to it: what nobody holds would run its `finally` when it is collected."""
        self._tasks.append(task)
        if len(self._tasks) > self._many:  # now and then, for a callback of each that ends costs more than the rest
            self._many = 2 * len(self.tasks) + MANY


RUNS_IN: contextvars.ContextVar[Process] = contextvars.ContextVar("process")


class Standstill(RuntimeError):
    """Nobody has anything to do, now or ever."""


class SimLoop(asyncio.BaseEventLoop):
    """`world` is the process of whatever is not ours: network, disk, and who checks."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self._now = 0.0
        self._planned: list[tuple[float, int, Call]] = []
        self._count = 0
        self._busy: list[Process] = []
        self.steps = 0
        self.world = Process("world")
        self.failures: list[str] = []
        self.set_exception_handler(self._failed)
        self.set_task_factory(_own_task)

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run this in the world's process until it is done."""
        task = self.start(self.world, main)
        return self.run_until_complete(task)

    def start(self, process: Process, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """A new task of a process."""
        return self.create_task(work, context=process.context.copy())

    def later(self, seconds: float, callback: Callable[..., Any], *args: Any) -> asyncio.TimerHandle:
        """As `call_later`, whoever asks: a packet on its way needs no living sender."""
        return self.call_at(self._now + seconds, callback, *args, context=self.world.context)

    def freeze(self, process: Process) -> None:
        """It stands still, and what it should do meanwhile waits."""
        process.frozen = True
        if process in self._busy:
            self._busy.remove(process)

    def thaw(self, process: Process) -> None:
        """It goes on."""
        process.frozen = False
        if process.ready and process not in self._busy:
            self._busy.append(process)

    def kill(self, process: Process) -> None:
        """It is gone, in the middle of whatever it did; not even its `finally` runs."""
        process.alive = False
        self.freeze(process)

    async def bury(self, process: Process) -> bool:
        """When all is over: let go of what a process left, so that nothing of it is in the way of other runs.

        False when there was nothing.
        """
        process.alive = True
        self.thaw(process)
        left = [task for task in process.tasks if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return bool(left)

    # --- what asyncio asks of a loop ----------------------------------------------------------------------------------

    def time(self) -> float:
        return self._now

    def call_soon(
        self, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        call = Call(callback, args, context)
        self._put(call)
        return call

    call_soon_threadsafe = call_soon

    def call_later(
        self, delay: float, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        call = Call(callback, args, context)
        self._count += 1
        heapq.heappush(self._planned, (when, self._count, call))
        return call

    def _put(self, call: Call) -> None:
        process = call.context.get(RUNS_IN, self.world)
        if not process.ready and not process.frozen:
            self._busy.append(process)
        process.ready.append(call)

    def _run_once(self) -> None:
        busy, random = self._busy, self._chance.random
        for _ in range(STEPS):
            if not busy:
                self._jump()
            at = int(random() * len(busy)) if len(busy) > 1 else 0
            process = busy[at]
            call = process.ready.popleft()
            if not process.ready:
                busy[at] = busy[-1]
                busy.pop()
            self.steps += 1
            if call.off:
                continue
            try:
                call.context.run(call.callback, *call.given)
            except Exception as error:
                self.call_exception_handler({"message": "a callback failed", "exception": error})
            if self._stopping:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
                return

    def _jump(self) -> None:
        planned = self._planned
        while not self._busy:
            if not planned:
                raise Standstill
            self._now = max(self._now, planned[0][0])
            while planned and planned[0][0] <= self._now:
                call = heapq.heappop(planned)[2]
                if not call.off:
                    self._put(call)

    def _failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.failures.append(f"{context['message']}: {context.get('exception')!r}")

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":
        """There are no threads: it is done before anybody else does anything."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _write_to_self(self) -> None: ...


def _own_task(loop: asyncio.AbstractEventLoop, coro: Any, **about: Any) -> "asyncio.Task[Any]":
    task = asyncio.Task(coro, loop=loop, **about)
    context: contextvars.Context | None = about.get("context")
    process = context.get(RUNS_IN) if context is not None else RUNS_IN.get(None)
    if process is not None:
        process.keep(task)
    return task
