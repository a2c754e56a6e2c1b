"""Signing in through the school: a real OpenID provider beside the server, honest and not."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from starlette.testclient import TestClient

from tests.support.accounts import PAGE, PASSWORD, account_of, audited, call, invite, person, said, sign_in
from tests.support.provider import CLIENT, SECRET, Provider, provider
from tests.support.web import Server, problem
from tests.web.conftest import Serve

OUT, BACK, TRIP = "/sign-in/school", "/sign-in/school/back", "maatwerk_trip"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as found:
        yield found


@pytest.fixture
def school(running: Provider) -> Provider:
    """The provider, honest again."""
    running.lies, running.in_id_token, running.person = {}, False, {"sub": "s1"}
    return running


@pytest.fixture(scope="module")
def server(serve: Serve, running: Provider) -> Server:
    secret = SecretStr(SECRET)
    return serve(
        oidc_issuer=running.url, oidc_client_id=CLIENT, oidc_client_secret=secret, oidc_name="SURFconext",
        guess_limit="1000/minute",
    )  # fmt: skip


def leave(browser: TestClient) -> str:
    """To the provider, which is signed in to; gives where it sends the browser back to."""
    out = browser.get(OUT)
    assert out.status_code == 302, out.text
    back = httpx.get(out.headers["location"])
    assert back.status_code == 302, back.text
    return back.headers["location"]


def trip(browser: TestClient) -> Any:
    """There and back. A browser that comes from another site brings no strict cookies."""
    back = leave(browser)
    kept = dict(browser.cookies)
    browser.cookies.clear()
    browser.cookies.set(TRIP, kept[TRIP])
    answer = browser.get(back, headers=PAGE)
    for name, value in kept.items():
        if name not in browser.cookies and name != TRIP:
            browser.cookies.set(name, value)
    return answer


def joined(server: Server, school: Provider, role: Any = "facilitator", **claims: Any) -> TestClient:
    """Somebody who came by invitation and signed in at the school."""
    school.person = claims
    browser = server.browser()
    browser.post(invite(server, role))
    answer = trip(browser)
    assert answer.status_code == 200, said(answer.text)
    return browser


def test_the_way_in_stands_on_the_start_page_only_where_there_is_a_provider(server: Server, serve: Serve):
    assert "Log in via SURFconext" in server.browser().get("/", headers=PAGE).text
    other = serve()
    assert "Log in via" not in other.browser().get("/", headers=PAGE).text
    for path in (OUT, BACK):
        problem(other.browser().get(path), 404, "off")


def test_an_invitation_makes_an_account_without_a_password(server: Server, school: Provider):
    browser = joined(server, school, sub="anne", name="Anne Vis", email="Anne@ROC.nl")
    assert "Ingelogd als Anne Vis" in browser.get("/", headers=PAGE).text
    account = account_of(server, "anne@roc.nl")
    assert account.password is None
    assert sign_in(server.browser(), "anne@roc.nl", "") == 401
    again = server.browser()
    assert trip(again).status_code == 200
    assert again.get("/account").status_code == 200
    assert [what for what, who, _ in audited(server) if who == account.id] == ["signed_in", "signed_in", "account_made"]


def test_what_is_asked_of_the_provider(server: Server, school: Provider):
    browser = server.browser()
    answer = browser.get(OUT)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 20
    assert len(asked["nonce"]) >= 20
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax"} <= {part.strip() for part in cookie.split(";")}
    for secret in (asked["state"], asked["nonce"], SECRET):
        assert secret not in browser.cookies[TRIP]
    safe = browser.get(f"https://testserver{OUT}").headers["set-cookie"]
    assert safe.startswith(f"__Host-{TRIP}=")
    assert "secure" in safe.lower()


def test_somebody_without_an_invitation_does_not_come_in(server: Server, school: Provider):
    school.person = {"sub": "stranger", "email": "stranger@roc.nl"}
    browser = server.browser()
    answer = trip(browser)
    assert answer.status_code == 403
    assert "uitnodiging" in answer.text
    assert account_of(server, "stranger@roc.nl") is None
    problem(browser.get("/account"), 401, "unauthorised")


def test_the_same_address_at_the_provider_is_not_the_same_person(server: Server, school: Provider):
    person(server, "bob@roc.nl")
    school.person = {"sub": "not bob", "email": "bob@roc.nl", "email_verified": True}
    assert trip(server.browser()).status_code == 403
    invited = server.browser()
    invited.post(invite(server))
    assert trip(invited).status_code == 409


def test_who_is_signed_in_ties_the_school_account_and_unties_it(server: Server, school: Provider):
    browser = person(server, "cleo@x.nl")
    school.person = {"sub": "cleo"}
    assert "Koppel mijn account van SURFconext" in browser.get("/account").text
    assert trip(browser).status_code == 200
    other = server.browser()
    assert trip(other).status_code == 200
    assert "Ingelogd als Cleo" in other.get("/", headers=PAGE).text
    taken = person(server, "dirk@x.nl")
    assert trip(taken).status_code == 409
    assert browser.post("/account/school/untie").status_code == 303
    assert trip(server.browser()).status_code == 403
    assert sign_in(server.browser(), "cleo@x.nl") == 303


def test_who_has_no_password_cannot_untie(server: Server, school: Provider):
    browser = joined(server, school, sub="emma", email="emma@x.nl")
    problem(browser.post("/account/school/untie"), 409, "no_password")
    assert 'action="/account/password"' not in browser.get("/account").text


def test_without_an_address_at_the_provider_there_is_an_account_too(server: Server, school: Provider):
    browser = joined(server, school, sub="q7-hash", given_name="Fien")
    assert "Ingelogd als Fien" in browser.get("/", headers=PAGE).text


def test_names_may_stand_in_the_id_token(server: Server, school: Provider):
    school.in_id_token = True
    browser = joined(server, school, sub="gus", name="Gus", email="gus@x.nl")
    assert "Ingelogd als Gus" in browser.get("/", headers=PAGE).text


def test_a_blocked_account_stays_out(server: Server, school: Provider):
    joined(server, school, sub="hugo", email="hugo@x.nl")
    accounts = server.app.state.services.store.accounts
    call(server, accounts.change, account_of(server, "hugo@x.nl").id, blocked=True)
    assert trip(server.browser()).status_code == 403


def test_a_second_step_is_asked_here_too(server: Server, school: Provider):
    browser = person(server, "ivo@x.nl")
    school.person = {"sub": "ivo"}
    trip(browser)
    accounts = server.app.state.services.store.accounts
    call(server, accounts.set_second_step, account_of(server, "ivo@x.nl").id, b"sealed", 0, [])
    other = server.browser()
    assert "url=/sign-in/code" in trip(other).text
    problem(other.get("/account"), 401, "unauthorised")


@pytest.mark.parametrize(
    "lies",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"aud": "another-service"}},
        {"claims": {"iss": "https://elders.nl"}},
        {"claims": {"exp": int(time.time()) - 1000}},
        {"key": RSAKey.generate_key(2048)},
        {"key": "none"},
        {"no_id_token": True},
        {"userinfo": {"sub": "somebody else"}},
        {"refuses": True},
    ],
    ids=[
        "nonce",
        "audience",
        "issuer",
        "expired",
        "another key",
        "no signature",
        "no id token",
        "another person",
        "refused",
    ],
)
def test_a_provider_that_lies_or_refuses_lets_nobody_in(server: Server, school: Provider, lies: dict[str, Any]):
    if account_of(server, "jan@x.nl") is None:
        joined(server, school, sub="jan", email="jan@x.nl")
    school.person, school.lies = {"sub": "jan"}, lies
    browser = server.browser()
    answer = trip(browser)
    assert answer.status_code == 502
    assert "lukte niet" in answer.text
    problem(browser.get("/account"), 401, "unauthorised")


def test_a_provider_that_calls_itself_differently_is_not_asked(serve: Serve, school: Provider):
    school.lies = {"issuer": "https://elders.nl"}
    other = serve(oidc_issuer=school.url, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET))
    problem(other.browser().get(OUT), 502, "school")


def test_a_provider_that_is_away_is_said(serve: Serve):
    other = serve(oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET))
    problem(other.browser().get(OUT), 502, "school")


def test_a_way_back_works_only_in_the_browser_that_left_and_once(server: Server, school: Provider):
    joined(server, school, sub="kim", email="kim@x.nl")
    browser = server.browser()
    back = leave(browser)
    problem(server.browser().get(back), 502, "school")
    another = server.browser()
    leave(another)
    problem(another.get(back), 502, "school")
    wrong = f"{back.rpartition('=')[0]}=another-state"
    problem(browser.get(wrong), 502, "school")
    assert browser.get(back).status_code == 200
    stolen = server.browser()
    problem(stolen.get(back), 502, "school")


def test_a_cookie_that_was_changed_is_not_taken(server: Server, school: Provider):
    browser = server.browser()
    back = leave(browser)
    sealed = browser.cookies[TRIP]
    browser.cookies.clear()
    browser.cookies.set(TRIP, sealed[:50] + ("A" if sealed[50] != "A" else "B") + sealed[51:])
    problem(browser.get(back), 502, "school")


def test_arriving_leads_on_by_a_page_so_that_strict_cookies_come_along(server: Server, school: Provider):
    joined(server, school, sub="lea", email="lea@x.nl")
    browser = server.browser()
    answer = trip(browser)
    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0; url=/"' in answer.text
    query = parse_qs(urlsplit(str(answer.url)).query)
    assert not [secret for secret in (*query["code"], *query["state"]) if secret in answer.text]
    cookies = answer.headers.get_list("set-cookie")
    assert any(cookie.startswith("maatwerk_account=") and "samesite=strict" in cookie.lower() for cookie in cookies)


def test_a_link_for_a_new_password_is_not_an_invitation_for_the_school(server: Server, school: Provider):
    person(server, "mo@x.nl", "admin")
    browser = server.browser()
    browser.post(invite(server, "admin", account=account_of(server, "mo@x.nl").id))
    school.person = {"sub": "not mo"}
    assert trip(browser).status_code == 410
    assert sign_in(server.browser(), "mo@x.nl", PASSWORD) == 303
