"""Accounts: the first admin's link, signing in and out, what a sign-in opens and how it ends."""

import re
import statistics
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.web.limits import TooManyGuesses, Windows
from tests.support.accounts import (
    PAGE,
    PASSWORD,
    account_of,
    audited,
    call,
    invite,
    join,
    mark_of,
    person,
    said,
    sign_in,
)
from tests.support.web import Server, Table, bearer, problem
from tests.web.conftest import Serve

COOKIE = "maatwerk_account"
HOUR = 3_600_000


def home(browser: TestClient) -> str:
    return browser.get("/", headers=PAGE).text


# --- in ---------------------------------------------------------------------------------------------------------------


def test_without_accounts_the_start_page_asks_for_no_password(serve: Serve):
    server = serve()
    page = home(server.browser())
    assert "sleutel" in page
    assert "password" not in page
    person(server, "ann@school.nl")
    assert 'action="/sign-in"' in home(server.browser())


def test_a_link_makes_an_account_once_and_looking_at_it_takes_nothing(server: Server):
    link, browser = invite(server, "admin"), server.browser()
    for _ in range(2):
        assert "beheerder" in browser.get(link, headers=PAGE).text
    assert not browser.cookies
    join(server, link, "bea@school.nl", browser)
    assert "Ingelogd als Bea" in home(browser)
    problem(server.http.get(link), 410, "link_spent")
    problem(server.http.post(link), 410, "link_spent")
    assert account_of(server, "bea@school.nl").role == "admin"


def test_the_links_secret_is_worth_nothing_once_it_was_exchanged(server: Server):
    link, browser = invite(server), server.browser()
    answer = browser.post(link)
    assert link.rpartition("/")[2] not in str(answer.headers)
    problem(server.browser().post(link), 410, "link_spent")
    assert browser.get("/account/new").status_code == 200
    problem(server.browser().get("/account/new"), 410, "link_spent")


def test_a_link_expires(serve: Serve):
    server = serve()
    link = invite(server)
    server.wind(HOUR + 1)
    problem(server.http.get(link), 410, "link_spent")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "kort"}, "12 tot 128"),
        ({"password": "x" * 129}, "12 tot 128"),
        ({"password": "maatwerkmaatwerk"}, "makkelijk te raden"),
        ({"password": "wachtwoord123"}, "makkelijk te raden"),
        ({"password": "cato@school.nl"}, "makkelijk te raden"),
        ({"email": "geen adres"}, "geen e-mailadres"),
        ({"email": "a b@school.nl"}, "geen e-mailadres"),
        ({"email": "dubbel@school.nl"}, "er al een account"),
        ({"name": ""}, "Vul je naam in"),
        ({"name": "\u3164"}, "Vul je naam in"),
        ({"name": "x" * 81}, "Vul je naam in"),
    ],
)
def test_a_form_that_is_not_right_says_so_and_uses_nothing_up(server: Server, fields: dict[str, str], sentence: str):
    if account_of(server, "dubbel@school.nl") is None:
        person(server, "dubbel@school.nl")
    browser = server.browser()
    browser.post(invite(server))
    form = {"name": "Cato", "email": "cato@school.nl", "password": PASSWORD}
    answer = browser.post("/account/new", data=form | fields, headers=PAGE)
    assert answer.status_code in (409, 422)
    assert sentence in said(answer.text)
    assert COOKIE not in browser.cookies
    assert browser.get("/account/new").status_code == 200


def test_somebody_signs_in_and_out(server: Server):
    person(server, "dora@school.nl")
    browser = server.browser()
    assert sign_in(browser, " Dora@School.NL ") == 303
    assert "Ingelogd als Dora" in home(browser)
    before = browser.cookies[COOKIE]
    assert browser.post("/sign-out").status_code == 303
    assert "Ingelogd" not in home(browser)
    browser.cookies.set(COOKIE, before)
    assert "Ingelogd" not in home(browser), "the secret itself is worth nothing any more"


def test_every_sign_in_gives_a_new_secret_and_voids_the_one_before(server: Server):
    browser = person(server, "els@school.nl")
    before = browser.cookies[COOKIE]
    assert sign_in(browser, "els@school.nl") == 303
    assert browser.cookies[COOKIE] != before
    other = server.browser()
    other.cookies.set(COOKIE, before)
    problem(other.get("/account"), 401, "unauthorised")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(server: Server):
    person(server, "fred@school.nl")
    pages: list[str] = []
    for email in ("fred@school.nl", "niemand@school.nl"):
        answer = server.browser().post("/sign-in", data={"email": email, "password": "x" * 20}, headers=PAGE)
        assert answer.status_code == 401
        pages.append(answer.text.replace(email, ""))
    assert pages[0] == pages[1]
    assert "passen niet bij elkaar" in said(pages[0])


