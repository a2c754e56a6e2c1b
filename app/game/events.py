"""Every fact of a session. Facts are never rejected and never changed; old ones stay readable through `UPCASTERS`.

Each event has a stable name and a version, never a class path. A field may be added with a default; anything else needs
a new version and an upcaster, and the golden logs in tests/golden keep the old form for ever.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

Data = dict[str, Any]


class Event(BaseModel):
    """A fact, in the past tense. `name` and `version` are how it is stored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: ClassVar[str]
    version: ClassVar[int] = 1


class AgendaItem(BaseModel):
    """One phase of the plan. `minutes` is indicative: 0 to 180."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    round: int | None = None
    minutes: int = 0


class Settings(BaseModel):
    """The house rules of one session (GAME.md marks them as *default*).

    `floor`: from how many answers a group result is shown, never under 4. `devices`: one laptop a team, or one device a
    person (then each person votes). `minutes`: own times by phase (`work`) or by phase and round (`work:3`).
    `instruments`: those that are on from the start.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    devices: Literal["team", "person"] = "team"
    vote_own: bool = False
    unique_personas: bool = True
    unique_actors: bool = True
    new_persona_each_round: bool = False
    floor: int = 5
    minutes: dict[str, int] = {}
    instruments: tuple[str, ...] = ("pulse", "guide", "checklist")


class SessionCreated(Event):
    name = "session_created"
    code: str
    title: str
    language: str
    pack: str
    pack_version: str
    teams: int
    settings: Settings
    agenda: tuple[AgendaItem, ...]
    at: int
    rehearsal: bool = False


class TitleSet(Event):
    name = "title_set"
    title: str


class TimesSet(Event):
    """When the session begins and when it has to be over, in ms UTC."""

    name = "times_set"
    starts_at: int | None = None
    ends_at: int | None = None


class RehearsalMarked(Event):
    """For ever; a session that was made as a rehearsal says so in its first fact."""

    name = "rehearsal_marked"


class SeatTaken(Event):
    """`bot` only stands there when no person sits behind it."""

    name = "seat_taken"
    seat: str
    nickname: str | None = None
    team: int | None = None
    bot: Literal[True] | None = None


class SeatMoved(Event):
    name = "seat_moved"
    seat: str
    team: int | None = None
    by_facilitator: bool = False


class SeatRemoved(Event):
    name = "seat_removed"
    seat: str


class TeamRenamed(Event):
    name = "team_renamed"
    team: int
    team_name: str


class TeamPresenceSet(Event):
    name = "team_presence_set"
    team: int
    present: bool


class TeamReadied(Event):
    name = "team_readied"
    team: int
    on: bool


class FacilitatorCalled(Event):
    name = "facilitator_called"
    team: int
    on: bool


class PhaseEntered(Event):
    name = "phase_entered"
    index: int
    at: int


class TimerStarted(Event):
    name = "timer_started"
    ends_at: int
    duration_ms: int


class TimerPaused(Event):
    name = "timer_paused"
    remaining_ms: int


class TimerResumed(Event):
    name = "timer_resumed"
    ends_at: int


class TimerStopped(Event):
    name = "timer_stopped"


class TimerExtended(Event):
    """`ends_at` while the clock runs, else `remaining_ms`; `planned_ms` is the new length."""

    name = "timer_extended"
    planned_ms: int
    remaining_ms: int
    ends_at: int | None = None


class TimerRanOut(Event):
    name = "timer_ran_out"
    at: int


class PersonaPicked(Event):
    name = "persona_picked"
    team: int
    round: int
    persona: str | None = None
    by_facilitator: bool = False


class ActorPicked(Event):
    """`with_persona`: the same command picked a persona in the event before this one; both are one step."""

    name = "actor_picked"
    team: int
    round: int
    actor: str | None = None
    by_facilitator: bool = False
    with_persona: Literal[True] | None = None


