"""Statements that go to the driver as they are, for what every command comes by: SQLAlchemy's own way costs more than
SQLite's work. Errors come out as SQLAlchemy's, so that callers need not know which driver it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = Mapping[str, Any]


def fetch(connection: Connection, sql: str, row: Row) -> Sequence[Any]:
    """All rows that one statement gives, in the connection's open transaction."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, row)
        return cursor.fetchall()
    except Exception as error:
        raise _told(connection, error) from error
    finally:
        cursor.close()


def run(connection: Connection, sql: str, rows: Sequence[Row]) -> None:
    """One statement for each of these rows, in the connection's open transaction."""
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    except Exception as error:
        raise _told(connection, error) from error
    finally:
        cursor.close()


def _told(connection: Connection, error: Exception) -> BaseException:
    driver = connection.dialect.loaded_dbapi
    if not isinstance(error, driver.Error):
        return error
    return DBAPIError.instance(None, None, error, driver.Error, hide_parameters=True, dialect=connection.dialect)