def test_and_they_take_as_long(serve: Serve):
    server = serve(guess_limit="1000/minute")
    person(server, "gijs@school.nl")
    took: dict[str, list[float]] = {"gijs": [], "niemand": []}
    for turn in range(8):
        for name, times in took.items():
            email = f"{name}@school.nl" if name == "gijs" else f"{name}{turn}@school.nl"
            server.app.state.services.sign_in_guesses.__init__(Windows())
            start = time.perf_counter()
            assert sign_in(server.browser(), email, "x" * 20) == 401
            times.append(time.perf_counter() - start)
    known, unknown = (statistics.median(times[1:]) for times in took.values())
    assert 0.5 < known / unknown < 2, took


def test_who_guesses_has_to_wait_and_nobody_is_locked_out_for_good(serve: Serve):
    server = serve()
    person(server, "hans@school.nl")
    guesser = server.browser()
    assert [sign_in(guesser, "hans@school.nl", f"fout wachtwoord {n}") for n in range(6)] == [401] * 5 + [429]
    assert sign_in(guesser, "hans@school.nl") == 429, "also with the right one: else guessing would go on"
    assert sign_in(guesser, "iemand.anders@school.nl", "fout") == 401
    limits = server.app.state.services.sign_in_guesses
    assert server.http.portal is not None
    ask: Any = server.http.portal.call
    ask(limits.check, "hans@school.nl", "elsewhere")  # Hans himself, at another address, signs in as ever
    for each in range(100):
        ask(limits.failed, "hans@school.nl", f"address {each}")
    with pytest.raises(TooManyGuesses):
        ask(limits.check, "hans@school.nl", "elsewhere")


def test_a_page_of_another_site_signs_nobody_in_or_out(server: Server):
    browser = person(server, "ina@school.nl")
    for path in ("/sign-in", "/sign-out", "/sign-out/everywhere", "/account/password", "/account/name"):
        problem(browser.post(path, headers={"origin": "https://elders.nl"}), 403, "wrong_origin")
    assert "Ingelogd" in home(browser)


# --- the cookie -------------------------------------------------------------------------------------------------------


def test_the_cookie_is_for_this_host_alone_behind_tls(server: Server):
    person(server, "job@school.nl")
    browser = server.browser()
    form = {"email": "job@school.nl", "password": PASSWORD}
    plain = browser.post("/sign-in", data=form).headers["set-cookie"]
    safe = browser.post("https://testserver/sign-in", data=form).headers["set-cookie"]
    for cookie in (plain, safe):
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
        assert "domain" not in cookie.lower()
    assert plain.startswith(f"{COOKIE}=")
    assert safe.startswith(f"__Host-{COOKIE}=")
    assert "secure" in safe.lower()


def test_behind_tls_a_cookie_without_its_binding_is_not_looked_at(server: Server):
    browser = person(server, "kim@school.nl")
    other = server.browser()
    other.cookies.set(COOKIE, browser.cookies[COOKIE])
    assert other.get("/account").status_code == 200
    assert other.get("https://testserver/account").status_code == 401


def test_a_sign_in_ends_without_use_and_after_a_week(serve: Serve):
    server = serve(sign_in_idle_hours=12, sign_in_days=7)
    idle, busy = person(server, "lies@school.nl"), person(server, "max@school.nl")
    for _ in range(13):
        server.wind(11 * HOUR)
        assert busy.get("/account").status_code == 200
    problem(idle.get("/account"), 401, "unauthorised")
    server.wind(11 * HOUR)
    assert busy.get("/account").status_code == 200
    server.wind(10 * HOUR)
    assert busy.get("/account").status_code == 200
    server.wind(4 * HOUR)  # a week, and used four hours ago
    problem(busy.get("/account"), 401, "unauthorised")


