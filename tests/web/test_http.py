"""HTTP: guesses, other sites, problems, headers, deleting, and where a request comes from."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.review.exports import FORMS
from app.web.bodies import MOST_BODY
from tests.support.web import PAGE, Server, Table, bearer, problem
from tests.web.conftest import Serve

EXPORTS = [f"/export/{kind}" for kind in FORMS]
TLS = "https://testserver"


def test_who_looks_while_the_database_is_gone_can_try_the_same_page_again(serve: Serve):
    server = serve()
    browser = server.browser()
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.store.database.close)
    address = f"/s/{server.first.code}/review?audience=screen"
    response = browser.get(address, headers=PAGE)
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert f'href="{address}"' in response.text


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


def test_wrong_links_and_tokens_keep_nobody_from_typing_a_code(serve: Serve):
    server = serve(guess_limit="3/minute")
    stranger = server.browser()
    for _ in range(4):
        problem(stranger.get(f"{server.first.api}/content", headers=bearer("wrong")), 401, "unauthorised")
        with server.connect(server.first.code) as wire:
            wire.send({"type": "hello", "token": "wrong"})
            assert wire.closed() == ("unauthorised", 4005)
    for _ in range(3):
        problem(stranger.get("/link/wrong"), 410, "link_spent")
    problem(stranger.get("/link/wrong"), 429, "too_many_guesses")
    assert stranger.get(f"/join/{server.first.code}").status_code == 200


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
    read = server.http.get("/join/AAAAAA", headers={"accept-language": "en"})
    assert problem(read, 503, "busy")["detail"] == "The server could not save or fetch this just now. Try again."
    hello = server.http.post(f"/api/v1/lines/{server.first.code}", content='{"type":"hello","token":"x"}')
    assert "bewaren of ophalen" in problem(hello, 503, "busy")["detail"]


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
