"""Who is asking: codes, tokens and cookies. The only way for a route to get at a session or a seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.game.context import Who
from app.game.viewing import Audience
from app.ids import read_code
from app.live.showing import Rank
from app.store import Account, SessionRecord, Token, token_key
from app.web.problems import Problem
from app.web.services import Services, services

ROLES = ("facilitator", "screen", "seat")
MAY_LOOK_AS = {
    "facilitator": ("facilitator", "screen", "review"),
    "screen": ("screen",),
    "seat": ("seat", "review"),
    "former": ("screen", "review"),
    "researcher": ("review",),
}
"""Which audiences a token's role may be; the review is for everyone once the session is closed."""
MAY_ANNOTATE = ("facilitator", "researcher")
"""Who may write beside a moment, where they may look back; the others read it (docs/decisions/0030)."""
OWNERS = ("facilitator", "former")
"""Who gave the lead of one session away still owns it, and the others."""

ACCOUNT = "maatwerk_account"
"""The cookie of who signed in; behind TLS its name begins with what binds it to this host alone."""

HOUR_MS, DAY_S = 3_600_000, 24 * 3600
STEP_MS = 10 * 60_000
"""How long somebody who gave a password may take for the second step."""

MOST_SEATS = 20
"""So many cookies of a browser are looked at to find its seat."""


@dataclass(frozen=True, slots=True)
class Access:
    """A token that was found, for one session. A cofacilitator has the role of a facilitator, without `leads`.

    `key` tells tokens apart where the tokens themselves must not be known.
    """

    session: str
    role: str
    seat: str | None
    owner: str | None
    leads: bool
    key: str

    @property
    def author(self) -> str:
        """The same for all that one writes: who leads on whichever device, an account, or a single token."""
        return self.owner if self.leads and self.owner else self.key.partition(" ")[0]

    @property
    def rank(self) -> Rank | None:
        """How a console counts; None for everybody else."""
        if self.role != "facilitator":
            return None
        return "leads" if self.leads else "cofacilitators"


def address(connection: HTTPConnection) -> str:
    """Where a request comes from, for the limits; never stored.

    Of version 6 it is the network: every household has 2^64 addresses, and would have as many tries.
    """
    host = connection.client.host if connection.client else "unknown"
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv4Address):
        return host
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


async def find_session(connection: HTTPConnection, code: str) -> SessionRecord:
    """The session with this code; a code that does not exist counts as a guess.

    Raises:
        Problem: 404 when there is none.
        TooManyGuesses: this address failed too often.
    """
    found, read = services(connection), read_code(code)
    if read is not None and await find_access(connection, read) is not None:
        record = await found.store.sessions.get(read)  # who holds a token does not meet the limit
    else:
        record = await _guess(connection, read)
    if record is None:
        raise Problem(404, "unknown_code", "Deze code bestaat niet. Kijk nog eens op het grote scherm.")
    connection.state.language = record.language  # what people read who chose no language of their own
    return record


async def _guess(connection: HTTPConnection, code: str | None) -> SessionRecord | None:
    found, here = services(connection), address(connection)
    async with found.guesses.turn(here):
        await found.guesses.check(here, code)
        record = await found.store.sessions.get(code) if code else None
        if record is None:
            await found.guesses.failed(here)
    return record


def cookie_name(connection: HTTPConnection, role: str, code: str) -> str:
    """A browser may hold several: the facilitator's laptop also shows the projector."""
    return host_cookie(connection, f"maatwerk_{role}_{code}")


def set_cookie(response: Response, connection: HTTPConnection, role: str, code: str, token: str) -> None:
    """Keep a token of a session for half a year."""
    set_host_cookie(response, connection, f"maatwerk_{role}_{code}", token, 180 * DAY_S)


def is_safe(connection: HTTPConnection) -> bool:
    """Whether it came over TLS, as far as the proxy that we trust says."""
    return connection.url.scheme in ("https", "wss")


def host_cookie(connection: HTTPConnection, name: str) -> str:
    """The name of a cookie that no other host and no page without TLS can set, where there is TLS."""
    return f"__Host-{name}" if is_safe(connection) else name


