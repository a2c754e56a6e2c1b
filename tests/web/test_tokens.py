"""Tokens, cookies and one-time links over HTTP: what they open, and what they do not."""

from typing import Any

import pytest

from app import hosting, links
from app.review.exports import FORMS
from tests.support.web import PAGE, Server, Table, bearer, problem, seat_of
from tests.web.conftest import Serve

EXPORTS = [f"/export/{kind}" for kind in FORMS]
TLS = "https://testserver"


def test_behind_tls_the_cookies_of_a_session_are_bound_to_the_host(table: Table):
    browser, code = table.server.browser(), table.code
    made = browser.post(f"{TLS}/api/v1/sessions", json={}, headers=bearer(table.server.first.facilitator))
    link = browser.post(f"{TLS}{table.api}/links", json={"role": "screen"}, headers=bearer(table.facilitator))
    answers = {
        f"seat_{code}": browser.post(f"{TLS}/join/{code}", data={}),
        f"facilitator_{made.json()['code']}": made,
        f"screen_{code}": browser.post(TLS + str(link.json()["url"]).removeprefix("http://testserver")),
    }
    for name, answer in answers.items():
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"__Host-maatwerk_{name}="), cookie
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "secure", "samesite=strict", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)
    assert browser.get(f"{TLS}/s/{code}").status_code == 200
    assert browser.get(f"{TLS}/s/{code}/screen").status_code == 200
    assert browser.get(f"{TLS}/api/v1/sessions").status_code == 200


def test_behind_tls_a_session_cookie_that_a_neighbour_planted_is_not_looked_at(shared: Table):
    browser = shared.server.browser()
    browser.cookies.set(f"maatwerk_seat_{shared.code}", shared.seats[0][1])
    browser.cookies.set(f"maatwerk_facilitator_{shared.code}", shared.facilitator)
    assert browser.get(f"/s/{shared.code}").status_code == 200
    assert browser.get(f"{TLS}/s/{shared.code}").headers["location"] == f"/join/{shared.code}"
    assert browser.get(f"{TLS}/s/{shared.code}/facilitate").status_code == 401
    assert browser.get(f"{TLS}/api/v1/sessions").status_code == 401


@pytest.mark.parametrize("path", ["", "/content", "/log", *EXPORTS, "/replay/1", "/nothing"])
def test_an_unknown_code_is_not_found(shared: Table, path: str):
    response = shared.server.http.get(f"/api/v1/sessions/AAAAAA{path}", headers=bearer(shared.facilitator))
    problem(response, 404, "http_error" if path == "/nothing" else "unknown_code")


@pytest.mark.parametrize("path", ["", "/content", "/log", *EXPORTS, "/replay/1"])
def test_without_a_token_nothing_opens_and_with_that_of_another_session_neither(shared: Table, path: str, table: Table):
    url = f"{shared.api}{path}"
    problem(shared.server.http.get(url), 401, "unauthorised")
    problem(shared.server.http.get(url, headers=bearer("wrong")), 401, "unauthorised")
    problem(shared.server.http.get(url, headers=seat_of(table)), 401, "unauthorised")


