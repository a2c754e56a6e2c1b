"""Joining: with a code and nothing else, on any device, also some weeks later; what is refused says why."""

from typing import Any

import pytest

from app.ids import show_code
from tests.support.web import PAGE, Server, Table, problem, seat_of


def test_who_has_the_code_gets_a_seat_a_token_and_a_cookie(shared: Table):
    response = shared.server.browser().post(f"{shared.api}/seats", json={"team": 3, "name": "Ann"})
    assert response.status_code == 201
    body = response.json()
    assert body.keys() == {"seat", "token"}
    assert len(body["token"]) >= 22
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"maatwerk_seat_{shared.code}={body['token']}; ")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("body", [None, {}, {"team": 4}])
def test_a_seat_may_be_taken_with_nothing_but_the_code(table: Table, body: dict[str, int] | None):
    assert table.server.browser().post(f"{table.api}/seats", json=body).status_code == 201


def test_a_full_team_and_a_full_session_say_so(server: Server):
    table = server.table(seats=False, teams=1)
    for _ in range(4):
        table.take_seat(1)
    problem(server.http.post(f"{table.api}/seats", json={"team": 1}), 409, "too_many")
    table = server.table(seats=False, teams=2)
    for _ in range(4):
        table.take_seat(1)
    problem(server.http.post(f"{table.api}/seats", json={"team": 1}), 409, "team_full")
    problem(server.http.post(f"{table.api}/seats", json={"team": 3}), 422, "unknown_id")


@pytest.mark.parametrize(
    "body",
    [{"team": 5}, {"team": "1x"}, {"name": "x" * 41}, {"name": "a\x00b"}, [], {"name": 3}],
    ids=str,
)
def test_a_wrong_wish_for_a_seat_names_the_field(shared: Table, body: Any):
    found = problem(shared.server.http.post(f"{shared.api}/seats", json=body), 422, "invalid")
    assert found["errors"][0].keys() == {"field", "message"}


def test_half_a_character_is_refused(shared: Table):
    content = b'{"name":"\\ud800"}'
    headers = {"content-type": "application/json"}
    problem(shared.server.http.post(f"{shared.api}/seats", content=content, headers=headers), 422, "invalid")


def test_a_closed_session_has_no_seats_to_take(table: Table):
    table.close()
    problem(table.server.http.post(f"{table.api}/seats", json={}), 410, "closed")


def test_some_weeks_later_people_come_back_on_any_device(table: Table):
    table.close()
    browser = table.server.browser()
    page = browser.get(f"/join/{table.code}", headers=PAGE).text
    assert "afgelopen" in page
    assert "Neem plaats" not in page
    with table.wire(table.facilitator) as desk:
        assert desk.ask("open_pulse", pulse="now")["type"] == "ack"
    page = browser.get(f"/join/{table.code}", headers=PAGE).text
    assert "Bij welk subteam" not in page
    response = browser.post(f"/join/{table.code}", data={})
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    with table.server.connect(table.code, browser) as wire:
        assert wire.hello()["view"]["board"]["pulse"]["later"]["now"]["state"] == "open"
        assert wire.ask("place_pulse", pulse="now", regulation=10, interest=10)["type"] == "ack"
        assert wire.ask("join_team", team=1)["code"] == "closed"


def test_looking_at_the_join_page_takes_no_seat(table: Table):
    browser = table.server.browser()
    for _ in range(3):
        response = browser.get(f"/join/{table.code}", headers=PAGE)
        assert response.status_code == 200
        assert "set-cookie" not in response.headers
    with table.wire(table.facilitator) as desk:
        assert len(desk.seen[0]["view"]["seats"]) == 2


def test_the_form_takes_a_seat_and_the_cookie_opens_the_seats_page_and_its_connection(table: Table):
    browser = table.server.browser()
    response = browser.post(f"/join/{table.code}", data={"team": "1", "name": " Ann "})
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    assert browser.get(f"/s/{table.code}").status_code == 200
    with table.server.connect(table.code, browser) as wire:
        welcome = wire.hello()
        assert welcome["audience"] == "team:1"
        assert welcome["view"]["me"]["name"] == "Ann"


@pytest.mark.parametrize(
    "sent", [{"json": {"name": "\u200b"}}, {"data": {"name": "\u2060 \u3164"}}], ids=["api", "form"]
)
def test_a_name_of_which_nothing_is_seen_is_none(table: Table, sent: dict[str, Any]):
    browser = table.server.browser()
    where = f"{table.api}/seats" if "json" in sent else f"/join/{table.code}"
    assert browser.post(where, **sent).status_code in (201, 303)
    with table.server.connect(table.code, browser) as wire:
        assert "name" not in wire.hello()["view"]["me"]


@pytest.mark.parametrize("name", ["a\x00b", "a\nb", "\x1b[31m"], ids=repr)
def test_a_name_that_cannot_be_is_the_persons_to_mend(table: Table, name: str):
    response = table.server.browser().post(f"/join/{table.code}", data={"team": "1", "name": name}, headers=PAGE)
    assert response.status_code == 422


def test_without_a_seat_the_seats_page_leads_to_the_join_page(shared: Table):
    response = shared.server.browser().get(f"/s/{shared.code}")
    assert (response.status_code, response.headers["location"]) == (303, f"/join/{shared.code}")


@pytest.mark.parametrize("path", ["/join/{}", "/s/{}", "/api/v1/sessions/{}/content"])
def test_a_code_is_read_in_any_case_with_or_without_hyphen(shared: Table, path: str):
    for code in (shared.code, shared.code.lower(), show_code(shared.code), show_code(shared.code).lower()):
        response = shared.server.browser().get(path.format(code), headers=seat_of(shared))
        assert response.status_code == 200, code


def test_the_home_page_takes_a_code_however_it_is_typed(shared: Table):
    browser = shared.server.browser()
    a, b = shared.code[:3], shared.code[3:]
    for typed in (shared.code, f" {a.lower()}-{b.lower()} ", " ".join(shared.code), f"{a}.{b}", f"{a}\N{EN DASH}{b}"):
        response = browser.post("/", data={"code": typed})
        assert (response.status_code, response.headers["location"]) == (303, f"/join/{shared.code}")


def test_who_typed_a_wrong_code_can_type_another_there(shared: Table):
    page = shared.server.http.get("/join/ABCDEF", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert '<form class="sheet pad" method="post" action="/">' in page.text
    assert 'name="code"' not in shared.server.http.get("/nothing", headers={"accept": "text/html"}).text


def test_a_wrong_code_stands_there_still_to_be_held_beside_the_big_screen(shared: Table):
    page = shared.server.http.post("/", data={"code": 'ab"cd'}, headers=PAGE)
    assert page.status_code == 404
    assert 'value="ab&#34;cd"' in page.text
