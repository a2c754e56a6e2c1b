"""Every wish that a client may send, with its limits. What it means is decided in `rules`."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, TypeAdapter, ValidationError

from app.game.rejected import Code, Rejected
from app.game.text import CardId, Heading, Label, Link, Long, Name, Packed, Phrase, Remark, Short, Story, Title

PhaseId = Literal[
    "lobby", "welcome", "choose", "work", "reveal", "discuss", "break", "vote", "debrief", "evaluate", "closed"
]
Axis = Annotated[int, Field(ge=-100, le=100)]
"""A position on one dimension of the compass, -100 to 100 (GAME.md, the model behind it)."""
Round = Annotated[int, Field(ge=1, le=3)]
Person = Annotated[int, Field(ge=1, le=4)]
"""Which of at most four people behind one laptop answers."""
Instrument = Literal[
    "pulse",
    "guide",
    "checklist",
    "network",
    "teacher_profile",
    "school_profile",
    "flexscan",
    "indicators",
    "learning_network",
    "questionnaire",
]
"""What a session can have around the game (GAME.md, instruments around the game)."""
Now = Literal["now", "wanted"]
Moment = Literal["before", "after", "later"]
"""Before and after the game, and again after 6 to 12 weeks."""
Position = Annotated[int, Field(ge=-1, le=1)]
"""Who decides: -1 for the pupil, 0 choice within limits, 1 the pupil (ROC van Twente guide)."""
Instant = Annotated[int, Field(ge=0, le=4_102_444_800_000)]
"""A moment in ms UTC, until the year 2100."""
TeamNumber = int


class Command(BaseModel):
    """A wish, in the imperative; it may be rejected. Fields that are not known are ignored."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


# --- a seat, for its team ---------------------------------------------------------------------------------------


class JoinTeam(Command):
    type: Literal["join_team"] = "join_team"
    team: TeamNumber


class RenameTeam(Command):
    type: Literal["rename_team"] = "rename_team"
    name: Name


class PickPersona(Command):
    type: Literal["pick_persona"] = "pick_persona"
    persona: CardId


class PickActor(Command):
    type: Literal["pick_actor"] = "pick_actor"
    actor: CardId


class DraftFields(BaseModel):
    """The written parts of a solution; what is left out stays as it was."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    title: Title | None = None
    text: Story | None = None
    ict: Long | None = None
    needs_now: Long | None = None
    develops_later: Long | None = None


class SolutionCommand(Command):
    """A change of the team's solution: of this round, or of a reopened one when `round` says so."""

    round: Round | None = None


class WriteDraft(SolutionCommand):
    """Save what was typed. `base` gives per field the seq that the writer last saw; a newer one is a `conflict`."""

    type: Literal["write_draft"] = "write_draft"
    fields: DraftFields
    base: Annotated[dict[str, int], Field(max_length=8)] = {}


class EditText(SolutionCommand):
    """What a device wrote in the team's shared text since it last heard from the server, whoever else wrote there.

    `update` is a Yjs update in base64. Letters that came meanwhile from elsewhere stay: nothing is overwritten.
    `team`: whose text it was written in. Who was moved meanwhile does not write it into the text of another team.
    """

    type: Literal["edit_text"] = "edit_text"
    update: Packed
    team: TeamNumber | None = None


class Place(SolutionCommand):
    type: Literal["place"] = "place"
    regulation: Axis
    interest: Axis
    aspect: CardId | None = None
    subject: Name | None = None
    source: Literal["paper", "screen"] = "screen"
    """Where the mark was laid first: keyed in from the paper board, or here."""


class PlaceSelf(SolutionCommand):
    """Where the team would lay its solution as itself, next to the mark as the actor that it plays; both are kept."""

    type: Literal["place_self"] = "place_self"
    regulation: Axis
    interest: Axis
    source: Literal["paper", "screen"] = "screen"


class Shift(SolutionCommand):
    """After the reveal: where the team would lay its solution now. The sealed mark is kept; laid there, it is back.

    With `round`, a wish that comes when the room is in another round is refused and does not move that round's mark.
    """

    type: Literal["shift"] = "shift"
    regulation: Axis
    interest: Axis
    source: Literal["paper", "screen"] = "screen"


class SetAspect(SolutionCommand):
    type: Literal["set_aspect"] = "set_aspect"
    aspect: CardId
    position: Position


class LinkActor(SolutionCommand):
    type: Literal["link_actor"] = "link_actor"
    actor: CardId
    does: Short


class LinkFactor(SolutionCommand):
    type: Literal["link_factor"] = "link_factor"
    factor: CardId
    change: Annotated[int, Field(ge=-2, le=2)]
    consequence: Short