def test_the_content_is_for_every_token_and_is_asked_for_once(shared: Table):
    http = shared.server.http
    for token in (shared.facilitator, shared.projector, shared.seats[0][1]):
        response = http.get(f"{shared.api}/content", headers=bearer(token))
        assert response.status_code == 200
        assert {"personas", "actors", "factors", "aspects", "schools", "prompts"} <= response.json().keys()
        tag = response.headers["etag"]
        again = http.get(f"{shared.api}/content", headers={**bearer(token), "if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        other = http.get(f"{shared.api}/content", headers={**bearer(token), "if-none-match": '"old"'})
        assert other.status_code == 200
    for known in (f"W/{tag}", f'"old", {tag}', "*"):  # a proxy that packs makes the tag a weak one
        again = http.get(f"{shared.api}/content", headers={**seat_of(shared), "if-none-match": known})
        assert again.status_code == 304, known


def test_a_field_that_the_server_does_not_know_is_ignored(table: Table):
    http, desk = table.server.http, bearer(table.facilitator)
    odd = {"zq": {"of": "later"}}
    seat = http.post(f"{table.api}/seats", json={"team": 1, **odd})
    made = http.post("/api/v1/sessions", json={"settings": {"floor": 6, **odd}, **odd}, headers=desk)
    assert (seat.status_code, made.status_code) == (201, 201)
    assert http.patch(table.api, json={"school": "De Linde", **odd}, headers=desk).json()["school"] == "De Linde"
    assert http.post(f"{table.api}/links", json={"role": "screen", **odd}, headers=desk).status_code == 201


def test_a_name_or_title_that_was_left_empty_is_none(table: Table):
    http, desk = table.server.http, bearer(table.facilitator)
    seat = http.post(f"{table.api}/seats", json={"team": 1, "name": " "}).json()
    with table.wire(seat["token"]) as wire:
        assert "name" not in wire.seen[0]["view"]["me"]
    made = http.post("/api/v1/sessions", json={"title": ""}, headers=desk).json()
    listed = http.get(f"/api/v1/sessions/{made['code']}", headers=bearer(made["facilitator_token"])).json()
    assert listed["title"] == "Maatwerk: Basisonderwijs"


def test_head_is_answered_as_get_without_what_it_brings(table: Table):
    http = table.server.browser()
    for path in ("/healthz", "/", f"/join/{table.code}", f"{table.api}/content"):
        got, head = (http.request(how, path, headers=seat_of(table)) for how in ("GET", "HEAD"))
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"]
    assert "set-cookie" not in http.head(f"/join/{table.code}").headers


def test_who_only_looks_at_a_one_time_link_does_not_use_it(table: Table):
    made = table.server.http.post(f"{table.api}/links", json={"role": "screen"}, headers=bearer(table.facilitator))
    link = str(made.json()["url"]).removeprefix("http://testserver")
    browser = table.server.browser()
    assert browser.head(link).status_code == 405
    assert browser.head("/sign-in/school/back").status_code == 405
    assert browser.get(link).headers["location"] == f"/s/{table.code}/screen"


def test_a_refusal_tells_what_would_do(shared: Table):
    http = shared.server.http
    assert http.put("/api/v1/packs").headers["allow"] == "GET"
    assert http.get(f"{shared.api}/content").headers["www-authenticate"] == "Bearer"


def test_the_beginnings_of_sentences_come_apart_in_the_readers_language(shared: Table):
    url, http = f"{shared.api}/content/starters", shared.server.http
    for language, text in (("", "Lukt dit, dan"), ("en", "If this works,"), ("nl", "Lukt dit, dan")):
        response = http.get(url, params={"language": language}, headers=seat_of(shared))
        assert text in [one["text"] for one in response.json() if one["field"] == "develops_later"]
        tag = {"if-none-match": response.headers["etag"]}
        assert http.get(url, params={"language": language}, headers={**seat_of(shared), **tag}).status_code == 304
    problem(http.get(url), 401, "unauthorised")


def test_the_content_is_in_the_language_of_the_session(server: Server, shared: Table):
    english = server.table(seats=False, language="en")
    one, other = (
        server.http.get(f"{each.api}/content", headers=bearer(each.facilitator)) for each in (english, shared)
    )
    assert one.headers["etag"] != other.headers["etag"]
    assert one.json()["actors"] != other.json()["actors"]


def test_a_removed_seat_opens_nothing_more(table: Table):
    with table.wire(table.facilitator) as desk:
        desk.ask("remove_seat", seat=table.seats[0][0])
        desk.ask("blank", on=True)  # what a removal means for tokens is done before the next command
    tokens, portal = table.server.app.state.services.store.tokens, table.server.http.portal
    assert portal is not None
    assert portal.call(tokens.find, table.seats[0][1]) is None
    problem(table.server.http.get(f"{table.api}/content", headers=seat_of(table)), 401, "unauthorised")


def test_only_a_facilitator_makes_sessions(shared: Table):
    http = shared.server.http
    problem(http.post("/api/v1/sessions", json={}), 401, "unauthorised")
    for token in (shared.projector, shared.seats[0][1]):
        problem(http.post("/api/v1/sessions", json={}, headers=bearer(token)), 401, "unauthorised")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"pack": "nothing"}, "unknown_pack"),
        ({"language": "fr"}, "invalid"),
        ({"teams": 0}, "invalid"),
        ({"teams": 5}, "invalid"),
        ({"title": "a\nb"}, "invalid"),
        ({"settings": {"floor": 3}}, "invalid"),
        ({"settings": {"devices": "phone"}}, "invalid"),
        ({"settings": {"minutes": {"work": 181}}}, "invalid"),
        ({"settings": {"instruments": ["telescope"]}}, "invalid"),
    ],
    ids=str,
)
def test_a_session_that_cannot_be_is_not_made(shared: Table, wanted: dict[str, Any], code: str):
    response = shared.server.http.post("/api/v1/sessions", json=wanted, headers=bearer(shared.facilitator))
    problem(response, 422, code)


def test_a_session_begins_with_the_instruments_that_were_asked_for(server: Server):
    table = server.table(settings={"instruments": ["network", "indicators"]})
    with table.wire(table.projector) as screen:
        assert screen.seen[0]["view"]["session"]["instruments"] == ["network", "indicators"]


def test_a_facilitator_makes_a_session_with_a_form(shared: Table):
    browser = shared.server.browser()
    problem(browser.get("/sessions/new"), 401, "unauthorised")
    problem(browser.post("/sessions/new", data={}), 401, "unauthorised")
    browser.post("/facilitator", data={"token": shared.facilitator})
    assert browser.get("/sessions/new").status_code == 200
    made = browser.post("/sessions/new", data={"teams": "2", "title": "Met een formulier", "language": "en"})
    assert made.status_code == 303
    page = browser.get(made.headers["location"])
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert "Met een formulier" in browser.get("/").text
    for wrong in ({"teams": "veel"}, {"teams": "9"}, {"devices": "phone"}, {"language": "fr"}):
        problem(browser.post("/sessions/new", data=wrong), 422, "invalid")


