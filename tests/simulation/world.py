"""One run: an installation, its sessions and everything that befalls them, all of it drawn from one seed."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from structlog.testing import capture_logs
from websockets.asyncio.client import ClientConnection

from app.bots.client import Frame
from app.game.events import encode
from app.ids import ALPHABET, LENGTH
from app.store.records import Entry, Outcome, StoredEvent, Token
from tests.simulation import checks
from tests.simulation.bells import Exchange
from tests.simulation.disk import Disk, Moods, Truth
from tests.simulation.loop import Process, SimLoop
from tests.simulation.network import Network, Weather
from tests.simulation.people import CLOCKS, LONG_CLOCKS, WRITERS, Leading, Life, Looker, Person, Seated, laptop
from tests.simulation.plain import plain_line
from tests.simulation.workers import Presence, Tokens, Worker
from tests.support import wishes
from tests.support.game import ALL_INSTRUMENTS, NOW, created, sits
from tests.support.writing import Pen

TEAMS = (1, 1, 2, 3, 2)
SETTLE_SECONDS = 130
"""Longer than anybody takes to find out that a line is dead, and to come back."""
PACES = {
    "short": (2.0, 0.1), "plain": (2.0, 0.1), "dense": (2.0, 0.15), "day": (40.0, 3.0), "long": (300.0, 10.0),
    "nights": (40.0, 168.0), "one_night": (20.0, 20.0),
}  # fmt: skip
"""Seconds that a person thinks on average, and hours that it lasts."""
USUAL = ("dense", "day", "long", "nights")
"""What a seed draws from; the others are for tests that are done soon."""
LIVELY = {"nights": 2.0, "one_night": 0.5}
"""About how many of these hours people are there; in the others their laptops are closed."""
LIVELY_SECONDS = (180, 1200)
AWAY_HOURS = (0.5, 2, 14, 14, 62)
"""From one part of a session to the next: a lunch, an afternoon, a night, a weekend."""
STAYS_ON = 0.05
"""How likely the projector is left on; then that part of the night is not quiet, and costs what a day costs."""
AT_THE_EDGE = 0.4
"""How likely something goes wrong just when people leave or come back, beside what goes wrong at any time."""

IN_A_COMMIT = 0.5
"""How likely a crash waits for the middle of a commit; by chance it would hardly ever meet one."""
MOST_WAIT = 600
"""Seconds that it waits for one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was drawn: how large it is, and how often (in seconds) each thing goes wrong. 0 is never."""

    seed: int
    pace: str
    workers: int
    sessions: int
    hours: float
    think: float
    weather: Weather
    plain: float
    """How many of the lines are without a websocket."""
    every: dict[str, float]

    @property
    def quiet(self) -> bool:
        """Whether people leave, and come back after hours or days."""
        return self.pace in LIVELY

    @property
    def phase_seconds(self) -> float:
        """How long a phase lasts on average."""
        return LIVELY.get(self.pace, self.hours) * 3600 / 20

    @classmethod
    def draw(cls, seed: int, pace: str | None = None) -> "Plan":
        """Not everything goes wrong in every run: some faults hide others."""
        chance = Random(f"plan {seed}")
        pace = pace or chance.choices(USUAL, (2, 3, 3, 6))[0]
        think, hours = PACES[pace]

        def sometimes(value: float) -> float:
            return value * chance.choice((0.3, 1, 3)) if chance.random() < 0.6 else 0.0

        weather = Weather(
            cut=sometimes(0.01), cut_hello=sometimes(0.03), black_hole=sometimes(0.05), double=sometimes(0.03),
            slow_reader=sometimes(0.002), delay=chance.choice((0.005, 0.03, 0.2)),
        )  # fmt: skip
        usual = hours * 3600 / 6
        every = {kind: sometimes(usual) for kind in FAULTS}
        workers, sessions = chance.choice((1, 2, 2, 3)), chance.choice((1, 2, 3)) if pace in USUAL else 1
        sessions *= 3 if pace == "nights" else 1
        plain = 0.5 if pace == "plain" else 0.0 if pace == "short" else chance.choice((0, 0, 0.3))
        return cls(seed, pace, workers, sessions, hours, think, weather, plain, every)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run. `failures` is empty when all that was promised held."""

    plan: Plan
    session_hours: float
    answers: Counter[str]
    faults: Counter[str]
    steps: int
    trace: str
    failures: list[str]
    seconds: float
    """Processor time that it took."""


