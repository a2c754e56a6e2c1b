"""The instruments around the game: switched on or off, on the projector, the school profile, researchers' own slots."""

from collections.abc import Sequence

from app.game.commands import SetProfile, SetSlot, ShowInstrument, SwitchInstrument
from app.game.context import Context, check_id, check_on, check_team
from app.game.events import Event, InstrumentShown, InstrumentSwitched, ProfileSet, SlotSet
from app.game.pack import Pack
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import State, changed, drop, put

WALLS = ("insights", "recurring")
"""What may be on the projector like an instrument, without being one that is switched on or off."""


def offered(pack: Pack, instrument: str) -> bool:
    """Whether the pack has the cards that an instrument needs; most need none."""
    needs = {
        "teacher_profile": pack.teacher_indicators,
        "school_profile": pack.design_questions,
        "indicators": pack.dilemmas,
    }
    return bool(needs.get(instrument, True))


@decides(SwitchInstrument)
def switch_instrument(state: State, command: SwitchInstrument, context: Context) -> Sequence[Event]:
    """What was filled in stays; it only goes out of sight."""
    if command.on == (command.instrument in state.instruments):
        return []
    if command.on and not offered(context.pack, command.instrument):
        raise Rejected(Code.UNKNOWN_ID, "instrument")
    return [InstrumentSwitched(instrument=command.instrument, on=command.on)]


@decides(ShowInstrument)
def show_instrument(state: State, command: ShowInstrument, context: Context) -> Sequence[Event]:
    if command.team is not None and command.instrument != "network":
        raise Rejected(Code.INVALID, "team")
    if command.instrument is None:
        return [InstrumentShown()] if state.shown else []
    if command.instrument not in WALLS:
        check_on(state, command.instrument)
    if command.team is not None:
        check_team(state, command.team)
    wanted = (command.instrument, command.team)
    return [InstrumentShown(instrument=command.instrument, team=command.team)] if wanted != state.shown else []


@decides(SetProfile)
def set_profile(state: State, command: SetProfile, context: Context) -> Sequence[Event]:
    check_on(state, "school_profile")
    check_id(context.pack.design_questions, command.question, "question")
    for name in ("now", "wanted"):
        check_id(context.pack.design_stages, getattr(command, name) or None, name)
    held = state.profile.get(command.question, {})
    given = {**held, **command.model_dump(exclude_none=True, exclude={"type", "question"})}
    fields = {name: text for name, text in given.items() if text}
    return [ProfileSet(question=command.question, fields=fields)] if fields != held else []


@decides(SetSlot)
def set_slot(state: State, command: SetSlot, context: Context) -> Sequence[Event]:
    check_on(state, "questionnaire")
    fields = {name: getattr(command, name) for name in ("title", "text", "url") if getattr(command, name)}
    if fields == state.slots.get(command.moment, {}):
        return []
    return [SlotSet(moment=command.moment, fields=fields)]


@evolves(InstrumentSwitched)
def _(state: State, event: InstrumentSwitched) -> State:
    instruments = state.instruments | {event.instrument} if event.on else state.instruments - {event.instrument}
    gone = not event.on and state.shown is not None and state.shown[0] == event.instrument
    return changed(state, instruments=instruments, shown=None if gone else state.shown)


@evolves(InstrumentShown)
def _(state: State, event: InstrumentShown) -> State:
    return changed(state, shown=(event.instrument, event.team) if event.instrument else None)


@evolves(ProfileSet)
def _(state: State, event: ProfileSet) -> State:
    left = drop(state.profile, event.question)
    return changed(state, profile=put(left, event.question, event.fields) if event.fields else left)


@evolves(SlotSet)
def _(state: State, event: SlotSet) -> State:
    left = drop(state.slots, event.moment)
    return changed(state, slots=put(left, event.moment, event.fields) if event.fields else left)
