"""Frames in, frames out, closing words: the live connection as docs/protocol.md has it, over each kind of line."""

import json
from typing import Any

import pytest

from app.game.merging import apply
from app.live.room import PRESENCE_MS
from app.web.protocol import MOST_BYTES
from tests.support.web import WAYS, Server, Table, Way, Wire
from tests.web.conftest import Serve


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """All that is said here is said over each."""
    return request.param


# --- hello ------------------------------------------------------------------------------------------------------------


def test_the_first_answer_is_a_welcome_with_the_whole_view(server: Server, table: Table):
    seat, token = table.seats[0]
    with server.connect(table.code) as wire:
        welcome = wire.hello(token)
    assert welcome.keys() == {"type", "protocol", "session", "audience", "seat", "seq", "now", "view"}
    assert (welcome["type"], welcome["protocol"], welcome["session"]) == ("welcome", 1, table.code)
    assert (welcome["audience"], welcome["seat"], welcome["now"]) == ("team:1", seat, server.clock.now())
    assert welcome["view"]["me"]["seat"] == seat


@pytest.mark.parametrize(
    ("role", "hello", "audience"),
    [
        ("facilitator", {}, "facilitator"),
        ("facilitator", {"as": "screen"}, "screen"),
        ("facilitator", {"as": "review"}, "review"),
        ("projector", {}, "screen"),
        ("projector", {"as": "screen"}, "screen"),
    ],
)
def test_a_token_opens_the_screens_of_its_role(shared: Table, role: str, hello: dict[str, str], audience: str):
    with shared.server.connect(shared.code) as wire:
        welcome = wire.hello(getattr(shared, role), **hello)
    assert welcome["audience"] == audience
    assert "seat" not in welcome


@pytest.mark.parametrize(
    ("role", "hello"),
    [("projector", {"as": "facilitator"}), ("projector", {"as": "review"}), ("seat", {"as": "screen"})],
)
def test_a_token_does_not_open_those_of_others(shared: Table, role: str, hello: dict[str, str]):
    token = shared.seats[0][1] if role == "seat" else getattr(shared, role)
    with shared.server.connect(shared.code) as wire:
        wire.send({"type": "hello", "token": token, **hello})
        assert wire.closed() == ("unauthorised", 4005)


def test_the_review_opens_for_seats_once_the_session_is_closed(table: Table):
    _, token = table.seats[0]
    with table.server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": token, "as": "review"})
        assert wire.closed() == ("unauthorised", 4005)
    table.close()
    with table.server.connect(table.code) as wire:
        assert wire.hello(token, **{"as": "review"})["audience"] == "review"
    with table.server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": table.projector, "as": "review"})
        assert wire.closed() == ("unauthorised", 4005)


def test_the_code_is_read_in_any_case_with_or_without_hyphen(shared: Table):
    code = shared.code.lower()
    for typed in (code, f"{code[:3]}-{code[3:]}"):
        with shared.server.connect(typed) as wire:
            assert wire.hello(shared.projector)["session"] == shared.code


@pytest.mark.parametrize("code", ["AAAAAA", "nonsense", "IL0051"])
def test_an_unknown_code_opens_nothing(shared: Table, code: str):
    with shared.server.connect(code) as wire:
        wire.send({"type": "hello", "token": shared.facilitator})
        assert wire.closed() == ("unauthorised", 4005)


@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 200])
def test_no_token_or_a_wrong_one_opens_nothing(shared: Table, token: str | None):
    with shared.server.connect(shared.code) as wire:
        wire.send({"type": "hello", "token": token})
        assert wire.closed() == ("unauthorised", 4005)


def test_a_token_of_another_session_opens_nothing(shared: Table):
    first = shared.server.first
    for token in (first.facilitator, first.projector):
        with shared.server.connect(shared.code) as wire:
            wire.send({"type": "hello", "token": token})
            assert wire.closed() == ("unauthorised", 4005)


def test_a_seats_token_of_another_session_opens_nothing(shared: Table, table: Table):
    with shared.server.connect(shared.code) as wire:
        wire.send({"type": "hello", "token": table.seats[0][1]})
        assert wire.closed() == ("unauthorised", 4005)


