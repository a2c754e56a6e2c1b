"""A seat card brings a laptop back to its seat."""

import re

import pytest

from app.ids import CARD_LENGTH
from tests.support.paper import hand_in, seat_cards, seats, secret_of, teams
from tests.support.web import PAGE, Server, bearer, problem
from tests.web.conftest import Serve


def test_a_team_gets_one_card_or_one_for_each_person(server: Server):
    one, four = server.table(seats=False, teams=3), server.table(seats=False, teams=2, settings={"devices": "person"})
    assert [(card["team"], card["seat"]) for card in seat_cards(one)] == [(1, 1), (2, 1), (3, 1)]
    assert [(card["team"], card["seat"]) for card in seat_cards(four)] == [(t, n) for t in (1, 2) for n in (1, 2, 3, 4)]
    card = seat_cards(one)[0]
    assert card["name"] == teams(one)["1"]["name"]
    assert card["url"].startswith(f"http://testserver/join/{one.code}#kaart=")
    assert card["code"].replace(" ", "") == secret_of(card)
    assert len(secret_of(card)) == CARD_LENGTH  # 27 ** 28 is over 128 bits


def test_a_card_takes_its_seat_once_and_brings_any_laptop_back_to_it(server: Server):
    table = server.table(seats=False)
    card = seat_cards(table)[1]
    first, later = server.browser(), server.browser()
    response = hand_in(table, secret_of(card), first)
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    assert [seat["team"] for seat in seats(table).values()] == [2]
    with server.connect(table.code, first) as wire:
        wire.hello()
        assert wire.ask("rename_team", name="De Uilen")["type"] == "ack"
    typed = " " + card["code"].lower().replace(" ", "-")
    assert hand_in(table, typed, later).status_code == 303
    assert len(seats(table)) == 1
    for browser in (first, later):  # the older cookie keeps working
        assert browser.get(f"/s/{table.code}").status_code == 200
        with server.connect(table.code, browser) as wire:
            assert wire.hello()["view"]["teams"]["2"]["name"] == "De Uilen"


def test_a_card_finds_its_seat_in_the_team_where_the_facilitator_put_it(server: Server):
    table = server.table(seats=False)
    card = seat_cards(table)[0]
    hand_in(table, secret_of(card))
    (seat,) = seats(table)
    with table.wire(table.facilitator) as desk:
        desk.ask("move_seat", seat=seat, team=4)
    hand_in(table, secret_of(card))
    assert [(key, held["team"]) for key, held in seats(table).items()] == [(seat, 4)]


def test_new_cards_make_the_older_ones_void_and_lead_to_the_same_seats(server: Server):
    table = server.table(seats=False)
    old = seat_cards(table)[0]
    browser = server.browser()
    hand_in(table, secret_of(old), browser)
    new = seat_cards(table)[0]
    problem(hand_in(table, secret_of(old)), 404, "unknown_card")
    assert browser.get(f"/s/{table.code}").status_code == 200
    assert hand_in(table, secret_of(new)).status_code == 303
    assert len(seats(table)) == 1


def test_of_a_card_with_one_wrong_sign_the_others_are_not_typed_again(server: Server):
    table = server.table(seats=False)
    right = seat_cards(table)[0]["code"]
    wrong = f"O{right[1:]}"
    for path in ("/", f"/join/{table.code}/card"):
        page = server.browser().post(path, data={"card": wrong}, headers=PAGE)
        assert page.status_code == 404
        assert re.search(rf'<input[^>]* name="card" value="{wrong}"', page.text)
    assert server.browser().post("/", data={"card": right}).status_code == 303


def test_the_card_of_a_seat_that_was_removed_is_void(server: Server):
    table = server.table(seats=False)
    card = seat_cards(table)[0]
    hand_in(table, secret_of(card))
    (seat,) = seats(table)
    with table.wire(table.facilitator) as desk:
        assert desk.ask("remove_seat", seat=seat)["type"] == "ack"
        assert desk.ask("bookmark", label="weg")["type"] == "ack"  # by then the seat's tokens are gone
    problem(hand_in(table, secret_of(card)), 404, "unknown_card")
    assert hand_in(table, secret_of(seat_cards(table)[0])).status_code == 303
    assert list(seats(table)) == [seat]


