"""From the game to the own school: its profile, the five-step guide, the checklist and the first actions."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.game.commands import AddAction, EditAction, SetDebrief, SetSchool
from app.game.context import Context, check_id, check_on
from app.game.events import ActionAdded, ActionDropped, ActionEdited, DebriefSet, Event, SchoolSet
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import State, changed, drop, put

MOST_ACTIONS = 100
MOST_SUBJECTS = 12
MOST_TEXTS = 60
PARTS = {"guide": ("current", "ambition"), "checklist": ("checklist",), "flexscan": ("scan",)}
"""What of the debrief belongs to an instrument."""


@decides(AddAction)
def add_action(state: State, command: AddAction, context: Context) -> Sequence[Event]:
    if command.kind != "action":
        check_on(state, "learning_network")
    if len(state.actions) >= MOST_ACTIONS:
        raise Rejected(Code.TOO_MANY)
    fields = command.model_dump(exclude_defaults=True, exclude={"type"})
    return [ActionAdded(action=f"a_{state.actions_made + 1}", fields={**fields, "state": "open"})]


@decides(EditAction)
def edit_action(state: State, command: EditAction, context: Context) -> Sequence[Event]:
    """What the room agreed stands when the session is closed; how far it is, is told in the months after."""
    check_id(state.actions, command.action, "action")
    held = state.actions[command.action]
    fields = {**held, **command.model_dump(exclude_none=True, exclude={"type", "action"})}
    if state.closed and {**fields, "state": held["state"]} != held:
        raise Rejected(Code.CLOSED)
    return [ActionEdited(action=command.action, fields=fields)] if fields != held else []


@decides(SetSchool)
def set_school(state: State, command: SetSchool, context: Context) -> Sequence[Event]:
    fields = command.model_dump(exclude_none=True, exclude={"type"})
    return [SchoolSet(fields=fields)] if {**state.school, **fields} != state.school else []


@decides(SetDebrief)
def set_debrief(state: State, command: SetDebrief, context: Context) -> Sequence[Event]:
    for instrument, fields in PARTS.items():
        if any(getattr(command, name) for name in fields):
            check_on(state, instrument)
    _check_debrief(command, context)
    changed = {name: part for name, part in _merged(state.debrief, command).items() if state.debrief.get(name) != part}
    if len(changed.get("subjects", {})) > MOST_SUBJECTS or len(changed.get("texts", {})) > MOST_TEXTS:
        raise Rejected(Code.TOO_MANY, "subject" if "subjects" in changed else "texts")
    return [DebriefSet(fields=changed)] if changed else []


def _check_debrief(command: SetDebrief, context: Context) -> None:
    pack = context.pack
    check_id(pack.scripts | {"own"}, command.script, "script")
    check_id(pack.quadrants, command.quadrant, "quadrant")
    for name in ("current", "ambition"):
        for aspect in getattr(command, name):
            check_id(pack.aspects, aspect, f"{name}.{aspect}")
    for point in command.checklist:
        check_id(pack.visitation, point, f"checklist.{point}")


def _merged(held: Mapping[str, Any], command: SetDebrief) -> dict[str, Any]:
    """The parts that the command touches, as they will be."""
    parts: dict[str, Any] = {}
    for name in ("script", "step", "quadrant"):
        value = getattr(command, name)
        if value is not None:
            parts[name] = value
    for name in ("checklist", "texts"):
        parts[name] = {**held.get(name, {}), **getattr(command, name)}
    if command.scan is not None:
        parts["scan"] = {**held.get("scan", {}), **command.scan.model_dump(exclude_none=True)}
    circles = {name: getattr(command, name) for name in ("current", "ambition")}
    if command.subject is None:
        return parts | {name: {**held.get(name, {}), **given} for name, given in circles.items()}
    subjects = held.get("subjects", {})
    old = subjects.get(command.subject, {})
    subject = {name: {**old.get(name, {}), **given} for name, given in circles.items()}
    return parts | {"subjects": {**subjects, command.subject: subject}}


@evolves(ActionAdded)
def _(state: State, event: ActionAdded) -> State:
    return changed(state, actions=put(state.actions, event.action, event.fields), actions_made=state.actions_made + 1)


@evolves(ActionEdited)
def _(state: State, event: ActionEdited) -> State:
    return changed(state, actions=put(state.actions, event.action, event.fields))


@evolves(ActionDropped)
def _(state: State, event: ActionDropped) -> State:
    return changed(state, actions=drop(state.actions, event.action))


@evolves(SchoolSet)
def _(state: State, event: SchoolSet) -> State:
    return changed(state, school={**state.school, **event.fields})


@evolves(DebriefSet)
def _(state: State, event: DebriefSet) -> State:
    return changed(state, debrief={**state.debrief, **event.fields})
