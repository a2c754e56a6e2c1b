"""What only lines of plain requests have: an id that is kept secret, reading by stream or by asking, and an end by
silence. What is said over them stands in test_conversations."""

import json
from typing import Any

import anyio
import pytest

from app.live.room import PRESENCE_MS
from app.web.detour import MOST_BODY
from app.web.lines import SILENT_MS, Lines
from app.web.protocol import MOST_BYTES
from tests.support.web import Events, Plain, Polling, Server, Table, bearer
from tests.web.conftest import Serve

HELLO = '{"type":"hello"}'


def polling(table: Table, token: str | None = None) -> Polling:
    """A line that said hello."""
    line = Polling(table.server.http, table.code, {})
    line.send({"type": "hello", "token": token or table.projector})
    assert line.line
    return line


def streaming(table: Table, token: str | None = None) -> Events:
    """A line that said hello and heard its welcome."""
    line = Events(table.server.http, table.code, {})
    assert line.hello(token or table.projector)["type"] == "welcome"
    return line


def online(table: Table) -> int:
    """How many seats of team 1 the projector sees connected, once that settled."""
    table.server.wind(PRESENCE_MS)
    line = polling(table)
    try:
        return line.hear()["view"]["teams"]["1"].get("online", 0)
    finally:
        line.leave()


# --- whose line it is -------------------------------------------------------------------------------------------------


def test_a_cookie_opens_a_line_and_so_does_a_bearer(shared: Table):
    browser = shared.server.browser()
    browser.cookies.set(f"maatwerk_screen_{shared.code}", shared.projector)
    assert browser.post(f"/api/v1/lines/{shared.code}", content=HELLO).status_code == 201
    other = shared.server.browser()
    answer = other.post(f"/api/v1/lines/{shared.code}", content=HELLO, headers=bearer(shared.projector))
    assert answer.status_code == 201
    assert len(answer.json()["line"]) >= 32


@pytest.mark.parametrize(
    ("hello", "status", "word"),
    [(HELLO, 401, "unauthorised"), ("{}", 400, "protocol"), (HELLO + " " * MOST_BYTES, 400, "protocol")],
)
def test_a_refusal_is_a_problem_with_the_closing_word(shared: Table, hello: str, status: int, word: str):
    answer = shared.server.browser().post(f"/api/v1/lines/{shared.code}", content=hello)
    assert (answer.status_code, answer.json()["code"]) == (status, word)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")


def test_a_page_of_another_site_opens_says_and_ends_nothing(shared: Table):
    line, browser = polling(shared), shared.server.browser()
    browser.cookies.set(f"maatwerk_screen_{shared.code}", shared.projector)
    away = {"origin": "http://elsewhere.example"}
    assert browser.post(line.path, content=HELLO, headers=away).status_code == 403
    assert browser.post(f"{line.path}/frames", content="{}", headers={**away, **line.line}).status_code == 403
    assert browser.delete(line.path, headers={**away, **line.line}).status_code == 403
    assert line.hear()["type"] == "welcome"
    assert line.sync() == []


def test_a_line_is_named_in_a_header_and_belongs_to_its_session(shared: Table, table: Table):
    line = polling(shared)
    for code, named in ((table.code, line.line), (shared.code, {"Maatwerk-Line": "x" * 32})):
        path = f"/api/v1/lines/{code}"
        for answer in (
            shared.server.http.get(f"{path}/poll", headers=named),
            shared.server.http.get(f"{path}/events", headers=named),
            shared.server.http.post(f"{path}/frames", content="{}", headers=named),
            shared.server.http.delete(path, headers=named),
        ):
            assert (answer.status_code, answer.json()["code"]) == (410, "line_gone")
    assert shared.server.http.get(f"{line.path}/poll").status_code == 422


# --- saying -----------------------------------------------------------------------------------------------------------


def test_frames_of_one_request_are_taken_in_their_order(table: Table):
    line = polling(table, table.facilitator)
    said = [{"type": "set_title", "id": f"t{n}", "title": f"Titel {n}"} for n in range(5)]
    line.send("\n".join(map(json.dumps, said)) + "\n")
    answers = [line.hear_until("ack")["id"] for _ in said]
    assert answers == [f"t{n}" for n in range(5)]
    line.sync()
    assert polling(table).hear()["view"]["session"]["title"] == "Titel 4"


