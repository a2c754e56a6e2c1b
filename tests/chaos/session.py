"""One session on a bad network: who sends what, what was answered, and what has to be true at the end."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import orjson

from app.bots.client import Frame
from bench.server import Made, Server
from tests.chaos.proxy import Proxy
from tests.crash.witness import Witness, check_views
from tests.support.writing import Pen

TIMER_SECONDS = 9
"""One less than the shortest clock there is."""
LAST_SECONDS = 3600
"""A clock that is set last, so that everybody has something to catch up with."""
TIMER_MS = 1000
"""How late a clock may run out."""
BACK_SECONDS = 30
"""In which everybody is back and sees the last change, once the network is well."""


class Patron(Witness):
    """A witness who soon notices a line on which nothing comes any more, so that a run is short."""

    quiet, patience = 1.0, 1.0


@dataclass
class Session:
    """Everybody in it, and all that was answered: by what a command put in the log, its answer."""

    seed: int
    made: Made
    direct: Server
    proxy: Proxy
    clients: list[Patron]
    said: dict[str, Frame] = field(default_factory=dict[str, Frame])
    last_text: dict[str, str] = field(default_factory=dict[str, str])
    pen: Pen = field(default_factory=Pen)
    clocks: Counter[str] = field(default_factory=Counter[str])
    stopped: bool = False

    @property
    def answers(self) -> Counter[str]:
        """Acks and rejects, and clocks that ran out."""
        return self.clocks + Counter(answer["type"] for answer in self.said.values())

    async def play(self) -> None:
        """Everybody sends one command after another until `stopped`."""
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
        self.said[key] = answer = await client.send(kind, **fields)
        if answer["type"] == "ack":
            return True
        assert answer["code"] == "wrong_phase", answer
        await client.until(lambda view: self.stopped or view["phase"]["id"] == "work")
        return False

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
                answer = await client.send("edit_text", update=update)
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

    async def check(self, down: Sequence[tuple[int, int]]) -> None:
        """The network is well and everybody has stopped. `down`: from when to when there was no server, in ms."""
        facilitator = self.clients[0]
        assert (await facilitator.send("timer", action="start", seconds=LAST_SECONDS))["type"] == "ack"
        events = await self._log()
        ends_at = next(event["data"]["ends_at"] for event in reversed(events) if event["type"] == "timer_started")
        for client in self.clients:  # every seat is back without help
            await asyncio.wait_for(
                client.until(lambda view, at=ends_at: view["timer"].get("ends_at") == at), BACK_SECONDS
            )
        await check_views(self.direct, self.made, self.clients)
        self._check_log(events)
        self._check_drafts()
        self.clocks = _check_clocks(events, down)

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
        solution = self.clients[0].view["solutions"]["1"]["1"]
        assert {part: solution[part] for part in self.last_text} == self.last_text


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


def _check_clocks(events: Sequence[Frame], down: Sequence[tuple[int, int]]) -> Counter[str]:
    """Each clock runs out in time. Without a server, or before the first client is back, nobody can ring."""
    ends_at, clocks = 0, Counter[str]()
    for event in events:
        if event["type"] == "timer_started":
            ends_at = event["data"]["ends_at"]
            assert ends_at - event["data"]["duration_ms"] == event["at"]
        elif event["type"] == "timer_ran_out":
            late = event["data"]["at"] - ends_at
            absent = any(gone - TIMER_MS < ends_at < back + 2 * TIMER_MS for gone, back in down)
            assert late >= 0
            assert absent or late <= TIMER_MS, f"{late} ms late"
            clocks["clock_absent" if absent else "clock_in_time"] += 1
    return clocks


@asynccontextmanager
async def session_of(seed: int, made: Made, direct: Server) -> AsyncGenerator[Session]:
    """Everybody connected through a proxy of their own."""
    async with AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(Proxy(direct.url, seed))
        who = [(made.facilitator, "facilitator", "facilitator"), (made.screen, "screen", "screen")]
        who += [(token, "seat", f"seat-{number}") for number, token in enumerate(made.seats)]
        clients = [Patron(proxy.url, made.code, token, looks_as, name) for token, looks_as, name in who]
        await asyncio.gather(*(stack.enter_async_context(client) for client in clients))
        yield Session(seed, made, direct, proxy, clients)