@pytest.mark.parametrize(
    "frame",
    ["", "hello", "[]", "null", '{"type":"ping","id":"x"}', '{"type":"hello","token":1}', '{"type":"hello","after":-1}',
     '{"type":"hello","as":"king"}', b"\xff\xfe"],
    ids=lambda frame: repr(frame)[:24],
)  # fmt: skip
def test_who_does_not_begin_with_hello_is_sent_away(shared: Table, frame: str | bytes):
    with shared.server.connect(shared.code) as wire:
        wire.send(frame)
        assert wire.closed() == ("protocol", 4007)


def test_own_pages_can_open_it_and_so_can_those_that_are_allowed(serve: Serve):
    server = serve(allowed_origins=["https://school.example"])
    for origin in ("http://testserver", "https://school.example"):
        with server.connect(server.first.code, origin=origin) as wire:
            assert wire.hello(server.first.projector)["type"] == "welcome"


# --- following --------------------------------------------------------------------------------------------------------


def test_a_command_is_acked_and_its_change_is_patched(table: Table):
    with table.wire(table.seats[0][1]) as wire:
        welcome = wire.seen[0]
        ack = wire.ask("rename_team", name="De Uilen")
        assert ack == {"type": "ack", "id": ack["id"], "seq": welcome["seq"] + 1}
        patch = wire.hear()
        assert (patch["type"], patch["seq"], patch["prev"]) == ("patch", ack["seq"], welcome["seq"])
        assert patch["merge"]["teams"]["1"]["name"] == "De Uilen"


def test_the_same_id_gets_the_same_answer_also_on_another_connection(table: Table):
    token = table.seats[0][1]
    with table.wire(token) as one, table.wire(token) as other:
        first = one.ask("rename_team", "same", name="Een")
        assert one.ask("rename_team", "same", name="Twee") == first
        assert other.ask("rename_team", "same", name="Drie") == first
        refused = one.ask("submit_solution", "refused")
        assert (refused["code"], refused["seq"]) == ("wrong_phase", first["seq"])
        assert other.ask("submit_solution", "refused") == refused


def test_what_is_unlinked_is_named_beside_the_id_of_the_command(table: Table):
    with table.wire(table.facilitator) as desk, table.wire(table.seats[0][1]) as wire:
        desk.ask("go", phase="work", round=1)
        wire.ask("place_self", regulation=10, interest=10)
        assert wire.ask("unlink", kind="self", target="other")["code"] == "unknown_id"
        assert wire.ask("unlink", kind="self", target="self")["type"] == "ack"
        assert wire.ask("unlink", kind="self", target="self")["code"] == "unknown_id"


def test_a_refusal_says_what_to_do_and_names_the_field(table: Table):
    with table.wire(table.facilitator) as desk, table.wire(table.seats[0][1]) as wire:
        desk.ask("go", phase="work", round=1)
        refused = wire.ask("submit_solution")
    assert (refused["type"], refused["code"], refused["field"]) == ("reject", "incomplete", "title")
    assert refused["message"] == "Geef jullie oplossing eerst een titel."


def test_a_refusal_is_in_the_language_of_the_session(server: Server):
    table = server.table(language="en")
    with table.wire(table.seats[0][1]) as wire:
        assert "." in (message := wire.ask("submit_solution")["message"])
        assert "scherm" not in message


def test_who_comes_back_is_resumed_with_what_it_missed(table: Table):
    token = table.seats[0][1]
    with table.wire(token) as wire:
        view, seq = wire.seen[0]["view"], wire.seen[0]["seq"]
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Intussen")
        last = desk.ask("blank", on=True)["seq"]
    with table.server.connect(table.code) as wire:
        resumed = wire.hello(token, after=seq)
        assert (resumed["type"], resumed["seq"], resumed["audience"]) == ("resumed", seq, "team:1")
        assert isinstance(resumed["now"], int)
        patch = wire.hear()
        assert (patch["prev"], patch["seq"]) == (seq, last)
        view = apply(view, patch["merge"])
        wire.send({"type": "resync"})
        welcome = wire.hear_until("welcome")
    assert welcome["view"] == view


def test_an_after_from_the_future_gets_a_whole_view(table: Table):
    with table.server.connect(table.code) as wire:
        assert wire.hello(table.projector, after=10**6)["type"] == "welcome"


def test_ping_tells_the_servers_time(shared: Table):
    with shared.wire(shared.projector) as wire:
        wire.send({"type": "ping", "id": "p"})
        assert wire.hear_until("pong") == {"type": "pong", "id": "p", "now": shared.server.clock.now()}


