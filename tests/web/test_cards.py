"""Paper that counts: a scanned card is picked for the team, a seat card brings a laptop back to its seat."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from app.ids import CARD_LENGTH
from tests.support.web import PAGE, Server, Table, bearer, problem
from tests.web.conftest import Serve


def card_code(table: Table, kind: str, key: str) -> str:
    """The short code on a paper card."""
    response = table.server.http.get(f"{table.api}/content", headers=bearer(table.projector))
    codes: dict[str, dict[str, str]] = response.json()["codes"]
    return next(code for code, card in codes.items() if card == {"kind": kind, "id": key})


def browser_in(table: Table, team: int) -> TestClient:
    """A browser with a seat."""
    browser = table.server.browser()
    assert browser.post(f"/join/{table.code}", data={"team": str(team)}).status_code == 303
    return browser


def go(table: Table, phase: str, number: int | None = None) -> None:
    with table.wire(table.facilitator) as desk:
        assert desk.ask("go", phase=phase, round=number)["type"] == "ack"


def teams(table: Table) -> dict[str, Any]:
    with table.wire(table.facilitator) as desk:
        return desk.seen[0]["view"]["teams"]


def seats(table: Table) -> dict[str, Any]:
    with table.wire(table.facilitator) as desk:
        return desk.seen[0]["view"]["seats"]


def take(browser: TestClient, path: str, **data: str) -> Any:
    return browser.post(path, data=data, headers=PAGE)


@pytest.fixture
def choosing(server: Server) -> Table:
    table = server.table(seats=False)
    go(table, "choose", 1)
    return table


# --- cards ------------------------------------------------------------------------------------------------------------


def test_the_content_names_every_card_by_its_code(shared: Table):
    content = shared.server.http.get(f"{shared.api}/content", headers=bearer(shared.projector)).json()
    kinds = ("personas", "actors", "factors")
    assert [(card["kind"], card["id"]) for card in content["codes"].values()] == [
        (kind, key) for kind in kinds for key in content[kind]
    ]
    assert all(re.fullmatch("[ABCDEFGHJKMNPQRTWXYZ2346789]{4}", code) for code in content["codes"])


def test_looking_at_a_card_takes_nothing_and_the_button_takes_it_for_the_team(choosing: Table):
    browser = browser_in(choosing, 2)
    path = f"/k/po/{card_code(choosing, 'personas', 'yara')}"
    for _ in range(3):
        page = browser.get(path, headers=PAGE)
        assert (page.status_code, "Yara" in page.text, "Neem deze kaart" in page.text) == (200, True, True)
    assert "persona" not in teams(choosing)["2"]
    response = take(browser, path)
    assert (response.status_code, response.headers["location"]) == (303, path)
    assert teams(choosing)["2"]["persona"] == "yara"
    assert "Deze kaart ligt bij jullie" in browser.get(path, headers=PAGE).text


def test_an_actor_is_taken_by_a_second_device_of_the_team_in_any_case(choosing: Table):
    laptop, phone = browser_in(choosing, 1), browser_in(choosing, 1)
    assert laptop.cookies != phone.cookies
    assert take(phone, f"/k/po/{card_code(choosing, 'actors', 'parent').lower()}").status_code == 303
    assert teams(choosing)["1"]["actor"] == "parent"


def test_the_rules_of_picking_hold_and_are_told_in_words(choosing: Table):
    one, two = browser_in(choosing, 1), browser_in(choosing, 2)
    path = f"/k/po/{card_code(choosing, 'personas', 'yara')}"
    assert take(one, path).status_code == 303
    refused = take(two, path)
    assert (refused.status_code, "Deze leerling is net gekozen" in refused.text) == (409, True)
    assert "persona" not in teams(choosing)["2"]
    go(choosing, "break")
    late = take(two, f"/k/po/{card_code(choosing, 'actors', 'parent')}")
    assert (late.status_code, "Dit kan nu niet" in late.text) == (409, True)


def test_a_button_that_is_pressed_twice_takes_once(choosing: Table):
    one, two = browser_in(choosing, 1), browser_in(choosing, 2)
    yara, other = (f"/k/po/{card_code(choosing, 'personas', key)}" for key in ("yara", "sem"))
    sent = re.search(r'name="id" value="(\w+)"', one.get(yara, headers=PAGE).text)
    assert sent
    assert take(one, yara, id=sent[1]).status_code == 303
    assert take(one, other).status_code == 303
    assert take(one, yara, id=sent[1]).status_code == 303  # the tap that came late
    assert teams(choosing)["1"]["persona"] == "sem"
    assert take(two, yara, id=sent[1]).status_code == 303  # an id is the seat's own


def test_a_factor_opens_on_the_teams_own_sheet(choosing: Table):
    browser = browser_in(choosing, 1)
    code = card_code(choosing, "factors", "vision")
    page = browser.get(f"/k/po/{code}", headers=PAGE).text
    assert f'href="/s/{choosing.code}#kaart={code}"' in page
    assert "Neem deze kaart" not in page
    assert take(browser, f"/k/po/{code}").headers["location"] == f"/s/{choosing.code}#kaart={code}"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/k/po/0000", "zit niet in dit spel"), ("/k/mbo/{code}", "hoort bij een ander spel"), ("/k/po/<b>", "zit niet")],
)
def test_an_unknown_card_and_a_card_of_another_pack_say_so(choosing: Table, path: str, said: str):
    browser = browser_in(choosing, 1)
    path = path.format(code=card_code(choosing, "personas", "yara"))
    for response in (browser.get(path, headers=PAGE), take(browser, path)):
        assert (response.status_code, said in response.text) == (404, True)


def test_without_a_seat_the_page_says_how_to_join(choosing: Table):
    path = f"/k/po/{card_code(choosing, 'personas', 'yara')}"
    page = choosing.server.browser().get(path, headers=PAGE)
    assert (page.status_code, 'name="code"' in page.text, "Yara" in page.text) == (200, True, False)
    problem(choosing.server.browser().post(path, data={}), 401, "unauthorised")
    assert "persona" not in teams(choosing)["1"]


@pytest.mark.parametrize("role", ["facilitator", "projector"])
def test_only_a_seat_takes_a_card(choosing: Table, role: str):
    browser = choosing.server.browser()
    token = getattr(choosing, role)
    browser.cookies.set(f"maatwerk_{'screen' if role == 'projector' else role}_{choosing.code}", token)
    browser.cookies.set(f"maatwerk_seat_{choosing.code}", token)
    problem(browser.post(f"/k/po/{card_code(choosing, 'personas', 'yara')}", data={}), 401, "unauthorised")


def newer(server: Server) -> Table:
    """A session that began later than the others."""
    server.wind(1000)
    return server.table(seats=False)


def test_a_card_goes_to_the_newest_session_that_is_open(server: Server):
    older, new, closed = tables = [newer(server) for _ in range(3)]
    browser = server.browser()
    for table in tables:
        go(table, "choose", 1)
        assert browser.post(f"/join/{table.code}", data={"team": "1"}).status_code == 303
    closed.close()
    assert take(browser, f"/k/po/{card_code(new, 'personas', 'yara')}").status_code == 303
    assert (teams(older)["1"].get("persona"), teams(new)["1"].get("persona")) == (None, "yara")


def test_only_the_seats_page_may_run_the_reader_of_qr_codes(choosing: Table):
    browser = browser_in(choosing, 1)
    browser.cookies.set(f"maatwerk_screen_{choosing.code}", choosing.projector)
    card = f"/k/po/{card_code(choosing, 'personas', 'yara')}"
    paths = ["/", f"/join/{choosing.code}", f"/s/{choosing.code}", f"/s/{choosing.code}/screen", card]
    policies = [browser.get(path, headers=PAGE).headers["content-security-policy"] for path in paths]
    assert [path for path, policy in zip(paths, policies, strict=True) if "wasm" in policy] == [f"/s/{choosing.code}"]
    assert not any("'unsafe-eval'" in policy or "{" in policy for policy in policies)


def test_another_site_cannot_take_a_card(choosing: Table):
    browser = browser_in(choosing, 1)
    path = f"/k/po/{card_code(choosing, 'personas', 'yara')}"
    problem(browser.post(path, data={}, headers={"origin": "https://elsewhere.example"}), 403, "wrong_origin")
    assert "persona" not in teams(choosing)["1"]


# --- seat cards -------------------------------------------------------------------------------------------------------


def make(table: Table) -> list[dict[str, Any]]:
    """New seat cards."""
    response = table.server.http.post(f"{table.api}/seat-cards", headers=bearer(table.facilitator))
    assert response.status_code == 201, response.text
    return response.json()["cards"]


def show(table: Table, typed: str, browser: TestClient | None = None) -> Any:
    """Hand in a seat card, as the join page does."""
    return (browser or table.server.browser()).post(f"/join/{table.code}/card", data={"card": typed})


def secret(card: dict[str, Any]) -> str:
    return urlsplit(str(card["url"])).fragment.removeprefix("kaart=")


def test_a_team_gets_one_card_or_one_for_each_person(server: Server):
    one, four = server.table(seats=False, teams=3), server.table(seats=False, teams=2, settings={"devices": "person"})
    assert [(card["team"], card["seat"]) for card in make(one)] == [(1, 1), (2, 1), (3, 1)]
    assert [(card["team"], card["seat"]) for card in make(four)] == [(t, n) for t in (1, 2) for n in (1, 2, 3, 4)]
    card = make(one)[0]
    assert card["name"] == teams(one)["1"]["name"]
    assert card["url"].startswith(f"http://testserver/join/{one.code}#kaart=")
    assert card["code"].replace(" ", "") == secret(card)
    assert len(secret(card)) == CARD_LENGTH  # 27 ** 28 is over 128 bits


def test_a_card_takes_its_seat_once_and_brings_any_laptop_back_to_it(server: Server):
    table = server.table(seats=False)
    card = make(table)[1]
    first, later = server.browser(), server.browser()
    response = show(table, secret(card), first)
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    assert [seat["team"] for seat in seats(table).values()] == [2]
    with server.connect(table.code, first) as wire:
        wire.hello()
        assert wire.ask("rename_team", name="De Uilen")["type"] == "ack"
    typed = " " + card["code"].lower().replace(" ", "-")
    assert show(table, typed, later).status_code == 303
    assert len(seats(table)) == 1
    for browser in (first, later):  # the older cookie keeps working
        assert browser.get(f"/s/{table.code}").status_code == 200
        with server.connect(table.code, browser) as wire:
            assert wire.hello()["view"]["teams"]["2"]["name"] == "De Uilen"


def test_a_card_finds_its_seat_in_the_team_where_the_facilitator_put_it(server: Server):
    table = server.table(seats=False)
    card = make(table)[0]
    show(table, secret(card))
    (seat,) = seats(table)
    with table.wire(table.facilitator) as desk:
        desk.ask("move_seat", seat=seat, team=4)
    show(table, secret(card))
    assert [(key, held["team"]) for key, held in seats(table).items()] == [(seat, 4)]


def test_new_cards_make_the_older_ones_void_and_lead_to_the_same_seats(server: Server):
    table = server.table(seats=False)
    old = make(table)[0]
    browser = server.browser()
    show(table, secret(old), browser)
    new = make(table)[0]
    problem(show(table, secret(old)), 404, "unknown_card")
    assert browser.get(f"/s/{table.code}").status_code == 200
    assert show(table, secret(new)).status_code == 303
    assert len(seats(table)) == 1


def test_the_card_of_a_seat_that_was_removed_is_void(server: Server):
    table = server.table(seats=False)
    card = make(table)[0]
    show(table, secret(card))
    (seat,) = seats(table)
    with table.wire(table.facilitator) as desk:
        assert desk.ask("remove_seat", seat=seat)["type"] == "ack"
        assert desk.ask("bookmark", label="weg")["type"] == "ack"  # by then the seat's tokens are gone
    problem(show(table, secret(card)), 404, "unknown_card")
    assert show(table, secret(make(table)[0])).status_code == 303
    assert list(seats(table)) == [seat]


def test_a_card_is_of_one_session_and_is_no_token(server: Server):
    table, other = server.table(seats=False), server.table(seats=False)
    card = make(table)[0]
    problem(show(other, secret(card)), 404, "unknown_card")
    problem(server.http.get(f"{table.api}/content", headers=bearer(secret(card))), 401, "unauthorised")
    browser = server.browser()
    for role in ("seat", "facilitator", "screen", "card"):
        browser.cookies.set(f"maatwerk_{role}_{table.code}", secret(card))
    assert browser.get(f"/s/{table.code}").status_code == 303
    with server.connect(table.code) as wire:
        wire.send({"type": "hello", "token": secret(card)})
        assert wire.closed() == ("unauthorised", 4005)


def test_a_token_is_no_card(server: Server):
    table = server.table()
    for token in (table.seats[0][1], table.facilitator, ""):
        problem(show(table, token), 404, "unknown_card")


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
    old = make(table)[0]
    response = server.http.post(f"{table.api}/seat-cards.pdf", headers=bearer(table.facilitator))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert f'filename="plekkaarten-{table.code}.pdf"' in response.headers["content-disposition"]
    problem(show(table, secret(old)), 404, "unknown_card")


def test_a_full_team_and_a_closed_session_say_so(server: Server):
    table = server.table(seats=False)
    cards = make(table)
    for _ in range(4):
        table.take_seat(1)
    problem(show(table, secret(cards[0])), 409, "team_full")
    show(table, secret(cards[1]))
    table.close()
    problem(show(table, secret(cards[2])), 410, "closed")
    assert show(table, secret(cards[1])).status_code == 303  # its seat looks back
    problem(server.http.post(f"{table.api}/seat-cards", headers=bearer(table.facilitator)), 410, "closed")


def test_guesses_of_cards_count(serve: Serve):
    server = serve(guess_limit="3/minute")
    table = server.table(seats=False)
    card = make(table)[0]
    for _ in range(3):
        problem(show(table, "A" * CARD_LENGTH), 404, "unknown_card")
    problem(show(table, "A" * CARD_LENGTH), 429, "too_many_guesses")
    assert show(table, secret(card)).status_code == 303, "nobody can guess a card: a right one always works"


def test_looking_at_the_join_page_uses_no_card(server: Server):
    table = server.table(seats=False)
    card = make(table)[0]
    page = server.browser().get(f"/join/{table.code}", headers=PAGE)
    assert f'action="/join/{table.code}/card"' in page.text
    assert secret(card) not in page.text
    assert seats(table) == {}


def test_no_secret_of_a_card_lies_on_disk_and_all_go_with_the_session(server: Server):
    table = server.table(seats=False)
    card = make(table)[0]
    directory = server.app.state.services.settings.data_dir
    assert all(secret(card).encode() not in path.read_bytes() for path in directory.iterdir() if path.is_file())
    server.http.delete(table.api, headers=bearer(table.facilitator))
    assert server.http.portal is not None
    tokens = server.app.state.services.store.tokens
    assert server.http.portal.call(tokens.find_card, secret(card)) is None


# --- seat codes -------------------------------------------------------------------------------------------------------


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
        "address": (f"/join/{table.code}/card", {"card": secret(made)}),
    }[typed_at]
    response = browser.post(path, data=data)
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}")
    assert seat_in(table, browser) == seat
    assert len(seats(table)) == len(table.seats)
    problem(server.browser().post(path, data=data), 404, "unknown_card")
    assert server.http.get(f"{table.api}/content", headers=bearer(token)).status_code == 200  # the old device goes on


def test_a_seat_card_can_be_typed_on_the_first_page_too(server: Server):
    table = server.table(seats=False)
    card, browser = make(table)[0], server.browser()
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
    problem(show(table, old["code"]), 404, "unknown_card")
    server.wind(10 * 60_000 - 1)
    assert show(table, new["code"]).status_code == 303
    late = seat_code(table, token)
    server.wind(10 * 60_000)
    problem(show(table, late["code"]), 404, "unknown_card")


def test_a_seat_code_is_of_one_session_and_opens_nothing_else(server: Server):
    table, other = server.table(), server.table()
    made = seat_code(table, table.seats[0][1])
    problem(show(other, made["code"]), 404, "unknown_card")
    code = secret(made)
    problem(server.http.get(f"/link/{code}"), 410, "link_spent")
    problem(server.http.post("/facilitator", data={"token": code}), 401, "unauthorised")
    problem(server.http.get(f"{table.api}/content", headers=bearer(code)), 401, "unauthorised")
    assert show(table, code).status_code == 303  # and none of that used it up


def test_the_code_of_a_seat_that_was_removed_is_void(server: Server):
    table = server.table()
    seat, token = table.seats[0]
    made = seat_code(table, token)
    with table.wire(table.facilitator) as desk:
        assert desk.ask("remove_seat", seat=seat)["type"] == "ack"
        assert desk.ask("bookmark", label="weg")["type"] == "ack"  # by then the seat's tokens are gone
    problem(show(table, made["code"]), 404, "unknown_card")


@pytest.mark.parametrize("path", ["/", "/join/{}/card"])
def test_guesses_of_seat_codes_count(serve: Serve, path: str):
    server = serve(guess_limit="3/minute")
    table = server.table()
    made = seat_code(table, table.seats[0][1])
    for _ in range(3):
        problem(server.http.post(path.format(table.code), data={"card": "A" * 8}), 404, "unknown_card")
    problem(server.http.post(path.format(table.code), data={"card": made["code"]}), 429, "too_many_guesses")
    problem(server.http.post("/", data={"code": made["code"]}), 429, "too_many_guesses")
