"""Who looks back for research sees no names: not of the school, the subteams, or whom a first step names.

What people wrote in running text stays as they wrote it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.game.state import State

_SCHOOL = ("name",)
_ACTION = ("lead", "involved")
_OF_EVENTS: dict[str, tuple[str, ...]] = {
    "session_created": ("title",),
    "title_set": ("title",),
    "seat_taken": ("nickname",),
    "team_renamed": ("team_name",),
}
_OF_FIELDS: dict[str, tuple[str, ...]] = {
    "action_added": _ACTION,
    "action_edited": _ACTION,
    "school_set": _SCHOOL,
}


def without_names(state: State) -> State:
    """The state as if nobody had said a name."""
    return replace(
        state,
        title="",
        seats={key: replace(seat, nickname=None) for key, seat in state.seats.items()},
        teams={number: replace(team, name=None) for number, team in state.teams.items()},
        actions={key: _blank(fields, _ACTION) for key, fields in state.actions.items()},
        school=_blank(state.school, _SCHOOL),
    )


def data_without_names(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an event of this name, with every name in it left empty."""
    if name == "undone":
        inverse = data["inverse"]
        return {**data, "inverse": {**inverse, "data": data_without_names(inverse["name"], inverse["data"])}}
    data = _blank(data, _OF_EVENTS.get(name, ()))
    if name in _OF_FIELDS:
        data = {**data, "fields": _blank(data["fields"], _OF_FIELDS[name])}
    return dict(data)


def _blank(fields: Mapping[str, Any], names: tuple[str, ...]) -> Mapping[str, Any]:
    return {key: "" if key in names and value is not None else value for key, value in fields.items()}
