"""Capabilities: who bears the secret may. Only hashes are stored, so a stolen database opens no door."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.store.clock import Clock, utc_ms
from app.store.database import Database
from app.store.errors import LinkSpent, UnknownSession
from app.store.records import Role, Token
from app.store.tables import accounts, links, sessions, sign_ins, tokens

TOKEN_BYTES = 32

_RIGHTS = (tokens.c.session, tokens.c.role, tokens.c.seat, tokens.c.owner)
_FIND = select(*_RIGHTS).where(tokens.c.sha256 == bindparam("sha256"), tokens.c.role.not_in(("card", "key")))
_FIND_KEY = select(*_RIGHTS).where(tokens.c.sha256 == bindparam("sha256"), tokens.c.role == "key")
_FIND_CARD = select(*_RIGHTS).where(tokens.c.sha256 == bindparam("sha256"), tokens.c.role == "card")
_LINKED = (links.c.session, links.c.role, links.c.seat, links.c.owner)
_LIVE = (links.c.sha256 == bindparam("hashed"), links.c.expires_at > bindparam("now"))
_PEEK = select(*_LINKED).where(*_LIVE, links.c.role != "code")
_REDEEM = delete(links).where(*_LIVE, links.c.role != "code").returning(*_LINKED)
_REDEEM_CODE = delete(links).where(*_LIVE, links.c.role == "code")

_ROLES = select(tokens.c.sha256, tokens.c.role).where(tokens.c.sha256.in_(bindparam("hashes", expanding=True)))
_SIGNED_IN = (
    select(sign_ins.c.sha256)
    .join(accounts, accounts.c.id == sign_ins.c.account)
    .where(sign_ins.c.sha256.in_(bindparam("hashes", expanding=True)), accounts.c.blocked.is_(False))
)
_FORMER = select(tokens.c.session, tokens.c.owner).where(
    tokens.c.session.in_(bindparam("codes", expanding=True)), tokens.c.role == "former"
)


class Tokens:
    """Tokens for HTTP and sockets, and one-time links that turn into one."""

    def __init__(self, database: Database, now: Clock = utc_ms) -> None:
        self._database = database
        self._now = now

    async def issue(self, session: str, role: Role, seat: str | None = None, owner: str | None = None) -> str:
        """A fresh token (256 bits, URL-safe text); this is the only time that anybody sees it.

        Raises:
            UnknownSession: there is no such session.
        """
        token = Token(session, role, seat, owner)
        return (await self._database.writer.run(lambda db: add_tokens(db, [token])))[0]

    async def standing(self, bearers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """What bearers, by session and key, may be now: a role, or "account" for who signed in. The void are left out.

        A key is `token_key` of a token, or an account's id, a space, and `token_key` of its sign-in.
        """
        return await self._database.read(lambda db: _standing(db, bearers)) if bearers else {}

    async def find(self, token: str) -> Token | None:
        """What this token allows; None when it is unknown or revoked.

        The lookup is by hash, so how long it takes says nothing about the secret.
        """
        row = await self._database.read(lambda db: db.execute(_FIND, {"sha256": token_key(token)}).first())
        return None if row is None else Token(*row)

    async def issue_link(
        self, session: str, role: Role, seat: str | None = None, owner: str | None = None, *, lasts_ms: int
    ) -> str:
        """The secret of a link that works once, within `lasts_ms` from now. Raises UnknownSession."""
        secret = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._now()
        row = _row(Token(session, role, seat, owner), secret) | {"expires_at": now + lasts_ms}
        await self._database.writer.run(lambda db: _add_link(db, row, now))
        return secret

    async def peek(self, secret: str) -> Token | None:
        """What a link would give; it stays as it is. None when it was used before, has expired, or never existed."""
        sought = {"hashed": token_key(secret), "now": self._now()}
        row = await self._database.read(lambda db: db.execute(_PEEK, sought).first())
        return None if row is None else Token(*row)

    async def redeem(self, secret: str) -> tuple[Token, str]:
        """Exchange a link's secret for its rights and a fresh token with these; of two who try at once, one wins.

        The token of a `handover` is the facilitator's; in the same transaction the lead is taken from who had it.

        Raises:
            LinkSpent: it was used before, has expired, or never existed.
        """
        hashed, now = token_key(secret), self._now()
        return await self._database.writer.run(lambda db: _redeem(db, hashed, now))

    async def forget_links(self) -> None:
        """Remove one-time links and seat codes that nobody can use any more."""
        old = delete(links).where(links.c.expires_at <= self._now())
        await self._database.writer.run(lambda db: db.execute(old).rowcount)

    async def replace_cards(self, session: str, cards: Mapping[str, str]) -> None:
        """From now on the seat cards of this session are these, seat by secret; the older ones are void.

        Tokens that an older card gave its seat keep working. Raises UnknownSession.
        """
        rows = [_row(Token(session, "card", seat), secret) for secret, seat in cards.items()]
        await self._database.writer.run(lambda db: _replace(db, session, "card", rows))

    async def find_card(self, secret: str) -> Token | None:
        """The session and seat of a seat card; None when it is unknown, void, or its seat was removed."""
        row = await self._database.read(lambda db: db.execute(_FIND_CARD, {"sha256": token_key(secret)}).first())
        return None if row is None else Token(*row)

    async def replace_seat_code(self, session: str, seat: str, secret: str, *, lasts_ms: int) -> None:
        """From now on, and for `lasts_ms`, this code brings somebody to this seat, once; an older one of it is void.

        Raises UnknownSession.
        """
        now = self._now()
        row = _row(Token(session, "code", seat), secret) | {"expires_at": now + lasts_ms}
        await self._database.writer.run(lambda db: _replace_code(db, row, now))

    async def redeem_seat_code(self, secret: str, session: str | None = None) -> tuple[Token, str]:
        """Exchange a seat code for the rights and a fresh token of its seat; of two who try at once, one wins.

        `session`: where it has to be of; a code of another one stays as it is.

        Raises:
            LinkSpent: it was used or replaced before, has expired, never existed, or its seat was removed.
        """
        hashed, now = token_key(secret), self._now()
        return await self._database.writer.run(lambda db: _redeem_code(db, hashed, now, session))

    async def replace_key(self, session: str, secret: str, owner: str | None) -> None:
        """From now on this is the facilitator's spare key; an older one is void. Raises UnknownSession."""
        row = _row(Token(session, "key", owner=owner), secret)
        await self._database.writer.run(lambda db: _replace(db, session, "key", [row]))

    async def find_key(self, secret: str) -> Token | None:
        """The session and owner of a spare key; None when it is unknown or void."""
        row = await self._database.read(lambda db: db.execute(_FIND_KEY, {"sha256": token_key(secret)}).first())
        return None if row is None else Token(*row)

    async def gave_away(self, session: str, owner: str) -> bool:
        """Whether this owner handed the lead of the session over."""
        return await self._database.read(lambda db: _gave_away(db, session, owner))

    async def revoke(self, token: str) -> None:
        """From now on this token opens nothing."""
        await self._database.writer.run(
            lambda db: db.execute(delete(tokens).where(tokens.c.sha256 == token_key(token))).rowcount
        )

    async def revoke_cofacilitators(self, session: str) -> None:
        """From now on only the facilitator steers: tokens and unused links of cofacilitators are void."""
        await self._database.writer.run(lambda db: _revoke_role(db, session, "cofacilitator"))

    async def revoke_seats(self, session: str, seats: Collection[str]) -> None:
        """From now on no token, link or card of these seats works."""
        await self._database.writer.run(lambda db: _revoke(db, session, seats))

    async def revoke_session(self, session: str) -> None:
        """From now on no token, link or card of this session works."""
        await self._database.writer.run(lambda db: _revoke(db, session, None))


