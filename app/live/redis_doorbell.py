"""The doorbell over Redis or Valkey: a channel for each session, a hash for who is there, a key that says who lives."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, cast

import orjson
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.game.viewing import Bots
from app.live.doorbell import Here, Listener
from app.store.errors import StoreBusy

logger = structlog.get_logger()

ALIVE_SECONDS = 6
"""A worker that did not beat for so long is gone."""
CLAIM_SECONDS = 10
HERE_SECONDS = 24 * 3600
AGAIN_SECONDS = 0.5
"""Between tries to reach Redis."""
MOST_WAITING = 10_000
"""Rings that wait while Redis is slow; more are lost, and found by looking."""
DELETE_OWN = "return redis.call('get', KEYS[1]) == ARGV[1] and redis.call('del', KEYS[1]) or 0"
LOST = (RedisError, OSError, TimeoutError)


class RedisDoorbell:
    """`worker` is this worker's own name, `door` the address at which other workers reach it."""

    shared = True

    def __init__(self, url: str, worker: str, door: str) -> None:
        self._redis = connect(url)
        self.worker = worker
        self._door = door
        self._listener: Listener | None = None
        self._here: dict[str, Here] = {}
        self._line: Any = None
        self._out: deque[tuple[str, dict[str, Any]]] = deque(maxlen=MOST_WAITING)
        self._said = asyncio.Event()
        self._claims: dict[str, Callable[[], None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def listen(self, listener: Listener) -> None:
        """See Doorbell.listen."""
        self._listener = listener
        self._soon(self._send(), "doorbell out")
        self._soon(self._hear(), "doorbell in")

    def follow(self, code: str) -> None:
        """See Doorbell.follow."""
        self._here.setdefault(code, Here())
        if self._line is not None:
            self._soon(self._tune(self._line, code), "doorbell follow")

    def leave(self, code: str) -> None:
        """See Doorbell.leave."""
        self.show(code, Here())
        self._here.pop(code, None)
        if self._line is not None:
            self._soon(self._untune(self._line, code), "doorbell leave")

    def ring(self, code: str, seq: int) -> None:
        """See Doorbell.ring."""
        self._say(code, {"seq": seq})

    def show(self, code: str, here: Here) -> None:
        """See Doorbell.show."""
        self._here[code] = here
        self._say(code, {"here": _packed(here)})

    async def look_around(self) -> Mapping[str, Mapping[str, Here]] | None:
        """See Doorbell.look_around."""
        codes = list(self._here)
        try:
            await self._beat()
            seen = await self._seen(codes)
            living = await self._living({worker for each in seen for worker in each} - {self.worker})
            for code in list(self._claims):
                await self._claim(code)
        except LOST:
            return None
        for code, each in zip(codes, seen, strict=True):
            here = self._here.get(code)
            if here is not None and each.get(self.worker, Here()) != here:
                self.show(code, here)
        return {
            code: {worker: here for worker, here in each.items() if worker in living}
            for code, each in zip(codes, seen, strict=True)
        }

    async def _beat(self) -> None:
        await self._redis.set(_alive(self.worker), self._door, ex=ALIVE_SECONDS)

    async def _seen(self, codes: list[str]) -> list[dict[str, Here]]:
        """What every worker said last of who is there."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for code in codes:
                pipe.hgetall(_seen(code))
            found = await pipe.execute()
        return [{worker: _unpacked(orjson.loads(here)) for worker, here in each.items()} for each in found]

    async def _living(self, workers: set[str]) -> set[str]:
        names = sorted(workers)
        doors: list[str | None] = await self._redis.mget([_alive(name) for name in names]) if names else []
        return {name for name, door in zip(names, doors, strict=True) if door is not None}

    async def claim(self, code: str, lost: Callable[[], None]) -> str | None:
        """See Doorbell.claim."""
        try:
            await self._beat()
            holder = await self._claim(code)
        except LOST as error:
            raise StoreBusy("other workers cannot be reached") from error
        if holder is None:
            self._claims[code] = lost
        return holder

    async def _claim(self, code: str) -> str | None:
        """Take it or keep it for a while longer; only its holder does."""
        holder = await self._redis.set(_bots(code), self.worker, nx=True, get=True, ex=CLAIM_SECONDS)
        if holder is None:
            return None
        if holder != self.worker:
            if (lost := self._claims.pop(code, None)) is not None:  # Redis forgot that we were first
                lost()
            return holder
        await self._redis.expire(_bots(code), CLAIM_SECONDS)
        return None

    async def holder(self, code: str) -> str | None:
        """See Doorbell.holder."""
        with contextlib.suppress(*LOST):
            holder = await self._redis.get(_bots(code))
            return holder if holder != self.worker else None
        return None

    def release(self, code: str) -> None:
        """See Doorbell.release."""
        if code in self._claims:
            del self._claims[code]
            self._soon(self._release(code), "doorbell release")

    async def _release(self, code: str) -> None:
        with contextlib.suppress(*LOST):  # else it ends by itself
            await self._give_up(code)

    async def _give_up(self, code: str) -> None:
        """Redis may have given it to another worker meanwhile: that one keeps it."""
        await self._redis.eval(DELETE_OWN, 1, _bots(code), self.worker)

    async def door(self, worker: str) -> str | None:
        """See Doorbell.door."""
        with contextlib.suppress(*LOST):
            door = await self._redis.get(_alive(worker))
            return door if door else None
        return None

    @property
    def hears(self) -> bool:
        """See Doorbell.hears."""
        return self._line is not None

    async def reached(self) -> bool:
        """See Doorbell.reached."""
        with contextlib.suppress(*LOST):
            return bool(await self._redis.ping())
        return False

    async def close(self) -> None:
        """See Doorbell.close."""
        for code in list(self._here):
            self.leave(code)
        with contextlib.suppress(*LOST):
            await self._flush()
            await self._redis.delete(_alive(self.worker))
            for code in self._claims:
                await self._give_up(code)
        while self._tasks:  # again and again: a wish to end that comes while Redis answers gets lost in its client
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=AGAIN_SECONDS)
        await self._redis.aclose()

    # --- out ----------------------------------------------------------------------------------------------------------

    def _say(self, code: str, what: dict[str, Any]) -> None:
        self._out.append((code, what))
        self._said.set()

    async def _send(self) -> None:
        while True:
            await self._said.wait()
            with contextlib.suppress(*LOST):  # lost rings are found by looking, and who is here is told again
                await self._flush()

    async def _flush(self) -> None:
        """Send all that waits, in one go."""
        async with self._redis.pipeline(transaction=False) as pipe:
            self._said.clear()
            while self._out:
                code, what = self._out.popleft()
                pipe.publish(_channel(code), orjson.dumps({"from": self.worker, **what}))
                if "here" in what:
                    pipe.hset(_seen(code), self.worker, orjson.dumps(what["here"]))
                    pipe.expire(_seen(code), HERE_SECONDS)
            await pipe.execute()

    # --- in -----------------------------------------------------------------------------------------------------------

    async def _hear(self) -> None:
        lost = False
        while True:
            try:
                async with self._redis.pubsub() as line:
                    known = set(self._here)
                    await line.subscribe(f"maatwerk:worker:{self.worker}", *map(_channel, known))
                    self._line = line  # from here on `follow` tunes in by itself
                    if late := self._here.keys() - known:
                        await line.subscribe(*map(_channel, late))
                    await self._begin_anew()
                    if lost:
                        lost = False
                        logger.info("doorbell is back")
                    async for message in line.listen():
                        if message["type"] == "message":
                            self._take(message["channel"], orjson.loads(message["data"]))
            except LOST as error:
                if not lost:  # it may last hours, and is tried twice a second
                    logger.warning("doorbell is out of order", error=type(error).__name__, why=str(error))
                lost = True
            finally:
                self._line = None
            await asyncio.sleep(AGAIN_SECONDS)

    async def _begin_anew(self) -> None:
        """We may have missed something, and others may have missed who is here."""
        await self._beat()
        for code, here in list(self._here.items()):
            self.show(code, here)
            await self._meet(code)
        if self._listener is not None:
            self._listener.missed()

    async def _tune(self, line: Any, code: str) -> None:
        with contextlib.suppress(*LOST):
            await self._beat()  # who hears of this session from us may want to reach us at once
            if line is self._line:  # else the new line has it
                await line.subscribe(_channel(code))
            await self._meet(code)

    async def _untune(self, line: Any, code: str) -> None:
        with contextlib.suppress(*LOST):
            if line is self._line and code not in self._here:
                await line.unsubscribe(_channel(code))
            await self._redis.hdel(_seen(code), self.worker)

    async def _meet(self, code: str) -> None:
        """Who is at other workers already."""
        for worker, here in (await self._redis.hgetall(_seen(code))).items():
            self._take(_channel(code), {"from": worker, "here": orjson.loads(here)})

    def _take(self, channel: str, said: dict[str, Any]) -> None:
        if self._listener is None or said["from"] == self.worker:
            return
        code = channel.rpartition(":")[2]
        if "seq" in said:
            self._listener.moved(code, said["seq"])
        if "here" in said:
            self._listener.seen(code, said["from"], _unpacked(said["here"]))

    def _soon(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def connect(url: str) -> Any:
    """A client that gives up soon: nobody waits for Redis. Its own types say too little to check against.

    Raises ValueError for a url that is none.
    """
    patience: dict[str, Any] = {"socket_timeout": 1, "socket_connect_timeout": 1, "retry": Retry(NoBackoff(), 0)}
    return cast(Any, Redis).from_url(url, decode_responses=True, **patience)


def _bots(code: str) -> str:
    return f"maatwerk:bots:{code}"


def _channel(code: str) -> str:
    return f"maatwerk:session:{code}"


def _seen(code: str) -> str:
    return f"maatwerk:here:{code}"


def _alive(worker: str) -> str:
    return f"maatwerk:alive:{worker}"


def _packed(here: Here) -> dict[str, Any]:
    bots = here.bots and [here.bots.teams, here.bots.speed, here.bots.paused, here.bots.leader]
    return {"seats": [*here.seats], "consoles": [*here.consoles], "connections": here.connections, "bots": bots}


def _unpacked(said: dict[str, Any]) -> Here:
    consoles = frozenset((rank, key) for rank, key in said["consoles"])
    bots = Bots(tuple(said["bots"][0]), *said["bots"][1:]) if said["bots"] else None
    return Here(frozenset(said["seats"]), consoles, said["connections"], bots)