def test_no_page_and_no_log_holds_a_secret(server: Server, capsys: pytest.CaptureFixture[str]):
    browser = person(server, "nel@school.nl")
    secret = browser.cookies[COOKIE]
    for path in ("/", "/account"):
        assert secret not in browser.get(path, headers=PAGE).text
    said_here = capsys.readouterr()
    assert secret not in said_here.out + said_here.err
    assert PASSWORD not in said_here.out + said_here.err


# --- everywhere -------------------------------------------------------------------------------------------------------


def made(browser: TestClient, server: Server) -> Table:
    """A session of who is signed in in this browser."""
    answer = browser.post("/api/v1/sessions", json={"title": "Van mij"})
    assert answer.status_code == 201, answer.text
    return Table(server, answer.json())


def test_signing_out_everywhere_ends_browsers_tokens_and_consoles_but_not_the_projector(server: Server):
    here, there = person(server, "olga@school.nl"), server.browser()
    assert sign_in(there, "olga@school.nl") == 303
    table = made(here, server)
    del here.cookies[f"maatwerk_facilitator_{table.code}"]
    with (
        table.wire(table.facilitator) as by_token,
        server.connect(table.code, here) as by_account,
        table.wire(table.projector) as screen,
    ):
        assert by_account.hello(**{"as": "facilitator"})["audience"] == "facilitator"
        assert here.post("/sign-out/everywhere").status_code == 303
        assert by_token.closed()[0] == "unauthorised"
        assert by_account.closed()[0] == "unauthorised"
        screen.sync()
    for browser in (here, there):
        problem(browser.get("/account"), 401, "unauthorised")
    problem(server.http.get(f"{table.api}/log", headers=bearer(table.facilitator)), 401, "unauthorised")
    assert server.http.get(f"{table.api}/content", headers=bearer(table.projector)).status_code == 200


def test_another_password_ends_the_other_browsers(server: Server):
    here, there = person(server, "piet@school.nl"), server.browser()
    assert sign_in(there, "piet@school.nl") == 303
    new = "groene stoel fluistert maandag"
    wrong = here.post("/account/password", data={"current": "x", "password": new}, headers=PAGE)
    assert wrong.status_code == 401
    assert here.post("/account/password", data={"current": PASSWORD, "password": new}).status_code == 303
    assert here.get("/account").status_code == 200
    problem(there.get("/account"), 401, "unauthorised")
    assert sign_in(server.browser(), "piet@school.nl") == 401
    assert sign_in(server.browser(), "piet@school.nl", new) == 303


def test_a_link_sets_a_new_password(server: Server):
    there = person(server, "quinten@school.nl")
    link = invite(server, account=account_of(server, "quinten@school.nl").id)
    new = "groene stoel fluistert maandag"
    join(server, link, "iemand.anders@school.nl", password=new)
    problem(there.get("/account"), 401, "unauthorised")
    assert account_of(server, "iemand.anders@school.nl") is None
    assert sign_in(server.browser(), "quinten@school.nl", new) == 303


def test_a_blocked_account_is_out_and_cannot_come_in(server: Server):
    browser = person(server, "ria@school.nl")
    accounts = server.app.state.services.store.accounts
    call(server, accounts.change, account_of(server, "ria@school.nl").id, blocked=True)
    problem(browser.get("/account"), 401, "unauthorised")
    assert sign_in(server.browser(), "ria@school.nl") == 401
    just_before = call(server, accounts.sign_in, account_of(server, "ria@school.nl").id)
    browser.cookies.clear()
    browser.cookies.set(COOKIE, just_before)
    problem(browser.get("/account"), 401, "unauthorised")


# --- whose sessions ---------------------------------------------------------------------------------------------------


def test_who_is_signed_in_makes_leads_and_deletes_own_sessions_and_no_others(server: Server, shared: Table):
    sara, tom = person(server, "sara@school.nl"), person(server, "tom@school.nl")
    table = made(sara, server)
    assert [each["code"] for each in sara.get("/api/v1/sessions").json()] == [table.code]
    assert tom.get("/api/v1/sessions").json() == []
    for path in (f"/s/{table.code}/facilitate", f"/s/{table.code}/review", f"/s/{table.code}/screen"):
        assert sara.get(path, headers=PAGE).status_code == 200
        assert tom.get(path, headers=PAGE).status_code == 401
    problem(tom.delete(table.api), 403, "forbidden")
    problem(sara.delete(shared.api), 403, "forbidden")
    assert table.code in home(sara)
    assert table.code not in home(tom)
    assert sara.delete(table.api).status_code == 204


