"""Who signs in: accounts, their organisations, the links that lead to one, and the browsers that are signed in.

Of secrets only hashes are stored. Addresses are compared in small letters.
"""

import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store.clock import Clock, utc_ms
from app.store.database import Database
from app.store.errors import EmailTaken, LastAdmin, LinkSpent, OrganisationInUse
from app.store.records import Account, Invitation, Organisation
from app.store.tables import accounts, identities, invitations, links, organisations, recovery_codes, sign_ins, tokens
from app.store.tokens import TOKEN_BYTES, token_key

NOTE_AFTER_MS = 60_000
"""That a browser is used is written down once in so long, not with every request."""

_LED = ("facilitator", "key")
"""With these tokens of sessions an account acts; its projectors go on when it signs out."""


class Accounts:
    """The accounts of this installation; there may be none."""

    def __init__(self, database: Database, now: Clock = utc_ms) -> None:
        self._database = database
        self._now = now

    # --- people -------------------------------------------------------------------------------------------------------

    async def get(self, id: str) -> Account | None:
        """The account with this id, blocked or not."""
        return await self._one(accounts.c.id == id)

    async def by_email(self, email: str) -> Account | None:
        """The account that signs in with this address, blocked or not."""
        return await self._one(accounts.c.email == email.lower())

    async def list(self) -> "list[Account]":
        """All accounts by name."""
        statement = select(accounts).order_by(accounts.c.name, accounts.c.id)
        return await self._database.read(lambda db: [_account(row) for row in db.execute(statement)])

    async def any(self) -> bool:
        """Whether somebody can sign in at all."""
        return await self._database.read(lambda db: db.execute(select(accounts.c.id).limit(1)).first() is not None)

    async def has_admin(self) -> bool:
        """Whether somebody manages the whole installation."""
        return await self._database.read(lambda db: bool(_admins(db)))

    async def change(self, id: str, **values: object) -> set[str]:
        """Change fields of an account; with its role, organisation, password or blocking it is signed out everywhere.

        Gives the hashes of the tokens that are void now.

        Raises:
            EmailTaken: another account has this address.
            LastAdmin: nobody would manage the installation any more.
        """
        return await self._database.writer.run(lambda db: _change(db, id, values))

    async def set_second_step(self, id: str, sealed: bytes | None, used: int, codes: Sequence[str]) -> set[str]:
        """From now on this is the second step, with recovery codes of these hashes; None takes it away.

        The account is signed out everywhere. Gives the hashes of the tokens that are void now.
        """
        return await self._database.writer.run(lambda db: _set_second_step(db, id, sealed, used, codes))

    async def use_code(self, id: str, counter: int) -> bool:
        """Take the code of half minute `counter`; False when that one or a later one was taken before."""
        newer = (accounts.c.id == id, accounts.c.code_used < counter)
        statement = update(accounts).where(*newer).values(code_used=counter)
        return await self._database.writer.run(lambda db: db.execute(statement).rowcount == 1)

    async def use_recovery_code(self, id: str, sha256: str) -> bool:
        """Take a recovery code, which is gone then; False when there is none like it."""
        statement = delete(recovery_codes).where(recovery_codes.c.account == id, _is(recovery_codes, sha256))
        return await self._database.writer.run(lambda db: db.execute(statement).rowcount == 1)

    async def recovery_codes(self, id: str) -> int:
        """How many recovery codes are left."""
        statement = select(func.count()).where(recovery_codes.c.account == id)
        return await self._database.read(lambda db: db.execute(statement).scalar_one())

    async def rehash(self, id: str, password: str) -> None:
        """Store another hash of the same password; nobody has to sign in again."""
        statement = update(accounts).where(accounts.c.id == id).values(password=password)
        await self._database.writer.run(lambda db: db.execute(statement).rowcount)

    async def delete(self, id: str) -> set[str]:
        """Remove an account. Its sessions stay until their end date. Gives the hashes of the tokens that are void now.

        Raises:
            LastAdmin: nobody would manage the installation any more.
        """
        return await self._database.writer.run(lambda db: _delete(db, id))

    async def _one(self, where: Any) -> Account | None:
        row = await self._database.read(lambda db: db.execute(select(accounts).where(where)).first())
        return None if row is None else _account(row)

    async def by_identity(self, issuer: str, subject: str) -> Account | None:
        """The account, blocked or not, of somebody at an OpenID provider."""
        where = (identities.c.issuer == issuer, identities.c.subject == subject)
        return await self._one(accounts.c.id == select(identities.c.account).where(*where).scalar_subquery())

    async def tie(self, id: str, issuer: str, subject: str) -> None:
        """From now on this person at an OpenID provider is this account."""
        await self._database.writer.run(lambda db: _tie(db, id, (issuer, subject)))

    async def untie(self, id: str) -> None:
        """From now on nobody at an OpenID provider is this account."""
        statement = delete(identities).where(identities.c.account == id)
        await self._database.writer.run(lambda db: db.execute(statement).rowcount)

    async def is_tied(self, id: str) -> bool:
        """Whether somebody at an OpenID provider is this account."""
        statement = select(identities.c.subject).where(identities.c.account == id).limit(1)
        return await self._database.read(lambda db: db.execute(statement).first() is not None)

    # --- organisations ------------------------------------------------------------------------------------------------

    async def organisations(self) -> "list[Organisation]":
        """All organisations by name."""
        statement = select(organisations).order_by(organisations.c.name)
        return await self._database.read(lambda db: [Organisation(*row) for row in db.execute(statement)])

    async def rename_organisation(self, id: str, name: str) -> bool:
        """Another name for an organisation; False when one has it already, or there is no such organisation."""
        return await self._database.writer.run(lambda db: _rename_organisation(db, id, name))

    async def organisation(self, name: str) -> tuple[Organisation, bool]:
        """The organisation with this name, made if there is none, and whether it was."""
        return await self._database.writer.run(lambda db: _organisation(db, name))

    async def drop_organisation(self, id: str) -> bool:
        """Remove an organisation; False when there is no such organisation.

        Raises:
            OrganisationInUse: accounts or invitations belong to it.
        """
        return await self._database.writer.run(lambda db: _drop_organisation(db, id))

    # --- invitations --------------------------------------------------------------------------------------------------

    async def invite(self, invitation: Invitation, lasts_ms: int) -> str:
        """The secret of a link that makes an account, or sets a new password, once, within `lasts_ms` from now.

        A new one from "start" takes the place of the one before, as does a new one for the same account.
        """
        secret, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        row = asdict(invitation) | {"sha256": token_key(secret), "expires_at": now + lasts_ms}
        await self._database.writer.run(lambda db: _invite(db, row, now))
        return secret

    async def invitations(self) -> "list[tuple[str, Invitation, int]]":
        """What was not used yet: its hash, what it gives, and until when (ms)."""
        statement = select(invitations).where(invitations.c.expires_at > self._now()).order_by(invitations.c.expires_at)
        return await self._database.read(
            lambda db: [(row.sha256, _invitation(row), row.expires_at) for row in db.execute(statement)]
        )

    async def invitation(self, secret: str) -> Invitation | None:
        """What a link would give; it stays as it is. None when it was used, has expired, or never existed."""
        where = (invitations.c.sha256 == token_key(secret), invitations.c.expires_at > self._now())
        row = await self._database.read(lambda db: db.execute(select(invitations).where(*where)).first())
        return None if row is None else _invitation(row)

    async def withdraw(self, sha256: str) -> None:
        """An invitation does not work any more."""
        await self._database.writer.run(
            lambda db: db.execute(delete(invitations).where(_is(invitations, sha256))).rowcount
        )

    async def claim(self, secret: str, lasts_ms: int) -> str:
        """Exchange a link's secret for another that no address ever showed. Raises LinkSpent."""
        fresh, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        await self._database.writer.run(lambda db: _claim(db, token_key(secret), token_key(fresh), now, lasts_ms))
        return fresh

    async def join(self, secret: str, account: Account, identity: tuple[str, str] | None = None) -> Account:
        """Use an invitation: store the account (with the invitation's role and organisation), or its new password.

        `identity` is the issuer and the subject of who this is at an OpenID provider.

        Raises:
            LinkSpent: the invitation was used, withdrawn, or has expired.
            EmailTaken: another account has this address.
        """
        now = self._now()
        return await self._database.writer.run(lambda db: _join(db, token_key(secret), account, identity, now))

    # --- signing in ---------------------------------------------------------------------------------------------------

    async def sign_in(self, account: str, step: str = "done", instead_of: str | None = None) -> str:
        """The secret for a browser in which this account signed in, in the place of the one it had.

        `step` is "done", or what is still asked: "code".
        """
        secret, now = secrets.token_urlsafe(TOKEN_BYTES), self._now()
        row = {"sha256": token_key(secret), "account": account, "step": step, "created_at": now, "used_at": now}
        await self._database.writer.run(lambda db: _sign_in(db, row, instead_of))
        return secret

    async def signed_in(self, secret: str, step: str, *, idle_ms: int, life_ms: int) -> Account | None:
        """Whose browser this is; None when unknown, blocked, unused for `idle_ms`, or signed in `life_ms` ago."""
        sha256, now = token_key(secret), self._now()
        row = await self._database.read(lambda db: _signed_in(db, sha256, step))
        if row is None or row.blocked or row.used_at <= now - idle_ms or row.signed_at <= now - life_ms:
            return None
        if row.used_at <= now - NOTE_AFTER_MS:
            statement = update(sign_ins).where(sign_ins.c.sha256 == sha256).values(used_at=now)
            await self._database.writer.run(lambda db: db.execute(statement).rowcount)
        return _account(row)

    async def sign_out(self, secret: str) -> None:
        """This browser is signed in no more."""
        statement = delete(sign_ins).where(_is(sign_ins, token_key(secret)))
        await self._database.writer.run(lambda db: db.execute(statement).rowcount)

    async def sign_out_everywhere(self, account: str) -> set[str]:
        """No browser is signed in, and no console or unused link of the account's sessions works any more.

        Gives the hashes of the tokens that are void now.
        """
        return await self._database.writer.run(lambda db: _sign_out(db, account))

    async def open_sign_ins(self, account: str) -> int:
        """In how many browsers this account is signed in, as far as the table knows."""
        statement = select(func.count()).where(sign_ins.c.account == account, sign_ins.c.step == "done")
        return await self._database.read(lambda db: db.execute(statement).scalar_one())

    async def forget_old(self, *, idle_ms: int, life_ms: int) -> None:
        """Remove sign-ins and invitations that nobody can use any more."""
        now = self._now()
        old = (sign_ins.c.used_at <= now - idle_ms) | (sign_ins.c.created_at <= now - life_ms)

        def forget(db: Connection) -> None:
            db.execute(delete(sign_ins).where(old))
            db.execute(delete(invitations).where(invitations.c.expires_at <= now))

        await self._database.writer.run(forget)