def test_a_card_is_of_one_session_and_is_no_token(server: Server):
    table, other = server.table(seats=False), server.table(seats=False)
    card = seat_cards(table)[0]
    problem(hand_in(other, secret_of(card)), 404, "unknown_card")
    problem(server.http.get(f"{table.api}/content", headers=bearer(secret_of(card))), 401, "unauthorised")
    browser = server.browser()
    for role in ("seat", "facilitator", "screen", "card"):
        browser.cookies.set(f"maatwerk_{role}_{table.code}", secret_of(card))
    assert browser.get(f"/s/{table.code}").status_code == 303
    with server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": secret_of(card)})
        assert wire.closed() == ("unauthorised", 4005)


def test_a_token_is_no_card(server: Server):
    table = server.table()
    for token in (table.seats[0][1], table.facilitator, ""):
        problem(hand_in(table, token), 404, "unknown_card")


@pytest.mark.parametrize("path", ["seat-cards", "seat-cards.pdf"])
def test_only_the_facilitator_of_the_session_makes_cards(server: Server, path: str):
    table, other = server.table(), server.table(seats=False)
    for token, status in ((table.seats[0][1], 403), (table.projector, 403), (other.facilitator, 401), ("x", 401)):
        response = server.http.post(f"{table.api}/{path}", headers=bearer(token))
        assert response.status_code == status
    browser = server.browser()
    browser.cookies.set(f"maatwerk_facilitator_{table.code}", table.facilitator)
    elsewhere = {"origin": "https://elsewhere.example"}
    problem(browser.post(f"{table.api}/{path}", headers=elsewhere), 403, "wrong_origin")
    assert browser.get(f"{table.api}/{path}").status_code == 405


def test_the_facilitator_prints_new_cards(server: Server):
    table = server.table(seats=False)
    old = seat_cards(table)[0]
    response = server.http.post(f"{table.api}/seat-cards.pdf", headers=bearer(table.facilitator))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert f'filename="plekkaarten-{table.code}.pdf"' in response.headers["content-disposition"]
    problem(hand_in(table, secret_of(old)), 404, "unknown_card")


def test_a_full_team_and_a_closed_session_say_so(server: Server):
    table = server.table(seats=False)
    cards = seat_cards(table)
    for _ in range(4):
        table.take_seat(1)
    problem(hand_in(table, secret_of(cards[0])), 409, "team_full")
    hand_in(table, secret_of(cards[1]))
    table.close()
    problem(hand_in(table, secret_of(cards[2])), 410, "closed")
    assert hand_in(table, secret_of(cards[1])).status_code == 303  # its seat looks back
    problem(server.http.post(f"{table.api}/seat-cards", headers=bearer(table.facilitator)), 410, "closed")


def test_guesses_of_cards_count(serve: Serve):
    server = serve(guess_limit="3/minute")
    table = server.table(seats=False)
    card = seat_cards(table)[0]
    for _ in range(3):
        problem(hand_in(table, "A" * CARD_LENGTH), 404, "unknown_card")
    problem(hand_in(table, "A" * CARD_LENGTH), 429, "too_many_guesses")
    assert hand_in(table, secret_of(card)).status_code == 303, "nobody can guess a card: a right one always works"


def test_looking_at_the_join_page_uses_no_card(server: Server):
    table = server.table(seats=False)
    card = seat_cards(table)[0]
    page = server.browser().get(f"/join/{table.code}", headers=PAGE)
    assert f'action="/join/{table.code}/card"' in page.text
    assert secret_of(card) not in page.text
    assert seats(table) == {}


def test_no_secret_of_a_card_lies_on_disk_and_all_go_with_the_session(server: Server):
    table = server.table(seats=False)
    card = seat_cards(table)[0]
    directory = server.app.state.services.settings.data_dir
    assert all(secret_of(card).encode() not in path.read_bytes() for path in directory.iterdir() if path.is_file())
    server.http.delete(table.api, headers=bearer(table.facilitator))
    assert server.http.portal is not None
    tokens = server.app.state.services.store.tokens
    assert server.http.portal.call(tokens.find_card, secret_of(card)) is None