class DraftWritten(Event):
    """What stands now in the fields that changed.

    `update` is there when it was written letter by letter (`app/game/shared_text.py`): the Yjs update in base64. It may
    change no field, when letters came and went.
    """

    name = "draft_written"
    team: int
    round: int
    fields: dict[str, str]
    update: str | None = None


class SolutionPlaced(Event):
    """The team's mark, -100..100 on both dimensions; for one aspect or school subject when `part` is given.

    `source` only stands there when the mark was keyed in from the paper board.
    """

    name = "solution_placed"
    team: int
    round: int
    regulation: int
    interest: int
    part: str | None = None
    source: Literal["paper"] | None = None


class SelfPlaced(Event):
    """Where the team lays its solution as itself, not as the actor that it plays; -100..100 on both dimensions."""

    name = "self_placed"
    team: int
    round: int
    regulation: int
    interest: int
    source: Literal["paper"] | None = None


class SolutionShifted(Event):
    """Where the team lays its solution after the reveal. The mark that was sealed stays that of the round."""

    name = "solution_shifted"
    team: int
    round: int
    regulation: int
    interest: int
    source: Literal["paper"] | None = None


class AspectSet(Event):
    name = "aspect_set"
    team: int
    round: int
    aspect: str
    position: int


class ActorLinked(Event):
    name = "actor_linked"
    team: int
    round: int
    actor: str
    does: str


class FactorLinked(Event):
    name = "factor_linked"
    team: int
    round: int
    factor: str
    change: int
    consequence: str


class PartUnlinked(Event):
    name = "part_unlinked"
    team: int
    round: int
    kind: Literal["actor", "factor", "aspect", "place", "self"]
    id: str


class SolutionSubmitted(Event):
    name = "solution_submitted"
    team: int
    round: int
    at: int


class SolutionWithdrawn(Event):
    name = "solution_withdrawn"
    team: int
    round: int


class SolutionReopened(Event):
    name = "solution_reopened"
    team: int
    round: int


class SolutionsRevealed(Event):
    name = "solutions_revealed"
    round: int


class ReadingsRevealed(Event):
    name = "readings_revealed"
    round: int


class PulseOpened(Event):
    name = "pulse_opened"
    pulse: Literal["now", "wanted"]
    moment: Literal["before", "after", "later"]


class PulseClosed(Event):
    name = "pulse_closed"
    pulse: Literal["now", "wanted"]
    moment: Literal["before", "after", "later"]


class PulseRevealed(Event):
    name = "pulse_revealed"
    moment: Literal["before", "after", "later"]


class AnswerCounted(Event):
    """Somebody answered for the first time. Who and what stays in the ballot box."""

    name = "answer_counted"
    box: str


class BoxCounted(Event):
    """A ballot box was counted and destroyed. `result` is the group's, and left out below the anonymity floor."""

    name = "box_counted"
    box: str
    count: int
    result: Data | None = None


class VoteOpened(Event):
    name = "vote_opened"
    ballot: int


class VoteClosed(Event):
    name = "vote_closed"
    ballot: int


class VoteRevealed(Event):
    name = "vote_revealed"
    ballot: int


class TieBroken(Event):
    name = "tie_broken"
    team: int


class TeamSpotlit(Event):
    name = "team_spotlit"
    team: int | None = None


class SpeakersOrdered(Event):
    """The facilitator chose in which order solutions are told; none goes back to what the screens suggest."""

    name = "speakers_ordered"
    by: str | None = None


class ScreenBlanked(Event):
    name = "screen_blanked"
    on: bool


class PromptShown(Event):
    name = "prompt_shown"
    prompt: str | None = None


class InsightCaptured(Event):
    name = "insight_captured"
    insight: str
    text: str
    tags: Data
    at: int


class InsightEdited(Event):
    name = "insight_edited"
    insight: str
    text: str
    tags: Data
    shown: bool


class InsightDropped(Event):
    name = "insight_dropped"
    insight: str