def test_one_bad_frame_leaves_its_neighbours_alone(table: Table):
    line = polling(table, table.facilitator)
    line.send('{"type":"ping","id":"a"}\nnonsense\n{"type":"ping","id":"b"}')
    assert [line.hear_until(kind).get("id") for kind in ("pong", "reject", "pong")] == ["a", None, "b"]


def test_nothing_is_heard_after_what_ends_the_line(table: Table):
    line = polling(table, table.facilitator)
    line.send("x" * (MOST_BYTES + 1) + '\n{"type":"set_title","id":"t","title":"Te laat"}')
    assert line.closed() == ("protocol", 4007)
    assert "ack" not in {frame["type"] for frame in line.seen}
    assert polling(table).hear()["view"]["session"]["title"] != "Te laat"


def test_a_request_that_is_too_large_ends_the_line(table: Table):
    line = polling(table)
    answer = table.server.http.post(f"{line.path}/frames", content=b"x" * (MOST_BODY + 1), headers=line.line)
    assert (answer.status_code, answer.json()["code"]) == (400, "protocol")
    assert line.closed() == ("protocol", 4007)


def test_a_hello_that_never_comes_is_not_waited_for(serve: Serve):
    server = serve(hello_seconds=0.01)

    async def receive() -> dict[str, Any]:
        await anyio.sleep_forever()
        raise AssertionError

    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": f"/api/v1/lines/{server.first.code}", "raw_path": b"", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"testserver")], "client": ("testclient", 1), "server": ("testserver", 80),
    }  # fmt: skip
    assert server.http.portal is not None
    server.http.portal.call(server.app, scope, receive, send)
    assert said[0]["status"] == 400


# --- asking -----------------------------------------------------------------------------------------------------------


def test_nothing_new_is_an_empty_batch(table: Table):
    line = polling(table)
    assert line.hear()["type"] == "welcome"
    got = line.got
    assert line.poll(0) == []
    assert line.got == got


def test_an_answer_that_was_lost_is_given_again(table: Table):
    line = polling(table)
    welcome = line.poll(5)
    line.got -= 1
    assert line.poll(0) == welcome
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Intussen")
    patch = line.poll(5)
    line.got -= 1
    assert line.poll(0) == patch
    assert "Intussen" in patch[0]


@pytest.mark.parametrize("got", [3, 99])
def test_who_did_not_follow_opens_a_new_line(table: Table, got: int):
    line = polling(table)
    line.hear()
    answer = table.server.http.get(f"{line.path}/poll?got={got}&wait=0", headers=line.line)
    assert answer.status_code == 410


def test_a_poll_waits_for_news(table: Table):
    line = polling(table, table.seats[0][1])
    line.hear()
    portal = table.server.http.portal
    assert portal is not None
    waiting = portal.start_task_soon(_poll, table.server, line)
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Er is nieuws")
    assert "Er is nieuws" in "".join(waiting.result(10))


async def _poll(server: Server, line: Plain) -> list[str]:
    found = server.app.state.lines.find(line.path.rpartition("/")[2], line.line["Maatwerk-Line"])
    return (await found.poll(1, 20))[1]


def test_a_poll_that_comes_twice_gets_the_same_twice(table: Table):
    line = polling(table)
    line.hear()
    portal = table.server.http.portal
    assert portal is not None
    waiting = [portal.start_task_soon(_poll, table.server, line) for _ in range(2)]
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Eén keer nieuws")
    first, second = (each.result(10) for each in waiting)
    assert first == second != []


def test_who_lags_behind_gets_one_whole_view(table: Table):
    line = polling(table)
    line.hear()
    with table.wire(table.facilitator) as desk:
        for n in range(100):
            desk.ask("blank", on=n % 2 == 0)
    said = [json.loads(text) for text in line.poll(5)]
    assert [frame["type"] for frame in said] == ["patch"] * 64 + ["welcome"]
    assert said[-1]["view"]["board"]["blank"] is False


def test_the_goodbye_may_be_heard_twice_and_then_it_is_over(serve: Serve):
    server = serve()
    line = polling(server.first)
    line.hear()
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.rooms.close)
    goodbye = line.poll(0)
    assert json.loads(goodbye[-1]) == {"type": "closing", "code": "restarting"}
    line.got -= 1
    assert line.poll(0) == goodbye
    assert server.http.get(f"{line.path}/poll?got={line.got}", headers=line.line).status_code == 410


