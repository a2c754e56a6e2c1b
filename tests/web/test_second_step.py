"""A code of an app after the password: no way around it, none taken twice, and recovery codes for a lost phone."""

import re
from typing import Any

import pytest
from pyotp.totp import TOTP
from starlette.testclient import TestClient

from app.web.limits import Windows
from tests.support.accounts import PAGE, PASSWORD, account_of, audited, invite, join, person, said, sign_in
from tests.support.web import Server, problem
from tests.web.conftest import Serve

CODE = "/sign-in/code"
HALF_MINUTE = 30_000


class Phone:
    """An app for codes, whose clock is the server's."""

    def __init__(self, server: Server, page: str) -> None:
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        kept = re.search(r'name="kept" value="([^"]+)"', page)
        assert found, said(page)
        assert kept
        self.kept, self._server, self._totp = kept[1], server, TOTP(found[1].replace(" ", ""))

    def code(self, later: int = 0) -> str:
        """The code of now, or of so many half minutes later."""
        return self._totp.at(self._server.clock.now() // 1000 + later * 30)


def enrolled(server: Server, email: str) -> tuple[TestClient, Phone, list[str]]:
    """Somebody who switched the second step on; the phone; the recovery codes."""
    browser = person(server, email)
    phone = Phone(server, browser.post("/account/second-step", data={"current": PASSWORD}, headers=PAGE).text)
    shown = browser.post("/account/second-step/on", data={"kept": phone.kept, "code": phone.code()}, headers=PAGE)
    codes = re.findall(r"<code>([A-Z0-9 ]+)</code>", shown.text)
    assert len(codes) == 10, said(shown.text)
    server.wind(HALF_MINUTE)
    return browser, phone, codes


def halfway(server: Server, email: str) -> TestClient:
    """A browser in which the password was right."""
    browser = server.browser()
    answer = browser.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert answer.headers["location"] == CODE
    return browser


def give(browser: TestClient, code: str) -> int:
    return browser.post(CODE, data={"code": code}, headers=PAGE).status_code


def test_after_the_password_comes_the_code_and_nothing_opens_before_it(server: Server):
    here, phone, _ = enrolled(server, "ann@x.nl")
    assert here.get("/account").status_code == 200, "who switched it on is still signed in here"
    browser = halfway(server, "ann@x.nl")
    for path in ("/account", "/api/v1/sessions", "/packs", "/sessions/new"):
        problem(browser.get(path), 401, "unauthorised")
    assert "Ingelogd" not in browser.get("/", headers=PAGE).text
    before = dict(browser.cookies)
    assert give(browser, phone.code()) == 303
    assert dict(browser.cookies) != before, "the secret is a new one"
    assert browser.get("/account").status_code == 200


def test_no_code_is_taken_twice_nor_an_older_one_after_it(server: Server):
    _, phone, _ = enrolled(server, "bo@x.nl")
    early, code = phone.code(-1), phone.code()
    assert give(halfway(server, "bo@x.nl"), code) == 303
    assert give(halfway(server, "bo@x.nl"), code) == 401
    assert give(halfway(server, "bo@x.nl"), early) == 401


def test_the_code_that_switched_it_on_does_not_sign_in(server: Server):
    browser = person(server, "cor@x.nl")
    phone = Phone(server, browser.post("/account/second-step", data={"current": PASSWORD}, headers=PAGE).text)
    code = phone.code()
    browser.post("/account/second-step/on", data={"kept": phone.kept, "code": code})
    assert give(halfway(server, "cor@x.nl"), code) == 401


@pytest.mark.parametrize(("later", "status"), [(-2, 401), (-1, 303), (0, 303), (1, 303), (2, 401)])
def test_a_clock_may_be_half_a_minute_off_and_no_more(server: Server, later: int, status: int):
    email = f"dirk{later + 2}@x.nl"
    _, phone, _ = enrolled(server, email)
    server.wind(3 * HALF_MINUTE)
    assert give(halfway(server, email), phone.code(later)) == status


@pytest.mark.parametrize("code", ["", "000000", "123", "é" * 6, "x" * 40, "0" * 5000])
def test_what_is_no_code_is_refused(server: Server, code: str):
    if account_of(server, "evi@x.nl") is None:
        enrolled(server, "evi@x.nl")
    server.app.state.services.sign_in_guesses.__init__(Windows())
    assert give(halfway(server, "evi@x.nl"), code) == 401


def test_who_guesses_codes_has_to_wait(server: Server):
    _, phone, _ = enrolled(server, "fien@x.nl")
    browser = halfway(server, "fien@x.nl")
    assert [give(browser, f"00000{n}") for n in range(6)] == [401] * 5 + [429]
    assert give(halfway(server, "fien@x.nl"), phone.code()) == 429, "another browser does not help"


def test_a_recovery_code_works_once(server: Server):
    _, _, codes = enrolled(server, "gre@x.nl")
    assert give(halfway(server, "gre@x.nl"), codes[0].lower().replace(" ", "-")) == 303
    assert give(halfway(server, "gre@x.nl"), codes[0]) == 401
    assert give(halfway(server, "gre@x.nl"), codes[1]) == 303
    me = account_of(server, "gre@x.nl").id
    assert audited(server)[:2] == [("signed_in", me, None), ("recovery_code_used", me, me)]


def test_a_recovery_code_is_good_for_its_own_account_only(server: Server):
    _, _, codes = enrolled(server, "hes@x.nl")
    enrolled(server, "ies@x.nl")
    assert give(halfway(server, "ies@x.nl"), codes[0]) == 401


def test_halfway_ends_after_ten_minutes(server: Server):
    _, phone, _ = enrolled(server, "jet@x.nl")
    browser = halfway(server, "jet@x.nl")
    server.wind(10 * 60_000 + 1)
    problem(browser.post(CODE, data={"code": phone.code()}), 401, "unauthorised")


def test_a_link_for_a_new_password_does_not_pass_the_second_step_by(server: Server):
    _, phone, _ = enrolled(server, "kee@x.nl")
    browser = server.browser()
    browser.post(invite(server, account=account_of(server, "kee@x.nl").id))
    answer = browser.post("/account/new", data={"password": "groene stoel fluistert maandag"})
    assert answer.headers["location"] == CODE
    problem(browser.get("/account"), 401, "unauthorised")
    assert give(browser, phone.code()) == 303


def test_switching_it_off_takes_the_password_and_a_code(server: Server):
    browser, phone, _ = enrolled(server, "lot@x.nl")
    for wrong in ({"current": PASSWORD, "code": "000000"}, {"current": "x", "code": phone.code()}):
        assert browser.post("/account/second-step/off", data=wrong, headers=PAGE).status_code == 401
    server.wind(HALF_MINUTE)
    off = browser.post("/account/second-step/off", data={"current": PASSWORD, "code": phone.code()})
    assert off.status_code == 303
    assert sign_in(server.browser(), "lot@x.nl") == 303
    assert browser.get("/account").status_code == 200
    assert account_of(server, "lot@x.nl").second_step is None


def test_switching_it_on_takes_the_password_and_ends_other_browsers(server: Server):
    browser, other = person(server, "mia@x.nl"), server.browser()
    sign_in(other, "mia@x.nl")
    assert browser.post("/account/second-step", data={"current": "x"}, headers=PAGE).status_code == 401
    phone = Phone(server, browser.post("/account/second-step", data={"current": PASSWORD}, headers=PAGE).text)
    wrong = browser.post("/account/second-step/on", data={"kept": phone.kept, "code": "000000"}, headers=PAGE)
    assert wrong.status_code == 422
    assert account_of(server, "mia@x.nl").second_step is None
    assert other.get("/account").status_code == 200
    browser.post("/account/second-step/on", data={"kept": phone.kept, "code": phone.code()})
    problem(other.get("/account"), 401, "unauthorised")


def test_the_secret_of_one_account_is_not_taken_for_another(server: Server):
    one, other = person(server, "noor@x.nl"), person(server, "otto@x.nl")
    phone = Phone(server, one.post("/account/second-step", data={"current": PASSWORD}, headers=PAGE).text)
    for kept in (phone.kept, "", "x" * 200):
        answer = other.post("/account/second-step/on", data={"kept": kept, "code": phone.code()})
        problem(answer, 410, "link_spent")


def test_the_secret_is_sealed_in_the_database(server: Server):
    _, phone, codes = enrolled(server, "pim@x.nl")
    sealed: Any = account_of(server, "pim@x.nl").second_step
    assert phone._totp.secret.encode() not in sealed  # pyright: ignore[reportPrivateUsage]
    data = server.app.state.services.settings.data_dir
    stored = b"".join(path.read_bytes() for path in data.glob("maatwerk.db*"))
    for secret in (phone._totp.secret, *codes, *(code.replace(" ", "") for code in codes)):  # pyright: ignore[reportPrivateUsage]
        assert secret.encode() not in stored


def test_with_another_key_only_recovery_codes_work(serve: Serve, caplog: pytest.LogCaptureFixture):
    server = serve()
    _, phone, codes = enrolled(server, "quin@x.nl")
    object.__setattr__(server.app.state.services, "key", "another key than before")
    assert give(halfway(server, "quin@x.nl"), phone.code()) == 401
    assert give(halfway(server, "quin@x.nl"), codes[0]) == 303


def test_an_admin_switches_it_off_for_who_lost_the_phone(server: Server):
    enrolled(server, "rik@x.nl")
    admin = join(server, invite(server, "admin"), "baas@x.nl")
    whom = account_of(server, "rik@x.nl").id
    assert admin.post(f"/people/{whom}/second-step-off").status_code == 303
    browser = server.browser()
    assert browser.post("/sign-in", data={"email": "rik@x.nl", "password": PASSWORD}).headers["location"] == "/"
    assert ("second_step_off", account_of(server, "baas@x.nl").id, whom) in audited(server)
