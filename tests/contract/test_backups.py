"""A backup is one moment of everything, comes back whole or not at all, and brings nothing back that should be gone."""

import asyncio
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from store_makers import CODE, CODES, OTHER, entry, record
from typer.testing import CliRunner, Result

from app import backing_up
from app.backing_up import BadBackup, NotEmpty, back_up, put_back
from app.cli.main import cli
from app.settings import Settings
from app.store import (
    Backup,
    CopyFailed,
    Entry,
    Outcome,
    Store,
    copy_in,
    copy_out,
    head,
    is_current,
    is_empty,
    migrate,
    open_store,
)
from tests.golden.make import HERE, pack_of, read_log, seen, views_file

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
LOGS = sorted(HERE.glob("v*.jsonl"))
MOST_COPIES = 40


def at(url: str, folder: Path) -> Settings:
    return Settings(database_url=url, data_dir=folder, _env_file=None)  # pyright: ignore


async def restored(url: str, folder: Path, file: Path) -> Store:
    await asyncio.to_thread(put_back, at(url, folder), file)
    return open_store(url)


async def add_golden_session(store: Store, code: str, log: Path) -> None:
    """The log of a released version, five events at a time."""
    await store.sessions.create(record(code, keep_days=2**20), b"pack")
    events = read_log(log)
    for start in range(0, len(events), 5):
        part = tuple(events[start : start + 5])
        await store.log.append(Entry(code, start, "s_1", f"c{start}", Outcome(start + len(part)), part))


async def test_every_session_shows_the_same_after_it(store: Store, url: str, empty: str, tmp_path: Path) -> None:
    for log in LOGS:
        await add_golden_session(store, log.stem[:6], log)
    token = await store.tokens.issue(LOGS[0].stem[:6], "seat", "s_1")
    own = tmp_path / "one" / "packs" / "eigen" / "pack.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: eigen")
    file, manifest = await back_up(at(url, tmp_path / "one"), store, None, NOW)
    assert (manifest.sessions, manifest.revision) == (len(CODES) + len(LOGS), head())
    again = await restored(empty, tmp_path / "two", file)
    assert await again.sessions.list() == await store.sessions.list()
    for log in LOGS:
        expected = json.loads(views_file(log).read_text("utf-8"))
        events, pack = await again.log.read(log.stem[:6]), pack_of(expected["cards"])
        assert events == read_log(log)
        for each in expected["views"]:
            assert seen(events, each["seq"], each["audience"], pack) == each["view"]
    assert await again.tokens.find(token) is not None
    assert await again.log.outcome(LOGS[0].stem[:6], "s_1", "c0") == Outcome(5)
    assert (tmp_path / "two" / "packs" / "eigen" / "pack.yaml").read_text() == "id: eigen"
    await again.log.append(entry(0))
    await again.close()
    assert is_current(empty)


async def test_what_is_written_meanwhile_is_in_it_as_a_beginning(
    store: Store, url: str, empty: str, tmp_path: Path
) -> None:
    """Entries of three events each in two sessions, without a pause, while copy after copy is made."""
    await asyncio.gather(*(store.log.append(entry(0, session=code, data=b"x" * 500_000)) for code in CODES[2:]))
    stop, ends = asyncio.Event(), {CODE: 0, OTHER: 0}

    async def write(code: str) -> None:
        while not stop.is_set():
            await store.log.append(entry(ends[code], session=code, events=3, command_id=f"w{ends[code]}"))
            ends[code] += 3

    writing = [asyncio.create_task(write(code)) for code in ends]
    grew: list[int] = []
    copies = [tmp_path / f"copy{number}" for number in range(MOST_COPIES)]
    for last in copies:
        before = min(ends.values())
        await asyncio.to_thread(copy_out, url, last)
        grew.append(min(ends.values()) - before)
        if len(grew) >= 4 and max(grew) > 0:
            break
    stop.set()
    await asyncio.gather(*writing)
    assert max(grew) > 0, "nobody could write while a copy was made"
    copy_in(copies[len(grew) - 1], empty)
    again = open_store(empty)
    for code, end in ends.items():
        found, whole = await again.log.read(code), await store.log.read(code)
        assert len(whole) == end
        assert found == whole[: len(found)]
        assert len(found) % 3 == 0
        assert await again.log.outcome(code, "s_1", f"w{len(found) - 3}") == Outcome(len(found))
        assert await again.log.outcome(code, "s_1", f"w{len(found)}") is None
    await again.close()


async def test_only_an_empty_place_takes_one(store: Store, url: str, empty: str, tmp_path: Path) -> None:
    file, _ = await back_up(at(url, tmp_path), store, tmp_path / "all.zip", NOW)
    with pytest.raises(NotEmpty):
        put_back(at(url, tmp_path), file)
    (tmp_path / "used" / "packs").mkdir(parents=True)
    (tmp_path / "used" / "packs" / "mine").write_text("x")
    with pytest.raises(NotEmpty):
        put_back(at(empty, tmp_path / "used"), file)
    with pytest.raises(FileExistsError):
        await back_up(at(url, tmp_path), store, file, NOW)
    assert file.stat().st_mode & 0o077 == 0