def test_an_account_leads_from_any_browser(server: Server):
    person(server, "ulla@school.nl")
    browser = server.browser()
    sign_in(browser, "ulla@school.nl")
    table = made(browser, server)
    other = server.browser()
    sign_in(other, "ulla@school.nl")
    assert other.post(f"{table.api}/links", json={"role": "screen"}).status_code == 201
    with server.connect(table.code, other) as wire:
        wire.hello(**{"as": "facilitator"})
        assert wire.ask("blank", on=True)["type"] == "ack"


def test_a_token_of_an_accounts_session_opens_that_session_alone(server: Server):
    browser = person(server, "vera@school.nl")
    one, other = made(browser, server), made(browser, server)
    token = bearer(one.facilitator)
    assert server.http.get(f"{one.api}/log", headers=token).status_code == 200
    problem(server.http.get("/api/v1/sessions", headers=token), 401, "unauthorised")
    problem(server.http.post("/api/v1/sessions", json={}, headers=token), 401, "unauthorised")
    problem(server.http.delete(other.api, headers=token), 401, "unauthorised")
    assert server.http.delete(one.api, headers=token).status_code == 204


def test_without_an_account_a_facilitators_token_makes_sessions_as_ever(server: Server, shared: Table):
    answer = server.http.post("/api/v1/sessions", json={}, headers=bearer(shared.facilitator))
    server.http.cookies.clear()
    assert answer.status_code == 201


def test_who_led_without_an_account_keeps_the_sessions(serve: Serve):
    server = serve()
    browser = server.browser()
    browser.get(server.first.made["facilitate_url"])
    join(server, invite(server, "admin"), "wim@school.nl", browser)
    fresh = server.browser()
    sign_in(fresh, "wim@school.nl")
    assert [each["code"] for each in fresh.get("/api/v1/sessions").json()] == [server.first.code]


def test_an_account_that_gave_the_lead_away_does_not_lead_any_more(server: Server):
    browser = person(server, "xena@school.nl")
    table = made(browser, server)
    browser.post("/sign-out/everywhere")  # from here on no token leads the session, the account does
    assert sign_in(browser, "xena@school.nl") == 303
    link = browser.post(f"{table.api}/links", json={"role": "handover"}).json()["url"]
    server.browser().post(link)
    problem(browser.post(f"{table.api}/key"), 403, "forbidden")
    assert browser.get(f"/s/{table.code}/facilitate", headers=PAGE).status_code == 403
    assert [each["code"] for each in browser.get("/api/v1/sessions").json()] == [table.code]


# --- the audit log ----------------------------------------------------------------------------------------------------


def test_the_audit_log_says_who_did_what_and_nothing_of_what_it_held(serve: Serve):
    server = serve()
    browser = person(server, "yara@school.nl")
    me = account_of(server, "yara@school.nl").id
    table = made(browser, server)
    assert browser.get(f"{table.api}/export/csv").status_code == 200
    assert browser.delete(table.api).status_code == 204
    sign_in(server.browser(), "yara@school.nl", "fout")
    browser.post("/sign-out")
    mark = mark_of(server, table.code)
    assert audited(server) == [
        ("signed_out", me, None),
        ("sign_in_failed", "nobody", me),
        ("deleted", me, mark),
        ("exported", me, mark),
        ("signed_in", me, None),
        ("account_made", me, me),
    ]


def test_what_a_token_does_is_audited_too(server: Server):
    table = server.table()
    for path in ("export/jsonl", "report.md"):  # of the head alone nothing is told: nothing left
        assert server.http.head(f"{table.api}/{path}", headers=bearer(table.facilitator)).status_code == 200
    assert [line for line in audited(server) if line[2] == mark_of(server, table.code)] == []
    server.http.get(f"{table.api}/export/jsonl", headers=bearer(table.facilitator))
    assert audited(server)[0] == ("exported", "token", mark_of(server, table.code))


def test_old_lines_are_forgotten(serve: Serve):
    server = serve(audit_days=30)
    person(server, "zoe@school.nl")
    server.wind(31 * 24 * HOUR)
    sign_in(server.browser(), "zoe@school.nl")
    assert [what for what, _, _ in audited(server)] == ["signed_in"]


def test_the_start_page_names_no_address_of_others(server: Server):
    person(server, "adres@school.nl")
    assert not re.search(r"adres@school\.nl", home(server.browser()))