def test_presence_is_shown_and_not_logged(table: Table):
    with table.wire(table.projector) as screen:
        table.server.wind(PRESENCE_MS)
        screen.sync()
        seq = screen.seen[0]["seq"]
        with table.wire(table.seats[0][1]):
            table.server.wind(PRESENCE_MS)
            patch = screen.hear_until("patch")
        assert (patch["prev"], patch["seq"], patch["merge"]) == (seq, seq, {"teams": {"1": {"online": 1}}})


def test_everybody_hears_when_the_time_is_up(table: Table):
    with table.wire(table.facilitator) as desk, table.wire(table.projector) as screen:
        desk.ask("timer", action="start", seconds=30)
        table.server.wind(30_000)
        while "timer" not in (merge := screen.hear_until("patch")["merge"]) or merge["timer"]["state"] != "over":
            pass
        assert merge["timer"] == {"state": "over", "remaining_ms": 0, "ends_at": None}


# --- rights -----------------------------------------------------------------------------------------------------------


def test_the_projector_looks_and_does_not_touch(shared: Table):
    with shared.wire(shared.projector) as wire:
        assert wire.ask("go", phase="work", round=1)["code"] == "not_allowed"
        assert wire.ask("ready", on=True)["code"] == "not_allowed"
        assert wire.ask("blank", "projector", on=True)["code"] == "not_allowed"
    log, portal = shared.server.app.state.services.store.log, shared.server.http.portal
    assert portal is not None
    assert portal.call(log.outcome, shared.code, "screen", "projector") is None, "nothing of it is kept"


def test_a_facilitator_who_looks_as_the_projector_does_not_touch_either(shared: Table):
    hello: dict[str, Any] = {"as": "screen"}
    with shared.wire(shared.facilitator, **hello) as wire:
        assert wire.ask("blank", on=True)["code"] == "not_allowed"


def test_a_seat_does_not_steer_and_the_facilitator_does_not_play(shared: Table):
    with shared.wire(shared.seats[0][1]) as wire:
        assert wire.ask("close_session")["code"] == "not_allowed"
    with shared.wire(shared.facilitator) as wire:
        assert wire.ask("ready", on=True)["code"] == "not_allowed"


@pytest.mark.parametrize("kind", ["take_seat", "expire_timer", "patch", "welcome", "__class__"])
def test_nobody_speaks_for_the_system(shared: Table, kind: str):
    with shared.wire(shared.facilitator) as wire:
        reject = wire.ask(kind, seat="s_x", ends_at=1)
        assert (reject["code"], reject["field"]) == ("invalid", "type")


def test_a_removed_seat_is_told_and_stays_out(table: Table):
    seat, token = table.seats[0]
    with table.wire(table.facilitator) as desk, table.wire(token) as wire:
        desk.ask("remove_seat", seat=seat)
        assert wire.closed() == ("removed", 4002)
        desk.ask("blank", on=True)  # what a removal means for tokens is done before the next command
    with table.server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": token})
        assert wire.closed()[0] in ("removed", "unauthorised")


def test_a_seat_that_moves_sees_nothing_of_its_old_team(table: Table):
    _, token = table.seats[0]
    with table.wire(table.facilitator) as desk, table.wire(token) as wire:
        desk.ask("go", phase="work", round=1)
        wire.ask("write_draft", fields={"title": "zq-geheim"})
        wire.sync()
        desk.ask("move_seat", seat=table.seats[0][0], team=2)
        wire.send({"type": "resync"})
        welcome = wire.hear_until("welcome")
        assert welcome["audience"] == "team:2"
        assert "zq-geheim" not in json.dumps(welcome)


def test_what_a_team_writes_reaches_nobody_else(table: Table):
    (_, writer), (_, other) = table.seats
    with table.wire(table.projector) as screen, table.wire(other) as outsider, table.wire(writer) as wire:
        with table.wire(table.facilitator) as desk:
            desk.ask("go", phase="work", round=1)
        assert wire.ask("write_draft", fields={"title": "zq-geheim"})["type"] == "ack"
        wire.hear_until("patch")
        for looker in (screen, outsider):
            looker.send({"type": "resync"})
            looker.hear_until("welcome")
            assert "zq-geheim" not in json.dumps(looker.seen)
        assert "zq-geheim" in json.dumps(wire.seen)