def rewritten(file: Path, change: Callable[[str, bytes], bytes], *, honest: bool = False) -> Path:
    """The same backup with other bytes in it; `honest`: with checksums to match."""
    other = file.with_name("other.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
        if honest:
            manifest = json.loads(parts["manifest.json"])
            manifest["files"] = {name: hashlib.sha256(parts[name]).hexdigest() for name in manifest["files"]}
            parts["manifest.json"] = json.dumps(manifest).encode()
        for name, content in parts.items():
            new.writestr(name, content)
    return other


WRONG: Sequence[tuple[str, bytes, bytes]] = [
    ("database", b"basis", b"bases"),
    ("manifest.json", head().encode(), b"9999"),
    ("manifest.json", b'"sqlite"', b'"postgresql"'),
    ("manifest.json", b'"format": 1', b'"format": 2'),
    ("manifest.json", b'"database"', b'"packs/../../../x"'),
]


@pytest.mark.parametrize(("part", "old", "new"), WRONG, ids=["damaged", "newer", "kind", "format", "path"])
async def test_a_wrong_one_leaves_the_place_empty(
    store: Store, path: Path, tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    file, _ = await back_up(at(f"sqlite:///{path}", tmp_path), store, tmp_path / "all.zip", NOW)
    wrong = rewritten(file, lambda name, data: data.replace(old, new) if name == part else data)
    with pytest.raises(BadBackup):
        put_back(at("", tmp_path / "new"), wrong)
    assert not list((tmp_path / "new").glob("*"))
    assert not (tmp_path / "x").exists()


async def test_what_is_no_database_is_refused(store: Store, url: str, empty: str, tmp_path: Path) -> None:
    file, _ = await back_up(at(url, tmp_path), store, tmp_path / "all.zip", NOW)
    spoiled = rewritten(file, lambda name, data: data[:5000][::-1] if name == "database" else data, honest=True)
    with pytest.raises(CopyFailed):
        put_back(at(empty, tmp_path / "new"), spoiled)
    (tmp_path / "photo.zip").write_bytes(b"not a zip")
    with pytest.raises(BadBackup):
        put_back(at(empty, tmp_path / "new"), tmp_path / "photo.zip")


async def test_one_of_an_older_version_is_migrated(store: Store, url: str, empty: str, tmp_path: Path) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE boxes DROP COLUMN changes")
        connection.exec_driver_sql("DROP TABLE annotations")
        connection.exec_driver_sql("DROP TABLE backups")
        connection.exec_driver_sql("ALTER TABLE sessions ADD COLUMN delete_on BIGINT NOT NULL DEFAULT 7776001000")
        for newer in ("keep_days", "school", "board", "consent", "consent_on"):
            connection.exec_driver_sql(f"ALTER TABLE sessions DROP COLUMN {newer}")
        connection.exec_driver_sql("ALTER TABLE sessions DROP COLUMN imported")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    engine.dispose()
    copy, file = tmp_path / "database", tmp_path / "old.zip"
    found = copy_out(url, copy)
    assert found.revision == "0002"
    manifest = backing_up.Manifest(
        software="0.4.0",
        kind=found.kind,
        revision=found.revision,
        made_at=NOW,
        delete_on=LATER,
        sessions=found.sessions,
        files={"database": hashlib.sha256(copy.read_bytes()).hexdigest()},
    )
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("manifest.json", manifest.model_dump_json())
        zipped.write(copy, "database")
    again = await restored(empty, tmp_path / "new", file)
    assert is_current(empty)
    assert await again.sessions.get(CODE) == record(CODE)
    await again.close()


async def test_one_that_goes_wrong_half_way_leaves_the_place_empty_and_can_be_tried_again(
    store: Store, url: str, empty: str, tmp_path: Path
) -> None:
    """It says that it is of an older version, and is not: migrating it fails on a table that is there."""
    own = tmp_path / "packs" / "eigen" / "pack.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("id: eigen")
    good, _ = await back_up(at(url, tmp_path), store, tmp_path / "good.zip", NOW)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
    engine.dispose()
    wrong, _ = await back_up(at(url, tmp_path), store, tmp_path / "wrong.zip", NOW)
    new = at(empty, tmp_path / "new")
    with pytest.raises(CopyFailed, match="half-way"):
        await asyncio.to_thread(put_back, new, wrong)
    assert is_empty(empty)
    assert not list(new.data_dir.glob("*"))
    again = await restored(empty, new.data_dir, good)
    assert await again.sessions.list() == await store.sessions.list()
    await again.close()


async def test_checking_an_empty_place_leaves_it_empty_for_a_restore(
    store: Store, url: str, empty: str, tmp_path: Path
) -> None:
    file, _ = await back_up(at(url, tmp_path), store, tmp_path / "all.zip", NOW)
    new = at(empty, tmp_path / "new")
    told = await asyncio.to_thread(run, new, "check")
    assert told.exit_code == 0, told.output
    assert "made when the server starts" in " ".join(told.output.split())
    assert is_empty(empty)
    told = await asyncio.to_thread(run, new, "restore", str(file))
    assert told.exit_code == 0, told.output


async def test_what_works_on_a_database_makes_none_in_an_empty_place(empty: str, tmp_path: Path) -> None:
    told = await asyncio.to_thread(run, at(empty, tmp_path / "new"), "session", "list")
    assert told.exit_code == 1
    assert "There is no database of Maatwerk" in told.output
    assert is_empty(empty)


def test_a_place_with_any_name_is_empty_until_there_is_something(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'of [1] *.db'}"
    assert is_empty(url)
    migrate(url)
    assert not is_empty(url)


def test_the_register_names_a_backup_in_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is what `--gone` asks for."""
    monkeypatch.setenv("COLUMNS", "60")
    migrate(f"sqlite:///{tmp_path / 'maatwerk.db'}")
    run(at("", tmp_path), "backup", str(tmp_path / "safe"))
    (file,) = (tmp_path / "safe").glob("*.zip")
    assert file.name in run(at("", tmp_path), "register").output


def test_checking_tells_of_a_folder_that_cannot_be_written_in(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    told = run(at("", tmp_path / "data"), "check")
    assert told.exit_code == 1
    assert "is no folder that may be written in" in " ".join(told.output.split())


# What should be gone


def run(settings: Settings, *words: str) -> Result:
    environment = {"MAATWERK_DATABASE_URL": settings.database_url, "MAATWERK_DATA_DIR": str(settings.data_dir)}
    return CliRunner().invoke(cli, list(words), env=environment, catch_exceptions=False)


async def test_a_restore_brings_no_deleted_session_back(store: Store, url: str, empty: str, tmp_path: Path) -> None:
    far = 2**20
    await store.sessions.create(record("KEPT22", keep_days=far), b"pack")
    await store.sessions.create(record("GONE22", keep_days=far), b"pack")
    await store.sessions.create(record("AGAIN2", keep_days=far), b"pack")
    await store.sessions.delete("AGAIN2", "facilitator")
    await store.sessions.create(record("AGAIN2", created_at=7_000, keep_days=far), b"pack")
    file, _ = await back_up(at(url, tmp_path), store, tmp_path / "safe", NOW)
    await store.sessions.delete("GONE22", "facilitator")
    await backing_up.write_register(store, file.parent)
    told = await asyncio.to_thread(run, at(empty, tmp_path / "new"), "restore", str(file), "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)["left_out"] == len(CODES) + 1  # those of CODES are past their end date
    again = open_store(empty)
    assert [each.code for each in await again.sessions.list()] == ["KEPT22", "AGAIN2"]
    reasons = [line.reason for line in await again.sessions.deletions()]
    assert sorted(reasons) == ["deleted before", *["end date"] * len(CODES), "facilitator"]
    assert [copy.name for copy in await again.sessions.backups()] == [file.name]
    await again.close()


async def test_a_backup_goes_at_its_end_and_the_register_says_so(store: Store, url: str, tmp_path: Path) -> None:
    settings, folder = at(url, tmp_path), tmp_path / "safe"
    old, _ = await back_up(settings, store, folder, NOW)
    new, _ = await back_up(settings, store, folder, NOW + timedelta(days=1))
    (folder / "other.zip").write_bytes(b"somebody's")
    half = folder / ".coming-1"
    half.mkdir()
    os.utime(half, (0, 0))
    made = round(NOW.timestamp() * 1000)
    line = Backup(old.name, made, made + 30 * backing_up.DAY_MS, len(CODES))
    assert await backing_up.outlived(store, LATER - timedelta(seconds=1)) == []
    assert await backing_up.outlived(store, LATER) == [line]
    assert await backing_up.prune(store, folder, LATER) == [replace(line, gone_at=made + 30 * backing_up.DAY_MS)]
    assert sorted(each.name for each in folder.iterdir()) == sorted([new.name, "other.zip", "register.json"])
    assert await backing_up.outlived(store, LATER) == []
    assert [copy.gone_at is None for copy in await store.sessions.backups()] == [False, True]


async def test_check_tells_of_one_that_is_too_old(store: Store, url: str, tmp_path: Path) -> None:
    settings = at(url, tmp_path)
    file, _ = await back_up(settings, store, None, NOW - timedelta(days=10_000))
    told = await asyncio.to_thread(run, settings, "check")
    assert told.exit_code == 1
    assert f"FAIL backup {file.name}" in told.stdout
    assert (await asyncio.to_thread(run, settings, "backup", "--gone", "nothing.zip")).exit_code == 1
    assert (await asyncio.to_thread(run, settings, "backup", "--prune")).exit_code == 0
    assert not file.exists()
    told = await asyncio.to_thread(run, settings, "check")
    assert "backup" not in told.stdout
    assert (await asyncio.to_thread(run, settings, "register")).exit_code == 0
    told = await asyncio.to_thread(run, settings, "register", "--json")
    assert [copy["name"] for copy in json.loads(told.stdout)["backups"]] == [file.name]
