"""HTTP: tokens, cookies, links, problems, headers, deleting; who may and who may not."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import hosting, serving
from app.review.exports import FORMS
from app.web.bodies import MOST_BODY
from tests.support.web import PAGE, Server, Table, bearer, problem, seat_of
from tests.web.conftest import Serve

EXPORTS = [f"/export/{kind}" for kind in FORMS]
TLS = "https://testserver"


# --- tokens -----------------------------------------------------------------------------------------------------------


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
        return await serving.make_session(found.settings, found.store, hosting.NewSession())

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


# --- guessing and other sites -----------------------------------------------------------------------------------------


def test_who_guesses_too_often_has_to_wait(serve: Serve):
    server = serve(guess_limit="3/minute")
    stranger = server.browser()
    for _ in range(20):
        assert stranger.get(f"/join/{server.first.code}").status_code == 200, "right codes never count"
    for code in ("AAAAAA", "BBBBBB", "CCCCCC"):
        problem(stranger.get(f"/join/{code}"), 404, "unknown_code")
    response = stranger.get("/join/DDDDDD")
    problem(response, 429, "too_many_guesses")
    assert response.headers["retry-after"] == "60"
    assert server.http.get(server.first.api, headers=bearer(server.first.facilitator)).status_code == 200


def test_wrong_tokens_and_links_count_as_guesses(serve: Serve):
    server = serve(guess_limit="3/minute")
    server.http.get(f"{server.first.api}/content", headers=bearer("wrong"))
    server.http.get("/link/wrong")
    with server.connect(server.first.code) as wire:
        wire.send({"type": "hello", "token": "wrong"})
        assert wire.closed() == ("unauthorised", 4005)
    problem(server.http.get("/link/wrong"), 429, "too_many_guesses")


def test_a_form_that_is_too_large_is_refused(shared: Table):
    problem(shared.server.http.post("/", content=b"code=" + b"x" * 20_000), 413, "too_large")


# --- headers and pages ------------------------------------------------------------------------------------------------

PUBLIC = ["/", "/privacy", "/join/{}", "/healthz", "/readyz", "/openapi.json", "/nothing", "/join/AAAAAA", "/metrics"]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_has_the_security_headers(shared: Table, path: str):
    headers = shared.server.http.get(path.format(shared.code), headers=PAGE).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_behind_tls_browsers_are_told_to_come_back_that_way_only(shared: Table):
    for path in ("/", "/api/v1/nothing", "/static/icon.svg"):
        assert shared.server.http.get(TLS + path).headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in shared.server.http.get(path).headers, "a room has no TLS"


def test_a_host_that_is_no_host_does_not_get_into_the_policy(shared: Table):
    headers = shared.server.http.get("/", headers={"host": "x; script-src *"}).headers
    assert "script-src *" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/privacy", "/join/{}", "/s/{}/facilitate", "/s/{}/screen", "/s/{}/review"])
def test_pages_load_nothing_from_elsewhere_and_hold_no_token(shared: Table, path: str):
    response = shared.server.browser().get(path.format(shared.code), headers={**PAGE, **bearer(shared.facilitator)})
    assert response.status_code == 200
    assert shared.facilitator not in response.text
    assert shared.projector not in response.text
    for part in response.text.split('src="')[1:] + response.text.split("<link")[1:]:
        assert "//" not in part.split(">")[0].split('"')[0]


def test_a_browser_keeps_light_or_dark_and_goes_back_to_where_it_was(shared: Table):
    browser = shared.server.browser()
    assert "data-theme" not in browser.get("/privacy").text
    chosen = browser.post("/theme", data={"theme": "dark", "back": "/privacy"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/privacy")
    assert 'data-theme="dark"' in browser.get("/privacy").text
    browser.post("/theme", data={"theme": "system"})
    assert "data-theme" not in browser.get("/privacy").text


@pytest.mark.parametrize("back", ["", "https://elsewhere.example/", "//elsewhere.example", "no address"])
def test_choosing_a_theme_leads_to_no_other_site(shared: Table, back: str):
    chosen = shared.server.browser().post("/theme", data={"theme": "light", "back": back})
    assert chosen.headers["location"] == "/"


def test_a_made_up_theme_is_never_written_on_a_page(shared: Table):
    browser = shared.server.browser()
    browser.post("/theme", data={"theme": '"><script>'})
    assert "script>" not in browser.get("/privacy").text.partition("<body")[0].partition("data-theme")[2]
    assert "data-theme" not in browser.get("/", headers={"cookie": "maatwerk_theme=pink"}).text


@pytest.mark.parametrize("body", [b"code=\xff", b"&".join([b"a=1"] * 51)], ids=["no text", "too many fields"])
def test_a_form_that_is_none_is_refused(shared: Table, body: bytes):
    problem(shared.server.browser().post("/", content=body), 422, "invalid")


def test_a_browser_gets_errors_as_a_page(shared: Table):
    response = shared.server.http.get("/join/AAAAAA", headers=PAGE)
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")


def test_other_errors_are_problems_too(shared: Table):
    http = shared.server.http
    problem(http.get("/api/v1/nothing"), 404, "http_error")
    problem(http.put("/api/v1/sessions"), 405, "http_error")
    problem(http.get("/metrics"), 404, "off")
    response = http.post(f"{shared.api}/seats", content=b"{not json", headers={"content-type": "application/json"})
    problem(response, 422, "invalid")
    problem(http.get(f"{shared.api}/export/docx9", headers=bearer(shared.facilitator)), 422, "invalid")
    problem(http.get(f"{shared.api}/replay/1?audience=seat:x", headers=bearer(shared.facilitator)), 422, "invalid")


def test_an_error_of_the_server_is_a_problem_that_tells_nothing(serve: Serve):
    server = serve()
    server.app.state.services = None
    problem(server.http.get("/api/v1/packs"), 500, "internal")


def test_a_server_without_its_database_is_alive_and_not_ready(serve: Serve):
    server = serve()
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.store.close)
    assert server.http.get("/healthz").status_code == 200
    problem(server.http.get("/readyz"), 503, "not_ready")
    problem(server.http.get("/join/AAAAAA"), 503, "busy")


def test_a_server_whose_database_was_moved_says_yes_to_nothing_until_it_is_back(serve: Serve):
    server = serve()
    found = server.app.state.services.settings.data_dir / "maatwerk.db"
    with server.first.wire(server.first.facilitator) as wire:
        assert wire.ask("note", text="Daarvoor")["type"] == "ack"
        moved = found.rename(found.with_name("moved.db"))
        assert wire.ask("note", "c_moved", text="Intussen")["code"] == "busy"
        problem(server.http.get("/readyz"), 503, "not_ready")
        assert not found.exists()
        moved.rename(found)
        assert server.http.get("/readyz").status_code == 200
        assert wire.ask("note", "c_moved", text="Intussen")["type"] == "ack"


def test_machines_can_watch(serve: Serve, shared: Table):
    http = shared.server.http
    assert http.get("/healthz").json() == {"status": "ok"}
    assert http.get("/readyz").json()["status"] == "ready"
    assert [pack["id"] for pack in http.get("/api/v1/packs").json()][:1]
    assert "maatwerk_rooms" in serve(metrics=True).http.get("/metrics").text


# --- deleting and starting again --------------------------------------------------------------------------------------


def test_a_deleted_session_is_gone(serve: Serve):
    server = serve()
    table = server.table()
    assert server.http.delete(table.api, headers=bearer(table.facilitator)).status_code == 204
    problem(server.http.get(f"/join/{table.code}"), 404, "unknown_code")
    problem(server.http.post(f"{table.api}/seats", json={}), 404, "unknown_code")
    for token in (table.facilitator, table.seats[0][1]):
        with server.connect(table.code) as wire:
            wire.send({"type": "hello", "token": token})
            assert wire.closed() == ("unauthorised", 4005)
    assert server.http.get("/api/v1/sessions", headers=bearer(table.facilitator)).status_code == 401


def test_what_happened_is_there_after_the_server_starts_again(serve: Serve):
    server = serve()
    table = server.table()
    with table.wire(table.seats[0][1]) as wire:
        ack = wire.ask("rename_team", "same", name="Blijvers")
    settings = server.app.state.services.settings
    server.stop()
    again = Server(settings, table.made)
    try:
        with again.connect(table.code) as wire:
            assert wire.hello(table.seats[0][1])["view"]["teams"]["1"]["name"] == "Blijvers"
            assert wire.ask("rename_team", "same", name="Anders") == ack
    finally:
        again.stop()
        server.http = TestClient(server.app)
        server.http.__enter__()


def test_what_is_larger_than_any_request_is_not_read(shared: Table):
    """FastAPI reads JSON whole before it looks who asks: some hundreds of megabytes would end the room."""
    paths: dict[str, dict[str, Any]] = shared.server.http.get("/openapi.json").json()["paths"]
    takes = [
        (method, path)
        for path, methods in paths.items()
        for method, about in methods.items()
        if "application/json" in about.get("requestBody", {}).get("content", {})
    ]
    assert len(takes) > 5
    headers = {"content-type": "application/json", **bearer(shared.facilitator)}
    for method, path in takes:
        filled = re.sub(r"\{\w+\}", "1", path.replace("{code}", shared.code))
        answer = shared.server.http.request(method, filled, content=b" " * (MOST_BODY + 1), headers=headers)
        problem(answer, 413, "too_large")


# --- where a request comes from ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["http://[", "http://testserver/", "testserver", "//testserver", "", "http://[::1"])
def test_an_origin_that_no_browser_sends_is_refused_and_no_fault(shared: Table, origin: str):
    problem(shared.server.browser().post(f"{shared.api}/seats", headers={"origin": origin}), 403, "wrong_origin")


def test_behind_tls_a_page_without_it_is_another_site(shared: Table):
    for origin, status in (("https://testserver", 303), ("http://testserver", 403)):
        answer = shared.server.browser().post(f"{TLS}/join/{shared.code}", data={}, headers={"origin": origin})
        assert answer.status_code == status