def _standing(db: Connection, bearers: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    by_hash = {(code, key): key.rpartition(" ")[2] for code, key in bearers}
    hashes, codes = {"hashes": [*by_hash.values()]}, {"codes": [*{code for code, _ in bearers}]}
    roles: dict[str, str] = dict(db.execute(_ROLES, hashes).all()) | dict.fromkeys(
        db.execute(_SIGNED_IN, hashes).scalars(), "account"
    )
    gave_away = {(code, owner) for code, owner in db.execute(_FORMER, codes)}
    found = {bearer: roles[sha256] for bearer, sha256 in by_hash.items() if sha256 in roles}
    return {
        (code, key): "former" if " " in key and (code, key.partition(" ")[0]) in gave_away else role
        for (code, key), role in found.items()
    }


def add_tokens(connection: Connection, new: Sequence[Token]) -> list[str]:
    """Store tokens in the caller's transaction; gives their secrets in the same order. Raises UnknownSession."""
    issued = [secrets.token_urlsafe(TOKEN_BYTES) for _ in new]
    for token in new:
        _require_session(connection, token.session)
    if new:
        connection.execute(insert(tokens), [_row(token, secret) for token, secret in zip(new, issued, strict=True)])
    return issued


def _add_link(connection: Connection, row: dict[str, object], now: int) -> None:
    _require_session(connection, str(row["session"]))
    connection.execute(delete(links).where(links.c.expires_at <= now))  # what can never be used need not be kept
    connection.execute(insert(links), row)


def _replace_code(connection: Connection, row: dict[str, object], now: int) -> None:
    _require_session(connection, str(row["session"]))  # before: of two who replace it at once, one code is left
    of_seat = (links.c.session == row["session"], links.c.seat == row["seat"], links.c.role == "code")
    connection.execute(delete(links).where(*of_seat))
    _add_link(connection, row, now)


def _redeem_code(connection: Connection, hashed: str, now: int, session: str | None) -> tuple[Token, str]:
    statement = _REDEEM_CODE if session is None else _REDEEM_CODE.where(links.c.session == session)
    row = connection.execute(statement.returning(*_LINKED), {"hashed": hashed, "now": now}).first()
    if row is None:
        raise LinkSpent("this seat code has been used or has expired")
    token = replace(Token(*row), role="seat")
    return token, add_tokens(connection, [token])[0]


def _replace(connection: Connection, session: str, role: Role, rows: Sequence[dict[str, object]]) -> None:
    _require_session(connection, session)
    connection.execute(delete(tokens).where(tokens.c.session == session, tokens.c.role == role))
    if rows:
        connection.execute(insert(tokens), rows)


def _redeem(connection: Connection, hashed: str, now: int) -> tuple[Token, str]:
    row = connection.execute(_REDEEM, {"hashed": hashed, "now": now}).first()
    if row is None:
        raise LinkSpent("this link has been used or has expired")
    token = Token(*row)
    if token.role != "handover":
        return token, add_tokens(connection, [token])[0]
    _take_lead(connection, token.session)
    return token, add_tokens(connection, [replace(token, role="facilitator")])[0]


def _gave_away(connection: Connection, session: str, owner: str) -> bool:
    former = (tokens.c.session == session, tokens.c.owner == owner, tokens.c.role == "former")
    return connection.execute(select(tokens.c.role).where(*former).limit(1)).first() is not None


def _take_lead(connection: Connection, session: str) -> None:
    """Who led may still show the projector and look back when it is over; unused links to the lead are void."""
    owner = connection.execute(select(sessions.c.owner).where(sessions.c.code == session)).scalar_one()
    # An account leads its sessions without a token of theirs. This one, which nobody bears, says that it does no more.
    add_tokens(connection, [Token(session, "former", owner=owner)])
    led = (tokens.c.session == session, tokens.c.role == "facilitator")
    connection.execute(update(tokens).where(*led).values(role="former"))
    connection.execute(delete(links).where(links.c.session == session, links.c.role.in_(("facilitator", "handover"))))


def _revoke_role(connection: Connection, session: str, role: Role) -> None:
    for table in (tokens, links):
        connection.execute(delete(table).where(table.c.session == session, table.c.role == role))


def _revoke(connection: Connection, session: str, seats: Collection[str] | None) -> None:
    for table in (tokens, links):
        statement = delete(table).where(table.c.session == session)
        connection.execute(statement if seats is None else statement.where(table.c.seat.in_(seats)))


def _require_session(connection: Connection, code: str) -> None:
    # Held till the end where several workers write: of two who replace the same cards, the second sees the first's.
    held = select(sessions.c.code).where(sessions.c.code == code).with_for_update(key_share=True)
    if connection.execute(held).first() is None:
        raise UnknownSession(f"no session {code}")


def _row(token: Token, secret: str) -> dict[str, object]:
    return {
        "sha256": token_key(secret),
        "session": token.session,
        "role": token.role,
        "seat": token.seat,
        "owner": token.owner,
    }


def token_key(secret: str) -> str:
    """What stands for a token where the token itself must not be known."""
    # No salt and no slow hash: the secret is 256 random bits, nobody can try them all.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
