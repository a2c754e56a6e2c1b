"""Facts as they are stored."""

import pytest
from pydantic import ValidationError

from app.game.events import ScreenBlanked, SeatTaken, decode, encode


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
