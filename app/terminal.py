"""What the commands of the command line share: options, settings, and how a result or an error is told."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from app.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the database.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
console = Console(soft_wrap=True)


def read_settings(data: Path | None = None, **values: object) -> Settings:
    """The settings of this process, with what stood on the command line."""
    given = {name: value for name, value in values.items() if value is not None}
    return Settings(**given, **({"data_dir": data} if data is not None else {}))  # type: ignore[arg-type]


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
