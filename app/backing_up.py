"""Backups: one zip with the whole database, the own packs, and a manifest that says what it is and until when.

The key that seals second steps (`MAATWERK_SECRET_KEY`, or the file `secret.key`) is not in it: keep that elsewhere.
"""

import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import IO

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.settings import Settings
from app.store import Backup, CopyFailed, Deletion, Store, copy_in, copy_out, head, is_empty, migrate, take_away
from app.version import VERSION

MANIFEST, DATABASE, PACKS = "manifest.json", "database", "packs"
REGISTER = "register.json"
"""Beside the backups: what was deleted, so that an older one does not bring it back."""
MOST_MANIFEST = 16 * 1024 * 1024
PIECE = 1 << 20
COMING = ".coming-"
DAY_MS = 24 * 3_600_000


class BadBackup(Exception):
    """This file is no backup, is damaged, or cannot be used here; the text says which."""


class NotEmpty(Exception):
    """A backup is put back into an empty place only; the text says what lies there."""


class Manifest(BaseModel):
    """What stands in a backup about itself. `files` has the SHA-256 of each file, `kind` the kind of database."""

    model_config = ConfigDict(extra="forbid")
    format: int = Field(default=1, ge=1, le=1)
    software: str
    kind: str
    revision: str
    made_at: AwareDatetime
    delete_on: AwareDatetime
    sessions: int
    files: dict[str, str]

    def line(self, name: str) -> Backup:
        """Its line in the deletion register."""
        return Backup(name, _ms(self.made_at), _ms(self.delete_on), self.sessions)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


# --- making -----------------------------------------------------------------------------------------------------------


async def back_up(settings: Settings, store: Store, where: Path | None, now: datetime) -> tuple[Path, Manifest]:
    """Copy everything while the server runs, and name the copy in the deletion register.

    `where` is a folder, or a file that ends in .zip; without it the folder `backups` beside the data.

    Raises:
        CopyFailed: nothing was written.
        FileExistsError: nothing is written over.
    """
    wanted = where or settings.data_dir / "backups"
    file = wanted if wanted.suffix == ".zip" else wanted / f"maatwerk-{now:%Y%m%d-%H%M%S}.zip"
    if file.exists():
        raise FileExistsError(f"{file} is there already")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=COMING, dir=file.parent) as folder:
        copy, made = Path(folder) / DATABASE, Path(folder) / "zip"
        found = copy_out(settings.url, copy)
        parts = {DATABASE: copy} | _packs(settings.own_packs_dir)
        manifest = Manifest(
            software=VERSION,
            kind=found.kind,
            revision=found.revision,
            sessions=found.sessions,
            made_at=now,
            delete_on=now + timedelta(days=settings.backup_days),
            files={name: _sha256(path) for name, path in parts.items()},
        )
        _write_zip(made, manifest, parts)
        await store.sessions.note_backup(manifest.line(file.name))  # first: one that nobody knows of is never pruned
        made.rename(file)
    await write_register(store, file.parent)
    return file, manifest