def test_who_sends_and_never_reads_is_too_slow(serve: Serve):
    server = serve(frames_burst=2000)
    line = polling(server.first)
    line.send("\n".join(f'{{"type":"ping","id":"{n}"}}' for n in range(600)))
    assert line.closed() == ("too_slow", 4004)


# --- the stream -------------------------------------------------------------------------------------------------------


def test_a_stream_asks_not_to_be_held_up(table: Table):
    line = streaming(table)
    headers = dict(line.headers)
    assert line.status == 200
    assert headers[b"content-type"].startswith(b"text/event-stream")
    assert headers[b"cache-control"] == b"no-store, no-transform"
    assert headers[b"x-accel-buffering"] == b"no"
    line.leave()


def test_a_line_is_read_in_one_way_only(table: Table):
    line = streaming(table)
    for how in ("events", "poll"):
        assert table.server.http.get(f"{line.path}/{how}", headers=line.line).status_code == 410
    line.leave()
    asked = polling(table)
    asked.hear()
    assert table.server.http.get(f"{asked.path}/events", headers=asked.line).status_code == 410


def test_a_stream_without_news_shows_that_it_is_alive(serve: Serve):
    server = serve()
    server.app.state.lines = Lines(server.clock, beat=0.01)
    line = streaming(server.first)
    assert line.chunk()["body"] == b": still here\n\n"
    line.leave()


def test_a_server_that_stops_ends_the_stream_with_its_word(serve: Serve):
    server = serve()
    line = streaming(server.first)
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.rooms.close)
    assert line.closed() == ("restarting", 4000)
    assert line.chunk()["more_body"] is False


# --- the end ----------------------------------------------------------------------------------------------------------


def test_who_hangs_up_is_gone_at_once(table: Table):
    for call in (polling, streaming):
        line = call(table, table.seats[0][1])
        assert online(table) == 1
        line.leave()
        assert online(table) == 0


def test_who_is_silent_is_gone_a_little_later(table: Table):
    asked, streamed = polling(table, table.seats[0][1]), streaming(table, table.seats[1][1])
    asked.hear()
    table.server.wind(SILENT_MS - PRESENCE_MS - 1)
    assert online(table) == 1
    table.server.wind(PRESENCE_MS + 1)
    assert online(table) == 0
    assert streamed.closed() == ("too_slow", 4004)
    assert table.server.http.get(f"{asked.path}/poll", headers=asked.line).status_code == 410


def test_asking_and_saying_are_signs_of_life(table: Table):
    asked, streamed = polling(table, table.seats[0][1]), streaming(table, table.seats[1][1])
    for _ in range(3):
        table.server.wind(SILENT_MS - 1)
        asked.poll(0)
        streamed.sync()
    streamed.leave()


@pytest.mark.parametrize(("message", "then"), [("http.request", 200), ("http.disconnect", 410)])
def test_an_answer_that_nobody_takes_is_no_sign_of_life(table: Table, message: str, then: int):
    """Else who dropped out just after asking counts for as long as the poll lasts and 45 seconds more."""
    server, line = table.server, polling(table)
    line.hear()
    headers = [(name.lower().encode(), value.encode()) for name, value in line.line.items()]
    scope = {"type": "http", "method": "GET", "path": f"{line.path}/poll", "query_string": b"got=1&wait=0"}

    async def receive() -> dict[str, str]:
        """Asked when the answer is there, long after the question."""
        server.clock.wind(SILENT_MS - 1)
        return {"type": message}

    async def send(_: Any) -> None: ...

    assert server.http.portal is not None
    server.http.portal.call(server.app, {**scope, "headers": headers}, receive, send)
    server.wind(1)
    assert server.http.get(f"{line.path}/poll?got=1&wait=0", headers=line.line).status_code == then


def test_a_line_that_ended_has_left_the_room(serve: Serve):
    server = serve(connections_per_session=1, frames_per_second=1, frames_burst=10)
    line = polling(server.first)
    line.send("\n".join(['{"type":"resync"}'] * 12))
    assert line.closed() == ("flood", 4006)
    assert polling(server.first).hear()["type"] == "welcome"
