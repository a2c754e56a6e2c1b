"""An event loop in which time is a number, chance decides who is next, and whole processes can stop or vanish.

Every callback belongs to the process in whose context it was scheduled. Within a process the order is that of asyncio;
between processes it is drawn. When nobody has anything to do, the clock jumps to the next timer. There are no sockets,
threads or selectors, so a seed gives the same run every time.
"""

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
STEPS = 1000
"""Callbacks between two looks at whether the loop was told to stop."""


class Process:
    """Something that runs, stands still, or is dead. What a dead one had planned never happens."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.frozen = False
        self.ready: deque[asyncio.Handle] = deque()
        self.tasks: set[asyncio.Task[Any]] = set()
        self.context = contextvars.copy_context()
        self.context.run(RUNS_IN.set, self)

    def __repr__(self) -> str:
        return self.name


RUNS_IN: contextvars.ContextVar[Process] = contextvars.ContextVar("process")


class Standstill(RuntimeError):
    """Nobody has anything to do, now or ever."""


class SimLoop(asyncio.BaseEventLoop):
    """`world` is the process of whatever is not ours: network, disk, and who checks."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance
        self._now = 0.0
        self._planned: list[tuple[float, int, asyncio.TimerHandle]] = []
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
        left = [task for task in process.tasks if not task.done() and task is not asyncio.current_task()]
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
        handle = asyncio.Handle(callback, args, self, context)
        self._put(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_at(
        self, when: float, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        self._count += 1
        heapq.heappush(self._planned, (when, self._count, timer))
        return timer

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None: ...

    def _put(self, handle: asyncio.Handle) -> None:
        process = handle._context.get(RUNS_IN, self.world)  # pyright: ignore[reportAttributeAccessIssue]
        if not process.ready and not process.frozen:
            self._busy.append(process)
        process.ready.append(handle)

    def _run_once(self) -> None:
        for _ in range(STEPS):
            if not self._busy:
                self._jump()
            self._step()
            if self._stopping:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
                return

    def _jump(self) -> None:
        planned = self._planned
        while not self._busy:
            if not planned:
                raise Standstill
            self._now = max(self._now, planned[0][0])
            while planned and planned[0][0] <= self._now:
                timer = heapq.heappop(planned)[2]
                if not timer.cancelled():
                    self._put(timer)

    def _step(self) -> None:
        busy = self._busy
        at = int(self._chance.random() * len(busy)) if len(busy) > 1 else 0
        process = busy[at]
        handle = process.ready.popleft()
        if not process.ready:
            busy[at] = busy[-1]
            busy.pop()
        self.steps += 1
        if not handle.cancelled():
            handle._run()

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
    if process is not None:  # held on to: what nobody holds would run its `finally` when it is collected
        process.tasks.add(task)
        task.add_done_callback(process.tasks.discard, context=process.context)
    return task
