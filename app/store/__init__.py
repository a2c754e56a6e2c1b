"""The only place that knows SQL: the event log, ballot boxes, sessions, tokens, accounts and what they did.

`migrate(url)` once, then `open_store(url)`; tests and simulations may take `MemoryEventLog` instead of `SqlEventLog`.
"""

from app.store.accounts import Accounts
from app.store.annotations import Annotations
from app.store.audit import Audit
from app.store.copying import Contents, copy_in, copy_out, is_empty, take_away
from app.store.database import Database, kind, may_share, open_database, shown
from app.store.errors import (
    BadEntry,
    CodeTaken,
    Conflict,
    CopyFailed,
    DatabaseTooNew,
    DuplicateCommand,
    EmailTaken,
    LastAdmin,
    LinkSpent,
    OrganisationInUse,
    StoreBusy,
    StoreError,
    StoreFailed,
    TooManyAnnotations,
    UnknownSession,
)
from app.store.log import SqlEventLog
from app.store.memory import MemoryEventLog
from app.store.migrating import head, is_current, migrate, versions
from app.store.opening import Store, open_store
from app.store.protocols import EventLog
from app.store.records import (
    DAY_MS,
    Account,
    AccountRole,
    Annotation,
    Audited,
    Backup,
    Ballot,
    Consent,
    Deletion,
    Entry,
    Invitation,
    Organisation,
    Outcome,
    Role,
    SessionRecord,
    StoredEvent,
    Token,
)
from app.store.sessions import Sessions
from app.store.tokens import Tokens, token_key

__all__ = [
    "DAY_MS",
    "Account",
    "AccountRole",
    "Accounts",
    "Annotation",
    "Annotations",
    "Audit",
    "Audited",
    "Backup",
    "BadEntry",
    "Ballot",
    "CodeTaken",
    "Conflict",
    "Consent",
    "Contents",
    "CopyFailed",
    "Database",
    "DatabaseTooNew",
    "Deletion",
    "DuplicateCommand",
    "EmailTaken",
    "Entry",
    "EventLog",
    "Invitation",
    "LastAdmin",
    "LinkSpent",
    "MemoryEventLog",
    "Organisation",
    "OrganisationInUse",
    "Outcome",
    "Role",
    "SessionRecord",
    "Sessions",
    "SqlEventLog",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreFailed",
    "StoredEvent",
    "Token",
    "Tokens",
    "TooManyAnnotations",
    "UnknownSession",
    "copy_in",
    "copy_out",
    "head",
    "is_current",
    "is_empty",
    "kind",
    "may_share",
    "migrate",
    "open_database",
    "open_store",
    "shown",
    "take_away",
    "token_key",
    "versions",
]
