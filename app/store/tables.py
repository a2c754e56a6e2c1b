"""The tables. SQLModel only defines them; queries are SQLAlchemy Core on the `Table` constants at the end.

Two tables have no rowid and no time on purpose: rows of `ballots` and `commands` lie in the order of their key, so
that nobody can read from the file in which order people answered.
"""

from typing import Any, ClassVar, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    false,
)
from sqlalchemy.orm import registry
from sqlmodel import AutoString, Field, SQLModel

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class _Base(SQLModel, registry=registry(metadata=metadata)):
    pass


def _of_session() -> Any:
    return Field(primary_key=True, foreign_key="sessions.code", ondelete="CASCADE")


def _milliseconds(nullable: bool = False) -> Any:
    return Field(sa_type=BigInteger, nullable=nullable)


def _of_account(**more: Any) -> Any:
    return Field(foreign_key="accounts.id", ondelete="CASCADE", **more)


def _key_seq() -> Any:
    return Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))


class PackRow(_Base, table=True):
    """A resolved pack, stored once however many sessions play it."""

    __tablename__: ClassVar[Any] = "packs"
    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class SessionRow(_Base, table=True):
    """See records.SessionRecord."""

    __tablename__: ClassVar[Any] = "sessions"
    code: str = Field(primary_key=True)
    title: str
    language: str
    pack_id: str
    pack_version: str
    pack_sha256: str = Field(foreign_key="packs.sha256", index=True)
    owner: str = Field(index=True)
    settings: bytes = Field(sa_type=LargeBinary)
    created_at: int = _milliseconds()
    closed_at: int | None = _milliseconds(nullable=True)
    rehearsal: bool
    imported: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    keep_days: int
    school: str = Field(sa_column=Column(AutoString, nullable=False, server_default=""))
    board: str = Field(sa_column=Column(AutoString, nullable=False, server_default=""))
    consent: str = Field(sa_column=Column(AutoString, nullable=False, server_default="not recorded"))
    consent_on: str | None = None


class TokenRow(_Base, table=True):
    """A capability; only the hash of its secret is known here."""

    __tablename__: ClassVar[Any] = "tokens"
    __table_args__: ClassVar[Any] = (Index(None, "session", "seat"),)
    sha256: str = Field(primary_key=True)
    session: str = Field(foreign_key="sessions.code", ondelete="CASCADE")
    role: str
    seat: str | None
    owner: str | None


class LinkRow(_Base, table=True):
    """A one-time link that becomes a token of the same rights when it is redeemed."""

    __tablename__: ClassVar[Any] = "links"
    __table_args__: ClassVar[Any] = (Index(None, "session", "seat"),)
    sha256: str = Field(primary_key=True)
    session: str = Field(foreign_key="sessions.code", ondelete="CASCADE")
    role: str
    seat: str | None
    owner: str | None
    expires_at: int = _milliseconds()


class EventRow(_Base, table=True):
    """The log: written once, never changed. Its primary key is what keeps two writers from one seq."""

    __tablename__: ClassVar[Any] = "events"
    session: str = _of_session()
    seq: int = _key_seq()
    at: int = _milliseconds()
    type: str
    version: int
    data: bytes = Field(sa_type=LargeBinary)


class AnnotationRow(_Base, table=True):
    """What a reviewer wrote beside a moment; see records.Annotation."""

    __tablename__: ClassVar[Any] = "annotations"
    session: str = _of_session()
    id: str = Field(primary_key=True)
    seq: int
    at: int = _milliseconds()
    text: str
    author: str
    role: str


class CommandRow(_Base, table=True):
    """The answer to every command that was decided, acks and rejects."""

    __tablename__: ClassVar[Any] = "commands"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}
    session: str = _of_session()
    seat: str = Field(primary_key=True)
    command_id: str = Field(primary_key=True)
    seq: int
    code: str | None
    field: str | None


class BoxRow(_Base, table=True):
    """An open ballot box; when it is counted, the row goes and with it the secret."""

    __tablename__: ClassVar[Any] = "boxes"
    __table_args__: ClassVar[Any] = {"sqlite_with_rowid": False}
    session: str = _of_session()
    box: str = Field(primary_key=True)
    secret: bytes = Field(sa_type=LargeBinary)
    changes: int = Field(0, sa_column_kwargs={"server_default": "0"})
    """How often an answer was put in: a changed one has no event that other workers would see."""


