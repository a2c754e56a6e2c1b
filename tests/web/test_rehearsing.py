"""Rehearsals over HTTP: who steers the bots, what is refused, and where a rehearsal is marked and left out."""

import asyncio
import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import hosting, links
from app.cli.main import cli
from app.settings import Settings
from app.store import migrate, open_store
from tests.support.game import NOW
from tests.support.web import PAGE, Server, Table, bearer, problem, seat_of
from tests.web.conftest import Serve

NOTHING: dict[str, Any] = {"teams": [], "speed": 1, "paused": False, "leader": False}
STEERING: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "", None),
    ("POST", "", {}),
    ("PATCH", "", {"paused": True}),
    ("DELETE", "/teams/1", None),
    ("DELETE", "", None),
]


WRONG: list[tuple[str, str, Any]] = [
    *(("POST", "", body) for body in ({"speed": 61}, {"speed": 0}, {"teams": [5]}, "x")),
    *(("POST", "", {"teams": teams}) for teams in ("", [1, 2, 3, 4, 1])),
    *(("PATCH", "", body) for body in ({"speed": "fast"}, {"speed": 0.5}, {"paused": 3}, None)),
    ("DELETE", "/teams/5", None),
]


def steer(table: Table, method: str, path: str = "", body: Any = None, headers: dict[str, str] | None = None) -> Any:
    url = f"{table.api}/rehearsal{path}"
    return table.server.http.request(method, url, json=body, headers=headers or bearer(table.facilitator))


def start(table: Table, **wanted: Any) -> dict[str, Any]:
    response = steer(table, "POST", body=wanted)
    assert response.status_code == 200, response.text
    return response.json()


# --- who and what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path", "body"), STEERING)
def test_only_the_facilitator_of_the_session_steers(shared: Table, table: Table, method: str, path: str, body: Any):
    for headers, status in (
        ({"x": "y"}, 401),
        (bearer(table.facilitator), 401),
        (bearer(shared.projector), 403),
        (seat_of(shared), 403),
    ):
        assert steer(shared, method, path, body, headers).status_code == status
    assert steer(shared, "GET").json() == NOTHING


@pytest.mark.parametrize(("method", "path", "body"), STEERING[1:])
def test_a_page_of_another_site_steers_nothing(shared: Table, method: str, path: str, body: Any):
    headers = {**bearer(shared.facilitator), "origin": "https://elsewhere.example"}
    problem(steer(shared, method, path, body, headers), 403, "wrong_origin")


@pytest.mark.parametrize(("method", "path", "body"), WRONG, ids=str)
def test_a_wish_that_cannot_be_names_the_field(shared: Table, method: str, path: str, body: Any):
    assert problem(steer(shared, method, path, body), 422, "invalid")["errors"]


def test_it_stands_in_the_document_of_the_interface(shared: Table):
    paths = shared.server.http.get("/openapi.json").json()["paths"]
    assert paths["/api/v1/sessions/{code}/rehearsal"].keys() == {"get", "post", "patch", "delete"}
    assert "/api/v1/sessions/{code}/rehearsal/teams/{team}" in paths


# --- steering ---------------------------------------------------------------------------------------------------------


def test_bots_are_started_steered_and_stopped(table: Table):
    assert steer(table, "GET").json() == NOTHING
    assert start(table, speed=4) == {"teams": [3, 4], "speed": 4, "paused": False, "leader": False}
    changed = {"teams": [3, 4], "speed": 60, "paused": True, "leader": True}
    assert steer(table, "PATCH", body={"speed": 60, "paused": True, "leader": True}).json() == changed
    assert steer(table, "GET").json() == changed
    assert steer(table, "DELETE", "/teams/3").json() == {**changed, "teams": [4]}
    with table.wire(table.facilitator) as desk:
        view = desk.seen[0]["view"]
        assert view["rehearsal"] == {**changed, "teams": [4]}
        assert sorted(held["team"] for held in view["seats"].values() if held.get("bot")) == [3, 4]
        assert steer(table, "DELETE").status_code == 204
        assert desk.hear_until("patch")["merge"]["rehearsal"] is None
    assert steer(table, "GET").json() == NOTHING


