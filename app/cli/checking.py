"""`maatwerk check`: whether an installation is fit to serve."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.backing_up import now_utc, outlived
from app.content.library import find_broken, find_packs, known_packs
from app.content.loader import load_pack
from app.content.problems import PackError
from app.safety import findings, in_production
from app.serving.address_note import with_address
from app.settings import Settings, strange_names
from app.store import is_current, is_empty, open_store, shown, versions
from app.web import assets


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at before serving."""

    what: str
    ok: bool
    detail: str
    warning: bool = False
    """It may be meant like this."""


def check(settings: Settings) -> list[Checked]:
    """Whether this installation is fit to serve."""
    database = _check_database(settings)
    copies = _check_backups(settings) if database.ok and is_current(settings.url) else []
    found = [*_check_names(), check_folder(settings), database, *copies, *_check_redis(settings)]
    found += _check_packs(settings)
    built = bool(assets.of("seat").scripts)
    found.append(Checked("front end", built, "built" if built else "not built: run `make setup`"))
    address = with_address(settings).base_url
    return [*found, Checked("address", True, f"people open {address}"), *_check_safety(settings)]


def _check_names() -> list[Checked]:
    return [
        Checked(
            name, True, f"no setting has this name; {f'is {meant} meant?' if meant else 'README.md lists them'}", True
        )
        for name, meant in strange_names().items()
    ]


def _check_safety(settings: Settings) -> list[Checked]:
    """In production what is not safe is wrong; elsewhere it is only told."""
    production = in_production(settings)
    place = (
        "production: the server starts only if all of these are ok" if production else "a room: none of these is needed"
    )
    return [
        Checked("settings for", True, place),
        *(
            Checked(
                each.what,
                each.safe or not production,
                each.detail if each.safe or production else f"for production: {each.detail}",
            )
            for each in findings(settings)
        ),
    ]


def check_folder(settings: Settings, may: Callable[[Path, int], bool] = os.access) -> Checked:
    """The server notes its address there, and a database that lies there is written in."""
    place = settings.data_dir.resolve()
    near = next(each for each in (place, *place.parents) if each.exists())
    if not near.is_dir() or not may(near, os.W_OK | os.X_OK):
        return Checked("data folder", False, f"{near} is no folder that may be written in")
    shut = [file for file in place.glob("maatwerk.db*") if not may(file, os.W_OK)]
    if shut and not settings.database_url:
        return Checked("data folder", False, f"{shut[0]} may not be written")
    return Checked("data folder", True, str(place))


def _check_database(settings: Settings) -> Checked:
    """Looks alone: to bring it up to date is for the server, once there is a backup of it as it was."""
    where = shown(settings.url)
    try:
        if is_empty(settings.url):  # and it stays so: a backup can be put there
            return Checked("database", True, f"{where}, which is made when the server starts")
        found, newest = versions(settings.url)
    except Exception as error:  # whatever it is, the person has to know
        return Checked("database", False, f"{where}: {getattr(error, 'orig', error)}".strip())
    if (found or "") > newest:
        too_new = f"the database has revision {found}, this program knows up to {newest}"
        return Checked("database", False, f"{too_new}: install the newer version, or restore a backup of this one")
    if found != newest:
        old = f"{where}, of an earlier version: it is brought up to date when the server starts"
        return Checked("database", True, f"{old}, and then the earlier version cannot use it. Is there a backup?", True)
    return Checked("database", True, where)


def _check_redis(settings: Settings) -> list[Checked]:
    """The server starts without it too."""
    if not settings.redis_url:
        return []
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2) as redis:  # pyright: ignore
            redis.ping()  # pyright: ignore
    except (RedisError, OSError, ValueError) as error:
        return [Checked("redis", True, f"{error}: until it answers, workers see each other late", True)]
    return [Checked("redis", True, "answers")]


def _check_backups(settings: Settings) -> list[Checked]:
    async def look() -> list[Checked]:
        store = open_store(settings.url)
        try:
            late = await outlived(store, now_utc())
            return [
                Checked(f"backup {copy.name}", False, "may be kept no longer: maatwerk backup --prune, or --gone")
                for copy in late
            ]
        finally:
            await store.close()

    return asyncio.run(look())


def _check_packs(settings: Settings) -> list[Checked]:
    found: list[Checked] = []
    known = known_packs(*settings.pack_dirs)
    for info in find_packs(*settings.pack_dirs):
        try:
            load_pack(info.directory, known)
            found.append(Checked(f"pack {info.id}", True, f"version {info.version}"))
        except PackError as error:
            found.append(Checked(f"pack {info.id}", False, f"{len(error.problems)} problems: maatwerk pack check"))
    found += [Checked("own pack", False, problem.text("en")) for problem in find_broken(*settings.pack_dirs)]
    return found or [Checked("packs", False, f"none in {settings.packs_dir}")]
