"""What is wrong in a pack, said so that its author can mend it without a programmer."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one place. `line` counts from 1; `field` is the path inside the file, with dots."""

    file: str
    line: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        field = f": {self.field}" if self.field else ""
        return f"{where}{field}: found {self.found}; expected {self.expected}"


class PackError(Exception):
    """A pack that may not be used. `problems` holds every mistake that could be found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def show(value: object, limit: int = 60) -> str:
    """A value as it may stand in an error: quoted, on one line, cut off when long."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
