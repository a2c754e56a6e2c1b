"""Facts as they are stored."""

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.game.engine import evolve
from app.game.events import ScreenBlanked, SeatTaken, decode, encode
from app.game.state import State
from tests.golden.make import HERE, read_log


def test_what_has_no_value_is_not_stored():
    assert encode(SeatTaken(seat="s_1")) == b'{"seat":"s_1"}'


@pytest.mark.parametrize(("name", "version"), [("moon_landed", 1), ("screen_blanked", 2)])
def test_a_fact_of_a_newer_server_is_not_guessed_at(name: str, version: int):
    with pytest.raises(ValueError, match="newer Maatwerk"):
        decode(name, version, b'{"on":true}')


def test_a_fact_with_a_field_that_nobody_knows_is_refused():
    with pytest.raises(ValidationError):
        decode("screen_blanked", 1, b'{"on":true,"colour":"red"}')


def test_facts_never_change():
    fact = ScreenBlanked(on=True)
    with pytest.raises(ValidationError):
        fact.on = False  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("path", sorted(HERE.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_state_stays_as_it_was_when_more_happens(path: Path):
    """The engine fills in the number of a state that was just made: one that somebody has already must not change."""
    states = [(State(), State())]
    for stored in read_log(path):
        state = evolve(states[-1][0], decode(stored.type, stored.version, stored.data))
        states.append((state, replace(state)))
    assert all(state == was for state, was in states)
    assert [state.seq for state, _ in states] == list(range(len(states)))