@pytest.mark.parametrize(
    "text", ['"\\ud83d"', "NaN", "1e999", "9" * 400, '"a\\u0000b"', "7", "null", '{"a":[[[[[[[]]]]]]]}']
)
def test_who_sent_what_cannot_be_kept_hears_of_that_command(shared: Table, text: str):
    with shared.wire(shared.facilitator) as wire:
        wire.send(f'{{"type":"set_title","id":"mine","title":{text}}}')
        assert wire.hear_until("reject")["id"] == "mine"


# --- bad input --------------------------------------------------------------------------------------------------------


def nested(levels: int) -> Any:
    return {"a": nested(levels - 1)} if levels else "x"


BAD: list[tuple[str, str, str | None]] = [
    ("not json", "invalid", "frame"),
    ("", "invalid", "frame"),
    ("[1,2]", "invalid", "frame"),
    ('"text"', "invalid", "frame"),
    ("null", "invalid", "frame"),
    ('{"type":"blank","id":"x","on":NaN}', "invalid", "on"),
    ('{"type":"blank","id":"x","on":1e999}', "invalid", "on"),
    ('{"type":"note","id":"x","text":"\\ud800"}', "invalid", "text"),
    ('{"type":"write_draft","id":"x","fields":{"title":"\\ud83d"}}', "invalid", "fields.title"),
    ('{"type":"note","id":"x","text":"a","\\ud800":"\\ud800"}', "invalid", "frame"),
    ("[" * 30_000 + "]" * 30_000, "invalid", "frame"),
    (json.dumps({"type": "note", "id": "x", "text": nested(20)}), "invalid", "frame"),
    ('{"id":"x"}', "invalid", "type"),
    ('{"type":7,"id":"x"}', "invalid", "type"),
    ('{"type":"dance","id":"x"}', "invalid", "type"),
    ('{"type":"hello","id":"x"}', "invalid", "type"),
    ('{"type":"ping"}', "invalid", "id"),
    ('{"type":"ping","id":7}', "invalid", "id"),
    ('{"type":"blank","on":true}', "invalid", "id"),
    ('{"type":"blank","id":"","on":true}', "invalid", "id"),
    ('{"type":"blank","id":7,"on":true}', "invalid", "id"),
    (json.dumps({"type": "blank", "id": "x" * 65, "on": True}), "invalid", "id"),
    ('{"type":"blank","id":"x"}', "invalid", "on"),
    ('{"type":"blank","id":"x","on":1}', "invalid", "on"),
    ('{"type":"blank","id":"x","on":"true"}', "invalid", "on"),
    ('{"type":"spotlight","id":"x","team":true}', "invalid", "team"),
    ('{"type":"spotlight","id":"x","team":1.5}', "invalid", "team"),
    ('{"type":"spotlight","id":"x","team":1e30}', "invalid", "team"),
    ('{"type":"spotlight","id":"x","team":99}', "unknown_id", "team"),
    ('{"type":"timer","id":"x","action":"extend","seconds":99999999999999999999}', "invalid", "seconds"),
    ('{"type":"timer","id":"x","action":"start","seconds":14401}', "out_of_range", "seconds"),
    ('{"type":"set_title","id":"x","title":"a\\u0000b"}', "invalid", "title"),
    ('{"type":"set_title","id":"x","title":"a\\u001b[31m"}', "invalid", "title"),
    (json.dumps({"type": "set_title", "id": "x", "title": "x" * 121}), "too_long", "title"),
    (json.dumps({"type": "note", "id": "x", "text": "x" * 4001}), "too_long", "text"),
    (json.dumps({"type": "text_sync", "id": "x", "round": 1, "state": "A" * 60_004}), "too_long", "state"),
    ('{"type":"text_sync","id":"x","round":4,"state":"AA=="}', "out_of_range", "round"),
    ('{"type":"text_sync","id":"x","round":1,"state":"?"}', "invalid", "state"),
    (json.dumps({"type": "set_debrief", "id": "x", "texts": {f"t{n}": "" for n in range(41)}}), "too_many", "texts"),
]


@pytest.mark.parametrize(("frame", "code", "field"), BAD, ids=[frame[:40] for frame, _, _ in BAD])
def test_bad_input_is_refused_by_name_and_the_talk_goes_on(shared: Table, frame: str, code: str, field: str):
    with shared.wire(shared.facilitator) as wire:
        wire.send(frame)
        reject = wire.hear_until("reject")
        assert (reject["code"], reject["field"]) == (code, field)
        assert reject["message"].endswith(".")
        assert "seq" in reject
        wire.sync()