def set_host_cookie(response: Response, connection: HTTPConnection, name: str, value: str, seconds: int) -> None:
    """Keep a secret where scripts and other sites cannot get at it."""
    response.set_cookie(
        host_cookie(connection, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=is_safe(connection),
        path="/",
    )


def drop_host_cookie(response: Response, connection: HTTPConnection, name: str) -> None:
    """Forget such a secret."""
    secure = is_safe(connection)
    response.delete_cookie(host_cookie(connection, name), httponly=True, samesite="strict", secure=secure, path="/")


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


def bearer(connection: HTTPConnection) -> str | None:
    """The token in the Authorization header."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token else None


async def find_access(
    connection: HTTPConnection, code: str, token: str | None = None, looks_as: str | None = None
) -> Access | None:
    """The strongest access to this session that the request carries: a token, a bearer header, or cookies."""
    access = await _find_access(connection, code, token or bearer(connection), looks_as)
    if access is not None and access.role == "facilitator":
        await services(connection).guesses.welcome(address(connection), code)
    return access


async def _find_access(connection: HTTPConnection, code: str, given: str | None, looks_as: str | None) -> Access | None:
    if given is not None:
        access = await _known(connection, given, code)
        return access if access and _may(access, looks_as) else None
    for role in ROLES:
        cookie = connection.cookies.get(cookie_name(connection, role, code))
        access = await _known(connection, cookie, code) if cookie else None
        if access is not None and _may(access, looks_as):
            return access
    access = await _of_account(connection, code)
    return access if access and _may(access, looks_as) else None


async def _of_account(connection: HTTPConnection, code: str) -> Access | None:
    """What somebody who signed in may in this session: lead an own one, look back as a researcher."""
    account = await find_account(connection)
    record = await services(connection).store.sessions.get(code) if account else None
    if account is None or record is None:
        return None
    key = account_key(account.id, sign_in_secret(connection) or "")
    if account.role == "researcher":
        looks = await may_study(connection, account, record)
        return Access(code, "researcher", None, None, leads=False, key=key) if looks else None
    if record.owner != account.id:
        return None
    gave_away = await services(connection).store.tokens.gave_away(code, account.id)
    return Access(code, "former" if gave_away else "facilitator", None, account.id, leads=not gave_away, key=key)


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


def _may(access: Access, looks_as: str | None) -> bool:
    return looks_as is None or looks_as in MAY_LOOK_AS[access.role]


async def _known(connection: HTTPConnection, token: str, code: str) -> Access | None:
    """What the token gives in this session. A wrong one counts nowhere: nobody finds 128 bits by trying, and an old
    laptop that goes on trying would keep its class out."""
    held: Token | None = await services(connection).store.tokens.find(token)
    if held is None or held.session != code:
        return None
    role = "facilitator" if held.role == "cofacilitator" else held.role
    return Access(code, role, held.seat, held.owner, leads=held.role == "facilitator", key=token_key(token))


async def need_look_back(connection: HTTPConnection, code: str) -> tuple[SessionRecord, Access]:
    """The session and the strongest access that may look back at it, for the page as for all that it shows.

    The projector never may: its cookie beside a seat's or a researcher's opens nothing more, and closes nothing.

    Raises:
        Problem: as `need_access`; 403 for the projector.
    """
    record = await find_session(connection, code)
    access = await find_access(connection, record.code, looks_as="review")
    if access is None:
        await need_access(connection, code)
        sentence = "Het grote scherm kijkt niet terug. Open de link van de spelleider, of je eigen plek."
        raise Problem(403, "forbidden", sentence)
    await _check_seat(services(connection), access)
    return record, access


async def need_access(connection: HTTPConnection, code: str, *roles: str) -> tuple[SessionRecord, Access]:
    """The session and the access to it.

    Raises:
        Problem: 404 no such session, 401 nothing shown that opens it, 403 not with this role.
    """
    record = await find_session(connection, code)
    access = await find_access(connection, record.code)
    if access is None:
        raise Problem(401, "unauthorised", "Je hebt hier geen toegang. Open de link van de spelleider.")
    if roles and access.role not in roles:
        raise Problem(403, "forbidden", "Dit kan alleen de spelleider.")
    await _check_seat(services(connection), access)
    return record, access


async def need_lead(connection: HTTPConnection, code: str) -> tuple[SessionRecord, Access]:
    """The session and its facilitator's access.

    Raises:
        Problem: as `need_access`; 403 too for a cofacilitator.
    """
    record, access = await need_access(connection, code, "facilitator")
    if not access.leads:
        raise Problem(403, "forbidden", "Dit kan alleen wie de leiding heeft. Vraag het de spelleider.")
    return record, access


async def _check_seat(found: Services, access: Access) -> None:
    if access.seat is not None and not (await found.rooms.get(access.session)).has_seat(access.seat):
        raise Problem(401, "unauthorised", "Deze plek is weggehaald. Vraag de spelleider om een nieuwe.")


async def newest_seat(connection: HTTPConnection) -> tuple[SessionRecord, Access] | None:
    """The seat of this browser in the session that began last, of those that are not closed."""
    found = services(connection)
    begin = cookie_name(connection, "seat", "")
    held = [(name, token) for name, token in connection.cookies.items() if name.startswith(begin)]
    open_ones: list[tuple[SessionRecord, Access]] = []
    for name, token in held[:MOST_SEATS]:
        access = await _known(connection, token, name.removeprefix(begin))
        record = await found.store.sessions.get(access.session) if access else None
        if access is None or record is None or record.closed_at is not None:
            continue
        room = await found.rooms.get(record.code)  # knows that it closed a moment before the list of sessions does
        if room.has_seat(access.seat or "") and not room.closed:
            open_ones.append((record, access))
    return max(open_ones, key=lambda one: one[0].created_at, default=None)


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


def who_and_audience(access: Access, looks_as: str | None) -> tuple[Who, Audience]:
    """As whom a socket speaks and looks. Only a facilitator who looks as one can steer."""
    looks_as = looks_as or ("review" if access.role == "former" else access.role)
    if access.role == "researcher":
        return Who("screen"), Audience("review", names=False)
    if looks_as == "facilitator":
        return Who("facilitator"), Audience("facilitator")
    if looks_as == "seat":
        return Who("seat", access.seat), Audience("seat", seat=access.seat)
    if looks_as == "review":
        return Who("screen"), Audience("review", hidden=access.role != "seat")
    return Who("screen"), Audience("screen")
