"""Who is asking, by code, token, cookie or account. The only way for a route to get at a session or a seat."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.requests import HTTPConnection

from app.game.context import Who
from app.game.viewing import Audience
from app.ids import read_code
from app.live.showing import Rank
from app.store import SessionRecord, Token, token_key
from app.web.cookies import cookie_name
from app.web.problems import Problem
from app.web.services import Services, services
from app.web.signed_in import account_key, find_account, may_study, sign_in_secret

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
