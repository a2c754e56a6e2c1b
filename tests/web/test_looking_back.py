"""Looking back over HTTP: the log, replays and exports; who may read which, and what stays private."""

import csv
import io
import json
from typing import Any

import pytest

from app.review.exports import FORMS
from tests.support.packed import unpacked
from tests.support.web import Server, Table, bearer, problem, seat_of

EXPORTS = [f"/export/{kind}" for kind in FORMS]


@pytest.fixture(scope="module")
def played(server: Server) -> Table:
    """A session that was played a little and closed."""
    table = server.table()
    named = server.http.post(f"{table.api}/seats", json={"team": 1, "name": "zq-naam"})
    assert named.status_code == 201
    with table.wire(table.facilitator) as desk, table.wire(table.seats[0][1]) as wire:
        desk.ask("note", text="zq-notitie")
        wire.ask("rename_team", name="=1+1")
        desk.ask("go", phase="work", round=1)
        wire.ask("write_draft", fields={"title": "zq-titel", "text": "@SUM(A1)"})
        desk.ask("close_session")
    return table


def lines(response: Any) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def test_before_the_end_the_log_is_for_the_facilitator_only(table: Table):
    http = table.server.http
    for path in ("/log", *EXPORTS, "/replay/2"):
        assert http.get(table.api + path, headers=bearer(table.facilitator)).status_code == 200
        problem(http.get(table.api + path, headers=seat_of(table)), 403, "not_closed")
        problem(http.get(table.api + path, headers=bearer(table.projector)), 403, "forbidden")


def test_after_the_end_every_seat_reads_the_log_without_the_private_notes(played: Table):
    http = played.server.http
    whole = lines(http.get(f"{played.api}/log", headers=bearer(played.facilitator)))
    assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))
    assert {"seq", "at", "type", "version", "data"} == whole[0].keys()
    assert "note_written" in {event["type"] for event in whole}
    assert "zq-naam" in {event["data"].get("nickname") for event in whole}
    headers = seat_of(played)
    for path in ("/log", *EXPORTS):
        read = unpacked(http.get(played.api + path, headers=headers).content)
        assert "zq-titel" in read or path == "/export/xapi", path
        assert "zq-notitie" not in read
        assert "zq-naam" not in read
    assert "zq-naam" not in http.get(f"{played.api}/replay/{len(whole)}?audience=team:1", headers=headers).text
    assert len(lines(http.get(f"{played.api}/log", headers=headers))) == len(whole) - 1


def test_the_log_can_be_read_from_a_place_on(played: Table):
    headers = bearer(played.facilitator)
    tail = lines(played.server.http.get(f"{played.api}/log?after=3", headers=headers))
    assert tail[0]["seq"] == 4
    problem(played.server.http.get(f"{played.api}/log?after=-1", headers=headers), 422, "invalid")
    problem(played.server.http.get(f"{played.api}/log?after=1{'0' * 30}", headers=headers), 422, "invalid")


def test_a_replay_shows_what_was_seen_then(played: Table):
    http, headers = played.server.http, bearer(played.facilitator)
    last = lines(http.get(f"{played.api}/log", headers=headers))[-1]["seq"]
    early = http.get(f"{played.api}/replay/2?audience=screen", headers=headers).json()
    assert (early["seq"], early["view"]["phase"]["id"]) == (2, "lobby")
    late = http.get(f"{played.api}/replay/{last}?audience=team:1", headers=headers).json()
    assert late["view"]["solutions"]["1"]["1"]["title"] == "zq-titel"
    assert late["seq"] == last
    problem(http.get(f"{played.api}/replay/0", headers=headers), 404, "unknown_seq")


def test_only_the_facilitator_replays_as_the_facilitator(played: Table):
    url = f"{played.api}/replay/5?audience=facilitator"
    assert played.server.http.get(url, headers=bearer(played.facilitator)).status_code == 200
    problem(played.server.http.get(url, headers=seat_of(played)), 403, "forbidden")


def test_a_table_holds_no_formula(played: Table):
    response = played.server.http.get(f"{played.api}/export/csv", headers=bearer(played.facilitator))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert {row["text"] for row in rows if row["event_type"] == "team_renamed"} == {"'=1+1"}
    for row in rows:
        assert not any(cell[:1] in "=+-@\t\r" for cell in row.values() if cell), row


def test_weeks_later_whoever_leads_finds_the_way_back_into_the_closed_session(played: Table):
    """Its first steps and the measurement of later wait there."""
    for headers, leads in ((bearer(played.facilitator), "true"), (seat_of(played), "false")):
        page = played.server.http.get(f"/s/{played.code}/review", headers=headers | {"accept": "text/html"}).text
        assert f'"facilitates": {leads}' in page
