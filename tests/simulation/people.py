"""Who is in the room: laptops with the real client of the bots, and what their people do all day."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from random import Random
from typing import Any, Protocol

from websockets.asyncio.client import ClientConnection

from app.bots.client import Client, Frame
from app.game.events import AgendaItem
from app.store.records import Outcome
from tests.simulation.loop import Process, SimLoop
from tests.support import wishes
from tests.support.game import AGENDA
from tests.support.writing import Pen

WORD = re.compile(r"<\d+\.\d+>")
LETTERS_ROUND = 1
"""In which round the shared text is written that is watched letter by letter."""
WRITERS = ("s_1", "s_2")
"""The seats with a pen; nobody moves them."""
BURST = 6
"""So many commands may be on their way at once."""


CLOCKS = (10, 15, 30, 300)
LONG_CLOCKS = (*CLOCKS, 1800, 7200)
"""Seconds for which clocks are started; the long ones run out while everybody is away."""


class House(Protocol):
    """What people know of the installation: where to knock, and who keeps watch."""

    loop: SimLoop
    stopped: bool

    def line(self, code: str) -> AbstractAsyncContextManager[ClientConnection]: ...
    def outcome(self, code: str, seat: str, command_id: str) -> Outcome | None: ...
    def heard(self, name: str, frame: Frame) -> None: ...
    def fail(self, what: str) -> None: ...


class Person(Client):
    """One who keeps what it was shown, and asks of each answer whether it is on disk."""

    def __init__(self, house: House, code: str, token: str, looks_as: str, name: str, pen: Pen | None = None) -> None:
        super().__init__("http://x", code, token, looks_as, name)
        self.code, self.name, self.token, self.looks_as = code, name, token, looks_as
        self.pen = pen
        self.taken: set[str] = set()
        self._house = house
        self._syncs = 0

    def take_over(self, before: "Person") -> None:
        """After a reload: what was not answered is sent again, and no other command gets an id that was used."""
        self._numbers = before._numbers
        for key, (frame, _) in before._waiting.items():
            self._waiting[key] = (frame, asyncio.get_running_loop().create_future())
        self.taken = before.taken

    @property
    def here(self) -> bool:
        """Whether the line is open and the room is shown."""
        return self._socket is not None

    @property
    def unanswered(self) -> int:
        return len(self._waiting)

    def _line(self) -> AbstractAsyncContextManager[ClientConnection]:
        return self._house.line(self.code)

    def _take(self, frame: Frame) -> None:
        self._house.heard(f"{self.code} {self.name}", frame)
        self._check_secrets(frame)
        super()._take(frame)
        if self.pen is not None:
            self._read_along(self.pen, frame)

    def _check_secrets(self, frame: Frame) -> None:
        seen: Frame = frame.get("view") or frame.get("merge") or {}
        others = {key: part for key, part in seen.items() if key != "me"}
        if list(wishes.odd_places(others)):
            self._house.fail(f"{self.name} of {self.code} sees a single answer: {others}")

    def _read_along(self, pen: Pen, frame: Frame) -> None:
        if frame["type"] in ("welcome", "resumed"):
            self._syncs += 1
            sync: Frame = {"type": "text_sync", "id": f"sync {self._syncs}", "round": LETTERS_ROUND}
            self._soon({**sync, "state": pen.state()})
        elif frame["type"] == "text" and frame["round"] == LETTERS_ROUND:
            pen.hear(frame["update"])

    def _answered(self, frame: Frame) -> None:
        """An answer that is not on disk is a lie, and so is one that differs from it."""
        if frame["id"] in self._waiting and frame.get("code") not in ("busy", "invalid"):
            seat = self.looks_as if self.looks_as != "seat" else self.name
            held = self._house.outcome(self.code, seat, frame["id"])
            if held is None or (held.seq, held.code) != (frame["seq"], frame.get("code")):
                self._house.fail(f"{self.name} of {self.code} was answered {frame}, on disk is {held}")
        super()._answered(frame)


class Life:
    """What one person does: thinks a while, then does something that fits the phase, or something that does not."""

    def __init__(self, house: House, person: Person, chance: Random, think: float) -> None:
        self.person = person
        self._house = house
        self._chance = chance
        self._think = think
        self._rest = 0.0
        """Seconds in which nothing else is done."""

    async def live(self) -> None:
        """As long as the laptop is on."""
        async with self.person:
            while not self._house.stopped:
                await asyncio.sleep(self._rest + self._chance.expovariate(1 / self._think))
                self._rest = 0.0
                if self.person.unanswered < BURST and not self._house.stopped:
                    for _ in range(self._chance.choice((1, 1, 1, 2, 4))):
                        self._soon(*self._wish())
            await asyncio.Event().wait()

    def _soon(self, kind: str, fields: dict[str, Any]) -> None:
        sending = asyncio.create_task(self.person.send(kind, **fields), name=f"send {kind}")
        sending.add_done_callback(lambda done: done.cancelled() or self._sent(kind, fields, done.result()))

    def _sent(self, kind: str, fields: dict[str, Any], answer: Frame) -> None: ...

    @property
    def _phase(self) -> dict[str, Any]:
        return self.person.view["phase"]

    def _one(self, *names: str) -> tuple[str, dict[str, Any]]:
        kind = self._chance.choice(names)
        return kind, wishes.FIELDS[kind](self._chance)

    def _wish(self) -> tuple[str, dict[str, Any]]:
        raise NotImplementedError


class Looker(Life):
    """The projector, or who only watches."""

    async def live(self) -> None:
        async with self.person:
            await asyncio.Event().wait()


class Seated(Life):
    """One of a team. With a pen it writes, letter by letter, in the text that its team shares."""

    def __init__(self, house: House, person: Person, chance: Random, think: float) -> None:
        super().__init__(house, person, chance, think)
        self._typed = 0

    def _wish(self) -> tuple[str, dict[str, Any]]:
        if self.person.pen is not None and self._chance.random() < 0.5:
            return self._letters(self.person.pen)
        if self._chance.random() < 0.04:
            return self._one("vote", "rename_team", "submit_solution", "place_pulse", "edit_text")
        names = wishes.FITS[self._phase["id"]]
        if self.person.pen is not None:  # its text is that of one team
            names = [name for name in names if name != "join_team"]
        kind, fields = self._one(*names)
        fields.get("fields", {}).pop("ict", None)  # that is written letter by letter only
        return kind, {key: value for key, value in fields.items() if value is not None}

    def _letters(self, pen: Pen) -> tuple[str, dict[str, Any]]:
        """A word at either end; with it all that was not taken yet."""
        self._typed += 1
        word = f"<{self.person.name[2:]}.{self._typed}>"
        pen.put("ict", 0 if self._chance.random() < 0.3 else len(pen.reads("ict").encode()), word)
        return "edit_text", {"update": pen.lacks(), "round": LETTERS_ROUND}

    def _sent(self, kind: str, fields: dict[str, Any], answer: Frame) -> None:
        if kind == "edit_text" and answer["type"] == "ack" and self.person.pen is not None:
            self.person.taken |= set(WORD.findall(self.person.pen.took(fields["update"], "ict")))


class Leading(Life):
    """The facilitator, or one who leads along: goes through the agenda, keeps clocks, reveals, undoes, takes notes."""

    def __init__(
        self,
        house: House,
        person: Person,
        chance: Random,
        think: float,
        phase_seconds: float,
        clocks: Sequence[int] = CLOCKS,
    ) -> None:
        super().__init__(house, person, chance, think)
        self._clocks = clocks
        self._onward = think / phase_seconds
        self._number = 0

    def _wish(self) -> tuple[str, dict[str, Any]]:
        draw = self._chance.random()
        if draw < self._onward:
            return self._go_on()
        if draw < 0.2:
            seconds = self._chance.choice(self._clocks)
            self._rest = float(seconds) if seconds <= CLOCKS[-1] and self._chance.random() < 0.7 else 0.0
            return "timer", {"action": "start", "seconds": seconds}
        if draw < 0.35:
            return self._one("capture_insight", "note", "bookmark", "undo", "blank", "add_action", "spotlight")
        kind, fields = self._one(*wishes.GUIDING_IN.get(self._phase["id"], wishes.GUIDING), "timer")
        return kind, fields | ({"seat": "s_3"} if fields.get("seat") in WRITERS else {})

    def _go_on(self) -> tuple[str, dict[str, Any]]:
        index: int = self._phase["index"] + 1
        if index >= len(AGENDA) - 1:
            return ("close_session", {}) if self._chance.random() < 0.2 else self._one("undo")
        item: AgendaItem = AGENDA[index]
        return "go", {"phase": item.id, **({"round": item.round} if item.round else {})}


def laptop(house: House, life: Life) -> Process:
    """A laptop that is opened: its person begins."""
    process = Process(life.person.name)
    house.loop.start(process, life.live())
    return process