class Unlink(SolutionCommand):
    type: Literal["unlink"] = "unlink"
    kind: Literal["actor", "factor", "aspect", "place", "self"]
    target: CardId | None = None
    """What to take away. A frame has one `id` only, its own: `id` says it where no frame is around the command."""
    id: Annotated[str, Field(max_length=64)] | None = None


class SubmitSolution(SolutionCommand):
    type: Literal["submit_solution"] = "submit_solution"


class WithdrawSolution(SolutionCommand):
    type: Literal["withdraw_solution"] = "withdraw_solution"


class Ready(Command):
    type: Literal["ready"] = "ready"
    on: bool


class CallFacilitator(Command):
    type: Literal["call_facilitator"] = "call_facilitator"
    on: bool


class Connect(Command):
    """Source influences target, in the network of the sender's team; the facilitator's own is that of the school."""

    type: Literal["connect"] = "connect"
    when: Now
    source: CardId
    target: CardId
    how: Phrase = ""


class Disconnect(Command):
    type: Literal["disconnect"] = "disconnect"
    when: Now
    source: CardId
    target: CardId


class DescribeNode(Command):
    """A property of an actor or factor in the network; an empty text takes it away."""

    type: Literal["describe_node"] = "describe_node"
    when: Now
    node: CardId
    text: Short


# --- a seat, for one person (the ballot box) ----------------------------------------------------------------------


class PlacePulse(Command):
    type: Literal["place_pulse"] = "place_pulse"
    pulse: Now
    regulation: Axis
    interest: Axis
    person: Person = 1


class ReadSolution(Command):
    type: Literal["read_solution"] = "read_solution"
    team: TeamNumber
    regulation: Axis
    interest: Axis
    person: Person = 1


class Vote(Command):
    type: Literal["vote"] = "vote"
    team: TeamNumber


class VoteDilemma(Command):
    type: Literal["vote_dilemma"] = "vote_dilemma"
    option: CardId


class Evaluate(Command):
    type: Literal["evaluate"] = "evaluate"
    answers: Annotated[dict[CardId, int | Remark], Field(max_length=30)]
    person: Person = 1


# --- the facilitator ------------------------------------------------------------------------------------------------


class Go(Command):
    type: Literal["go"] = "go"
    phase: PhaseId
    round: Round | None = None


class TimerAction(Command):
    type: Literal["timer"] = "timer"
    action: Literal["start", "pause", "resume", "stop", "extend"]
    seconds: Annotated[int, Field(ge=-3600, le=14400)] | None = None


class Assign(Command):
    type: Literal["assign"] = "assign"
    team: TeamNumber
    persona: CardId | None = None
    actor: CardId | None = None


class MoveSeat(Command):
    type: Literal["move_seat"] = "move_seat"
    seat: CardId
    team: TeamNumber


class RemoveSeat(Command):
    type: Literal["remove_seat"] = "remove_seat"
    seat: CardId


class SetPresent(Command):
    type: Literal["set_present"] = "set_present"
    team: TeamNumber
    present: bool


class Spotlight(Command):
    type: Literal["spotlight"] = "spotlight"
    team: TeamNumber | None = None


class OrderSpeakers(Command):
    """In which order the solutions are told: furthest from the others first, where the room reads it most differently
    first, or around the tables. Without it the screens suggest one; the spotlight may always go its own way."""

    type: Literal["order_speakers"] = "order_speakers"
    by: Literal["distance", "reading", "table"] | None = None


class Reveal(Command):
    type: Literal["reveal"] = "reveal"
    what: Literal["solutions", "readings", "pulse", "vote", "dilemma"]


class Blank(Command):
    type: Literal["blank"] = "blank"
    on: bool


class Prompt(Command):
    type: Literal["prompt"] = "prompt"
    prompt: CardId | None = None


class ReopenSolution(Command):
    type: Literal["reopen_solution"] = "reopen_solution"
    team: TeamNumber
    round: Round


class OpenPulse(Command):
    type: Literal["open_pulse"] = "open_pulse"
    pulse: Now


class ClosePulse(Command):
    type: Literal["close_pulse"] = "close_pulse"
    pulse: Now