def test_an_id_that_is_too_long_is_named_so_that_its_sender_waits_no_longer(shared: Table):
    with shared.wire(shared.facilitator) as wire:
        wire.send({"type": "blank", "id": "x" * 65, "on": True})
        reject = wire.hear_until("reject")
        assert (reject["id"], reject["field"]) == ("x" * 65, "id")
        wire.sync()


def test_what_somebody_writes_is_text_and_never_markup(table: Table):
    script = "<script>alert(1)</script>"
    with table.wire(table.seats[0][1]) as wire:
        wire.ask("rename_team", name=script)
    with table.wire(table.projector) as screen:
        assert screen.seen[0]["view"]["teams"]["1"]["name"] == script
    page = table.server.http.get(f"/join/{table.code}").text
    assert script not in page
    assert "&lt;script&gt;" in page


def test_a_whole_number_may_be_written_with_a_point(table: Table):
    with table.wire(table.facilitator) as wire:
        wire.send('{"type":"timer","id":"t","action":"start","seconds":6e1}')
        assert wire.hear_until("ack")["id"] == "t"
        wire.send('{"type":"edit_for_team","id":"e","team":1.0,"command":{"type":"call_facilitator","on":1.0}}')
        reject = wire.hear_until("reject")
        assert (reject["code"], reject["field"]) == ("invalid", "command.on")  # a number is no yes or no


def test_binary_frames_are_read_as_text(shared: Table):
    with shared.wire(shared.projector) as wire:
        wire.send(b'{"type":"ping","id":"b"}')
        assert wire.hear_until("pong")["id"] == "b"


@pytest.mark.parametrize("frame", ["x" * (MOST_BYTES + 1), '"' + "€" * (MOST_BYTES // 2) + '"'], ids=["long", "wide"])
def test_a_huge_frame_ends_the_connection_and_only_that(shared: Table, frame: str):
    with shared.wire(shared.projector) as other, shared.wire(shared.facilitator) as wire:
        wire.send(frame)
        assert wire.closed() == ("protocol", 4007)
        other.sync()


def test_a_flood_ends_the_connection_and_only_that(serve: Serve):
    server = serve(frames_per_second=1, frames_burst=10)
    table = server.first
    with table.wire(table.projector) as other, table.wire(table.facilitator) as wire:
        for n in range(12):
            wire.send({"type": "ping", "id": f"f{n}"})
        assert wire.closed() == ("flood", 4006)
        other.sync()


def test_a_session_has_a_limit_of_connections(serve: Serve):
    server = serve(connections_per_session=1)
    table = server.first
    with table.wire(table.projector), server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": table.projector})
        assert wire.closed() == ("flood", 4006)


# --- goodbye ----------------------------------------------------------------------------------------------------------


def test_a_deleted_session_ends_for_those_who_look(table: Table):
    from tests.support.web import bearer

    with table.wire(table.projector) as wire:
        response = table.server.http.delete(table.api, headers=bearer(table.facilitator))
        assert response.status_code == 204
        assert wire.closed() == ("ended", 4003)


def test_a_server_that_stops_says_that_it_restarts(serve: Serve):
    server = serve()
    wire: Wire
    with server.connect(server.first.code) as wire:
        wire.hello(server.first.projector)
        rooms = server.app.state.services.rooms
        assert server.http.portal is not None
        server.http.portal.call(rooms.close)
        assert wire.closed() == ("restarting", 4000)


def test_who_learns_is_called_as_in_the_sector(server: Server):
    table = server.table(pack="mbo")
    with table.wire(table.facilitator) as desk, table.wire(table.seats[0][1]) as seat:
        desk.ask("go", phase="work", round=1)
        seat.ask("write_draft", fields={"title": "Eigen route"})
        refused = seat.ask("submit_solution")
    assert refused["message"] == "Schrijf eerst wat jullie doen voor deze student."
    browser = server.browser()
    browser.post("/facilitator", data={"token": table.facilitator})
    assert '"sector": "mbo"' in browser.get(f"/s/{table.code}/facilitate").text
    said = browser.get("/language", params={"page": "console", "language": "nl", "sector": "mbo"}).json()["catalog"]
    assert "De student heeft de regie." in said.values()
