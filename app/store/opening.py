"""The whole store in one hand."""

from dataclasses import dataclass

from app.store.accounts import Accounts
from app.store.annotations import Annotations
from app.store.audit import Audit
from app.store.clock import Clock, utc_ms
from app.store.database import Database, open_database
from app.store.log import SqlEventLog
from app.store.sessions import Sessions
from app.store.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Store:
    """Everything on one open database."""

    database: Database
    log: SqlEventLog
    sessions: Sessions
    tokens: Tokens
    accounts: Accounts
    audit: Audit
    annotations: Annotations

    async def close(self) -> None:
        """Finish what is queued and close the database."""
        await self.database.close()


def open_store(url: str, now: Clock = utc_ms) -> Store:
    """Open a database that `migrate` has made ready. Raises ValueError when no store can lie there."""
    database = open_database(url)
    return Store(
        database,
        SqlEventLog(database),
        Sessions(database, now),
        Tokens(database, now),
        Accounts(database, now),
        Audit(database, now),
        Annotations(database, now),
    )