class BallotRow(_Base, table=True):
    """An answer of a person who cannot be found from it once the box's secret is gone."""

    __tablename__: ClassVar[Any] = "ballots"
    __table_args__: ClassVar[Any] = (
        ForeignKeyConstraint(["session", "box"], ["boxes.session", "boxes.box"], ondelete="CASCADE"),
        {"sqlite_with_rowid": False},
    )
    session: str = Field(primary_key=True)
    box: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    answer: bytes = Field(sa_type=LargeBinary)


class DeletionRow(_Base, table=True):
    """See records.Deletion. It outlives the session, so it points at nothing."""

    __tablename__: ClassVar[Any] = "deletions"
    id: int | None = Field(default=None, primary_key=True)
    code_sha256: str = Field(index=True)
    created_at: int = _milliseconds()
    deleted_at: int = _milliseconds()
    reason: str
    counts: str


class BackupRow(_Base, table=True):
    """See records.Backup. Like a deletion it is a line of the register."""

    __tablename__: ClassVar[Any] = "backups"
    name: str = Field(primary_key=True)
    made_at: int = _milliseconds()
    delete_on: int = _milliseconds()
    sessions: int
    gone_at: int | None = _milliseconds(nullable=True)


class OrganisationRow(_Base, table=True):
    """See records.Organisation."""

    __tablename__: ClassVar[Any] = "organisations"
    id: str = Field(primary_key=True)
    name: str = Field(index=True, unique=True)


class AccountRow(_Base, table=True):
    """See records.Account. Its id is the `owner` of its sessions."""

    __tablename__: ClassVar[Any] = "accounts"
    id: str = Field(primary_key=True)
    email: str = Field(index=True, unique=True)
    name: str
    role: str
    organisation: str | None = Field(foreign_key="organisations.id")
    password: str | None
    second_step: bytes | None = Field(sa_type=LargeBinary)
    code_used: int
    blocked: bool
    created_at: int = _milliseconds()


class RecoveryCodeRow(_Base, table=True):
    """A code that takes the place of a second step, once; only its hash is known here."""

    __tablename__: ClassVar[Any] = "recovery_codes"
    account: str = _of_account(primary_key=True)
    sha256: str = Field(primary_key=True)


class IdentityRow(_Base, table=True):
    """Somebody at an OpenID provider who is this account here."""

    __tablename__: ClassVar[Any] = "identities"
    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    account: str = _of_account(index=True)


class SignInRow(_Base, table=True):
    """A browser in which somebody signed in; `step` says what is still asked of it."""

    __tablename__: ClassVar[Any] = "sign_ins"
    sha256: str = Field(primary_key=True)
    account: str = _of_account(index=True)
    step: str
    created_at: int = _milliseconds()
    used_at: int = _milliseconds()


class InvitationRow(_Base, table=True):
    """See records.Invitation; only the hash of its secret is known here."""

    __tablename__: ClassVar[Any] = "invitations"
    sha256: str = Field(primary_key=True)
    email: str | None
    role: str
    organisation: str | None = Field(foreign_key="organisations.id")
    account: str | None = Field(foreign_key="accounts.id", ondelete="CASCADE")
    maker: str
    expires_at: int = _milliseconds()


class AuditRow(_Base, table=True):
    """See records.Audited. It outlives whom and what it is about, so it points at nothing."""

    __tablename__: ClassVar[Any] = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger, nullable=False, index=True)
    what: str
    who: str
    about: str | None


def _table(row: type[SQLModel]) -> Table:
    return cast(Table, cast(Any, row).__table__)


packs, sessions = _table(PackRow), _table(SessionRow)
tokens, links = _table(TokenRow), _table(LinkRow)
events, commands = _table(EventRow), _table(CommandRow)
annotations = _table(AnnotationRow)
boxes, ballots = _table(BoxRow), _table(BallotRow)
deletions, backups = _table(DeletionRow), _table(BackupRow)
organisations, accounts = _table(OrganisationRow), _table(AccountRow)
recovery_codes, identities = _table(RecoveryCodeRow), _table(IdentityRow)
sign_ins, invitations = _table(SignInRow), _table(InvitationRow)
audit = _table(AuditRow)
