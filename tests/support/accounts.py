"""Accounts of a running server, as people get them: by link and form."""

import re
from typing import Any

from starlette.testclient import TestClient

from app.sealing import session_mark
from app.store import Invitation
from tests.support.web import Server

PASSWORD = "paarse kano vergeet donderdag"
PAGE = {"accept": "text/html"}


def call(server: Server, work: Any, *args: Any, **more: Any) -> Any:
    """Ask the store of a running server."""
    assert server.http.portal is not None

    async def ask() -> Any:
        return await work(*args, **more)

    return server.http.portal.call(ask)


def invite(server: Server, role: Any = "facilitator", organisation: str | None = None, **more: Any) -> str:
    """The path of a one-time link."""
    accounts = server.app.state.services.store.accounts
    of = call(server, accounts.organisation, organisation)[0].id if organisation else None
    invitation = Invitation(role, "command line", organisation=of, **more)
    return f"/invite/{call(server, accounts.invite, invitation, 3_600_000)}"


def join(server: Server, link: str, email: str, browser: TestClient | None = None, **fields: str) -> TestClient:
    """Somebody opens the link and fills in the form; gives the browser, signed in."""
    browser = browser or server.browser()
    assert browser.get(link, headers=PAGE).status_code == 200
    assert browser.post(link).headers["location"] == "/account/new"
    form = {"name": email.partition("@")[0].title(), "email": email, "password": PASSWORD}
    answer = browser.post("/account/new", data=form | fields, headers=PAGE)
    assert answer.status_code == 303, said(answer.text)
    return browser


def person(server: Server, email: str, role: Any = "facilitator", organisation: str | None = None) -> TestClient:
    """The browser of somebody with a new account."""
    return join(server, invite(server, role, organisation), email)


def sign_in(browser: TestClient, email: str, password: str = PASSWORD) -> int:
    """Type address and password on the start page; gives the status."""
    return browser.post("/sign-in", data={"email": email, "password": password}, headers=PAGE).status_code


def said(page: str) -> str:
    """What a page says went wrong."""
    return " ".join(re.findall(r'role="alert">(?:<[^>]+>)*([^<]+)', page))


def account_of(server: Server, email: str) -> Any:
    return call(server, server.app.state.services.store.accounts.by_email, email)


def audited(server: Server) -> list[tuple[str, str, str | None]]:
    """The audit log, the newest line first."""
    lines = call(server, server.app.state.services.store.audit.newest, 1000)
    return [(line.what, line.who, line.about) for line in lines]


def mark_of(server: Server, code: str) -> str:
    """What stands for this session in the audit log."""
    return session_mark(server.app.state.services.key, code)