def _packs(folder: Path) -> dict[str, Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return {f"{PACKS}/{path.relative_to(folder).as_posix()}": path for path in found}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_zip(file: Path, manifest: Manifest, parts: dict[str, Path]) -> None:
    file.touch(mode=0o600)  # all that people wrote is in it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        zipped.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        for name, path in parts.items():
            zipped.write(path, name)


async def write_register(store: Store, folder: Path) -> None:
    """Put what was deleted beside the backups, for `restore`."""
    lines = [asdict(line) for line in await store.sessions.deletions()]
    coming = folder / f"{REGISTER}.coming"
    coming.write_bytes(orjson.dumps({"deletions": lines}, option=orjson.OPT_INDENT_2))
    coming.rename(folder / REGISTER)


# --- keeping no longer than promised ----------------------------------------------------------------------------------


async def outlived(store: Store, now: datetime) -> list[Backup]:
    """The copies that should be gone and of which nobody said that they are."""
    return [copy for copy in await store.sessions.backups() if copy.gone_at is None and copy.delete_on <= _ms(now)]


async def prune(store: Store, folder: Path, now: datetime) -> list[Backup]:
    """Delete the backups in a folder that may be kept no longer, and say so in the register; other files stay."""
    gone = [replace(line, gone_at=_ms(now)) for line in _delete_old(folder, _ms(now))]
    for line in gone:
        await store.sessions.note_backup(line)
    await write_register(store, folder)
    return gone


def _delete_old(folder: Path, now: int) -> list[Backup]:
    gone: list[Backup] = []
    for file in sorted(folder.glob("*.zip")):
        with suppress(BadBackup):
            line = read_manifest(file).line(file.name)
            if line.delete_on <= now:
                file.unlink()
                gone.append(line)
    for half in folder.glob(f"{COMING}*"):  # of a backup that was cut off
        if half.stat().st_mtime * 1000 < now - DAY_MS:
            shutil.rmtree(half)
    return gone


async def say_gone(store: Store, name: str, now: datetime) -> bool:
    """Write in the register that somebody deleted a copy elsewhere; False when the register does not know it."""
    known = {copy.name: copy for copy in await store.sessions.backups()}
    if name in known:
        await store.sessions.note_backup(replace(known[name], gone_at=_ms(now)))
    return name in known


# --- putting back -----------------------------------------------------------------------------------------------------


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself. Raises BadBackup."""
    try:
        with zipfile.ZipFile(file) as zipped:
            if zipped.getinfo(MANIFEST).file_size > MOST_MANIFEST:
                raise BadBackup(f"{file.name} is no backup: its manifest is too large")
            return Manifest.model_validate_json(zipped.read(MANIFEST))
    except OSError as error:
        raise BadBackup(f"{file} cannot be read: {error.strerror}") from None
    except (KeyError, zipfile.BadZipFile, ValidationError) as error:
        raise BadBackup(f"{file.name} is no backup that this version can read: {type(error).__name__}") from None


def put_back(settings: Settings, file: Path) -> Manifest:
    """Put a backup into an empty place and migrate it. Sessions that should be gone are in it still: `forget` those.

    Raises:
        BadBackup, NotEmpty, CopyFailed: nothing was put there.
    """
    manifest = read_manifest(file)
    _check_fits(settings, manifest)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.data_dir) as folder:
        _unpack(file, manifest, Path(folder))
        with _all_or_nothing(settings):
            copy_in(Path(folder) / DATABASE, settings.url)
            if (Path(folder) / PACKS).is_dir():
                shutil.copytree(Path(folder) / PACKS, settings.own_packs_dir, dirs_exist_ok=True)
            migrate(settings.url)
    return manifest


@contextmanager
def _all_or_nothing(settings: Settings) -> Generator[None]:
    """What began in an empty place and went wrong leaves it empty, so that it can be tried again."""
    try:
        yield
    except BaseException as error:
        take_away(settings.url)
        shutil.rmtree(settings.own_packs_dir, ignore_errors=True)
        if isinstance(error, CopyFailed) or not isinstance(error, Exception):
            raise
        raise CopyFailed(f"it went wrong half-way, and was taken away again: {error}") from error


def _check_fits(settings: Settings, manifest: Manifest) -> None:
    if not settings.url.startswith(manifest.kind):
        raise BadBackup(f"it is of {manifest.kind}, and the database here is another kind; see MAATWERK_DATABASE_URL")
    if manifest.revision > head():
        raise BadBackup(f"it is of version {manifest.software}, newer than this program: install that version first")
    if not is_empty(settings.url):
        raise NotEmpty("there is a database already. A backup goes into an empty place: move that one away first")
    if _packs(settings.own_packs_dir):
        raise NotEmpty(f"{settings.own_packs_dir} has packs already. Move those away first")


def _unpack(file: Path, manifest: Manifest, folder: Path) -> None:
    """Each file that the manifest names, to the byte. Raises BadBackup."""
    if DATABASE not in manifest.files:
        raise BadBackup(f"{file.name} has no database")
    with zipfile.ZipFile(file) as zipped:
        for name, wanted in manifest.files.items():
            parts = PurePosixPath(name).parts
            if name != DATABASE and (parts[0] != PACKS or ".." in parts or "\\" in name):
                raise BadBackup(f"{file.name} has a file with a name that no backup has")
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with zipped.open(name) as source, place.open("wb") as target:
                    found = _copied(source, target)
            except (KeyError, zipfile.BadZipFile, zlib.error):
                found = "unreadable"
            if found != wanted:
                raise BadBackup(f"{file.name} is damaged: {name} is not what was put in it")


def _copied(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := source.read(PIECE):
        digest.update(piece)
        target.write(piece)
    return digest.hexdigest()


async def forget(store: Store, lines: list[Deletion]) -> list[Deletion]:
    """Delete again what these lines of a register say was deleted; a code that was used again later stays."""
    known = {(line.code_sha256, line.created_at) for line in lines}
    again = [
        record.code
        for record in await store.sessions.list()
        if (hashlib.sha256(record.code.encode()).hexdigest(), record.created_at) in known
    ]
    return [await store.sessions.delete(code, "deleted before") for code in again]


def read_register(file: Path) -> list[Deletion]:
    """The deletions in a file of `maatwerk register --json`, or beside a backup. Raises BadBackup."""
    try:
        return TypeAdapter(list[Deletion]).validate_python(orjson.loads(file.read_bytes())["deletions"])
    except OSError as error:
        raise BadBackup(f"{file} cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError) as error:
        raise BadBackup(f"{file} is no deletion register: {type(error).__name__}") from None


def now_utc() -> datetime:
    """This moment, to the second: as it stands in names and manifests."""
    return datetime.now(UTC).replace(microsecond=0)
