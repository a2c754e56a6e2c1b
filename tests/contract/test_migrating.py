"""Migrations: the same tables as the code, run once whoever starts, quick when there is nothing to do."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError
from store_makers import CODE, entry, record

from app.store import DatabaseTooNew, Store, is_current, migrate, open_store
from app.store.migrating import MIGRATIONS, head
from app.store.tables import metadata

MIGRATE = "import sys; from app.store import migrate; migrate(sys.argv[1])"
WITHOUT_ALEMBIC = MIGRATE + "; assert not [name for name in sys.modules if name.startswith('alembic')]"


@pytest.fixture
def revised(empty: str, tmp_path: Path) -> str:
    """The url of a database that came from the first version, revision after revision."""
    migrate(empty, revisions_until("0001", tmp_path / "first"))
    migrate(empty)
    return empty


def revisions_until(last: str, folder: Path) -> Path:
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "versions").glob("*.py"):
        if file.name.partition("_")[0] > last:
            file.unlink()
    return folder


def test_all_revisions_make_the_tables_of_the_code(revised: str) -> None:
    engine = create_engine(revised)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_an_empty_database_gets_what_all_revisions_make_to_the_letter(revised: str, url: str) -> None:
    """Alembic does not compare WITHOUT ROWID, ON DELETE or the order of a key."""
    assert schema(revised) == schema(url)


IN_SQLITE = "SELECT sql FROM sqlite_master WHERE sql NOT NULL"
IN_POSTGRES = """
SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def schema(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = set(connection.exec_driver_sql(IN_SQLITE if url.startswith("sqlite") else IN_POSTGRES).scalars())
    engine.dispose()
    assert any("alembic_version" in line for line in found)
    # SQLite puts a table's name in quotes once it was built anew.
    return {_in_order(" ".join(line.replace(", ", ",").replace('"', "").split())) for line in found}


def _in_order(sql: str) -> str:
    """Its columns and constraints sorted: a column that came later stands after the constraints."""
    head, _, rest = sql.partition("(")
    body, _, tail = rest.rpartition(")")
    parts = re.split(r",(?![^(]*\))", body)
    return f"{head}({','.join(sorted(part.strip() for part in parts))}){tail}"


def test_ballots_and_commands_keep_no_order(path: Path) -> None:
    without = {sql.split()[2] for sql in schema(f"sqlite:///{path}") if sql.endswith("WITHOUT ROWID")}
    assert without == {"ballots", "boxes", "commands"}


def test_numbers_and_revisions_agree() -> None:
    scripts = ScriptDirectory.from_config(Config(attributes={}, config_args={"script_location": str(MIGRATIONS)}))
    assert scripts.get_heads() == [head()]


def test_an_empty_database_needs_no_alembic_and_twice_is_once(empty: str) -> None:
    assert not is_current(empty)
    for _ in range(2):
        subprocess.run([sys.executable, "-W", "error", "-c", WITHOUT_ALEMBIC, empty], check=True)
    assert is_current(empty)


async def test_many_processes_may_start_at_once(empty: str) -> None:
    running = [await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, empty) for _ in range(4)]
    assert [await process.wait() for process in running] == [0] * 4
    assert is_current(empty)


def test_a_database_of_a_newer_version_is_left_alone(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(DatabaseTooNew):
        migrate(url)
    assert not is_current(url)


# A later revision

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{next}", "{head}"


def upgrade() -> None:
    {body}
"""
REBUILD = 'with op.batch_alter_table("sessions", recreate="always") as t: t.add_column(sa.Column("extra", sa.String()))'
BREAK = 'op.execute("UPDATE sessions SET title = pack_sha256"); op.execute("DELETE FROM packs")'


def revisions_with(body: str, folder: Path) -> Path:
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    after = f"{int(head()) + 1:04}"
    (folder / "versions" / f"{after}_next.py").write_text(NEXT.format(body=body, head=head(), next=after))
    return folder


async def test_rebuilding_a_table_keeps_what_points_at_it(store: Store, url: str, path: Path, tmp_path: Path) -> None:
    await store.log.append(entry(0, events=3))
    await store.close()
    migrate(url, revisions_with(REBUILD, tmp_path / "revisions"))
    again = open_store(url)
    assert await again.log.last_seq(CODE) == 3
    await again.close()


async def test_a_revision_that_fails_changes_nothing(store: Store, url: str, tmp_path: Path) -> None:
    with pytest.raises((RuntimeError, IntegrityError), match=r"references|foreign key"):
        migrate(url, revisions_with(BREAK, tmp_path / "revisions"))
    assert is_current(url)
    assert await store.sessions.get(CODE) == record(CODE)
    assert await store.sessions.pack("pack-hash") == b"pack"


def test_a_session_of_an_older_version_keeps_as_many_days_as_it_was_promised(empty: str, tmp_path: Path) -> None:
    migrate(empty, revisions_until("0004", tmp_path / "older"))
    engine = create_engine(empty)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO packs VALUES ('x', '')")
        for code, ends in (("DAYS90", 90 * 86_400_000 + 7), ("HALF22", 7 + 43_200_000), ("NEVER2", 7)):
            values = f"'{code}', 't', 'nl', 'po', '1', 'x', 'ann', '', 7, {ends}, NULL, FALSE, FALSE"
            connection.exec_driver_sql(f"INSERT INTO sessions VALUES ({values})")
    migrate(empty)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT code, keep_days FROM sessions ORDER BY code").all()
    engine.dispose()
    assert [tuple(row) for row in found] == [("DAYS90", 90), ("HALF22", 1), ("NEVER2", 1)]
