"""Who leads: the cofacilitator, handing over, the spare key; and the preview, which only consoles may ask for."""

import html
import json
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli.main import cli
from app.ids import show_code
from tests.support.web import Server, Table, bearer, problem

PAGE = {"accept": "text/html"}


def link(table: Table, role: str, token: str | None = None) -> str:
    """A new link, as the console asks for one."""
    answer = table.server.http.post(
        f"{table.api}/links", json={"role": role}, headers=bearer(token or table.facilitator)
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["qr"].startswith("data:image/svg+xml")
    return answer.json()["url"]


def enter(table: Table, url: str) -> tuple[TestClient, str]:
    """Somebody opens the link on a device of their own and says yes."""
    browser = table.server.browser()
    asked = browser.get(url, headers=PAGE)
    assert asked.status_code == 200
    assert not browser.cookies, "looking at the link takes nothing"
    response = browser.post(url)
    assert response.status_code == 303
    token = browser.cookies.get(f"maatwerk_facilitator_{table.code}")
    assert token
    return browser, token


# --- a second one -----------------------------------------------------------------------------------------------------


def test_a_cofacilitator_sees_and_steers_along(table: Table):
    browser, token = enter(table, link(table, "cofacilitator"))
    assert browser.get(f"/s/{table.code}/facilitate").status_code == 200
    with table.wire(table.facilitator) as lead, table.wire(token) as along:
        assert along.ask("blank", on=True)["type"] == "ack"
        assert lead.hear_until("patch")["merge"]["board"]["blank"] is True
        assert along.seen[0]["audience"] == "facilitator"


def test_consoles_hear_of_each_other(table: Table):
    _, token = enter(table, link(table, "cofacilitator"))
    with table.wire(table.facilitator) as lead:
        assert lead.seen[0]["view"]["consoles"] == {"leads": 1}
        with table.wire(token):
            table.server.wind(300)
            assert lead.hear_until("patch")["merge"] == {"consoles": {"cofacilitators": 1}}


def test_a_cofacilitator_gets_at_nothing_else_of_the_facilitator(table: Table):
    _, token = enter(table, link(table, "cofacilitator"))
    http, headers = table.server.http, bearer(token)
    problem(http.get("/api/v1/sessions", headers=headers), 401, "unauthorised")
    problem(http.delete(table.api, headers=headers), 403, "forbidden")
    for role in ("facilitator", "cofacilitator", "handover"):
        problem(http.post(f"{table.api}/links", json={"role": role}, headers=headers), 403, "forbidden")
    problem(http.post(f"{table.api}/key", headers=headers), 403, "forbidden")
    problem(http.delete(f"{table.api}/cofacilitators", headers=headers), 403, "forbidden")
    assert http.post(f"{table.api}/links", json={"role": "screen"}, headers=headers).status_code == 201


def test_the_facilitator_ends_it(table: Table):
    _, token = enter(table, link(table, "cofacilitator"))
    unused = link(table, "cofacilitator")
    with table.wire(token) as along, table.wire(table.facilitator) as lead:
        answer = table.server.http.delete(f"{table.api}/cofacilitators", headers=bearer(table.facilitator))
        assert answer.status_code == 204
        assert along.closed() == ("removed", 4002)
        assert lead.ask("blank", on=True)["type"] == "ack"
    problem(table.server.http.get(f"{table.api}/log", headers=bearer(token)), 401, "unauthorised")
    problem(table.server.browser().post(unused), 410, "link_spent")


# --- handing over -----------------------------------------------------------------------------------------------------


def test_handing_over_replaces_the_device_that_led(table: Table):
    url = link(table, "handover")
    with table.wire(table.facilitator) as old:
        _, token = enter(table, url)
        assert old.closed() == ("replaced", 4001)
    with table.server.connect(table.code) as again:
        again.send({"type": "hello", "token": table.facilitator, "as": "facilitator"})
        assert again.closed() == ("unauthorised", 4005)
    with table.wire(token) as new:
        assert new.ask("go", phase="welcome")["type"] == "ack"
    headers = bearer(table.facilitator)
    problem(table.server.http.get(f"{table.api}/log", headers=headers), 403, "not_closed")
    problem(table.server.http.post(f"{table.api}/links", json={"role": "handover"}, headers=headers), 403, "forbidden")
    problem(table.server.browser().post(url), 410, "link_spent")


def test_who_handed_over_still_shows_the_projector_and_owns_the_session(table: Table):
    _, token = enter(table, link(table, "handover"))
    old = table.server.browser()
    old.cookies.set(f"maatwerk_facilitator_{table.code}", table.facilitator)
    assert old.get(f"/s/{table.code}/screen").status_code == 200
    problem(old.get(f"/s/{table.code}/facilitate"), 403, "handed_over")
    own = {session["code"] for session in old.get("/api/v1/sessions").json()}
    assert table.code in own
    problem(table.server.http.get("/api/v1/sessions", headers=bearer(token)), 401, "unauthorised")
    with table.wire(token) as new:
        new.ask("close_session")
    assert old.get(f"{table.api}/log").status_code == 200
    assert old.get(f"/s/{table.code}/review").status_code == 200


def test_who_leads_now_can_hand_over_again_and_call_in_others(table: Table):
    _, second = enter(table, link(table, "handover"))
    enter(table, link(table, "cofacilitator", second))
    _, third = enter(table, link(table, "handover", second))
    with table.wire(third) as lead:
        assert lead.ask("go", phase="welcome")["type"] == "ack"


@pytest.mark.parametrize("role", ["cofacilitator", "handover"])
def test_a_link_says_what_it_does_before_it_does_it(table: Table, role: str):
    url = link(table, role)
    page = html.unescape(table.server.browser().get(url, headers=PAGE).text)
    assert {"cofacilitator": "stuur je mee", "handover": "de leiding"}[role] in page
    assert "<form" in page
    response = table.server.browser().post(url, headers={"origin": "https://elsewhere.example"})
    problem(response, 403, "wrong_origin")
    assert table.server.browser().post(url).headers["location"].startswith(f"/s/{table.code}/facilitate#")


# --- a dead laptop ----------------------------------------------------------------------------------------------------


def key_of(table: Table) -> dict[str, str]:
    answer = table.server.http.post(f"{table.api}/key", headers=bearer(table.facilitator))
    assert answer.status_code == 201
    return answer.json()


def test_the_spare_key_lets_the_facilitator_in_on_any_device_again_and_again(table: Table):
    made = key_of(table)
    assert made["url"].partition("#sleutel=")[2] == made["key"].replace(" ", "")
    for typed in (made["key"], made["key"].lower().replace(" ", "-"), made["url"].partition("=")[2]):
        browser = table.server.browser()
        response = browser.post("/facilitator", data={"token": typed})
        assert (response.status_code, response.headers["location"]) == (303, f"/s/{table.code}/facilitate")
        assert table.code in {one["code"] for one in browser.get("/api/v1/sessions").json()}
    assert table.server.http.get(table.api, headers=bearer(table.facilitator)).status_code == 200, (
        "the old one works too"
    )


def test_a_new_spare_key_voids_the_older_and_a_key_is_no_token(table: Table):
    old, new = key_of(table)["key"], key_of(table)["key"]
    problem(table.server.browser().post("/facilitator", data={"token": old}), 401, "unauthorised")
    problem(table.server.http.get(f"{table.api}/log", headers=bearer(new.replace(" ", ""))), 401, "unauthorised")


def test_beside_the_server_the_command_line_makes_a_way_in(table: Table):
    found = table.server.app.state.services
    words = ["session", "link", table.code.lower(), "--data", str(found.settings.data_dir), "--json"]
    done = CliRunner().invoke(cli, words, env={"MAATWERK_BASE_URL": "http://testserver"})
    assert done.exit_code == 0, done.output
    browser = table.server.browser()
    response = browser.get(json.loads(done.stdout)["url"])
    assert response.headers["location"] == f"/s/{table.code}/facilitate"
    assert table.code in {one["code"] for one in browser.get("/api/v1/sessions").json()}
    screen = json.loads(CliRunner().invoke(cli, [*words, "--screen"]).stdout)["url"]
    assert table.server.browser().get(screen).headers["location"] == f"/s/{table.code}/screen"
    unknown = CliRunner().invoke(cli, ["session", "link", "AAAAAA", *words[3:]])
    assert unknown.exit_code == 1
    assert "AAAAAA" in unknown.output


def test_a_browser_lists_all_sessions_that_it_leads_whoever_they_were_made_for(server: Server):
    """As `maatwerk session create` makes each for itself."""
    tables, browser = [server.table(seats=False) for _ in (1, 2)], server.browser()
    data = str(server.app.state.services.settings.data_dir)
    words = ["session", "create", "--data", data, "--json"]
    for _ in (1, 2):
        made = json.loads(CliRunner().invoke(cli, words, env={"MAATWERK_BASE_URL": "http://testserver"}).stdout)
        browser.get(made["facilitate_url"])
        codes = {one["code"] for one in browser.get("/api/v1/sessions").json()}
        assert made["code"] in codes
    assert len(codes) == 2
    assert not codes & {table.code for table in tables}
    for page in ("/", "/sessions"):
        text = browser.get(page, headers=PAGE).text
        assert all(show_code(code) in text for code in codes), page


def test_each_device_has_a_token_of_its_own(table: Table):
    devices = [table.server.browser() for _ in (1, 2)]
    for device in devices:
        device.post("/facilitator", data={"token": table.facilitator})
    held = {device.cookies[f"maatwerk_facilitator_{table.code}"] for device in devices} | {table.facilitator}
    assert len(held) == 3


# --- looking ahead ----------------------------------------------------------------------------------------------------


def ahead(table: Table, token: str, **command: Any) -> Any:
    return table.server.http.post(f"{table.api}/preview", json={"id": "p", **command}, headers=bearer(token))


def test_a_console_sees_what_the_projector_would_show(table: Table):
    seen = ahead(table, table.facilitator, type="go", phase="welcome").json()
    assert seen.keys() == {"seq", "view"}
    assert seen["view"]["phase"]["id"] == "welcome"
    assert not {"notes", "seats", "undo", "consoles", "worked"} & seen["view"].keys()
    with table.wire(table.projector) as screen:
        assert screen.seen[0]["view"]["phase"]["id"] == "lobby"
        assert screen.seen[0]["seq"] == seen["seq"]


def test_what_people_answered_is_held_back(table: Table):
    with table.wire(table.facilitator) as lead:
        lead.ask("go", phase="welcome")
    seen = ahead(table, table.facilitator, type="reveal", what="pulse").json()
    assert seen["held"] == "pulse"
    assert seen["view"]["board"]["pulse"]["before"]["now"]["state"] == "open"


def test_only_consoles_may_look_ahead(table: Table):
    for token in (table.projector, table.seats[0][1]):
        problem(ahead(table, token, type="blank", on=True), 403, "forbidden")
        problem(table.server.http.get(f"/s/{table.code}/preview", headers=bearer(token)), 403, "forbidden")
    problem(ahead(table, "wrong", type="blank", on=True), 401, "unauthorised")
    assert table.server.http.get(f"/s/{table.code}/preview", headers=bearer(table.facilitator)).status_code == 200


WRONG: list[tuple[Any, int, str]] = [
    ({"id": "p", "type": "spotlight", "team": 9}, 422, "unknown_id"),
    ({"id": "p", "type": "reveal", "what": "solutions"}, 422, "wrong_phase"),
    ({"id": "p", "type": "note", "text": "x"}, 422, "not_allowed"),
    ({"id": "p", "type": "ping"}, 422, "invalid"),
    ({"id": "p", "type": "nothing"}, 422, "invalid"),
    ([], 422, "invalid"),
]


@pytest.mark.parametrize(("body", "status", "code"), WRONG, ids=lambda part: str(part)[:30])
def test_a_wrong_wish_to_look_ahead_says_what_is_wrong(shared: Table, body: Any, status: int, code: str):
    answer = shared.server.http.post(f"{shared.api}/preview", json=body, headers=bearer(shared.facilitator))
    problem(answer, status, code)


def test_a_huge_wish_is_refused(shared: Table):
    content = b'{"type":"blank","on":true,"x":"' + b"x" * 70_000 + b'"}'
    answer = shared.server.http.post(f"{shared.api}/preview", content=content, headers=bearer(shared.facilitator))
    problem(answer, 413, "too_large")


def test_frames_may_only_come_from_here(server: Server):
    policy = server.http.get("/").headers["content-security-policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
