"""What the rules need to know of a content pack: its ids, and the kinds of its evaluation questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """An evaluation question: a scale of 1 to 5, a choice out of `options`, or a text."""

    kind: str
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A choice that costs something. `options`: per option its steps on the indicators, each -1 or 1."""

    id: str
    options: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Ids by kind of card, and the sector whose words the session uses. The texts never come near the rules.

    Never changes, so it is compared by identity.
    """

    sector: str = "po"
    personas: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    factors: frozenset[str] = frozenset()
    aspects: frozenset[str] = frozenset()
    quadrants: frozenset[str] = frozenset()
    prompts: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    visitation: frozenset[str] = frozenset()
    schools: Mapping[int, str] = field(default_factory=dict[int, str])
    """Fictional school by round."""
    evaluation: Mapping[str, Question] = field(default_factory=dict[str, Question])
    teacher_indicators: frozenset[str] = frozenset()
    design_questions: frozenset[str] = frozenset()
    design_stages: frozenset[str] = frozenset()
    indicators: tuple[str, ...] = ()
    dilemmas: Mapping[int, Dilemma] = field(default_factory=dict[int, Dilemma])
    """By round."""
