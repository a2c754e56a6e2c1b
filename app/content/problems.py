"""What is wrong in a pack, said so that its author can mend it without a programmer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.content.saying import Words, say, t


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place. `line` and `column` count from 1; `field` is the path inside the file, with dots."""

    file: str
    line: int
    column: int
    field: str
    found: Words
    expected: Words
    suggestion: Words = ""
    warning: bool = False

    def told(self, language: str) -> dict[str, Any]:
        """Its parts in a language, as JSON shows them."""
        return {
            "severity": "warning" if self.warning else "error",
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "field": self.field,
            "found": say(self.found, language),
            "expected": say(self.expected, language),
            "suggestion": say(self.suggestion, language),
        }

    def text(self, language: str) -> str:
        """The whole on one line, which starts as editors and terminals expect it: file:line:column."""
        where = f"{self.file}:{self.line}:{self.column}" + (f": {self.field}" if self.field else "")
        what = t("gevonden: {found}; verwacht: {expected}", found=self.found, expected=self.expected).told(language)
        hint = say(self.suggestion, language)
        return f"{where}: {what}" + (f". {hint}" if hint else "")

    def __str__(self) -> str:
        return self.text("nl")


class PackError(Exception):
    """A pack that may not be used. `problems` holds every mistake that could be found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__()

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, as someone reads through the files."""
    return sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line, one.column, one.field))


def refuse(file: str, line: int, column: int, field: str, found: Words, expected: Words) -> PackError:
    """The error of a single mistake after which nothing more can be read."""
    return PackError([Problem(file, line, column, field, found, expected)])


def show(value: object, limit: int = 60) -> str:
    """A value as it may stand in an error: quoted, on one line, cut off when long."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
