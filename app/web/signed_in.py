"""Who signed in in this browser: facilitators and researchers with an account."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.store import Account, SessionRecord, token_key
from app.web.cookies import DAY_S, host_cookie, set_host_cookie
from app.web.services import services

ACCOUNT = "maatwerk_account"
"""The cookie of who signed in; behind TLS its name begins with what binds it to this host alone."""

HOUR_MS = 3_600_000
STEP_MS = 10 * 60_000
"""How long somebody who gave a password may take for the second step."""


def sign_in_secret(connection: HTTPConnection) -> str | None:
    """What this browser holds of somebody who signed in."""
    return connection.cookies.get(host_cookie(connection, ACCOUNT))


async def find_account(connection: HTTPConnection, step: str = "done") -> Account | None:
    """Who signed in in this browser, or with another `step` who is about to. It is looked up once for a request."""
    known: dict[str, Account | None] | None = getattr(connection.state, "account", None)
    if known is None:
        known = connection.state.account = {}
    if step not in known:
        found, secret = services(connection), sign_in_secret(connection)
        idle = found.settings.sign_in_idle_hours * HOUR_MS if step == "done" else STEP_MS
        life = found.settings.sign_in_days * 24 * HOUR_MS
        accounts = found.store.accounts
        known[step] = await accounts.signed_in(secret, step, idle_ms=idle, life_ms=life) if secret else None
    return known[step]


async def let_in(response: Response, connection: HTTPConnection, account: Account, step: str = "done") -> None:
    """Sign somebody in in this browser. The secret is always a new one: what was known before is worth nothing."""
    found = services(connection)
    secret = await found.store.accounts.sign_in(account.id, step, sign_in_secret(connection))
    set_host_cookie(response, connection, ACCOUNT, secret, found.settings.sign_in_days * DAY_S)


def account_key(account: str, secret: str = "") -> str:
    """What tells apart the browsers in which an account signed in; without a secret, how all of them begin."""
    return f"{account} {token_key(secret) if secret else ''}"


async def may_study(connection: HTTPConnection, account: Account, record: SessionRecord) -> bool:
    """Whether a researcher may look back at a session: it is over, no rehearsal, its school agreed, and in scope."""
    ready = record.closed_at is not None and not record.rehearsal and record.consent == "agreed"
    return ready and await in_scope(connection, account, record)


async def in_scope(connection: HTTPConnection, account: Account, record: SessionRecord) -> bool:
    """Whether a session is of the account's organisation; without one, all are."""
    if account.organisation is None:
        return True
    owner = await services(connection).store.accounts.get(record.owner)
    return owner is not None and owner.organisation == account.organisation
