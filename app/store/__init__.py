"""The only place that knows SQL: the event log, ballot boxes, sessions, tokens, accounts and what they did.

`migrate(url)` once, then `open_store(url)`; tests and simulations may take `MemoryEventLog` instead of `SqlEventLog`.
"""

from app.store.accounts import Accounts
from app.store.audit import Audit
from app.store.database import Database, may_share, open_database, shown
from app.store.errors import (
    BadEntry,
    CodeTaken,
    Conflict,
    DatabaseTooNew,
    DuplicateCommand,
    EmailTaken,
    LastAdmin,
    LinkSpent,
    StoreBusy,
    StoreError,
    StoreFailed,
    UnknownSession,
)
from app.store.log import SqlEventLog
from app.store.memory import MemoryEventLog
from app.store.migrating import is_current, migrate
from app.store.opening import Store, open_store
from app.store.protocols import EventLog
from app.store.records import (
    Account,
    AccountRole,
    Audited,
    Ballot,
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
    "Account",
    "AccountRole",
    "Accounts",
    "Audit",
    "Audited",
    "BadEntry",
    "Ballot",
    "CodeTaken",
    "Conflict",
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
    "UnknownSession",
    "is_current",
    "may_share",
    "migrate",
    "open_database",
    "open_store",
    "shown",
    "token_key",
]