def test_a_console_hears_at_once_what_another_one_steers(table: Table):
    with table.wire(table.facilitator) as desk:
        start(table, teams=[4], speed=10)
        while "rehearsal" not in (merge := desk.hear_until("patch")["merge"]):
            pass
        assert merge["rehearsal"] == {"teams": [4], "speed": 10, "paused": False, "leader": False}


def test_where_there_is_nothing_to_steer_it_says_so(server: Server):
    table = server.table(teams=2)
    problem(steer(table, "POST"), 409, "no_empty_team")
    problem(steer(table, "PATCH", body={"paused": True}), 409, "no_bots")
    problem(steer(table, "DELETE", "/teams/1"), 409, "no_bots")
    assert steer(table, "DELETE").status_code == 204
    table.close()
    problem(steer(table, "POST"), 410, "closed")
    assert steer(table, "DELETE").status_code == 204


def test_a_person_gets_the_place_of_a_bot(table: Table):
    start(table)
    seat, token = table.take_seat(3)
    assert steer(table, "GET").json()["teams"] == [4]
    with table.wire(token) as wire:
        assert wire.seen[0]["view"]["members"] == [{"seat": seat}]


def test_who_joins_sees_how_many_people_there_are(table: Table):
    start(table)
    page = table.server.browser().get(f"/join/{table.code}", headers=PAGE).text
    assert page.count("1 van 4 plekken bezet") == 2


def test_a_bot_that_comes_over_http_says_so_and_plays_in_rehearsals_only(table: Table):
    wish = {"team": 3, "bot": True}
    url = f"{table.api}/seats"
    problem(table.server.browser().post(url, json=wish), 422, "not_allowed")
    with table.wire(table.facilitator) as desk:
        assert desk.ask("mark_rehearsal")["type"] == "ack"
    assert table.server.browser().post(url, json=wish).status_code == 201
    problem(table.server.browser().post(url, json=wish), 409, "taken")


# --- marked, and left out ---------------------------------------------------------------------------------------------


def test_as_soon_as_bots_play_the_session_is_a_rehearsal_in_every_list(table: Table):
    assert table.server.http.get(table.api, headers=bearer(table.facilitator)).json()["rehearsal"] is False
    start(table)
    steer(table, "DELETE")
    with table.wire(table.facilitator) as desk:
        assert desk.seen[0]["view"]["session"]["rehearsal"] is True
    assert table.server.http.get(table.api, headers=bearer(table.facilitator)).json()["rehearsal"] is True


def test_every_row_of_the_table_says_whether_it_counts(server: Server):
    marked, plain, made = server.table(), server.table(), server.table(rehearsal=True)
    start(marked)
    steer(marked, "DELETE")
    for table, expected in ((marked, {"1"}), (plain, {"0"}), (made, {"1"})):
        text = server.http.get(f"{table.api}/export/csv", headers=bearer(table.facilitator)).text
        assert {row["rehearsal"] for row in csv.DictReader(io.StringIO(text))} == expected


def test_machines_count_rehearsals_apart(serve: Serve):
    server = serve(metrics=True)
    real, rehearsal = server.table(), server.table(rehearsal=True)
    with real.wire(real.facilitator), rehearsal.wire(rehearsal.facilitator), rehearsal.wire(rehearsal.projector):
        start(rehearsal)
        lines = dict(line.rsplit(" ", 1) for line in server.http.get("/metrics").text.splitlines() if line[0] != "#")
    assert {name: float(value) for name, value in lines.items() if "kind=" in name} == {
        'maatwerk_rooms{kind="session"}': 1,
        'maatwerk_connections{kind="session"}': 1,
        'maatwerk_rooms{kind="rehearsal"}': 1,
        'maatwerk_connections{kind="rehearsal"}': 2,
    }


