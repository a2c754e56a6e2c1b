"""The agenda as data: which phases a session walks through and how long each is meant to take."""

from collections.abc import Mapping, Sequence

from app.game.events import AgendaItem

PHASES = ("lobby", "welcome", "choose", "work", "reveal", "discuss", "break", "vote", "debrief", "evaluate", "closed")
CAMP = ("choose", "work", "reveal", "discuss")
ROUNDS = (1, 2, 3)


def _camp(number: int, work: int) -> tuple[tuple[str, int | None, int], ...]:
    return ("choose", number, 4), ("work", number, work), ("reveal", number, 8), ("discuss", number, 10)


_DEFAULT: tuple[tuple[str, int | None, int], ...] = (
    ("lobby", None, 0),
    ("welcome", None, 15),
    *_camp(1, work=18),
    *_camp(2, work=18),
    ("break", None, 10),
    *_camp(3, work=22),
    ("vote", None, 5),
    ("debrief", None, 45),
    ("evaluate", None, 8),
    ("closed", None, 0),
)
"""GAME.md, a session phase by phase."""


def plan(minutes: Mapping[str, int]) -> tuple[AgendaItem, ...]:
    """The default agenda with own times: `{"work": 20, "work:3": 25}`."""

    def length(phase: str, number: int | None, default: int) -> int:
        return minutes.get(f"{phase}:{number}", minutes.get(phase, default))

    return tuple(
        AgendaItem(id=phase, round=number, minutes=length(phase, number, default))
        for phase, number, default in _DEFAULT
    )


def find(agenda: Sequence[AgendaItem], phase: str, number: int | None) -> int | None:
    """Place of a phase on the agenda, or None when it is not on it."""
    for index, item in enumerate(agenda):
        if item.id == phase and item.round == number:
            return index
    return None