def test_a_facilitator_has_own_sessions_and_no_others(serve: Serve, shared: Table):
    server = shared.server
    mine = server.http.get("/api/v1/sessions", headers=bearer(shared.facilitator)).json()
    assert shared.code in [each["code"] for each in mine]
    assert server.http.get(shared.api, headers=bearer(shared.facilitator)).json()["code"] == shared.code
    stranger = stranger_on(server)
    assert [each["code"] for each in server.http.get("/api/v1/sessions", headers=stranger).json()] != mine
    problem(server.http.get(shared.api, headers=stranger), 403, "forbidden")
    problem(server.http.delete(shared.api, headers=stranger), 403, "forbidden")
    problem(server.http.delete(shared.api, headers=seat_of(shared)), 403, "forbidden")


def stranger_on(server: Server) -> dict[str, str]:
    """The facilitator of a session that was made elsewhere."""

    async def make() -> dict[str, str]:
        found = server.app.state.services
        return await links.make_session(found.settings, found.store, hosting.NewSession())

    assert server.http.portal is not None
    return bearer(server.http.portal.call(make)["facilitator_token"])


def test_links_work_once_and_leave_a_cookie_and_no_token_in_the_address(serve: Serve):
    server = serve()
    for name, role, page in [("facilitate_url", "facilitator", "facilitate"), ("screen_url", "screen", "screen")]:
        url, browser = server.first.made[name], server.browser()
        response = browser.get(url)
        assert (response.status_code, response.headers["location"]) == (303, f"/s/{server.first.code}/{page}")
        cookie = response.headers["set-cookie"]
        assert cookie.startswith(f"maatwerk_{role}_{server.first.code}=")
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert browser.get(response.headers["location"]).status_code == 200
        problem(server.browser().get(url), 410, "link_spent")


def test_a_facilitator_who_opens_the_link_once_more_is_in_already(serve: Serve):
    server = serve()
    browser = server.browser()
    url = server.first.made["facilitate_url"]
    assert browser.get(url).headers["location"] == f"/s/{server.first.code}/facilitate"
    again = browser.get(url, headers=PAGE)
    assert (again.status_code, again.headers["location"]) == (303, "/")
    assert server.browser().get(url, headers=PAGE).status_code == 410


def test_a_new_link_is_made_by_the_facilitator_only(shared: Table):
    http = shared.server.http
    response = http.post(f"{shared.api}/links", json={"role": "screen"}, headers=bearer(shared.facilitator))
    assert response.status_code == 201
    assert shared.server.browser().get(response.json()["url"]).status_code == 303
    for token in (shared.projector, shared.seats[0][1]):
        problem(http.post(f"{shared.api}/links", json={"role": "screen"}, headers=bearer(token)), 403, "forbidden")
    problem(http.post(f"{shared.api}/links", json={"role": "seat"}, headers=bearer(shared.facilitator)), 422, "invalid")


def test_a_link_expires(serve: Serve):
    server = serve()
    links = f"{server.first.api}/links"
    url = server.http.post(links, json={"role": "screen"}, headers=bearer(server.first.facilitator)).json()["url"]
    server.wind(24 * 3_600_000)
    problem(server.browser().get(url), 410, "link_spent")


@pytest.mark.parametrize("page", ["facilitate", "screen", "review"])
def test_the_private_pages_do_not_open_without_their_cookie(shared: Table, page: str):
    problem(shared.server.browser().get(f"/s/{shared.code}/{page}"), 401, "unauthorised")
    if page == "facilitate":
        for token in (shared.projector, shared.seats[0][1]):
            response = shared.server.browser().get(f"/s/{shared.code}/{page}", headers=bearer(token))
            problem(response, 401, "unauthorised")


def test_the_facilitators_token_brings_another_laptop_in(shared: Table):
    browser = shared.server.browser()
    response = browser.post("/facilitator", data={"token": f" {shared.facilitator} "})
    assert (response.status_code, response.headers["location"]) == (303, f"/s/{shared.code}/facilitate")
    assert browser.get(response.headers["location"]).status_code == 200
    for token in (shared.projector, shared.seats[0][1], "wrong"):
        problem(shared.server.browser().post("/facilitator", data={"token": token}), 401, "unauthorised")


def test_lists_follow_what_happens_in_the_session(table: Table):
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Andere naam")
        desk.ask("close_session")
        desk.ask("blank", on=True)  # what a fact means for lists is done before the next command
    record = table.server.http.get(table.api, headers=bearer(table.facilitator)).json()
    assert record["title"] == "Andere naam"
    assert record["closed_at"] == table.server.clock.now()


def test_lists_follow_a_title_that_was_taken_back(table: Table):
    with table.wire(table.facilitator) as desk:
        desk.ask("set_title", title="Andere naam")
        desk.ask("set_title", title="Vergissing")
        desk.ask("undo")
        desk.ask("blank", on=True)
    assert table.server.http.get(table.api, headers=bearer(table.facilitator)).json()["title"] == "Andere naam"