def test_a_session_is_made_only_to_rehearse_with_one_button(table: Table):
    browser = table.server.browser()
    browser.cookies.set(f"maatwerk_facilitator_{table.code}", table.facilitator)
    home = browser.get("/", headers=PAGE).text
    assert "Maak een oefensessie" in home
    today = datetime.fromtimestamp(NOW / 1000, UTC).astimezone().day
    assert f'<span class="cap">{today} november 2026</span>' in home, "which of the sessions is that of today"
    assert "Maak een oefensessie" in browser.get("/sessions/new", headers=PAGE).text
    made = browser.post("/sessions/new", data={"rehearsal": "1", "language": "nl"})
    assert made.status_code == 303
    code = made.headers["location"].split("/")[2]
    record = table.server.http.get(f"/api/v1/sessions/{code}", headers=bearer(table.facilitator)).json()
    assert record["rehearsal"] is True
    assert browser.get("/", headers=PAGE).text.count('<span class="chip">Oefensessie</span>') >= 1


def test_a_session_is_made_with_minutes_of_its_own(table: Table):
    browser = table.server.browser()
    browser.cookies.set(f"maatwerk_facilitator_{table.code}", table.facilitator)
    page = browser.get("/sessions/new", headers=PAGE).text
    fields = dict(re.findall(r'name="(minutes\.[a-z:0-9]+)" type="number"[^>]* value="([0-9]+)"', page))
    assert (len(fields), sum(map(int, fields.values()))) == (17, 207)
    assert "207 minuten" in page
    made = browser.post(
        "/sessions/new", data=fields | {"minutes.work:3": "30", "minutes.debrief": "20", "minutes.vote": ""}
    )
    code = made.headers["location"].split("/")[2]
    with table.server.connect(code) as wire:
        agenda = wire.hello(browser.cookies[f"maatwerk_facilitator_{code}"])["view"]["phase"]["agenda"]
    minutes = {(item["id"], item.get("round")): item["minutes"] for item in agenda}
    assert (minutes["work", 3], minutes["debrief", None], minutes["vote", None], minutes["work", 1]) == (30, 20, 5, 18)
    for wrong in ("181", "-1", "veel"):
        assert browser.post("/sessions/new", data=fields | {"minutes.work:3": wrong}).status_code == 422


def test_the_command_line_tells_rehearsals_apart(tmp_path: Path):
    settings = Settings(data_dir=tmp_path, _env_file=None)  # pyright: ignore[reportCallIssue]
    migrate(settings.url)

    async def make(rehearsal: bool) -> None:
        store = open_store(settings.url)
        await links.make_session(settings, store, hosting.NewSession(rehearsal=rehearsal))
        await store.close()

    for rehearsal in (True, False, True):
        asyncio.run(make(rehearsal))
    told = CliRunner().invoke(cli, ["session", "list", "--data", str(tmp_path)]).output
    assert "sessions: 1, rehearsals: 2" in told
    assert told.count("open, rehearsal") == 2
    listed = json.loads(CliRunner().invoke(cli, ["session", "list", "--data", str(tmp_path), "--json"]).output)
    assert [each["rehearsal"] for each in listed] == [True, False, True]


async def test_a_start_of_the_server_never_leads_to_a_rehearsal(tmp_path: Path):
    """On the day itself it makes a session that counts, of the same facilitator; that of yesterday is in the list."""
    settings = Settings(data_dir=tmp_path, base_url="http://here", _env_file=None)  # pyright: ignore[reportCallIssue]
    migrate(settings.url)
    store = open_store(settings.url)
    first = await links.first_links(settings, store)
    assert (await links.first_links(settings, store))["code"] == first["code"]
    await store.sessions.set_rehearsal(first["code"])
    second = await links.first_links(settings, store)
    assert second["code"] != first["code"]
    assert (await links.first_links(settings, store))["code"] == second["code"]
    assert len({record.owner for record in await store.sessions.list()}) == 1
    await store.close()
