"""Sample answers in a pack: what bots write in rehearsals. They never reach the screens of a real session."""

from typing import Annotated

from pydantic import Field

from app.content.texts import Brief, Card, Name, Question, Speech, TeamName
from app.content.types import Axis, Id, Part, Position, Round


class SampleFactor(Part):
    """How much a sample changes a factor (-2 much less .. 2 much more), and what that brings about."""

    change: Annotated[int, Field(ge=-2, le=2)]
    consequence: Question


class SampleSolution(Part):
    """A solution as a subteam could write it; same fields and limits as on the writing sheet."""

    title: Question
    text: Speech
    ict: Card
    needs_now: Card
    develops_later: Card
    regulation: Axis
    interest: Axis
    aspects: dict[Id, Position]
    actors: dict[Id, Question]
    factors: dict[Id, SampleFactor]


class Tags(Part):
    """What an insight is about."""

    dimension: Id | None = None
    factor: Id | None = None
    actor: Id | None = None


class SampleInsight(Part):
    """Something the room could conclude while discussing."""

    text: Brief
    tags: Tags


class SampleAction(Part):
    """A first step for the school's own action list. `month` is a word: action lists outlive a year."""

    what: Brief
    lead: Name
    month: Name


class Samples(Part):
    """`samples.yaml`: solutions per persona and round, and texts for the other things that people type."""

    solutions: dict[Id, dict[Round, tuple[SampleSolution, ...]]]
    insights: tuple[SampleInsight, ...]
    team_names: tuple[TeamName, ...]
    actions: tuple[SampleAction, ...]
    evaluation: tuple[Brief, ...]
