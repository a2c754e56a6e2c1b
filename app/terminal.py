"""What the commands of the command line share: options, settings, and how a result or an error is told."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import orjson
import typer
from rich.console import Console

from app.settings import Settings
from app.store import Store, migrate, open_store

T = TypeVar("T")
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the database.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
console = Console(soft_wrap=True)


def read_settings(data: Path | None = None, **values: object) -> Settings:
    """The settings of this process, with what stood on the command line."""
    given = {name: value for name, value in values.items() if value is not None}
    return Settings(**given, **({"data_dir": data} if data is not None else {}))  # type: ignore[arg-type]


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Run work on the store of this installation, brought up to date first."""

    async def run() -> T:
        store = open_store(settings.url)
        try:
            return await work(store)
        finally:
            await store.close()

    migrate(settings.url)
    return asyncio.run(run())


def report(value: object, as_json: bool, text: str) -> None:
    """Print a result for a script or for a person."""
    if as_json:
        sys.stdout.write(orjson.dumps(value).decode() + "\n")
    else:
        console.print(text, markup=False, highlight=False)


def fail(text: str) -> typer.Exit:
    """Say what is wrong and what to do; exit code 1."""
    Console(stderr=True, soft_wrap=True).print(text, markup=False, highlight=False)
    return typer.Exit(1)
