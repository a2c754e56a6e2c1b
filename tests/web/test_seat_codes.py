"""A seat code brings another device to a seat, once and soon."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.paper import browser_in, hand_in, seat_cards, seats, secret_of
from tests.support.web import Server, Table, bearer, problem
from tests.web.conftest import Serve


def ask(table: Table, token: str, seat: str | None = None) -> Any:
    wanted = {} if seat is None else {"seat": seat}
    return table.server.http.post(f"{table.api}/seat-code", json=wanted, headers=bearer(token))


def seat_code(table: Table, token: str, seat: str | None = None) -> dict[str, Any]:
    """A new seat code."""
    response = ask(table, token, seat)
    assert response.status_code == 201, response.text
    return response.json()


def seat_in(table: Table, browser: TestClient) -> str:
    """Whose seat a browser has now."""
    with table.server.connect(table.code, browser) as wire:
        return wire.hello()["view"]["me"]["seat"]


@pytest.mark.parametrize("typed_at", ["home", "home, other box", "join page", "address"])
def test_a_seat_code_brings_another_device_to_the_seat_once(server: Server, typed_at: str):
    table = server.table()
    seat, token = table.seats[1]
    made, browser = seat_code(table, token), server.browser()
    assert re.fullmatch("[ABCDEFGHJKMNPQRTWXYZ2346789]{4} [ABCDEFGHJKMNPQRTWXYZ2346789]{4}", made["code"])
    assert made["url"] == f"http://testserver/join/{table.code}#kaart={made['code'].replace(' ', '')}"
    assert (made["qr"].startswith("data:image/svg+xml"), made["minutes"]) == (True, 10)
    typed = f" {made['code'].lower().replace(' ', '-')} "
    path, data = {
        "home": ("/", {"code": typed}),
        "home, other box": ("/", {"card": typed}),
        "join page": (f"/join/{table.code}/card", {"card": typed}),
        "address": (f"/join/{table.code}/card", {"card": secret_of(made)}),
    }[typed_at]
    response = browser.post(path, data=data)
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    assert seat_in(table, browser) == seat
    assert len(seats(table)) == len(table.seats)
    problem(server.browser().post(path, data=data), 404, "unknown_card")
    assert server.http.get(f"{table.api}/content", headers=bearer(token)).status_code == 200  # the old device goes on


def test_a_seat_card_can_be_typed_on_the_first_page_too(server: Server):
    table = server.table(seats=False)
    card, browser = seat_cards(table)[0], server.browser()
    for box in ("code", "card"):
        assert browser.post("/", data={box: card["code"]}).headers["location"] == f"/s/{table.code}"
    assert seat_in(table, browser) == "s_card_1_1"


def test_the_facilitator_gets_somebody_back_in_whose_laptop_is_dead(server: Server):
    table, browser = server.table(), server.browser()
    seat = table.seats[0][0]
    made = seat_code(table, table.facilitator, seat)
    assert browser.post("/", data={"code": made["code"]}).status_code == 303
    assert seat_in(table, browser) == seat
    problem(ask(table, table.facilitator), 404, "unknown_id")
    problem(ask(table, table.facilitator, "s_nobody"), 404, "unknown_id")


def test_a_seat_gets_a_code_for_itself_only_and_others_get_none(server: Server):
    table, other = server.table(), server.table()
    (one, token), (two, _) = table.seats[:2]
    assert ask(table, token, one).status_code == 201
    problem(ask(table, token, two), 403, "forbidden")
    problem(ask(table, table.projector, one), 403, "forbidden")
    for outsider in (other.facilitator, other.seats[0][1], "x"):
        problem(ask(table, outsider, one), 401, "unauthorised")
    browser = server.browser()
    browser.cookies.set(f"maatwerk_seat_{table.code}", token)
    elsewhere = {"origin": "https://elsewhere.example"}
    problem(browser.post(f"{table.api}/seat-code", json={}, headers=elsewhere), 403, "wrong_origin")


def test_the_seat_of_a_bot_gets_no_code_for_it_would_stay_a_bots(server: Server):
    table = server.table(seats=False)
    with table.wire(table.facilitator) as desk:
        assert desk.ask("mark_rehearsal")["type"] == "ack"
    bot = server.http.post(f"{table.api}/seats", json={"team": 1, "bot": True}).json()
    refused = problem(ask(table, table.facilitator, bot["seat"]), 422, "not_allowed")
    assert (refused["field"], "code van de sessie" in refused["detail"]) == ("seat", True)
    problem(ask(table, bot["token"]), 422, "not_allowed")
    browser = browser_in(table, 1)  # the way in: the bot stands up
    assert list(seats(table)) == [seat_in(table, browser)]
    assert "bot" not in seats(table)[seat_in(table, browser)]


def test_a_seat_code_lives_ten_minutes_and_a_newer_one_voids_it(server: Server):
    table = server.table()
    token = table.seats[0][1]
    old, new = seat_code(table, token), seat_code(table, token)
    problem(hand_in(table, old["code"]), 404, "unknown_card")
    server.wind(10 * 60_000 - 1)
    assert hand_in(table, new["code"]).status_code == 303
    late = seat_code(table, token)
    server.wind(10 * 60_000)
    problem(hand_in(table, late["code"]), 404, "unknown_card")


def test_a_seat_code_is_of_one_session_and_opens_nothing_else(server: Server):
    table, other = server.table(), server.table()
    made = seat_code(table, table.seats[0][1])
    problem(hand_in(other, made["code"]), 404, "unknown_card")
    code = secret_of(made)
    problem(server.http.get(f"/link/{code}"), 410, "link_spent")
    problem(server.http.post("/facilitator", data={"token": code}), 401, "unauthorised")
    problem(server.http.get(f"{table.api}/content", headers=bearer(code)), 401, "unauthorised")
    assert hand_in(table, code).status_code == 303  # and none of that used it up


def test_the_code_of_a_seat_that_was_removed_is_void(server: Server):
    table = server.table()
    seat, token = table.seats[0]
    made = seat_code(table, token)
    with table.wire(table.facilitator) as desk:
        assert desk.ask("remove_seat", seat=seat)["type"] == "ack"
        assert desk.ask("bookmark", label="weg")["type"] == "ack"  # by then the seat's tokens are gone
    problem(hand_in(table, made["code"]), 404, "unknown_card")


@pytest.mark.parametrize("path", ["/", "/join/{}/card"])
def test_guesses_of_seat_codes_count(serve: Serve, path: str):
    server = serve(guess_limit="3/minute")
    table = server.table()
    made = seat_code(table, table.seats[0][1])
    for _ in range(3):
        problem(server.http.post(path.format(table.code), data={"card": "A" * 8}), 404, "unknown_card")
    problem(server.http.post(path.format(table.code), data={"card": made["code"]}), 429, "too_many_guesses")
    problem(server.http.post("/", data={"code": made["code"]}), 429, "too_many_guesses")
