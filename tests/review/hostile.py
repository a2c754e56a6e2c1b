"""A log in which everybody writes what breaks tables."""

from app.game.events import BoxCounted, DraftWritten, Event, InsightCaptured, Undone, encode
from app.review.bundle import About
from app.store import StoredEvent
from tests.support.game import NOW, created, entered, sits

ABOUT = About("ABCDEF", "po", "1.2.3", "ab" * 32, software="9.8.7", protocol=1, made_at=NOW)
ARABIC = "مرحبا"
TEXTS = (
    "=1+1",
    "+31 6 12",
    "-1-1",
    "@SUM(A1)",
    "  =HYPERLINK(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    'zij zei: "nee", en; toen',
    "regel een\nregel twee\r\nregel drie",
    "🧭👩‍🏫🏽",
    f"\u202e{ARABIC}\u202c vooruit",
    "x" * 10_000,
    "' al een apostrof",
    "gewoon; met, alles | erbij",
    "-5",
    "1,5",
)
FORMULAS = (*TEXTS[:15], "-5")
CENTRE = {"regulation": -14.5, "interest": 10.0}


def stored(*events: Event) -> list[StoredEvent]:
    """These events as a log, a second apart and a bit."""
    return [
        StoredEvent(seq, NOW + seq * 1001, event.name, event.version, encode(event))
        for seq, event in enumerate(events, start=1)
    ]


def log() -> list[StoredEvent]:
    named = sits("s_1", 1, "zq-naam")
    return stored(
        created(teams=2),
        named,
        Undone.of(named),
        entered("work", 1),
        DraftWritten(team=1, round=1, fields={"title": "=1+1", "text": "\u200b@SUM(A1)"}),
        *(InsightCaptured(insight=f"i_{n}", text=text, tags={}, at=NOW) for n, text in enumerate(TEXTS, start=1)),
        BoxCounted(box="reading:1:1", count=5, result={"centre": CENTRE, "major": 2.0, "minor": 1.5, "angle": 0.0}),
        BoxCounted(box="reading:1:2", count=3),
    )