class Tags(BaseModel):
    """What an insight is about; every part may be left out."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    dimension: Literal["regulation", "interest"] | None = None
    factor: CardId | None = None
    actor: CardId | None = None
    team: TeamNumber | None = None
    round: Round | None = None


class CaptureInsight(Command):
    type: Literal["capture_insight"] = "capture_insight"
    text: Remark
    tags: Tags = Tags()


class EditInsight(Command):
    type: Literal["edit_insight"] = "edit_insight"
    insight: CardId
    text: Remark | None = None
    tags: Tags | None = None
    shown: bool | None = None


class DropInsight(Command):
    type: Literal["drop_insight"] = "drop_insight"
    insight: CardId


class Note(Command):
    """A private note; `index` is the place on the agenda it belongs to, by default where the room is now.

    `before` is the note as its writer last saw it; when another console changed it since, that is a `conflict`.
    """

    type: Literal["note"] = "note"
    text: Story
    before: Story | None = None
    index: Annotated[int, Field(ge=0)] | None = None


class Bookmark(Command):
    type: Literal["bookmark"] = "bookmark"
    label: Label


class OpenVote(Command):
    type: Literal["open_vote"] = "open_vote"


class CloseVote(Command):
    type: Literal["close_vote"] = "close_vote"


class BreakTie(Command):
    type: Literal["break_tie"] = "break_tie"
    team: TeamNumber


class AddAction(Command):
    """A first step, or for the learning network a question to take along or a meeting to follow."""

    type: Literal["add_action"] = "add_action"
    kind: Literal["action", "question", "meeting"] = "action"
    what: Remark
    lead: Label | None = None
    involved: Short | None = None
    month: Label | None = None


class EditAction(Command):
    type: Literal["edit_action"] = "edit_action"
    action: CardId
    what: Remark | None = None
    lead: Label | None = None
    involved: Short | None = None
    month: Label | None = None
    state: Literal["open", "started", "done"] | None = None


class SetSchool(Command):
    """The team's own school, for round 3; what is left out stays."""

    type: Literal["set_school"] = "set_school"
    name: Title | None = None
    context: Long | None = None
    vision: Long | None = None
    building: Long | None = None
    timetable: Long | None = None
    team: Long | None = None
    ict: Long | None = None
    regulation: Axis | None = None
    interest: Axis | None = None


class Scanned(BaseModel):
    """A place on the compass that is known from elsewhere."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    regulation: Axis
    interest: Axis


class Scan(BaseModel):
    """Results that the school has already, of the FlexScan for instance; what is left out stays."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")
    now: Scanned | None = None
    wanted: Scanned | None = None
    source: Short | None = None


class SetDebrief(Command):
    """Fill in part of the debrief; what is left out stays. `current` and `ambition` go to `subject` if it is given."""

    type: Literal["set_debrief"] = "set_debrief"
    script: CardId | None = None
    step: Annotated[int, Field(ge=0, le=30)] | None = None
    current: Annotated[dict[CardId, Position], Field(max_length=20)] = {}
    ambition: Annotated[dict[CardId, Position], Field(max_length=20)] = {}
    subject: Name | None = None
    quadrant: CardId | None = None
    checklist: Annotated[dict[CardId, Literal["open", "started", "done"]], Field(max_length=20)] = {}
    texts: Annotated[dict[CardId, Long], Field(max_length=40)] = {}
    scan: Scan | None = None


class SwitchInstrument(Command):
    type: Literal["switch_instrument"] = "switch_instrument"
    instrument: Instrument
    on: bool


class ShowInstrument(Command):
    """Put an instrument on the projector, or one of the walls `insights` and `recurring`, which are always there;
    without one, take it away. `team` says whose network."""

    type: Literal["show_instrument"] = "show_instrument"
    instrument: (
        Literal["network", "school_profile", "indicators", "learning_network", "insights", "recurring"] | None
    ) = None
    team: TeamNumber | None = None


class SetProfile(Command):
    """One design question of the school profile: stages now and wanted, own next step. An empty text clears."""

    type: Literal["set_profile"] = "set_profile"
    question: CardId
    now: Label | None = None
    wanted: Label | None = None
    next: Short | None = None


class SetSlot(Command):
    """Researchers' own questionnaire or concept map, before, after or later. With nothing in it the slot is gone."""

    type: Literal["set_slot"] = "set_slot"
    moment: Moment
    title: Label = ""
    text: Short = ""
    url: Link = ""


class SettleDilemma(Command):
    """Choose between the options that got the same number of votes."""

    type: Literal["settle_dilemma"] = "settle_dilemma"
    option: CardId


class SetTitle(Command):
    type: Literal["set_title"] = "set_title"
    title: Heading


class SetTimes(Command):
    """When the session begins and when it has to be over; what is left out is not set (any more)."""

    type: Literal["set_times"] = "set_times"
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class MarkRehearsal(Command):
    """From now on the session is a rehearsal, for ever: bots may play in it, and no statistic counts it."""

    type: Literal["mark_rehearsal"] = "mark_rehearsal"


class Undo(Command):
    type: Literal["undo"] = "undo"


