"""The log as people and programs read it afterwards: one JSON object a line."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import orjson

PRIVATE = frozenset({"note_written"})
"""Only the facilitator reads these, also afterwards."""


class Stored(Protocol):
    """An event as it was stored. Times in ms UTC."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def type(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def data(self) -> bytes: ...


S = TypeVar("S", bound=Stored)


def visible(events: Iterable[S], role: str, hidden: frozenset[str] = frozenset()) -> list[S]:
    """The events that somebody with this role may read. `hidden`: the insights that are so in the end."""
    if role == "facilitator":
        return list(events)
    return [
        event for event in events if event.type not in PRIVATE and not (role == "seat" and _is_hidden(event, hidden))
    ]


def _is_hidden(event: Stored, hidden: frozenset[str]) -> bool:
    """Whether it is of an insight that is hidden in the end, or says how one read while it was."""
    if not event.type.startswith(("insight_", "undone")):
        return False
    name, data = event.type, orjson.loads(event.data)
    if name == "undone":
        name, data = data["inverse"]["name"], data["inverse"]["data"]
    return name.startswith("insight_") and (data["insight"] in hidden or data.get("shown") is False)


def log_line(event: Stored) -> bytes:
    """One event as a line of JSON; `data` goes through as it was stored."""
    head = orjson.dumps({"seq": event.seq, "at": event.at, "type": event.type, "version": event.version})
    return head[:-1] + b',"data":' + event.data + b"}\n"


def read_lines(lines: Iterable[bytes]) -> Sequence[tuple[int, int, str, int, bytes]]:
    """`(seq, at, type, version, data)` of each line of an exported log."""
    rows = (orjson.loads(line) for line in lines if line.strip())
    return [(row["seq"], row["at"], row["type"], row["version"], orjson.dumps(row["data"])) for row in rows]
