"""The command line. Every command has --help; those that report have --json."""

import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app import safety
from app.cli.accounts import account, audit
from app.cli.backups import backup, register, restore
from app.cli.checking import check as check_installation
from app.cli.packs import pack
from app.cli.printing import print_kit
from app.cli.reports import report as write_report
from app.cli.sessions import session
from app.cli.terminal import AsJson, Data, fail, need_database, no_session, read_settings, report, told, with_store
from app.purging import purge as purge_now
from app.serving import server
from app.serving.address_note import local_address
from app.serving.workers import NotShared
from app.store import UnknownSession, is_empty, migrate, shown
from app.version import VERSION

cli = typer.Typer(name="maatwerk", help="A server for the expedition game Maatwerk.", no_args_is_help=True)
cli.add_typer(session, name="session")
cli.add_typer(pack, name="pack")
cli.add_typer(account, name="account")
cli.command("audit")(audit)
cli.command("backup")(backup)
cli.command("restore")(restore)
cli.command("register")(register)
cli.command("print")(print_kit)
cli.command("report")(write_report)


def main(words: Sequence[str] | None = None) -> None:
    """Entry point of `maatwerk`; without `words` those of the command line."""
    with told():
        cli(words, prog_name="maatwerk")


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    data: Data = None,
    first_session: Annotated[
        bool, typer.Option("--first-session", help="Make a session if there is none, and print its links.")
    ] = False,
    room: Annotated[
        bool,
        typer.Option(
            "--room", help="For the people around you, without internet: a name, a QR and every link to get in."
        ),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(help="With --room: the address of this machine that people open, if not the one it finds."),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(min=1, max=64, help="Processes that serve together; several need PostgreSQL and Redis."),
    ] = 1,
) -> None:
    """Start the server."""
    if address and not _is_host(address):
        raise typer.BadParameter(
            "give the address alone, such as 10.0.0.7, without http:// and port", param_hint="--address"
        )
    if workers > 1 and (room or address):
        raise typer.BadParameter("a room has one worker: leave --room and --address out", param_hint="--workers")
    settings = read_settings(data, host=host, port=port)
    try:
        if room or address:
            server.serve_room(settings, address)
        else:
            server.serve(settings, first_session=first_session, count=workers)
    except safety.Unsafe as unsafe:
        raise fail(f"Not safe to start in production:\n{unsafe}\nSee `maatwerk check`.") from None
    except NotShared as missing:
        raise fail(str(missing)) from None
    except server.CannotListen as error:
        hint = "Take an address of this machine and a port that you may use: MAATWERK_HOST, MAATWERK_PORT."
        if isinstance(error, server.PortTaken):
            hint = (
                f"Does Maatwerk run already? Then stop it first. "
                f"Or choose another port: MAATWERK_PORT={settings.port + 1} make run"
            )
        raise fail(f"Cannot listen on {settings.host}, port {settings.port}: {error}\n{hint}") from None


def _is_host(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return re.fullmatch(r"[\w.-]+", text) is not None
    return True


@cli.command("migrate")
def migrate_command(data: Data = None, as_json: AsJson = False) -> None:
    """Bring the database up to date. Serving does this too."""
    settings = read_settings(data)
    place, new = shown(settings.url), is_empty(settings.url)
    migrate(settings.url)
    text = f"There was no database at {place}: a new one is made." if new else "The database is up to date."
    report({"database": place, "status": "ok", "new": new}, as_json, text)


@cli.command()
def check(data: Data = None, as_json: AsJson = False) -> None:
    """Look whether settings, packs and front end are fit to serve; exit code 1 if not."""
    settings = read_settings(data)
    found = check_installation(settings)
    marks = [("WARN" if one.warning else "ok  ") if one.ok else "FAIL" for one in found]
    text = "\n".join(f"{mark} {one.what}: {one.detail}" for mark, one in zip(marks, found, strict=True))
    report([asdict(one) for one in found], as_json, text)
    if not all(one.ok for one in found):
        raise typer.Exit(1)


@cli.command()
def version(as_json: AsJson = False) -> None:
    """Print the version."""
    report({"version": VERSION}, as_json, VERSION)


@cli.command()
def purge(data: Data = None, as_json: AsJson = False) -> None:
    """Delete the sessions whose end date has come. A server that runs does this every hour."""
    settings = read_settings(data)
    gone = with_store(settings, lambda store: purge_now(settings, store))
    report({"deleted": len(gone)}, as_json, f"Deleted {len(gone)} sessions.")


@cli.command()
def protocol(
    write: Annotated[bool, typer.Option("--write", help="Write docs/asyncapi.json instead of printing it.")] = False,
) -> None:
    """The wire as an AsyncAPI document, made from the code."""
    from app.web.asyncapi import document

    text = orjson.dumps(document(), option=orjson.OPT_INDENT_2).decode() + "\n"
    if write:
        Path("docs/asyncapi.json").write_text(text)
    else:
        sys.stdout.write(text)


@cli.command()
def roles(
    write: Annotated[
        bool, typer.Option("--write", help="Write docs/privacy/rollen.md instead of printing it.")
    ] = False,
) -> None:
    """Who may see and do what, as a page in Dutch, made from the code."""
    from app.cli.privacy_roles import page

    if write:
        Path("docs/privacy/rollen.md").write_text(page())
    else:
        sys.stdout.write(page())


@cli.command()
def rehearse(
    session_code: Annotated[str | None, typer.Option("--session", help="Code; without it, a new session.")] = None,
    teams: Annotated[int, typer.Option(min=1, max=4, help="How many subteams the bots play.")] = 4,
    speed: Annotated[float, typer.Option(min=0.1, max=10_000, help="1 is life size, 60 an hour in a minute.")] = 60,
    url: Annotated[str | None, typer.Option(help="Address of the server; without it, the one on this data.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed plays the same session.")] = 1,
    follow: Annotated[
        bool, typer.Option("--follow", help="Only play teams of --session; a person facilitates.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let bots play a session, lobby to closed, over the real connection."""
    from app.bots.client import Gone
    from app.bots.rehearsal import is_served
    from app.bots.rehearsal import rehearse as play

    if follow and session_code is None:
        raise typer.BadParameter("needs --session: the one that you lead", param_hint="--follow")
    settings = read_settings(data)
    url = url or local_address(settings)
    need_database(settings)
    if not is_served(url):
        raise fail(
            f"No server answers at {url}. Start one on this data with `maatwerk serve`, or name its address with --url."
        )
    played = play(settings, url=url, code=session_code, teams=teams, speed=speed, seed=seed, follow=follow)
    try:
        found = asyncio.run(played)
    except UnknownSession:
        raise no_session(session_code) from None
    except Gone as gone:
        where = settings.data_dir.resolve()
        raise fail(f"The server at {url} sent the bots away ({gone}). Does it serve the data in {where}?") from None
    report(found, as_json, "\n".join(f"{name}: {value}" for name, value in found.items()))
