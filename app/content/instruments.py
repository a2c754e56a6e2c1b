"""What the instruments around the game need: three files that a pack may leave out, with its instruments then."""

from typing import Literal

from app.content.texts import Brief, Name, Question, Story, Tagline
from app.content.types import Id, Part


class TeacherTheme(Part):
    """A group of indicators in the teacher profile."""

    name: Name


class TeacherIndicator(Part):
    """One row of the teacher profile. The phases are in the first person: a teacher looks at the own work."""

    theme: Id
    name: Name
    question: Brief
    phases: dict[Literal["1", "2", "3", "4"], Brief]


class DesignStage(Part):
    """A column of the design matrix. Two routes lead from traditional to innovative: flexible and adaptive."""

    name: Name


class DesignQuestion(Part):
    """A row of the design matrix: what the school looks like at each stage, so that it can say where it is."""

    theme: Tagline
    question: Brief
    stages: dict[Id, Brief]


class Indicator(Part):
    """Something of the school that a dilemma's outcome moves up or down."""

    name: Tagline
    question: Question


class DilemmaOption(Part):
    """A way out of a dilemma. What it does not touch is left out of `effects`."""

    id: Id
    text: Brief
    effects: dict[Id, Literal[-1, 1]]


class Dilemma(Part):
    """A choice that the room votes on in one camp; every way out costs something."""

    round: Literal[1, 2, 3]
    text: Story
    options: tuple[DilemmaOption, ...]
