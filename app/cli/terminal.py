"""What the commands of the command line share: options, settings, and how a result or an error is told."""

import asyncio
import shlex
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import orjson
import typer
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rich.console import Console
from rich.table import Column, Table
from sqlalchemy.exc import DBAPIError

from app.settings import PREFIX, Settings
from app.store import DatabaseTooNew, Store, StoreError, is_empty, kind, migrate, open_store, shown
from app.web.invalid import explain

T = TypeVar("T")
Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the database; without it, MAATWERK_DATA_DIR or `data`.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask. Without a terminal nothing is asked either.")]
console = Console(soft_wrap=True)


def sure(question: str, yes: bool) -> None:
    """Ask whoever sits at a terminal before something goes for good; in a script there is nobody to ask.

    Raises:
        typer.Abort: no.
    """
    if not yes and sys.stdin.isatty():
        typer.confirm(question, abort=True)


def read_settings(data: Path | None = None, **values: object) -> Settings:
    """The settings of this process, with what stood on the command line; what cannot be used is told."""
    given = {name: value for name, value in values.items() if value is not None}
    try:
        settings = Settings(**given, **({"data_dir": data} if data is not None else {}))  # type: ignore[arg-type]
    except ValidationError as error:
        raise fail("\n".join(_wrong(str(each["loc"][0]), _why(each)) for each in error.errors())) from None
    except UnicodeDecodeError:
        raise fail("The file .env cannot be read: save it as UTF-8.") from None
    try:
        kind(settings.url)
    except ValueError as error:
        raise fail(_wrong("database_url", f"{error}.")) from None
    return settings


def _wrong(name: str, why: str) -> str:
    return f"{PREFIX}{name.upper()} cannot be used: {why} What it is: {Settings.model_fields[name].description}"


def _why(error: ErrorDetails) -> str:
    """What is wrong with a setting: our own sentence where it has one, or what is said of that kind everywhere."""
    return str(error.get("ctx", {})["error"]) if error["type"] == "value_error" else explain(error, "en")


@contextmanager
def told() -> Generator[None]:
    """What disk or database refuse is told in one line, without a trace; exit code 1."""
    try:
        yield
    except DatabaseTooNew as error:
        fail(f"This database is of a newer Maatwerk: {error}. Install that version, or restore a backup of this one.")
    except DBAPIError as error:
        fail(f"The database cannot be used: {error.orig}\nSee `maatwerk check`.")
    except StoreError as error:
        fail(f"This cannot be done: {getattr(error.__cause__, 'orig', error)}")
    except OSError as error:
        fail(f"This cannot be done: {error}")
    else:
        return
    sys.exit(1)


def need_database(settings: Settings) -> None:
    """Most commands work on what is there: a new database at a mistyped place would hide that it is elsewhere."""
    if not is_empty(settings.url):
        return
    if settings.database_url:
        raise fail(
            f"There is no database of Maatwerk at {shown(settings.url)}. "
            "Is MAATWERK_DATABASE_URL right? `maatwerk serve` begins a new one there."
        )
    where = settings.data_dir.resolve()
    raise fail(
        f"There is no database of Maatwerk in {where}. Name its folder with --data, or begin a new one there with "
        f"`maatwerk serve --data {shlex.quote(str(where))}`."
    )


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]], *, may_begin: bool = False) -> T:
    """Run work on the store of this installation, brought up to date first.

    Only what may begin an installation makes a database where none is: `serve`, `migrate`, `restore`, and here what
    puts the first thing into it.
    """

    async def run() -> T:
        store = open_store(settings.url)
        try:
            return await work(store)
        finally:
            await store.close()

    if not may_begin:
        need_database(settings)
    migrate(settings.url)
    return asyncio.run(run())


def report(value: object, as_json: bool, text: str) -> None:
    """Print a result for a script or for a person."""
    if as_json:
        sys.stdout.write(orjson.dumps(value).decode() + "\n")
    else:
        console.print(text, markup=False, highlight=False)


def table_of(first: str, *others: str, caption: str | None = None) -> Table:
    """A table of which no word is cut off, however narrow the terminal: other commands ask for what stands in it."""
    columns = [Column(first, no_wrap=True), *(Column(name, overflow="fold") for name in others)]
    return Table(*columns, caption=caption, collapse_padding=True, pad_edge=False)


def fail(text: str) -> typer.Exit:
    """Say what is wrong and what to do; exit code 1."""
    Console(stderr=True, soft_wrap=True).print(text, markup=False, highlight=False)
    return typer.Exit(1)


def no_session(code: str | None) -> typer.Exit:
    """Say that no session has this code; exit code 1."""
    return fail(f"There is no session {code}. See `maatwerk session list`.")