class InsightRestored(Event):
    name = "insight_restored"
    insight: str


class NoteWritten(Event):
    """Private to the facilitator; `index` is the place on the agenda."""

    name = "note_written"
    index: int
    text: str


class Bookmarked(Event):
    name = "bookmarked"
    label: str
    index: int
    at: int


class ActionAdded(Event):
    name = "action_added"
    action: str
    fields: dict[str, str]


class ActionEdited(Event):
    """All fields of the action, so that an undo can put the old ones back."""

    name = "action_edited"
    action: str
    fields: dict[str, str]


class ActionDropped(Event):
    name = "action_dropped"
    action: str


class SchoolSet(Event):
    name = "school_set"
    fields: Data


class DebriefSet(Event):
    """The whole of each part that is named, so that an undo can put the old one back."""

    name = "debrief_set"
    fields: Data


class InstrumentSwitched(Event):
    name = "instrument_switched"
    instrument: str
    on: bool


class InstrumentShown(Event):
    """On the projector; none when it was taken away."""

    name = "instrument_shown"
    instrument: str | None = None
    team: int | None = None


class ProfileSet(Event):
    """All that is known of one design question, so that an undo can put the old back."""

    name = "profile_set"
    question: str
    fields: dict[str, str]


class SlotSet(Event):
    name = "slot_set"
    moment: Literal["before", "after", "later"]
    fields: dict[str, str]


class InfluenceConnected(Event):
    """`network` is `school` or the number of a team."""

    name = "influence_connected"
    network: str
    when: Literal["now", "wanted"]
    source: str
    target: str
    how: str


class InfluenceDisconnected(Event):
    name = "influence_disconnected"
    network: str
    when: Literal["now", "wanted"]
    source: str
    target: str


class NodeDescribed(Event):
    name = "node_described"
    network: str
    when: Literal["now", "wanted"]
    node: str
    text: str


class DilemmaRevealed(Event):
    name = "dilemma_revealed"
    round: int


class DilemmaSettled(Event):
    name = "dilemma_settled"
    round: int
    option: str


class Undone(Event):
    """The facilitator took back the last own step, `what`; `inverse` is the event that does it."""

    name = "undone"
    what: str
    inverse: Data

    @classmethod
    def of(cls, event: Event, what: str | None = None) -> "Undone":
        """Wrap the event that compensates. `what`: name of the event that it takes back, if that is another."""
        return cls(
            what=what or event.name,
            inverse={"name": event.name, "version": event.version, "data": event.model_dump(exclude_none=True)},
        )

    def event(self) -> Event:
        """The event that compensates."""
        return decode(self.inverse["name"], self.inverse["version"], json.dumps(self.inverse["data"]))


class SessionClosed(Event):
    name = "session_closed"
    at: int


def _all_events(base: type[Event] = Event) -> dict[str, type[Event]]:
    return {event.name: event for event in base.__subclasses__()}


EVENTS: Mapping[str, type[Event]] = _all_events()

UPCASTERS: Mapping[tuple[str, int], Callable[[Data], Data]] = {}
"""`(name, version)` of an old form -> function that gives the data of the next version."""


def encode(event: Event) -> bytes:
    """The event's data as JSON; its name and version are stored beside it."""
    return event.__pydantic_serializer__.to_json(event, exclude_none=True)


def decode(name: str, version: int, data: bytes | str) -> Event:
    """The event that was stored, brought up to the newest version of its name.

    Raises:
        ValueError: a name or version that this software does not know.
    """
    kind = EVENTS.get(name)
    if kind is None or version > kind.version:
        raise ValueError(f"unknown event {name} version {version}; was it written by a newer Maatwerk?")
    if version == kind.version:
        return kind.model_validate_json(data)
    fields: Data = json.loads(data)
    for old in range(version, kind.version):
        fields = UPCASTERS[(name, old)](fields)
    return kind.model_validate(fields)
