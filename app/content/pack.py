"""A whole pack, and how its sections lie in files."""

from typing import NamedTuple

from pydantic import Field

from app.content.instruments import (
    DesignQuestion,
    DesignStage,
    Dilemma,
    Indicator,
    TeacherIndicator,
    TeacherTheme,
)
from app.content.samples import Samples
from app.content.types import (
    About,
    Actor,
    Aspect,
    AxisText,
    EvaluationQuestion,
    Facet,
    Factor,
    Id,
    Part,
    Persona,
    PhaseId,
    PhaseScript,
    Prompt,
    Quadrant,
    School,
    Script,
    Starter,
    VisitationPoint,
)


class Pack(Part):
    """All content of one session. `order` keeps the order of ids as the author wrote them, per section.

    A section with a default may be missing: the pack leaves it out, or a session pinned its pack before we had it.
    """

    about: About
    schools: dict[Id, School]
    personas: dict[Id, Persona]
    actors: dict[Id, Actor]
    factors: dict[Id, Factor]
    aspects: dict[Id, Aspect]
    axes: dict[Id, AxisText]
    quadrants: dict[Id, Quadrant]
    facets: dict[Id, Facet]
    prompts: dict[Id, Prompt]
    phases: dict[PhaseId, PhaseScript]
    scripts: dict[Id, Script]
    evaluation: dict[Id, EvaluationQuestion]
    visitation: dict[Id, VisitationPoint]
    teacher_themes: dict[Id, TeacherTheme] = Field(default_factory=dict[Id, TeacherTheme])
    teacher_indicators: dict[Id, TeacherIndicator] = Field(default_factory=dict[Id, TeacherIndicator])
    design_stages: dict[Id, DesignStage] = Field(default_factory=dict[Id, DesignStage])
    design_questions: dict[Id, DesignQuestion] = Field(default_factory=dict[Id, DesignQuestion])
    indicators: dict[Id, Indicator] = Field(default_factory=dict[Id, Indicator])
    dilemmas: dict[Id, Dilemma] = Field(default_factory=dict[Id, Dilemma])
    starters: dict[Id, Starter] = Field(default_factory=dict[Id, Starter])
    samples: Samples
    order: dict[str, tuple[str, ...]]


class Section(NamedTuple):
    """Where a section is written: the whole file, or the part of it under `key`. A pack may lack an optional file."""

    file: str
    key: str | None = None
    optional: bool = False


SECTIONS: dict[str, Section] = {
    "about": Section("pack.yaml"),
    "schools": Section("schools.yaml"),
    "personas": Section("personas"),
    "actors": Section("actors.yaml"),
    "factors": Section("factors.yaml"),
    "aspects": Section("aspects.yaml"),
    "axes": Section("quadrants.yaml", "axes"),
    "quadrants": Section("quadrants.yaml", "quadrants"),
    "facets": Section("facets.yaml"),
    "prompts": Section("prompts.yaml"),
    "phases": Section("phases.yaml"),
    "scripts": Section("debrief.yaml"),
    "evaluation": Section("evaluation.yaml"),
    "visitation": Section("visitation.yaml"),
    "teacher_themes": Section("teacher_profile.yaml", "themes", optional=True),
    "teacher_indicators": Section("teacher_profile.yaml", "indicators", optional=True),
    "design_stages": Section("school_profile.yaml", "stages", optional=True),
    "design_questions": Section("school_profile.yaml", "questions", optional=True),
    "indicators": Section("dilemmas.yaml", "indicators", optional=True),
    "dilemmas": Section("dilemmas.yaml", "dilemmas", optional=True),
    "starters": Section("starters.yaml", optional=True),
    "samples": Section("samples.yaml"),
}
