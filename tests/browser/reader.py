"""Someone who hears the page: nothing but roles and names of the browser's accessibility tree, and keys."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from playwright.async_api import CDPSession, Error, Page

PATIENCE = 15
"""Seconds after which what is not there will not come."""
PRESSED_BY = {"radio": "Space", "checkbox": "Space", "switch": "Space", "combobox": "Space"}
"""Everything else is pressed with Enter."""
Name = str | re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing as a screen reader gets it."""

    role: str
    name: str
    value: str
    states: dict[str, Any]
    handle: int

    def is_(self, role: str, name: Name) -> bool:
        """Names are compared whole; give a pattern for a part."""
        if self.role != role:
            return False
        return self.name == name if isinstance(name, str) else name.search(self.name) is not None


class Silent(AssertionError):
    """Nothing with this role and name; says what is there instead."""


class Reader:
    """A page, heard. Never looks at its markup and never points."""

    def __init__(self, page: Page, line: CDPSession) -> None:
        self.page = page
        self._line = cast(Any, line)  # its answers have no types

    @classmethod
    async def on(cls, page: Page) -> "Reader":
        return cls(page, await page.context.new_cdp_session(page))

    async def nodes(self) -> list[Node]:
        """All that is not hidden from a reader, in reading order."""
        tree = await self._line.send("Accessibility.getFullAXTree")
        return [_node(raw) for raw in tree["nodes"] if not raw.get("ignored") and "backendDOMNodeId" in raw]

    async def hear(self, words: Name) -> None:
        """Wait until it is said somewhere."""
        pattern = words if isinstance(words, re.Pattern) else re.compile(re.escape(words))

        async def said() -> bool:
            return pattern.search(" ".join(node.name for node in await self.nodes())) is not None

        await self._until(said, f"{pattern.pattern!r} is not said")

    async def find(self, role: str, name: Name, turn: int = 0) -> Node:
        """The node with this role and name, the first unless `turn` says another (-1: the last); waits for it."""
        found: list[Node] = []

        async def there() -> bool:
            found[:] = [node for node in await self.nodes() if node.is_(role, name) and not node.states.get("disabled")]
            return len(found) > max(turn, 0)

        await self._until(there, f"no {role} {name!r}")
        return found[turn]

    async def _until(self, met: Callable[[], Awaitable[bool]], complaint: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not await self._met(met):
                    pass
        except TimeoutError:
            heard = "\n".join(f"{node.role}: {node.name}" for node in await self.nodes() if node.name)
            raise Silent(f"{complaint}\n{heard}") from None

    async def _met(self, met: Callable[[], Awaitable[bool]]) -> bool:
        """Ask once; if not, let the page draw first. A page that goes on to another one is asked again."""
        with contextlib.suppress(Error):
            if await met():
                return True
            await self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return False

    async def to(self, role: str, name: Name, turn: int = 0) -> None:
        """Put the focus there, as a reader's "go to" does."""
        node = await self.find(role, name, turn)
        await self._line.send("DOM.focus", {"backendNodeId": node.handle})

    async def press(self, role: str, name: Name, turn: int = 0) -> None:
        """Go to it and press it."""
        await self.to(role, name, turn)
        await self.keys(PRESSED_BY.get(role, "Enter"))

    async def hold(self, name: Name) -> None:
        """A guarded button: press, and press again."""
        await self.press("button", name)
        await self.keys("Enter")

    async def write(self, name: Name, text: str) -> None:
        """Fill a field."""
        await self.to("textbox", name)
        await self.keys("Control+a")
        await self.page.keyboard.type(text)

    async def slide(self, name: Name, steps: int) -> None:
        """A slider, from its lowest end some steps up."""
        await self.to("slider", name)
        await self.keys("Home", *["ArrowRight"] * steps)

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)


def _node(raw: dict[str, Any]) -> Node:
    states = {state["name"]: state["value"].get("value") for state in raw.get("properties", ())}
    return Node(
        raw["role"]["value"],
        raw.get("name", {}).get("value", "").strip(),
        str(raw.get("value", {}).get("value", "")),
        states,
        raw["backendDOMNodeId"],
    )
