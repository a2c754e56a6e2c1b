"""A paper card that is scanned is picked for the team."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.paper import browser_in, go, teams
from tests.support.web import PAGE, Server, Table, bearer, problem


def card_code(table: Table, kind: str, key: str) -> str:
    """The short code on a paper card."""
    response = table.server.http.get(f"{table.api}/content", headers=bearer(table.projector))
    codes: dict[str, dict[str, str]] = response.json()["codes"]
    return next(code for code, card in codes.items() if card == {"kind": kind, "id": key})


def take(browser: TestClient, path: str, **data: str) -> Any:
    return browser.post(path, data=data, headers=PAGE)


@pytest.fixture
def choosing(server: Server) -> Table:
    table = server.table(seats=False)
    go(table, "choose", 1)
    return table


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
