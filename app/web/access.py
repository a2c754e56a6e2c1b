"""Who is asking: codes, tokens and cookies. The only way for a route to get at a session or a seat."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.game.context import Who
from app.game.viewing import Audience
from app.ids import read_code
from app.live.showing import Rank
from app.store import SessionRecord, Token, token_key
from app.web.problems import Problem
from app.web.services import Services, services

ROLES = ("facilitator", "screen", "seat")
MAY_LOOK_AS = {
    "facilitator": ("facilitator", "screen", "review"),
    "screen": ("screen",),
    "seat": ("seat", "review"),
    "former": ("screen", "review"),
}
"""Which audiences a token's role may be; the review is for everyone once the session is closed."""
OWNERS = ("facilitator", "former")
"""Who gave the lead of one session away still owns it, and the others."""

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
    def rank(self) -> Rank | None:
        """How a console counts; None for everybody else."""
        if self.role != "facilitator":
            return None
        return "leads" if self.leads else "cofacilitators"


def address(connection: HTTPConnection) -> str:
    """Where a request comes from, for the limits; never stored."""
    return connection.client.host if connection.client else "unknown"


async def find_session(connection: HTTPConnection, code: str) -> SessionRecord:
    """The session with this code; a code that does not exist counts as a guess.

    Raises:
        Problem: 404 when there is none.
        TooManyGuesses: this address failed too often.
    """
    found, read = services(connection), read_code(code)
    if read is None or await find_access(connection, read) is None:
        found.guesses.check(address(connection))  # who holds a token of the session does not meet the limit
    record = await found.store.sessions.get(read) if read else None
    if record is None:
        found.guesses.failed(address(connection))
        raise Problem(404, "unknown_code", "Deze code bestaat niet. Kijk nog eens op het grote scherm.")
    connection.state.language = record.language  # what people read who chose no language of their own
    return record


def cookie_name(role: str, code: str) -> str:
    """A browser may hold several: the facilitator's laptop also shows the projector."""
    return f"maatwerk_{role}_{code}"


def set_cookie(response: Response, connection: HTTPConnection, role: str, code: str, token: str) -> None:
    """Keep a token where scripts cannot read it."""
    response.set_cookie(
        cookie_name(role, code),
        token,
        max_age=180 * 24 * 3600,
        httponly=True,
        samesite="strict",
        secure=connection.url.scheme in ("https", "wss"),
        path="/",
    )


def bearer(connection: HTTPConnection) -> str | None:
    """The token in the Authorization header."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token else None


async def find_access(
    connection: HTTPConnection, code: str, token: str | None = None, looks_as: str | None = None
) -> Access | None:
    """The strongest access to this session that the request carries: a token, a bearer header, or cookies."""
    given = token or bearer(connection)
    if given is not None:
        access = await _known(connection, given, code, is_guess=True)
        return access if access and _may(access, looks_as) else None
    for role in ROLES:
        cookie = connection.cookies.get(cookie_name(role, code))
        access = await _known(connection, cookie, code) if cookie else None
        if access is not None and _may(access, looks_as):
            return access
    return None


def _may(access: Access, looks_as: str | None) -> bool:
    return looks_as is None or looks_as in MAY_LOOK_AS[access.role]


async def _known(connection: HTTPConnection, token: str, code: str, is_guess: bool = False) -> Access | None:
    """What the token gives in this session. An old cookie is no guess; a token that somebody typed in may be one."""
    held: Token | None = await services(connection).store.tokens.find(token)
    if held is None and is_guess:
        services(connection).guesses.failed(address(connection))
    if held is None or held.session != code:
        return None
    role = "facilitator" if held.role == "cofacilitator" else held.role
    return Access(code, role, held.seat, held.owner, leads=held.role == "facilitator", key=token_key(token))


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
    held = [(name, token) for name, token in connection.cookies.items() if name.startswith(cookie_name("seat", ""))]
    open_ones: list[tuple[SessionRecord, Access]] = []
    for name, token in held[:MOST_SEATS]:
        access = await _known(connection, token, name.removeprefix(cookie_name("seat", "")))
        record = await found.store.sessions.get(access.session) if access else None
        if access is None or record is None or record.closed_at is not None:
            continue
        room = await found.rooms.get(record.code)  # knows that it closed a moment before the list of sessions does
        if room.has_seat(access.seat or "") and not room.closed:
            open_ones.append((record, access))
    return max(open_ones, key=lambda one: one[0].created_at, default=None)


async def find_owner(connection: HTTPConnection) -> str | None:
    """Whose sessions these are: the owner behind a facilitator's token or cookie."""
    found = services(connection)
    for token in _facilitator_tokens(connection.cookies, bearer(connection)):
        held = await found.store.tokens.find(token)
        if held is not None and held.role in OWNERS and held.owner:
            return held.owner
    return None


def _facilitator_tokens(cookies: Mapping[str, str], given: str | None) -> list[str]:
    if given is not None:
        return [given]
    return [value for name, value in cookies.items() if name.startswith(cookie_name("facilitator", ""))]


def who_and_audience(access: Access, looks_as: str | None) -> tuple[Who, Audience]:
    """As whom a socket speaks and looks. Only a facilitator who looks as one can steer."""
    looks_as = looks_as or ("review" if access.role == "former" else access.role)
    if looks_as == "facilitator":
        return Who("facilitator"), Audience("facilitator")
    if looks_as == "seat":
        return Who("seat", access.seat), Audience("seat", seat=access.seat)
    return Who("screen"), Audience("review" if looks_as == "review" else "screen")
