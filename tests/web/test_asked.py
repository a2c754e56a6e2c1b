"""What bodies of requests ask for: numbers are numbers, yes is true, and null is as left out."""

from typing import Any

import pytest

from tests.support.web import Server, Table, bearer, problem


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/seats", {"team": "1"}, "team"),
        ("/seats", {"team": True}, "team"),
        ("/seats", {"team": 1.5}, "team"),
        ("/seats", {"bot": "no"}, "bot"),
        ("/rehearsal", {"teams": ["1"]}, "teams.0"),
        ("/rehearsal", {"speed": "4"}, "speed"),
        ("/annotations", {"seq": True, "text": "x"}, "seq"),
        ("", {"teams": "2"}, "teams"),
        ("", {"rehearsal": 1}, "rehearsal"),
        ("", {"settings": {"floor": "5"}}, "settings.floor"),
        ("", {"settings": {"minutes": {"work:1": True}}}, "settings.minutes.work:1"),
        ("", {"settings": {"vote_own": "yes"}}, "settings.vote_own"),
    ],
)
def test_a_text_or_yes_is_no_number_and_a_number_no_yes(shared: Table, path: str, body: dict[str, Any], field: str):
    where = f"{shared.api}{path}" if path else "/api/v1/sessions"
    said = problem(shared.server.browser().post(where, json=body, headers=bearer(shared.facilitator)), 422, "invalid")
    assert [error["field"] for error in said["errors"]] == [field]


def test_a_day_is_written_as_a_day(shared: Table):
    for field in ("delete_on", "consent_on"):
        answer = shared.server.http.patch(shared.api, json={field: 86400 * 365}, headers=bearer(shared.facilitator))
        assert [error["field"] for error in problem(answer, 422, "invalid")["errors"]] == [field]


def test_a_whole_number_may_have_a_point_and_null_is_as_left_out(server: Server):
    wanted = {"teams": 2.0, "title": None, "settings": {"floor": 6.0, "minutes": {"work:1": 20.0}, "devices": None}}
    table = server.table(seats=False, **wanted)
    with server.connect(table.code) as wire:
        session = wire.hello(table.facilitator)["view"]["session"]
    assert (session["teams"], session["floor"], session["devices"]) == (2, 6, "team")
    assert server.browser().post(f"{table.api}/seats", json={"team": 2.0, "bot": None}).status_code == 201


def test_a_title_of_which_nothing_is_seen_is_none(server: Server):
    made = server.http.get(server.table(title="\u200b").api, headers=bearer(server.first.facilitator)).json()
    assert made["title"].startswith("Maatwerk: ")


@pytest.mark.parametrize("part", ["pack", "language", "teams", "title", "settings", "rehearsal"])
def test_a_session_is_asked_for_with_null_as_with_nothing(server: Server, part: str):
    headers = bearer(server.first.facilitator)
    assert server.browser().post("/api/v1/sessions", json={part: None}, headers=headers).status_code == 201