def _account(row: Row[Any]) -> Account:
    return Account(*row[: len(accounts.c)])


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation(row.role, row.maker, row.email, row.organisation, row.account)


def _is(table: Any, sha256: str) -> Any:
    return table.c.sha256 == sha256


def _admins(db: Connection, hold: bool = False) -> Sequence[str]:
    """Who manages the whole installation. With `hold`, no other worker changes them until the transaction ends."""
    free = (accounts.c.role == "admin", accounts.c.organisation.is_(None), accounts.c.blocked.is_(False))
    found = select(accounts.c.id).where(*free).order_by(accounts.c.id)
    return db.execute(found.with_for_update() if hold else found).scalars().all()


def _change(db: Connection, id: str, values: Mapping[str, object]) -> set[str]:
    if "email" in values:
        values = {**values, "email": str(values["email"]).lower()}
        _need_free(db, str(values["email"]), id)
    had = id in _admins(db, hold=True)
    with _email_free(db):
        db.execute(update(accounts).where(accounts.c.id == id).values(**values))
    if had and not _admins(db):
        raise LastAdmin(id)
    return _sign_out(db, id) if {"role", "password", "blocked", "organisation"} & values.keys() else set()


def _set_second_step(db: Connection, id: str, sealed: bytes | None, used: int, codes: Sequence[str]) -> set[str]:
    db.execute(update(accounts).where(accounts.c.id == id).values(second_step=sealed, code_used=used))
    db.execute(delete(recovery_codes).where(recovery_codes.c.account == id))
    if codes:
        db.execute(insert(recovery_codes), [{"account": id, "sha256": sha256} for sha256 in codes])
    return _sign_out(db, id)


