"""Several devices in one text, over each kind of line: asked for once, then told, and shown to nobody else."""

import json

import pytest

from tests.support.web import WAYS, Table, Way, Wire
from tests.support.writing import Pen


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """All that is said here is said over each."""
    return request.param


def opened(wire: Wire, pen: Pen, **fields: object) -> Pen:
    wire.send({"type": "text_sync", "id": "t", "round": 1, "state": pen.state(), **fields})
    answer = wire.hear_until("text", id="t")
    assert (answer["round"], answer["team"]) == (1, 1)
    pen.hear(answer["update"])
    return pen


def at_work(table: Table) -> None:
    with table.wire(table.facilitator) as desk:
        desk.ask("go", phase="work", round=1)


def test_what_one_device_writes_comes_to_the_others_of_its_team_letter_by_letter(table: Table):
    at_work(table)
    (_, ann), (_, ben) = table.seats[0], table.take_seat(team=1)
    with table.wire(ann) as one, table.wire(ben) as two:
        here, there = opened(one, Pen()), opened(two, Pen())
        here.put("text", 0, "Bram plant.")
        assert one.ask("edit_text", update=here.sends())["type"] == "ack"
        there.hear(two.hear_until("text")["update"])
        here.put("text", 10, " zelf")
        there.put("text", 4, " (9)")
        for wire, pen in ((one, here), (two, there)):
            assert wire.ask("edit_text", update=pen.sends())["type"] == "ack"
        assert opened(one, here).reads("text") == opened(two, there).reads("text") == "Bram (9) plant zelf."


def test_a_whole_text_of_a_plain_client_comes_to_those_who_write_letter_by_letter(table: Table):
    at_work(table)
    (_, ann), (_, ben) = table.seats[0], table.take_seat(team=1)
    with table.wire(ann) as one, table.wire(ben) as plain:
        pen = opened(one, Pen())
        plain.ask("write_draft", fields={"title": "Van een bot"})
        pen.hear(one.hear_until("text")["update"])
        assert pen.reads("title") == "Van een bot"


def test_who_comes_back_is_sent_what_it_missed(table: Table):
    at_work(table)
    (_, ann), (_, ben) = table.seats[0], table.take_seat(team=1)
    with table.wire(ann) as one:
        away = opened(one, Pen())
    away.put("text", 0, "Zonder net. ")
    with table.wire(ben) as two:
        here = opened(two, Pen())
        here.put("text", 0, "Met net.")
        two.ask("edit_text", update=here.sends())
    with table.wire(ann) as one:
        unsent = away.sends()
        opened(one, away)
        one.ask("edit_text", update=unsent)
        assert sorted(away.reads("text")) == sorted("Zonder net. Met net.")
        assert one.hear_until("text")["update"]


@pytest.mark.parametrize(
    ("who", "fields", "code", "field"),
    [
        ("seat", {"team": 2}, "not_allowed", "team"),
        ("projector", {}, "not_allowed", "team"),
        ("facilitator", {}, "unknown_id", "team"),
        ("facilitator", {"team": 9}, "unknown_id", "team"),
        ("seat", {"round": 4}, "out_of_range", "round"),
        ("seat", {"state": "?"}, "invalid", "state"),
        ("seat", {"state": "/////w=="}, "invalid", "state"),
    ],
)
def test_no_other_text_than_ones_own_is_given(
    shared: Table, who: str, fields: dict[str, object], code: str, field: str
):
    token = shared.seats[0][1] if who == "seat" else getattr(shared, who)
    with shared.wire(token) as wire:
        wire.send({"type": "text_sync", "id": "t", "round": 1, "state": "AA==", **fields})
        reject = wire.hear_until("reject")
        assert (reject["id"], reject["code"], reject["field"]) == ("t", code, field)


def test_letters_reach_nobody_but_who_has_them_open_and_stop_when_a_seat_moves(table: Table):
    at_work(table)
    (seat, ann), (_, other) = table.seats
    _, ben = table.take_seat(team=1)
    with (
        table.wire(table.facilitator) as desk,
        table.wire(ann) as one,
        table.wire(ben) as two,
        table.wire(other) as out,
    ):
        opened(desk, Pen(), team=1)
        pen, _ = opened(two, Pen()), opened(one, Pen())
        desk.ask("move_seat", seat=seat, team=2)
        pen.put("text", 0, "Alleen van ons")
        two.ask("edit_text", update=pen.sends())
        assert desk.hear_until("text")["team"] == 1
        for wire in (one, out):
            assert not [frame for frame in wire.sync() if frame["type"] == "text"]
            assert "Alleen van ons" not in json.dumps(wire.seen)


def test_letters_that_were_on_their_way_when_a_seat_moved_end_in_no_other_text(table: Table):
    at_work(table)
    seat, ann = table.seats[0]
    with table.wire(table.facilitator) as desk, table.wire(ann) as one:
        pen = Pen()
        pen.put("text", 0, "Van team 1")
        desk.ask("move_seat", seat=seat, team=2)
        refused = one.ask("edit_text", update=pen.sends(), team=1)
        assert (refused["type"], refused["code"], refused["field"]) == ("reject", "not_allowed", "team")
        assert "Van team 1" not in json.dumps([one.sync(), desk.sync()])
