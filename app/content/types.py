"""The shape of a content pack: pure, frozen data. `GAME.md` (content packs) says what the parts mean in the game.

Every text for people is a mapping from language to text, complete for all languages of the pack. The lengths are
those of the cards and screens: a longer text would not be read across a table. An id is the key of its mapping
(for a persona: the name of its file); models do not repeat it.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.content.texts import Brief, Card, Language, Name, Plain, Question, Speech, Story, Tagline

ID = r"^[a-z][a-z0-9_]{1,39}$"
Id = Annotated[str, StringConstraints(pattern=ID)]
Round = Literal["1", "2", "3"]
Axis = Annotated[int, Field(ge=-100, le=100)]
"""A place on one axis of the compass; see `regulation` and `interest` in `GAME.md`."""
Position = Literal[-1, 0, 1]
"""-1: decided for the pupil; 0: choice within limits; 1: the pupil decides."""

Picture = Id
"""Name of a drawing in `game_content/pictures.json`: an object, never a face."""
PhaseId = Literal[
    "lobby", "welcome", "choose", "work", "reveal", "discuss", "break", "vote", "debrief", "evaluate", "closed"
]
PromptPhase = Literal["welcome", "choose", "work", "reveal", "discuss", "vote", "debrief", "evaluate"]


class Part(BaseModel):
    """Base of everything in a pack: frozen, and a field that is not known is an error, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""A colour as six hexadecimal digits; in YAML in quotes, since # begins a comment."""


class Origin(Part):
    """A work that the pack leans on: facts were used, no sentence was copied."""

    title: Plain
    author: Plain
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    licence: Plain
    used: Card


class About(Part):
    """`pack.yaml`: what this pack is. `version` follows semver; a session stores it with its content."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Name
    sector: Literal["po", "vo", "mbo"]
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    licence: Plain
    sources: tuple[Origin, ...]
    colours: dict[Literal["personas", "actors", "factors", "situations"], Colour] | None = None
    """Own colours of the strip on printed cards, by kind."""


class Place(Part):
    """A place on the compass: both axes from -100 to 100."""

    regulation: Axis
    interest: Axis


class School(Part):
    """A fictional school: the context of round 1 or 2. `start` is where it lies on the compass today."""

    name: Name
    round: Literal[1, 2]
    start: Place
    summary: Card
    vision: Card
    building: Card
    timetable: Card
    team: Card
    ict: Card
    picture: Picture | None = None
    alt: Card | None = None


class Persona(Part):
    """A fictional pupil. `help_question` is in the pupil's own words; each round brings a new situation."""

    name: Name
    age: Annotated[int, Field(ge=4, le=25)]
    level: Tagline
    tagline: Tagline
    home: Card
    strengths: Card
    struggles: Card
    help_question: Card
    situations: dict[Round, Story]
    picture: Picture
    alt: Card


class Actor(Part):
    """Someone to think as. `as` completes "Jullie denken als ..."; `help` holds extra questions for a hard view."""

    name: Name
    as_: Name = Field(alias="as")
    interests: Card
    influence: Card
    questions: tuple[Question, ...]
    help: tuple[Question, ...] = ()
    picture: Picture
    alt: Card


class Factor(Part):
    """Something in the organisation that a solution changes."""

    name: Name
    definition: Card
    question: Question
    picture: Picture | None = None
    alt: Card | None = None


class Aspect(Part):
    """One thing that can be decided for the pupil, within limits, or by the pupil: its three positions."""

    name: Name
    question: Question
    positions: dict[Literal["-1", "0", "1"], Question]


class AxisText(Part):
    """The words at an axis of the compass: `low` at -100, `high` at +100."""

    name: Name
    question: Question
    low: Name
    high: Name


class Quadrant(Part):
    """A quarter of the compass, described without judgement. The signs tell on which side of each axis it lies."""

    name: Name
    regulation: Literal[-1, 1]
    interest: Literal[-1, 1]
    description: Story


class Facet(Part):
    """What follows for one side of school life, per quadrant."""

    name: Name
    quadrants: dict[Id, Card]


class Prompt(Part):
    """A line that the facilitator can put on the screens during a phase, in all rounds or in some."""

    phase: PromptPhase
    text: Brief
    rounds: tuple[Literal[1, 2, 3], ...] | None = None


class Starter(Part):
    """The beginning of a sentence, offered while a field of a solution is empty.

    `field` is one of the solution's texts, `does` (of an actor in it) or `consequence` (of a factor). With `actors`
    only teams get it that think as one of these.
    """

    field: Literal["title", "text", "ict", "needs_now", "develops_later", "does", "consequence"]
    text: Tagline
    actors: tuple[Id, ...] | None = None


class PhaseScript(Part):
    """What the facilitator says and does in a phase; `title` and `aim` also stand on the projector."""

    title: Tagline
    aim: Brief
    say: Speech
    do: tuple[Card, ...]


class Step(Part):
    """One question of a debrief script; `id` is its key for the answers."""

    id: Id
    question: Brief


class Script(Part):
    """A way to debrief: questions in a fixed order."""

    name: Name
    steps: tuple[Step, ...]


class Option(Part):
    """One answer to choose from."""

    id: Id
    text: Question


class EvaluationQuestion(Part):
    """A question of the anonymous evaluation. A scale runs from 1 (`low`) to 5 (`high`)."""

    question: Brief
    kind: Literal["scale", "choice", "text"]
    low: Name | None = None
    high: Name | None = None
    options: tuple[Option, ...] | None = None


class VisitationPoint(Part):
    """A point of attention that visiting colleagues look at in a school."""

    name: Name
    question: Brief
