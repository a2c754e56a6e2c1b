"""The rule book, one module per part of the game. A new phase or instrument is a new module and a name in this list."""

from app.game.rules import (
    agenda,
    answering,
    choosing,
    debriefing,
    dilemmas,
    insights,
    instruments,
    networking,
    rehearsing,
    seating,
    solving,
    staging,
    timing,
    undoing,
    voting,
)

__all__ = [
    "agenda",
    "answering",
    "choosing",
    "debriefing",
    "dilemmas",
    "insights",
    "instruments",
    "networking",
    "rehearsing",
    "seating",
    "solving",
    "staging",
    "timing",
    "undoing",
    "voting",
]
