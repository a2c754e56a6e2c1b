"""The page on which a device is tested: anybody may open it, it keeps nothing, and what it asks is bounded."""

import re
from pathlib import Path

import pytest
from starlette.websockets import WebSocketDisconnect

from app.web.check import MOST_PINGS
from app.web.limits import Allowance, Windows
from tests.support.web import Server, Table
from tests.web.conftest import Serve

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = (ROOT / "app" / "web" / "static" / "check.js").read_text()


@pytest.mark.parametrize(("language", "title"), [("nl", "Test dit apparaat"), ("en", "Test this device")])
def test_anybody_may_open_it_and_nothing_is_kept(server: Server, language: str, title: str):
    answer = server.browser().get("/check", headers={"accept-language": language})
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text
    assert "set-cookie" not in answer.headers
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_the_page_holds_every_line_that_its_script_fills(server: Server):
    page = server.browser().get("/check").text
    rows = set(re.findall(r'id="check-(\w+)"', page))
    assert rows == set(re.findall(r"tell\('(\w+)'", SCRIPT))
    for blank in ("browser", "ms", "time", "size"):
        assert f'data-fill="{blank}"' in page
        assert f"{{ {blank}: " in SCRIPT


def test_without_javascript_it_says_what_to_do(server: Server):
    page = server.browser().get("/check").text
    said = re.findall(r"<noscript>(.*?)</noscript>", page)[0]
    assert "JavaScript staat uit." in said
    assert "Zet het aan" in said


def test_the_browsers_it_names_are_those_that_we_build_for(server: Server):
    config = (ROOT / "frontend" / "vite.config.ts").read_text()
    target = re.search(r"target: \[(.*)\]", config)
    assert target is not None
    chrome, edge, firefox, safari = re.findall(r"[a-z]+([\d.]+)'", target[1])
    assert chrome == edge
    page = server.browser().get("/check").text
    assert f"Chrome of Edge vanaf {chrome}, Firefox vanaf {firefox}, Safari vanaf {safari}" in page


@pytest.mark.parametrize("path", ["/", "/join/{code}"])
def test_it_is_found_from_where_people_come_in(shared: Table, path: str):
    assert 'href="/check"' in shared.server.browser().get(path.format(code=shared.code)).text


def test_the_console_has_a_square_that_leads_to_it(shared: Table):
    browser = shared.server.browser()
    browser.cookies.set(f"maatwerk_facilitator_{shared.code}", shared.facilitator)
    assert '"check_qr"' in browser.get(f"/s/{shared.code}/facilitate").text
    assert '"check_qr"' not in browser.get(f"/s/{shared.code}/screen").text


def test_the_server_tells_its_time(server: Server):
    assert server.browser().get("/check/now").json() == {"now": server.clock.now()}


def test_the_stream_has_three_beats(server: Server):
    answer = server.browser().get("/check/events")
    assert re.findall(r'data: \{"n":(\d)\}', answer.text) == ["1", "2", "3"]
    assert answer.headers["x-accel-buffering"] == "no"


def test_the_socket_answers_with_the_time_and_not_for_ever(server: Server):
    with server.browser().websocket_connect("/check/socket", subprotocols=["maatwerk.v1"]) as socket:
        assert socket.accepted_subprotocol == "maatwerk.v1"
        for n in range(MOST_PINGS):
            socket.send_bytes(b"\xff") if n % 2 else socket.send_text("<b>")
            assert socket.receive_json() == {"now": server.clock.now()}
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


def test_a_page_of_another_site_gets_no_socket(server: Server):
    opening = server.browser().websocket_connect("/check/socket", headers={"origin": "http://elsewhere.example"})
    with pytest.raises(WebSocketDisconnect) as refused, opening:
        pass
    assert refused.value.code == 4005


def test_who_asks_too_much_is_told_to_wait(serve: Serve):
    server = serve()
    server.app.state.checks = Allowance("3/minute", Windows(), "check")
    browser = server.browser()
    for path in ("/check/now", "/check/now", "/check/events"):
        assert browser.get(path).status_code == 200
    for path in ("/check/now", "/check/events"):
        answer = browser.get(path)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    with pytest.raises(WebSocketDisconnect) as refused, browser.websocket_connect("/check/socket"):
        pass
    assert refused.value.code == 4006
    assert browser.get("/check").status_code == 200
