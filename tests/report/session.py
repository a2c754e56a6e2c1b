"""Sessions to report on, and their reports."""

from datetime import date
from typing import Any

from app import hosting
from app.content.pack import Pack
from app.content.render import localise_for
from app.game.events import (
    ActionAdded,
    ActorLinked,
    BoxCounted,
    DebriefSet,
    DilemmaRevealed,
    DraftWritten,
    Event,
    FactorLinked,
    InfluenceConnected,
    InsightCaptured,
    NodeDescribed,
    NoteWritten,
    PersonaPicked,
    ProfileSet,
    PulseRevealed,
    ReadingsRevealed,
    SelfPlaced,
    SessionClosed,
    SlotSet,
    SolutionPlaced,
    SolutionsRevealed,
    SolutionSubmitted,
    TeamRenamed,
    TitleSet,
    VoteClosed,
    VoteOpened,
    VoteRevealed,
)
from app.report.blocks import Document
from app.report.composing import compose
from app.report.options import Options
from app.review.findings import find
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review.hostile import TEXTS, stored
from tests.support.game import ALL_INSTRUMENTS, NOW, created, entered, sits

DAY = date(2026, 11, 22)
CLOUD = {"centre": {"regulation": 12.0, "interest": -8.0}, "major": 20.0, "minor": 10.0, "angle": 30.0}
LONG = "x" * 10_000
MANY_SCRIPTS = "漢字學習計劃 한국어 हिन्दी ไทย עברית ελληνικά 🧭👩‍🏫🏽"
SECRETS = (
    *("zq-team", "zq-titel", "zq-tekst", "zq-gevolg", "zq-doet", "zq-trekker", "zq-inzicht", "zq-stap", "zq-debrief"),
    *("zq-evaluatie", "zq-invloed", "zq-kaart", "zq-teampijl", "zq-volgende", "zq-bron", "zq-vragenlijst"),
)
"""What people wrote, one word for each place."""


def golden() -> list[StoredEvent]:
    return read_log(HERE / "v0.4.0-session.jsonl")


def solution(team: int, number: int, x: int, y: int, **texts: str) -> list[Event]:
    return [
        DraftWritten(team=team, round=number, fields=texts or {"title": "Plan", "text": "Wat we doen"}),
        SolutionPlaced(team=team, round=number, regulation=x, interest=y),
        SolutionSubmitted(team=team, round=number, at=NOW),
    ]


def around(text: str = "") -> list[Event]:
    """What the instruments hold."""
    seen = {"now": {"regulation": -40, "interest": 10}, "wanted": {"regulation": 30, "interest": 60}}
    link = {"source": "school_leader", "target": "vision"}
    return [
        BoxCounted(box="dilemma:1", count=6, result={"mixed_levels": 4, "own_moment": 2}),
        DilemmaRevealed(round=1),
        ProfileSet(
            question="vision", fields={"now": "traditional", "wanted": "innovative", "next": text or "zq-volgende"}
        ),
        ProfileSet(question="pupil", fields={"now": "flexible_2"}),
        InfluenceConnected(network="school", when="now", how=text or "zq-invloed", **link),
        InfluenceConnected(network="school", when="wanted", how="", **link),
        InfluenceConnected(network="school", when="wanted", how="", source="vision", target="timetable"),
        InfluenceConnected(network="school", when="now", how="", source="parent", target="school_leader"),
        NodeDescribed(network="school", when="now", node="vision", text=text or "zq-kaart"),
        InfluenceConnected(network="1", when="now", how=text or "zq-teampijl", source="parent", target="school_leader"),
        DebriefSet(fields={"scan": {**seen, "source": text or "zq-bron"}}),
        SlotSet(moment="before", fields={"title": text or "zq-vragenlijst", "url": "https://example.org/vragen"}),
    ]