class CloseSession(Command):
    type: Literal["close_session"] = "close_session"


# --- the system ----------------------------------------------------------------------------------------------------


class TakeSeat(Command):
    """A device asked for a seat over HTTP; never accepted from a socket."""

    type: Literal["take_seat"] = "take_seat"
    seat: CardId
    name: Name | None = None
    team: TeamNumber | None = None
    bot: bool = False


class ExpireTimer(Command):
    """The clock reached `ends_at` (ms); a stale one is ignored."""

    type: Literal["expire_timer"] = "expire_timer"
    ends_at: int


TeamCommand = (
    RenameTeam
    | PickPersona
    | PickActor
    | WriteDraft
    | EditText
    | Place
    | PlaceSelf
    | Shift
    | SetAspect
    | LinkActor
    | LinkFactor
    | Unlink
    | SubmitSolution
    | WithdrawSolution
    | Ready
    | CallFacilitator
    | Connect
    | Disconnect
    | DescribeNode
)


class EditForTeam(Command):
    """The facilitator acts for a team, for instance when its laptop died."""

    type: Literal["edit_for_team"] = "edit_for_team"
    team: TeamNumber
    command: Annotated[TeamCommand, Discriminator("type")]


SeatCommand = TeamCommand | JoinTeam | PlacePulse | ReadSolution | Vote | VoteDilemma | Evaluate
FacilitatorCommand = (
    Go
    | TimerAction
    | Assign
    | MoveSeat
    | RemoveSeat
    | SetPresent
    | Spotlight
    | OrderSpeakers
    | Reveal
    | Blank
    | Prompt
    | ReopenSolution
    | EditForTeam
    | OpenPulse
    | ClosePulse
    | CaptureInsight
    | EditInsight
    | DropInsight
    | Note
    | Bookmark
    | OpenVote
    | CloseVote
    | BreakTie
    | AddAction
    | EditAction
    | SetSchool
    | SetDebrief
    | SwitchInstrument
    | ShowInstrument
    | SetProfile
    | SetSlot
    | SettleDilemma
    | SetTitle
    | SetTimes
    | MarkRehearsal
    | Undo
    | CloseSession
)
SystemCommand = TakeSeat | ExpireTimer
AnyCommand = SeatCommand | FacilitatorCommand | SystemCommand

WIRE_COMMANDS: dict[str, type[Command]] = {
    command.model_fields["type"].default: command for command in get_args(SeatCommand | FacilitatorCommand)
}
"""Commands that a client may send, by their name on the wire."""

_ADAPTER: TypeAdapter[Any] = TypeAdapter(
    Annotated[SeatCommand | FacilitatorCommand, Discriminator("type")],
)
_UNION_BRANCH = re.compile(r"int$|constrained|function")
_CODES = {
    "string_too_long": Code.TOO_LONG,
    "too_long": Code.TOO_MANY,
    "greater_than_equal": Code.OUT_OF_RANGE,
    "less_than_equal": Code.OUT_OF_RANGE,
}


def parse_command(frame: dict[str, Any]) -> Command:
    """The command in a client's frame.

    Raises:
        Rejected: unknown type, or a field that is missing, wrong, too long or out of range; names that field.
    """
    try:
        return _ADAPTER.validate_python(frame)
    except ValidationError as error:
        raise rejection(error) from None


def check_fields(fields: Mapping[str, str]) -> None:
    """Hold texts that were put together from several hands to the limits of `DraftFields`.

    Raises:
        Rejected: a text is too long, or has characters that it may not have; names its field.
    """
    try:
        DraftFields.model_validate(fields)
    except ValidationError as error:
        raise rejection(error, "fields.") from None


def rejection(error: ValidationError, within: str = "") -> Rejected:
    """What a sender hears of values that cannot be: the code, and the field that is to blame."""
    errors = error.errors(include_url=False, include_context=False, include_input=False)
    first = next((each for each in errors if each["type"] in _CODES), errors[0])  # a union tells of every branch
    return Rejected(_CODES.get(first["type"], Code.INVALID), within + _field(first["loc"]))


def _field(location: tuple[int | str, ...]) -> str:
    """`("write_draft", "fields", "title")` -> `fields.title`: without the names that only a union knows.

    Those of commands come first and after `command`; elsewhere the same word is a field, as in `prompt`.
    """
    pairs = zip(("command", *location), location, strict=False)
    named = [str(part) for before, part in pairs if not (before == "command" and part in WIRE_COMMANDS)]
    if len(named) > 1 and _UNION_BRANCH.match(named[-1]):
        named.pop()
    return ".".join(named)[:80] or "type"