def _delete(db: Connection, id: str) -> set[str]:
    had, gone = id in _admins(db, hold=True), _sign_out(db, id)
    db.execute(delete(accounts).where(accounts.c.id == id))
    if had and not _admins(db):
        raise LastAdmin(id)
    return gone


def _need_free(db: Connection, email: str, but: str | None = None) -> None:
    if db.execute(select(accounts.c.id).where(accounts.c.email == email, accounts.c.id != (but or ""))).first():
        raise EmailTaken("another account has this address")


@contextmanager
def _email_free(db: Connection) -> Generator[None]:
    try:
        with db.begin_nested():
            yield
    except IntegrityError:  # another worker took it in this very moment
        raise EmailTaken("another account has this address") from None


def _organisation(db: Connection, name: str) -> tuple[Organisation, bool]:
    wanted = select(organisations).where(organisations.c.name == name)
    row = db.execute(wanted).first()
    if row is None:
        made = Organisation(f"g_{secrets.token_hex(4)}", name)
        try:
            with db.begin_nested():
                db.execute(insert(organisations), asdict(made))
            return made, True
        except IntegrityError:  # another worker made it in this very moment
            row = db.execute(wanted).one()
    return Organisation(*row), False


def _rename_organisation(db: Connection, id: str, name: str) -> bool:
    if db.execute(select(organisations.c.id).where(organisations.c.name == name)).first() is not None:
        return False
    return db.execute(update(organisations).where(organisations.c.id == id).values(name=name)).rowcount == 1


