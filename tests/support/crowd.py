"""Everybody who may knock on a session's door: of every role, of this session and this organisation, and of others.

Each is known by the cookies of a browser. Who holds a token of another session also shows it under this one's name.
"""

import asyncio
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route, WebSocketRoute

from app.store import Account, AccountRole, Invitation
from app.web import passwords
from tests.support.accounts import PASSWORD, call
from tests.support.web import Server, Table, bearer

HOUR_MS = 3_600_000
OURS, THEIRS = "Onze school", "Andere school"
ACCOUNTS: dict[str, tuple[AccountRole, str | None]] = {
    "owner": ("facilitator", OURS),
    "colleague": ("facilitator", OURS),
    "admin": ("admin", OURS),
    "researcher": ("researcher", OURS),
    "head": ("admin", None),
    "admin_elsewhere": ("admin", THEIRS),
    "researcher_elsewhere": ("researcher", THEIRS),
}
"""Role and organisation. The session is the owner's; the head manages the whole installation."""


@dataclass(slots=True)
class Target:
    """A session with what each person holds, as cookies; `tokens` are of who has no account."""

    code: str
    seats: list[str]
    victim: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    tokens: dict[str, str] = field(default_factory=dict[str, str])

    def headers(self, person: str, shown: str = "cookie") -> dict[str, str]:
        """What this person's client sends: its cookies, or its token as a program sends it."""
        if shown == "bearer":
            return bearer(self.tokens[person])
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies[person].items())}


class Crowd:
    """The accounts of a server, and new sessions of their owner."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._accounts = server.app.state.services.store.accounts
        self._hash = asyncio.run(passwords.hashed(PASSWORD))
        self.ids = {name: self.account(name, *ACCOUNTS[name]) for name in ACCOUNTS}
        self._ours = call(server, self._accounts.organisation, OURS)[0].id
        self.other = server.table()
        self.spoilt = False
        self._kept: Target | None = None

    def account(self, name: str, role: AccountRole, organisation: str | None) -> str:
        """The id of a new account."""
        of = call(self.server, self._accounts.organisation, organisation)[0].id if organisation else None
        secret = call(self.server, self._accounts.invite, Invitation(role, "command line", None, of), HOUR_MS)
        wanted = Account(f"o_{name}", f"{name}@x.nl", name.title(), role, password=self._hash)
        return call(self.server, self._accounts.join, secret, wanted).id

    def target(self) -> Target:
        """A new session of the owner, with everybody around it signed in afresh."""
        server, store = self.server, self.server.app.state.services.store
        signed_in = {name: call(server, self._accounts.sign_in, each) for name, each in self.ids.items()}
        cookie = {"cookie": f"maatwerk_account={signed_in['owner']}"}
        made = server.http.post("/api/v1/sessions", json={}, headers=cookie)
        server.http.cookies.clear()
        table = Table(server, made.json())
        call(server, store.sessions.set_consent, table.code, "agreed", "2026-11-22")
        for team in (1, 2):
            table.take_seat(team)
        issue = store.tokens.issue
        tokens = {
            "seat": table.seats[0][1],
            "screen": table.projector,
            "facilitator": table.facilitator,
            "cofacilitator": call(server, issue, table.code, "cofacilitator"),
            "former": call(server, issue, table.code, "former", None, "o_gone"),
            "other_seat": self.other.seats[0][1],
            "other_screen": self.other.projector,
            "other_facilitator": self.other.facilitator,
        }
        target = Target(table.code, [seat for seat, _ in table.seats], self._victim(), tokens=tokens)
        target.cookies = {name: {"maatwerk_account": secret} for name, secret in signed_in.items()} | {"nobody": {}}
        for name, token in tokens.items():
            kind = name.removeprefix("other_").replace("cofacilitator", "facilitator").replace("former", "facilitator")
            codes = (table.code, self.other.code) if name.startswith("other_") else (table.code,)
            target.cookies[name] = {f"maatwerk_{kind}_{code}": token for code in codes}
        return target

    def kept(self) -> Target:
        """The same session as the last time, unless something was `spoilt` since."""
        if self._kept is None or self.spoilt:
            self._kept, self.spoilt = self.target(), False
        return self._kept

    def _victim(self) -> str:
        """An account of our school that admins do things to."""
        known = call(self.server, self._accounts.by_email, "victim@x.nl")
        if known is None:
            return self.account("victim", "facilitator", OURS)
        call(self.server, self._accounts.change, known.id, organisation=self._ours)
        return known.id


def every_route(app: FastAPI) -> dict[str, APIRoute | WebSocketRoute | Route]:
    """All that this server answers to, as `METHOD /path`; of a websocket the method is WS. No static files."""
    return {f"{method} {route.path}": route for route in _flat(app.routes) for method in _methods(route)}


def _flat(routes: list[BaseRoute]) -> list[APIRoute | WebSocketRoute | Route]:
    found: list[APIRoute | WebSocketRoute | Route] = []
    for route in routes:
        if isinstance(route, APIRoute | WebSocketRoute | Route):
            found.append(route)
        elif (inner := getattr(route, "original_router", None)) is not None:
            found += _flat(inner.routes)
        else:
            assert getattr(route, "name", None) == "static", f"an unknown kind of route: {route}"
    return found


def _methods(route: APIRoute | WebSocketRoute | Route) -> set[str]:
    return {"WS"} if isinstance(route, WebSocketRoute) else set(route.methods or ()) - {"HEAD"}
