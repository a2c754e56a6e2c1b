"""Whose sessions this browser or client may list, and add to."""

from collections.abc import Iterable

from starlette.requests import HTTPConnection

from app.store import SessionRecord
from app.web.access import bearer
from app.web.cookies import cookie_name
from app.web.problems import Problem
from app.web.services import services
from app.web.signed_in import find_account

OWNERS = ("facilitator", "former")
"""Who gave the lead of one session away still owns it, and the others."""


async def find_owners(connection: HTTPConnection) -> list[str]:
    """Whose sessions these are: of who signed in, else of the owners behind a facilitator's token or cookies.

    A token of an account's session is good for that session alone; its other sessions need the account.
    """
    found, given = services(connection), bearer(connection)
    account = await find_account(connection) if given is None else None
    if account is not None:
        return [] if account.role == "researcher" else [account.id]
    owners: dict[str, None] = {}
    for token in _facilitator_tokens(connection, given):
        held = await found.store.tokens.find(token)
        owner = held.owner if held is not None and held.role in OWNERS else None
        if owner is not None and owner not in owners and await found.store.accounts.get(owner) is None:
            owners[owner] = None
    return list(owners)


async def find_owner(connection: HTTPConnection) -> str | None:
    """The first of them: of whom a new session is."""
    return next(iter(await find_owners(connection)), None)


async def need_owners(connection: HTTPConnection) -> list[str]:
    """As `find_owners`.

    Raises:
        Problem: 401 whoever asks leads no session and has no account to lead one with.
    """
    owners = await find_owners(connection)
    if not owners:
        raise Problem(401, "unauthorised", "Alleen een spelleider kan dit. Open eerst de link van de spelleider.")
    return owners


async def need_owner(connection: HTTPConnection) -> str:
    """The first of them. Raises as `need_owners`."""
    return (await need_owners(connection))[0]


async def sessions_of(connection: HTTPConnection, owners: Iterable[str]) -> list[SessionRecord]:
    """All their sessions, the oldest first: on the command line each session may be made for an owner of its own."""
    listed = services(connection).store.sessions.list
    found = [record for owner in owners for record in await listed(owner)]
    return sorted(found, key=lambda record: record.created_at)


def _facilitator_tokens(connection: HTTPConnection, given: str | None) -> list[str]:
    if given is not None:
        return [given]
    begin = cookie_name(connection, "facilitator", "")
    return [value for name, value in connection.cookies.items() if name.startswith(begin)]
