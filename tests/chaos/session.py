"""One session on a bad network: who sends what, what was answered, and what has to be true at the end."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

import httpx
import orjson

from app.bots.client import Frame
from app.clock import SystemClock
from bench.server import Made, Server
from tests.chaos.proxy import Proxy
from tests.crash.witness import House, Witness, check_views
from tests.support.writing import Pen

TIMER_SECONDS = 9
"""One less than the shortest clock there is."""
LAST_SECONDS = 3600
"""A clock that is set last, so that everybody has something to catch up with."""
TIMER_MS = 1000
"""How late a clock may run out."""
BACK_SECONDS = 90
"""In which everybody is back and sees the last change, once the network is well."""
SEATS = (1, 1, 2)
"""The teams in which somebody sits."""
Span = tuple[int, int]
"""From when to when, in ms."""


class Maker(House, Protocol):
    """Where sessions can be made."""

    def token(self) -> str: ...


class Patron(Witness):
    """A witness who soon notices a line on which nothing comes any more, so that a run is short."""

    quiet, patience = 2.0, 3.0

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.let_in: list[int] = []
        """When (ms): from then on there is a room, whose clocks have to ring."""

    def _take(self, frame: Frame) -> None:
        if frame["type"] in ("welcome", "resumed"):
            self.let_in.append(SystemClock().now())
        super()._take(frame)

    def __str__(self) -> str:
        return f"{self.name} at {self.seq} {'in' if self._socket else 'out'}, unanswered {sorted(self._waiting)}"


@dataclass
class Session:
    """Everybody in it, and all that was answered: by what a command put in the log, its answer.

    `direct` is asked for the log and for fresh views; everybody rests `pause` seconds after each answer. `apart`: who
    is online is not known everywhere, so each is compared with a fresh view at the same place.
    """

    seed: int
    made: Made
    direct: House
    clients: list[Patron]
    pause: float = 0
    apart: bool = False
    said: dict[str, Frame] = field(default_factory=dict[str, Frame])
    last_text: dict[str, str] = field(default_factory=dict[str, str])
    pen: Pen = field(default_factory=Pen)
    down: list[Span] = field(default_factory=list[Span])
    """When no room could ring clocks."""
    clocks: Counter[str] = field(default_factory=Counter[str])
    busy: int = 0
    given: int = 0
    failed: BaseException | None = None
    stopped: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answers(self) -> Counter[str]:
        """Acks and rejects, and clocks that ran out."""
        return self.clocks + Counter(answer["type"] for answer in self.said.values())

    async def goes_on(self, commands: int) -> None:
        """Return when so many more were answered; raises what somebody failed on."""
        until = self.given + commands
        while self.given < until:
            if self.failed is not None:
                raise self.failed
            self.news.clear()
            await self.news.wait()

    async def play(self) -> None:
        """Everybody sends one command after another until `stopped`."""
        try:
            await self._play()
        except BaseException as error:
            self.failed = error
            self.news.set()
            raise

    async def _play(self) -> None:
        facilitator, _, writer, typist, marker = self.clients
        chance = Random(self.seed)
        await self._say(facilitator, "go", "go", phase="work", round=1)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._capture(facilitator, "idea"))
            group.create_task(self._capture(facilitator, "thought"))
            group.create_task(self._lead(facilitator, chance))
            group.create_task(self._write(writer, "text", chance))
            group.create_task(self._write(writer, "title", chance))
            group.create_task(self._type(typist, chance))
            group.create_task(self._mark(marker))

    async def _say(self, client: Patron, key: str, kind: str, **fields: Any) -> bool:
        """Send, and keep the answer under the words that only this command puts in the log."""
        assert key not in self.said
        self.said[key] = answer = await self._ask(client, kind, **fields)
        if answer["type"] == "ack":
            return True
        assert answer["code"] == "wrong_phase", answer
        await client.until(lambda view: self.stopped or view["phase"]["id"] == "work")
        return False

    async def _ask(self, client: Patron, kind: str, **fields: Any) -> Frame:
        """Send; `busy` says that the same command may be sent again."""
        answer = await client.send(kind, **fields)
        while answer.get("code") == "busy":
            self.busy += 1
            answer = await client.again(answer["id"])
        self.given += 1
        self.news.set()
        await asyncio.sleep(self.pause)
        return answer

    async def _capture(self, client: Patron, word: str) -> None:
        number = 0
        while not self.stopped:
            await self._say(client, f"{word} {(number := number + 1)}", "capture_insight", text=f"{word} {number}")

    async def _write(self, client: Patron, part: str, chance: Random) -> None:
        typed = ""
        while not self.stopped:
            typed = (typed + chance.choice("abcdefghij "))[-60:]
            text = f"{typed}|{part} {len(self.said)}"
            if await self._say(client, text, "write_draft", fields={part: text}):
                self.last_text[part] = text

    async def _type(self, client: Patron, chance: Random) -> None:
        """Letter by letter in the shared text; what was refused is sent once more."""
        length = number = 0
        while not self.stopped:
            self.pen.put("ict", chance.randint(0, length), chance.choice("abcdefghij"))
            length += 1
            update, sent = self.pen.sends(), False
            while not sent and not self.stopped:
                number += 1
                answer = await self._ask(client, "edit_text", update=update)
                sent = answer["type"] == "ack"
                self.said[update if sent else f"refused {number}"] = answer
                if not sent:
                    assert answer["code"] == "wrong_phase", answer
                    await client.until(lambda view: self.stopped or view["phase"]["id"] == "work")
            if sent:
                self.last_text["ict"] = self.pen.reads("ict")
            if length == 500:
                return

    async def _mark(self, client: Patron) -> None:
        number = 0
        while not self.stopped:
            number += 1
            place = {"regulation": number // 200 - 100, "interest": number % 200 - 100}
            await self._say(client, f"mark {place['regulation']},{place['interest']}", "place", **place)

    async def _lead(self, client: Patron, chance: Random) -> None:
        """One clock after another, or steps of the agenda and back: a step puts the clock back."""
        number = 0
        while not self.stopped:
            number += 1
            if self.seed % 2:
                seconds = TIMER_SECONDS + number
                await self._say(client, f"clock {seconds}", "timer", action="start", seconds=seconds)
                await client.until(lambda view: self.stopped or view["timer"]["state"] == "over")
            else:
                for step in range(chance.randint(2, 8)):
                    label = f"bookmark {number}.{step}"
                    await self._say(client, label, "bookmark", label=label)
                await self._say(client, f"go discuss {number}", "go", phase="discuss", round=1)
                await self._say(client, f"go work {number}", "go", phase="work", round=1)

    # --- the end --------------------------------------------------------------------------------------------------

    async def check(
        self,
        down: Sequence[Span],
        troubled: Sequence[Span] = (),
        time_there: Callable[[int], int] = lambda at: at,
    ) -> None:
        """The network is well and everybody has stopped.

        `down`: when there was no server; `troubled`: when it could not ring in time for another reason.
        `time_there`: what its clock said at a time of ours.
        """
        facilitator = self.clients[0]
        last = facilitator.send("timer", action="start", seconds=LAST_SECONDS)
        assert (await asyncio.wait_for(last, BACK_SECONDS))["type"] == "ack"
        events = await self._log()
        ends_at = next(event["data"]["ends_at"] for event in reversed(events) if event["type"] == "timer_started")
        for client in self.clients:  # every seat is back without help
            await asyncio.wait_for(
                client.until(lambda view, at=ends_at: view["timer"].get("ends_at") == at), BACK_SECONDS
            )
        for client in self.clients:
            await check_views(client if self.apart else self.direct, self.made, [client])
        self._check_log(events)
        self._check_drafts()
        self.down += [(gone, self._open_after(back)) for gone, back in down]
        there = [[(time_there(began), time_there(ended)) for began, ended in spans] for spans in (self.down, troubled)]
        self.clocks = _check_clocks(events, *there)

    def _open_after(self, back: int) -> int:
        """When the first of them was in again at a server that was `back`; rooms open for who comes."""
        return min(at for client in self.clients for at in client.let_in if at >= back)

    async def _log(self) -> list[Frame]:
        async with httpx.AsyncClient(base_url=self.direct.url, timeout=30) as http:
            bearer = {"Authorization": f"Bearer {self.made.facilitator}"}
            answer = await http.get(f"/api/v1/sessions/{self.made.code}/log", headers=bearer)
        return [orjson.loads(line) for line in answer.raise_for_status().text.splitlines()]

    def _check_log(self, events: Sequence[Frame]) -> None:
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        stored = [(text, event["seq"]) for event in events for text in _texts(event)]
        assert len(stored) == len(dict(stored)), "a command took effect twice"
        acked = {key: answer["seq"] for key, answer in self.said.items() if answer["type"] == "ack"}
        steps = {key for key in acked if key.split()[0] == "go"}
        assert dict(stored) == {key: seq for key, seq in acked.items() if key not in steps}, "an answer does not fit"
        entered = [event for event in events if event["type"] == "phase_entered" and event["data"]["index"] > 0]
        assert len(entered) == len(steps), "a step was taken twice, or not at all"

    def _check_drafts(self) -> None:
        solutions = self.clients[0].view["solutions"].get("1", {})  # a session may have been cut off all the time
        assert {part: solutions["1"][part] for part in self.last_text} == self.last_text


def _texts(event: Frame) -> list[str]:
    """The words in it that only one command can have brought."""
    data = event["data"]
    match event["type"]:
        case "draft_written":
            return [data["update"]] if data.get("update") else list(data["fields"].values())
        case "insight_captured":
            return [data["text"]]
        case "bookmarked":
            return [data["label"]]
        case "solution_placed":
            return [f"mark {data['regulation']},{data['interest']}"]
        case "timer_started" if data["duration_ms"] != LAST_SECONDS * 1000:
            return [f"clock {data['duration_ms'] // 1000}"]
        case _:
            return []


def _check_clocks(events: Sequence[Frame], down: Sequence[Span], troubled: Sequence[Span]) -> Counter[str]:
    """Each clock runs out in time, by the clock of the log.

    `down`: when there was no room; then nobody can ring. `troubled`: a clock that ends in it rings right after it.
    """
    ends_at, clocks, runs = 0, Counter[str](), False
    for event in events:
        if event["type"] == "timer_started":
            ends_at, runs = event["data"]["ends_at"], True
            assert ends_at - event["data"]["duration_ms"] == event["at"]
        elif event["type"] == "timer_ran_out":
            assert runs, "it rang twice"
            at, runs = event["data"]["at"], False
            due = max([ends_at, *(ended for began, ended in troubled if began - TIMER_MS < ends_at < ended)])
            absent = any(gone - TIMER_MS < each < back + TIMER_MS for gone, back in down for each in (ends_at, due))
            assert at >= ends_at
            assert absent or at - due <= TIMER_MS, f"{at - due} ms late"
            clocks["clock_absent" if absent else "clock_in_time" if due == ends_at else "clock_troubled"] += 1
    return clocks


def make_sessions(server: Maker, seeds: Sequence[int]) -> list[Made]:
    """One session for each seed, its seats in the teams of SEATS."""
    bearer = {"Authorization": f"Bearer {server.token()}"}
    with httpx.Client(base_url=server.url, timeout=30) as http:

        def post(path: str, about: dict[str, object], headers: dict[str, str] | None = None) -> dict[str, str]:
            return http.post(f"/api/v1/sessions{path}", json=about, headers=headers).raise_for_status().json()

        made = [post("", {"title": f"seed {seed}"}, bearer) for seed in seeds]
        seats = [[post(f"/{each['code']}/seats", {"team": team})["token"] for team in SEATS] for each in made]
    return [
        Made(each["code"], each["facilitator_token"], each["projector_token"], tuple(tokens))
        for each, tokens in zip(made, seats, strict=True)
    ]


@asynccontextmanager
async def playing(
    seed: int, made: Made, direct: House, urls: Sequence[str], pause: float = 0
) -> AsyncGenerator[Session]:
    """Everybody connected, one after another to each of the addresses."""
    async with AsyncExitStack() as stack:
        who = [(made.facilitator, "facilitator", "facilitator"), (made.screen, "screen", "screen")]
        who += [(token, "seat", f"seat-{number}") for number, token in enumerate(made.seats)]
        doors = itertools.cycle(urls)
        clients = [Patron(next(doors), made.code, token, looks_as, name) for token, looks_as, name in who]
        await asyncio.gather(*(stack.enter_async_context(client) for client in clients))
        yield Session(seed, made, direct, clients, pause)


@asynccontextmanager
async def session_of(seed: int, made: Made, direct: Server) -> AsyncGenerator[tuple[Session, Proxy]]:
    """Everybody connected through a proxy of their own."""
    async with Proxy(direct.url, seed) as proxy, playing(seed, made, direct, [proxy.url]) as session:
        yield session, proxy