def _drop_organisation(db: Connection, id: str) -> bool:
    for table in (accounts, invitations):
        if db.execute(select(table.c.role).where(table.c.organisation == id).limit(1)).first():
            raise OrganisationInUse(id)
    return db.execute(delete(organisations).where(organisations.c.id == id)).rowcount == 1


def _invite(db: Connection, row: Mapping[str, object], now: int) -> None:
    db.execute(delete(invitations).where(invitations.c.expires_at <= now))
    if row["maker"] == "start":
        db.execute(delete(invitations).where(invitations.c.maker == "start"))
    if row["account"] is not None:
        db.execute(delete(invitations).where(invitations.c.account == row["account"]))
    db.execute(insert(invitations), row)


def _claim(db: Connection, hashed: str, fresh: str, now: int, lasts_ms: int) -> None:
    live = (_is(invitations, hashed), invitations.c.expires_at > now)
    if db.execute(update(invitations).where(*live).values(sha256=fresh, expires_at=now + lasts_ms)).rowcount == 0:
        raise LinkSpent("this link has been used or has expired")


def _join(db: Connection, hashed: str, account: Account, identity: tuple[str, str] | None, now: int) -> Account:
    used = delete(invitations).where(_is(invitations, hashed), invitations.c.expires_at > now).returning(*invitations.c)
    row = db.execute(used).first()
    if row is None:
        raise LinkSpent("this invitation has been used or has expired")
    if row.account is not None:
        _change(db, row.account, {"password": account.password})
        return _account(db.execute(select(accounts).where(accounts.c.id == row.account)).one())
    email = account.email.lower()
    _need_free(db, email)
    joined = replace(account, email=email, role=row.role, organisation=row.organisation, created_at=now)
    with _email_free(db):
        db.execute(insert(accounts), asdict(joined))
    if identity is not None:
        _tie(db, joined.id, identity)
    if row.role == "admin":  # who is the first admin is settled
        db.execute(delete(invitations).where(invitations.c.maker == "start"))
    return joined


def _tie(db: Connection, account: str, identity: tuple[str, str]) -> None:
    issuer, subject = identity
    db.execute(insert(identities), {"issuer": issuer, "subject": subject, "account": account})


def _sign_in(db: Connection, row: Mapping[str, object], instead_of: str | None) -> None:
    if instead_of is not None:
        db.execute(delete(sign_ins).where(_is(sign_ins, token_key(instead_of))))
    db.execute(insert(sign_ins), row)


def _signed_in(db: Connection, sha256: str, step: str) -> Row[Any] | None:
    of = (*accounts.c, sign_ins.c.used_at, sign_ins.c.created_at.label("signed_at"))
    statement = select(*of).join(sign_ins, sign_ins.c.account == accounts.c.id)
    return db.execute(statement.where(_is(sign_ins, sha256), sign_ins.c.step == step)).first()


def _sign_out(db: Connection, account: str) -> set[str]:
    db.execute(delete(sign_ins).where(sign_ins.c.account == account))
    db.execute(delete(links).where(links.c.owner == account, links.c.role == "facilitator"))
    led = delete(tokens).where(tokens.c.owner == account, tokens.c.role.in_(_LED))
    return {*db.execute(led.returning(tokens.c.sha256)).scalars()}