def full(
    *more: Event, text: str = "", name: str = "zq-team", title: str = "De Linde", **settings: Any
) -> list[StoredEvent]:
    """A session with something in every chapter; `text` stands in the place of what people wrote."""
    everything: dict[str, Any] = {"instruments": ALL_INSTRUMENTS, **settings}
    events: list[Event] = [
        created(teams=2, **everything),
        TitleSet(title=title),
        *(sits(f"s_{n}", n % 2 + 1, "zq-bijnaam") for n in range(4)),
        TeamRenamed(team=1, team_name=name),
        NoteWritten(index=0, text="zq-notitie"),
        entered("welcome"),
        *(BoxCounted(box=f"pulse:before:{pulse}", count=6, result=CLOUD) for pulse in ("now", "wanted")),
        PulseRevealed(moment="before"),
        entered("work", 1),
        PersonaPicked(team=1, round=1, persona="bram"),
        *solution(1, 1, 100, 100, title=text or "zq-titel", text=text or "zq-tekst"),
        *solution(2, 1, 100, 100),
        SelfPlaced(team=1, round=1, regulation=-100, interest=-100),
        FactorLinked(team=1, round=1, factor="vision", change=2, consequence=text or "zq-gevolg"),
        ActorLinked(team=1, round=1, actor="parent", does=text or "zq-doet"),
        SolutionsRevealed(round=1),
        BoxCounted(box="reading:1:1", count=5, result=CLOUD),
        ReadingsRevealed(round=1),
        InsightCaptured(insight="i_1", text=text or "zq-inzicht", tags={"factor": "vision"}, at=NOW),
        VoteOpened(ballot=1),
        VoteClosed(ballot=1),
        BoxCounted(box="vote:1", count=2, result={"1": 2}),
        VoteRevealed(ballot=1),
        DebriefSet(fields={"current": {"pace": -1}, "ambition": {"pace": 1}, "texts": {"feel": text or "zq-debrief"}}),
        ActionAdded(action="a_1", fields={"what": text or "zq-stap", "lead": text or "zq-trekker", "month": "maart"}),
        BoxCounted(box="evaluation", count=5, result={"remember": {"n": 5, "texts": [text or "zq-evaluatie"] * 5}}),
        *around(text),
        *more,
        SessionClosed(at=NOW),
    ]
    return stored(*events)


def hostile() -> list[StoredEvent]:
    """Everything people can write is what breaks files."""
    return full(
        *(InsightCaptured(insight=f"i_{n}", text=text, tags={}, at=NOW) for n, text in enumerate(TEXTS, start=9)),
        text=f"{LONG}\n# kop | cel <script>alert(1)</script> #set text()\n{MANY_SCRIPTS}",
        name="<b>|*_`",
        title="=1+1 <i>",
    )


def document(events: list[StoredEvent], pack: Pack, *, names: bool = True, **options: Any) -> Document:
    """The report of these events."""
    given = Options(**options)
    found = find(events, hosting.rules_pack(pack), names=names)
    return compose(found, localise_for(pack, given.language, "nl"), given, DAY, NOW)


def fullest(pack: Pack) -> list[StoredEvent]:
    """As much as there can be in a short report, and each name as long as it may be; still being played."""
    far = "Wij maken met het hele team een nieuw rooster waarin alle leerlingen elke week twee dagdelen zelf kiezen. "
    factors, actors = (
        sorted(cards, key=lambda key: -len(cards[key].name["nl"]))[:6] for cards in (pack.factors, pack.actors)
    )
    events: list[Event] = [
        created(teams=4, rehearsal=True),
        TitleSet(title=("Openbare basisschool voor vernieuwend onderwijs De Grote Linde aan de Kade, " * 2)[:120]),
        *(sits(f"s_{n}", n % 4 + 1) for n in range(16)),
        *(TeamRenamed(team=team, team_name="Wijde Wereldwandelaars uit het Westen MMM"[:40]) for team in range(1, 5)),
        entered("welcome"),
    ]
    for moment in ("before", "after", "later"):
        events += [BoxCounted(box=f"pulse:{moment}:{pulse}", count=16, result=CLOUD) for pulse in ("now", "wanted")]
        events.append(PulseRevealed(moment=moment))
    for number in (1, 2, 3):
        events.append(entered("work", number))
        for team in (1, 2, 3, 4):
            events += solution(team, number, 100, 100 - team)
            events += [FactorLinked(team=team, round=number, factor=key, change=2, consequence="x") for key in factors]
            events += [ActorLinked(team=team, round=number, actor=key, does="x") for key in actors]
        events.append(SolutionsRevealed(round=number))
    events += [VoteOpened(ballot=1), VoteClosed(ballot=1), BoxCounted(box="vote:1", count=12, result={"1": 12})]
    events.append(VoteRevealed(ballot=1))
    for kind in ("action", "question", "meeting"):
        fields = {"kind": kind, "what": far * 3, "lead": "W" * 80, "month": "september of oktober 2027"}
        events += [ActionAdded(action=f"{kind}_{n}", fields=fields) for n in range(9)]
    return stored(*events)
