"""Doorbells between workers, as over Redis: rings come late, twice or never, and at times nobody is reached at all."""

from collections import Counter
from collections.abc import Callable, Mapping
from random import Random

from app.live.doorbell import Here, Listener
from tests.simulation.loop import RUNS_IN, Process, SimLoop

ALIVE_SECONDS = 6
AGAIN_SECONDS = 0.5
DELAY = 0.003


class Exchange:
    """What stands between the workers. `lossy` and `doubles`: how likely a ring is lost, or comes twice."""

    def __init__(self, loop: SimLoop, chance: Random, faults: Counter[str]) -> None:
        self.loop = loop
        self.chance = chance
        self.faults = faults
        self.lossy = self.doubles = 0.0
        self.slow = 0.0
        self.out = False
        self.bells: dict[str, SimBell] = {}
        self.here: dict[str, dict[str, Here]] = {}
        self.alive: dict[str, float] = {}

    def say(self, code: str, sender: str, seq: int | None, here: Here | None) -> None:
        """To every other worker that follows this session, each in its time."""
        if self.out:
            self.faults["ring_lost_in_outage"] += 1
            return
        if here is not None:
            self.here.setdefault(code, {})[sender] = here
        for bell in list(self.bells.values()):
            if bell.worker != sender and code in bell.followed:
                if here is None and self.chance.random() < self.lossy:
                    self.faults["ring_lost"] += 1
                    continue
                self.deliver(bell, code, sender, seq, here)
                if self.chance.random() < self.doubles:
                    self.faults["ring_doubled"] += 1
                    self.deliver(bell, code, sender, seq, here)

    def deliver(self, bell: "SimBell", code: str, sender: str, seq: int | None, here: Here | None) -> None:
        wait = (DELAY + self.slow) * self.chance.expovariate(1)
        if here is not None:  # in order, for one sender; a ring may come at any time
            bell.clear_at = wait_until = max(bell.clear_at, self.loop.time() + wait)
        else:
            wait_until = self.loop.time() + wait
        self.loop.call_at(wait_until, bell.hear, code, sender, seq, here, context=bell.process.context)

    def fail(self) -> None:
        """Nobody is reached."""
        self.out = True

    def heal(self) -> None:
        """Everybody is reached again, and finds it out a moment later."""
        if self.out:
            self.out = False
            for bell in list(self.bells.values()):
                self.loop.call_at(self.loop.time() + AGAIN_SECONDS, bell.begin_anew, context=bell.process.context)

    def forget(self, worker: str) -> None:
        """This worker's process is gone; that it lives is still believed for a while."""
        self.bells.pop(worker, None)


class SimBell:
    """One worker's bell; see app.live.doorbell.Doorbell."""

    shared = True

    def __init__(self, exchange: Exchange, worker: str) -> None:
        self.worker = worker
        self.process: Process = RUNS_IN.get()
        self.followed: dict[str, Here] = {}
        self.clear_at = 0.0
        self._exchange = exchange
        self._listener: Listener | None = None

    def listen(self, listener: Listener) -> None:
        self._listener = listener
        self._exchange.bells[self.worker] = self

    def follow(self, code: str) -> None:
        self.followed.setdefault(code, Here())
        self._meet(code)

    def leave(self, code: str) -> None:
        self.show(code, Here())
        self.followed.pop(code, None)
        if not self._exchange.out:
            self._exchange.here.get(code, {}).pop(self.worker, None)

    def ring(self, code: str, seq: int) -> None:
        self._exchange.say(code, self.worker, seq, None)

    def show(self, code: str, here: Here) -> None:
        self.followed[code] = here
        self._exchange.say(code, self.worker, None, here)

    async def look_around(self) -> Mapping[str, Mapping[str, Here]] | None:
        exchange = self._exchange
        if exchange.out:
            return None
        now = exchange.loop.time()
        exchange.alive[self.worker] = now + ALIVE_SECONDS
        for code, here in list(self.followed.items()):
            if exchange.here.get(code, {}).get(self.worker, Here()) != here:
                self.show(code, here)
        return {code: self._others(code, now) for code in self.followed}

    def _others(self, code: str, now: float) -> dict[str, Here]:
        there, alive = self._exchange.here.get(code, {}), self._exchange.alive
        return {name: here for name, here in there.items() if name != self.worker and alive.get(name, 0.0) > now}

    def hear(self, code: str, sender: str, seq: int | None, here: Here | None) -> None:
        """Something came in."""
        if self._listener is None or code not in self.followed or sender == self.worker:
            return
        if seq is not None:
            self._listener.moved(code, seq)
        if here is not None:
            self._listener.seen(code, sender, here)

    def begin_anew(self) -> None:
        """We may have missed something, and others may have missed who is here."""
        self._exchange.alive[self.worker] = self._exchange.loop.time() + ALIVE_SECONDS
        for code, here in list(self.followed.items()):
            self.show(code, here)
            self._meet(code)
        if self._listener is not None:
            self._listener.missed()

    def _meet(self, code: str) -> None:
        exchange = self._exchange
        exchange.alive[self.worker] = exchange.loop.time() + ALIVE_SECONDS
        if not exchange.out:
            for sender, here in list(exchange.here.get(code, {}).items()):
                exchange.deliver(self, code, sender, None, here)

    async def claim(self, code: str, lost: Callable[[], None]) -> str | None:
        return None

    async def holder(self, code: str) -> str | None:
        return None

    def release(self, code: str) -> None: ...

    async def door(self, worker: str) -> str | None:
        return None

    @property
    def hears(self) -> bool:
        return not self._exchange.out

    async def reached(self) -> bool:
        return not self._exchange.out

    async def close(self) -> None:
        for code in list(self.followed):
            self.leave(code)
        self._exchange.alive.pop(self.worker, None)
        self._exchange.forget(self.worker)
        self._listener = None