@dataclass
class World:
    """Everything there is, and who keeps watch over it."""

    plan: Plan
    chance: Random
    loop: SimLoop
    hasty: bool = False
    stopped: bool = False
    jumped: int = 0
    """Milliseconds by which the wall clocks were set forward."""
    walls: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    sick: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    """From when to when the disk was in a bad mood, in seconds."""
    faults: Counter[str] = field(default_factory=Counter[str])
    answers: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])
    lives: list[Life] = field(default_factory=list[Life])
    laptops: dict[Life, Process] = field(default_factory=dict[Life, Process])
    codes: list[str] = field(default_factory=list[str])
    graves: list[Process] = field(default_factory=list[Process])
    away: set[Life] = field(default_factory=set[Life])
    """Whose laptop stays closed until the next part of the session."""
    acts: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    """What goes wrong now."""
    workers: list[Worker] = field(default_factory=list[Worker])

    def __post_init__(self) -> None:
        self.trace = hashlib.sha256()
        self.walls.append((0.0, 0))
        self.broken: asyncio.Future[None] = self.loop.create_future()
        self.truth = Truth(self._draws("box"), self.loop.time, self.wall)
        self.disk = Disk(self.loop, self._draws("disk"), self.truth, self.faults)
        self.network = Network(self.loop, self._draws("net"), self.faults)
        self.network.weather = self.plan.weather
        self.presence = Presence(self.loop.time)
        self.tokens = Tokens(self.disk)
        self.exchange = Exchange(self.loop, self._draws("bell"), self.faults) if self.plan.workers > 1 else None

    def _draws(self, what: str) -> Random:
        return Random(f"{what} {self.plan.seed}")

    def wall(self) -> int:
        """What clocks on walls say (ms)."""
        return NOW + round(self.loop.time() * 1000) + self.jumped

    # --- what people need of it ---------------------------------------------------------------------------------------

    @asynccontextmanager
    async def line(self, code: str) -> AsyncGenerator[ClientConnection]:
        """To any worker, as the balancer before them has it; also to one that is not there."""
        worker = self.chance.choice(self.workers)
        at = (worker.process, worker.app, code)
        plain = self.plan.plain and self.chance.random() < self.plan.plain
        knock = plain_line(self.network, *at) if plain else self.network.knock(*at)
        async with knock as socket:
            yield socket

    def outcome(self, code: str, seat: str, command_id: str) -> Outcome | None:
        """What is on disk of a command."""
        return self.truth.known(code, seat, command_id)

    def heard(self, name: str, frame: Frame) -> None:
        self.note(f"{name} {frame['type']} {frame.get('seq')} {frame.get('id')} {frame.get('code')}")
        if frame["type"] in ("ack", "reject"):
            self.answers[frame.get("code") or "ack"] += 1

    def fail(self, what: str) -> None:
        """A promise was broken; who is in a hurry looks no further."""
        self.failures.append(f"{self.loop.time():.3f} s: {what}")
        if self.hasty and not self.broken.done():
            self.broken.set_result(None)

    def note(self, what: str) -> None:
        """Part of the trace by which two runs are compared."""
        self.trace.update(f"{self.loop.time():.6f} {what}\n".encode())

    # --- the run ------------------------------------------------------------------------------------------------------

    async def play(self) -> None:
        """To the end, or in a hurry to the first failure."""
        running = asyncio.create_task(self.run())
        await asyncio.wait((running, self.broken), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()

    async def run(self) -> None:
        """Begin, let things happen, heal, look whether all is well, and end."""
        for number in range(self.plan.workers):
            worker = Worker(self.network, number, self.disk, self.tokens, self.exchange, self.presence, self.fail)
            self.workers.append(worker)
            await self._start(worker)
        for _ in range(self.plan.sessions):
            self._make_session()
        for life in self.lives:
            self.laptops[life] = laptop(self, life)
        harm = [asyncio.create_task(self._harm(kind, every)) for kind, every in self.plan.every.items() if every]
        harm += [asyncio.create_task(self._come_and_go(code)) for code in self.codes if self.plan.quiet]
        await asyncio.sleep(self.plan.hours * 3600)
        self.stopped = True
        for each in harm:
            each.cancel()
        await asyncio.gather(*harm, return_exceptions=True)
        await asyncio.gather(*self.acts)
        await self._heal()
        await asyncio.sleep(SETTLE_SECONDS)
        self.failures += self.network.unexpected
        for code in self.codes:
            await checks.check_session(self, code)
        await self._end()

    async def _harm(self, kind: str, every: float) -> None:
        while True:
            await asyncio.sleep(self.chance.expovariate(1 / every))
            if self.failures:
                return
            self.note(kind)
            await asyncio.shield(self._act(kind, FAULTS[kind](self)))

    def _act(self, kind: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        act = asyncio.create_task(work, name=kind)
        self.acts.add(act)
        act.add_done_callback(self.acts.discard)
        return act

    async def _come_and_go(self, code: str) -> None:
        """The people of a session work a while, close their laptops for hours or days, and come back."""
        chance = self.chance
        lives = [life for life in self.lives if life.person.code == code]
        while not self.failures:
            await self._rest(*LIVELY_SECONDS)
            self.note(f"{code} leaves")
            self.faults["all_leave"] += 1
            self._befall_soon()
            stays_on = chance.random() < STAYS_ON
            self.faults["stays_on"] += stays_on
            for life in lives:
                if not (stays_on and isinstance(life, Looker)):
                    await self._rest(0, 20)
                    self._close(life)
            await asyncio.sleep(chance.choice(AWAY_HOURS) * 3600 * chance.uniform(0.8, 1.2))
            self.note(f"{code} comes back")
            self._befall_soon()
            for life in lives:
                await self._rest(0, 20)
                self.away.discard(life)
                self.loop.thaw(self.laptops[life])

    def _close(self, life: Life) -> None:
        """The laptop sleeps; the server finds out that its line is dead."""
        self.away.add(life)
        process = self.laptops[life]
        self.loop.freeze(process)
        for line in self.network.lines_of(process):
            line.swallow()

    def _befall_soon(self) -> None:
        """Perhaps something goes wrong within some minutes: of what goes wrong in this run at all."""
        kinds = [kind for kind, every in self.plan.every.items() if every and kind not in ("sleep", "reload")]
        if kinds and self.chance.random() < AT_THE_EDGE:
            kind = self.chance.choice(kinds)
            self._act(kind, self._befall(kind))

    async def _befall(self, kind: str) -> None:
        await self._rest(0, 300)
        if not self.stopped and not self.failures:
            self.note(kind)
            await FAULTS[kind](self)

    async def _heal(self) -> None:
        self.network.weather = Weather()
        self.disk.moods = Moods()
        if self.exchange is not None:
            self.exchange.lossy = self.exchange.doubles = self.exchange.slow = 0.0
            self.exchange.heal()
        for worker in self.workers:
            if worker.process is not None:
                self.loop.thaw(worker.process)
            else:
                await self._start(worker)
        self.away.clear()
        for process in self.laptops.values():
            self.loop.thaw(process)

    async def _end(self) -> None:
        """People close their laptops, workers leave; nothing may go on."""
        for process in self.laptops.values():
            await self.loop.bury(process)
        for worker in self.workers:
            await self._leave(worker)

    def result(self, logged: list[Any], seconds: float) -> Result:
        """What came of it."""
        for at, _, entry in self.truth.stored:
            self.trace.update(f"{at:.6f} {entry}\n".encode())
        failures = self.failures + [f"logged {log}" for log in logged] + self.loop.failures
        hours, trace = self.plan.hours * self.plan.sessions, self.trace.hexdigest()[:16]
        answers, faults = self.answers.copy(), self.faults.copy()
        return Result(self.plan, hours, answers, faults, self.loop.steps, trace, failures, seconds)

    async def bury(self) -> None:
        """When all is over, whichever way."""
        processes = [*self.graves, *self.laptops.values(), self.loop.world]
        processes += [worker.process for worker in self.workers if worker.process is not None]
        while any([await self.loop.bury(process) for process in processes]):  # one's end may make another begin
            pass

    # --- making -------------------------------------------------------------------------------------------------------

    async def _start(self, worker: Worker) -> None:
        await worker.start(self.wall, self.chance)
        worker.skew = self.chance.randint(-200, 200) if self.plan.workers > 1 else 0

    def _make_session(self) -> None:
        chance, code = self.chance, "".join(self.chance.choices(ALPHABET, k=LENGTH))
        self.codes.append(code)
        first = created(4, devices=chance.choice(("team", "person")), floor=4, instruments=ALL_INSTRUMENTS)
        seats = [f"s_{number}" for number in range(1, chance.randint(3, len(TEAMS)) + 1)]
        facts = [first.model_copy(update={"code": code}), *(sits(s, t) for s, t in zip(seats, TEAMS, strict=False))]
        stored = tuple(
            StoredEvent(n, self.wall(), fact.name, fact.version, encode(fact)) for n, fact in enumerate(facts, start=1)
        )
        assert self.truth.commit([Entry(code, 0, "system", "create", Outcome(len(stored)), stored)]) is None
        lead = self._person(code, "facilitator", "facilitator", Token(code, "facilitator"))
        clocks = LONG_CLOCKS if self.plan.quiet else CLOCKS
        self.lives.append(Leading(self, lead, chance, self.plan.think, self.plan.phase_seconds, clocks))
        if chance.random() < 0.5:
            along = self._person(code, "facilitator", "along", Token(code, "cofacilitator"))
            self.lives.append(Leading(self, along, chance, self.plan.think * 4, 1e9, clocks))
        self.lives.append(Looker(self, self._person(code, "screen", "screen", Token(code, "screen")), chance, 1))
        for seat in seats:
            pen = self._pen() if seat in WRITERS else None
            person = self._person(code, "seat", seat, Token(code, "seat", seat), pen)
            self.lives.append(Seated(self, person, chance, self.plan.think))

    def _person(self, code: str, looks_as: str, name: str, token: Token, pen: Pen | None = None) -> Person:
        secret = f"{code} {name}"
        self.tokens.known[secret] = token
        return Person(self, code, secret, looks_as, name, pen)

    def _pen(self) -> Pen:
        return Pen(name=self.chance.randrange(1, 2**31))

    # --- what goes wrong ----------------------------------------------------------------------------------------------

    async def crash(self) -> None:
        """A worker vanishes, and comes back a little later. Without power its lines stay open, and nobody is there."""
        worker = self.chance.choice(self.workers)
        if worker.process is not None and self.chance.random() < IN_A_COMMIT:
            await worker.committing(MOST_WAIT)
        if worker.process is None or worker.process.frozen:
            return
        silent = self.chance.random() < 0.3
        self.faults["power_cut" if silent else "crash"] += 1
        process = worker.crash()
        self.graves.append(process)
        for line in self.network.lines_of(process):
            line.swallow() if silent else line.cut()
        await self._rest(0.1, 8)
        await self._start(worker)

    async def restart(self) -> None:
        """A worker is told to leave, as for a new version."""
        worker = self.chance.choice(self.workers)
        if worker.process is None or worker.process.frozen or self.disk.moods != Moods():
            return
        self.faults["restart"] += 1
        await self._leave(worker)
        await self._start(worker)

    async def _leave(self, worker: Worker) -> None:
        """It ends in order; a moment later its process is gone, and nothing of it may still go on then."""
        process = await worker.leave()
        self.graves.append(process)
        for task in process.tasks:
            self.fail(f"{process} left {task.get_name()} running")

    async def stall(self) -> None:
        """A worker stands still for a while, and then goes on as if nothing had been."""
        worker = self.chance.choice(self.workers)
        process = worker.process
        if process is None or process.frozen:
            return
        self.faults["stall"] += 1
        self.loop.freeze(process)
        codes = self.presence.stopped(worker.name)
        await self._rest(0.5, 9)
        self.loop.thaw(process)
        for code in codes:
            self.presence.opened(code, worker.name)

    async def sleep(self) -> None:
        """A laptop is closed for a while."""
        life = self.chance.choice(self.lives)
        process = self.laptops[life]
        if process.frozen:
            return
        self.faults["laptop_sleeps"] += 1
        self.loop.freeze(process)
        await self._rest(5, 1200)
        if life not in self.away:
            self.loop.thaw(process)

    async def reload(self) -> None:
        """A laptop dies and another one takes its place: what was sent and not answered is kept, the rest is gone."""
        life = self.chance.choice(self.lives)
        process = self.laptops[life]
        if process.frozen:
            return
        self.faults["laptop_dies"] += 1
        self.loop.kill(process)
        self.graves.append(process)
        for line in self.network.lines_of(process):
            line.swallow() if self.chance.random() < 0.5 else line.cut()
        before = life.person
        pen = self._pen() if before.pen is not None else None
        life.person = Person(self, before.code, before.token, before.looks_as, before.name, pen)
        life.person.take_over(before)
        self.laptops[life] = laptop(self, life)

    async def disk_full(self) -> None:
        await self._moody("disk_full", lambda moods: setattr(moods, "full", True), 1, 20)

    async def disk_slow(self) -> None:
        seconds = self.chance.uniform(0.1, 3)
        await self._moody("disk_slow", lambda moods: setattr(moods, "slow", seconds), 5, 60)

    async def disk_away(self) -> None:
        await self._moody("disk_away", lambda moods: setattr(moods, "away", True), 1, 15)

    async def disk_lossy(self) -> None:
        """A database on another machine, to which the line breaks at the worst moment."""
        if self.plan.workers > 1:
            await self._moody("disk_lossy", lambda moods: setattr(moods, "lossy", 0.3), 5, 60)

    async def _moody(self, kind: str, change: Callable[[Moods], None], least: float, most: float) -> None:
        if self.disk.moods != Moods():
            return
        self.faults[kind] += 1
        change(self.disk.moods)
        began = self.loop.time()
        try:
            await self._rest(least, most)
        finally:
            self.disk.moods = Moods()
            self.sick.append((began, self.loop.time() + 4))  # what is under way is as slow as it was

    async def bell_out(self) -> None:
        """Nobody hears anybody: Redis is gone for a while."""
        if self.exchange is None or self.exchange.out:
            return
        self.faults["bell_out"] += 1
        self.exchange.fail()
        await self._rest(1, 60)
        self.exchange.heal()

    async def bell_bad(self) -> None:
        """Rings get lost, come twice, come late."""
        if self.exchange is None:
            return
        self.faults["bell_bad"] += 1
        exchange, chance = self.exchange, self.chance
        exchange.lossy, exchange.doubles, exchange.slow = chance.random(), chance.random(), chance.choice((0, 0.5, 5))
        await self._rest(10, 300)
        exchange.lossy = exchange.doubles = exchange.slow = 0.0

    async def clock_jump(self) -> None:
        """Somebody or something sets the clocks on the wall, forward or back."""
        self.faults["clock_jump"] += 1
        self.jumped += round(self.chance.choice((-1, 1)) * self.chance.choice((1, 10, 600)) * 1000)
        self.walls.append((self.loop.time(), self.jumped))

    async def _rest(self, least: float, most: float) -> None:
        await asyncio.sleep(self.chance.uniform(least, most))


FAULTS: dict[str, Callable[[World], Any]] = {
    "crash": World.crash, "restart": World.restart, "stall": World.stall, "sleep": World.sleep,
    "reload": World.reload, "disk_full": World.disk_full, "disk_slow": World.disk_slow, "disk_away": World.disk_away,
    "disk_lossy": World.disk_lossy, "bell_out": World.bell_out, "bell_bad": World.bell_bad,
    "clock_jump": World.clock_jump,
}  # fmt: skip


def simulate(seed: int, pace: str | None = None, hasty: bool = False) -> Result:
    """Play what the seed says; the same one gives the same run, on any machine. `hasty`: to the first failure only."""
    began = time.process_time()
    wishes.restart()
    plan = Plan.draw(seed, pace)
    loop = SimLoop(Random(f"order {seed}"))
    world = World(plan, Random(f"world {seed}"), loop, hasty)
    with capture_logs() as logs:
        try:
            loop.run(world.play())
        except Exception as error:
            world.fail(f"could not be played to the end: {error!r}")
        errors = [log for log in logs if log["log_level"] == "error"]
        result = world.result(errors, time.process_time() - began)
        loop.run(world.bury())
        loop.close()
    return result
