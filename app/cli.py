"""The command line. Every command has --help; those that report have --json."""

import asyncio
import re
import sys
from dataclasses import asdict
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args

import httpx
import orjson
import typer
from pydantic import ValidationError
from rich.table import Table

from app import hosting, ids, safety, server, serving
from app.account_commands import account, audit
from app.backup_command import backup, register, restore
from app.consent import Whose, WrongDay
from app.content.problems import PackError
from app.game.commands import Instrument
from app.keeping import OutOfReach, day_of
from app.pack_commands import pack
from app.print_command import print_kit
from app.purging import purge as purge_now
from app.report_command import report as write_report
from app.review.exports import FORMS
from app.review.reading import BadFile
from app.store import UnknownSession, migrate, shown
from app.terminal import AsJson, Data, console, fail, read_settings, report, told, with_store
from app.version import VERSION
from app.workers import NotShared

T = TypeVar("T")

cli = typer.Typer(name="maatwerk", help="A server for the expedition game Maatwerk.", no_args_is_help=True)
session = typer.Typer(help="Make, list, export, replay and delete sessions.", no_args_is_help=True)
cli.add_typer(session, name="session")
cli.add_typer(pack, name="pack")
cli.add_typer(account, name="account")
cli.command("audit")(audit)
cli.command("backup")(backup)
cli.command("restore")(restore)
cli.command("register")(register)
cli.command("print")(print_kit)
cli.command("report")(write_report)


def main() -> None:
    """Entry point of `maatwerk`."""
    with told():
        cli()


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
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
    migrate(settings.url)
    report({"database": shown(settings.url), "status": "ok"}, as_json, "The database is up to date.")


@cli.command()
def check(data: Data = None, as_json: AsJson = False) -> None:
    """Look whether settings, packs and front end are fit to serve; exit code 1 if not."""
    settings = read_settings(data)
    found = serving.check(settings)
    text = "\n".join(f"{'ok  ' if one.ok else 'FAIL'} {one.what}: {one.detail}" for one in found)
    report([asdict(one) for one in found], as_json, text)
    if not all(one.ok for one in found):
        raise typer.Exit(1)


@cli.command()
def version(as_json: AsJson = False) -> None:
    """Print the version."""
    report({"version": VERSION}, as_json, VERSION)


# --- sessions ---------------------------------------------------------------------------------------------------------


def wanted_session(instruments: list[str], devices: str, **asked: object) -> hosting.NewSession:
    """What a new session is to be, or an error on the command line that says which word is wrong."""
    rules = {"devices": devices, "instruments": (*hosting.SessionSettings().instruments, *instruments)}
    try:
        return hosting.NewSession.model_validate({**asked, "settings": rules})
    except ValidationError as error:
        wrong = [(next(part for part in each["loc"][::-1] if isinstance(part, str)), each) for each in error.errors()]
        raise typer.BadParameter("; ".join(f"{name}: {each['msg']}" for name, each in wrong)) from None


@session.command("create")
def session_create(
    pack_id: Annotated[str, typer.Option("--pack", help="Id of a content pack.")] = "po",
    teams: Annotated[int, typer.Option(min=1, max=4, help="Number of subteams.")] = 4,
    language: Annotated[Literal["nl", "en"], typer.Option(help="nl or en.")] = "nl",
    title: Annotated[str | None, typer.Option(help="Title, for instance the school's name.")] = None,
    devices: Annotated[
        Literal["team", "person"], typer.Option(help="team: a laptop per subteam; person: a device each.")
    ] = "team",
    instruments: Annotated[
        list[str] | None,
        typer.Option(
            "--instrument",
            help=f"Switch on, besides the usual; may be repeated. One of: {', '.join(get_args(Instrument))}.",
        ),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a session; works beside a running server on the same data."""
    settings = read_settings(data)
    wanted = wanted_session(instruments or [], devices, pack=pack_id, language=language, teams=teams, title=title)
    try:
        made = with_store(settings, lambda store: serving.make_session(settings, store, wanted))
    except hosting.UnknownPack:
        raise fail(f"There is no pack {pack_id} in this language. See `maatwerk pack list`.") from None
    except hosting.NotOffered as missing:
        raise fail(f"The pack {pack_id} has no cards for {missing}.") from None
    except PackError:
        raise fail(f"The pack {pack_id} has mistakes. See `maatwerk pack check {pack_id}`.") from None
    report(made, as_json, "\n".join(f"{name}: {value}" for name, value in made.items()))


@session.command("list")
def session_list(data: Data = None, as_json: AsJson = False) -> None:
    """The sessions of this installation."""
    settings = read_settings(data)
    records = with_store(settings, lambda store: store.sessions.list())
    if as_json:
        names = ("code", "title", "created_at", "closed_at", "delete_on", "rehearsal", "imported")
        report([{name: getattr(record, name) for name in names} for record in records], True, "")
        return
    counted = sum(record.counts for record in records)
    rehearsals, imported = (sum(getattr(record, name) for record in records) for name in ("rehearsal", "imported"))
    caption = f"sessions: {counted}, rehearsals: {rehearsals}" + (f", imported: {imported}" if imported else "")
    table = Table("code", "title", "state", "until", caption=caption)
    for record in records:
        marks = [name for name in ("rehearsal", "imported") if getattr(record, name)]
        state = ", ".join(["closed" if record.closed_at else "open", *marks])
        table.add_row(ids.show_code(record.code), record.title, state, str(day_of(record.delete_on)))
    console.print(table)


Code = Annotated[str, typer.Argument(help="Code of the session.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write; without it, standard output.")]


@session.command("link")
def session_link(
    code: Code,
    screen: Annotated[bool, typer.Option("--screen", help="Of the projector instead of the console.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """A fresh one-time link to the console, for when the facilitator's laptop died; works beside a running server."""
    settings = read_settings(data)
    role = "screen" if screen else "facilitator"
    try:
        made = with_store(
            settings, lambda store: serving.session_link(settings, store, ids.read_code(code) or code, role)
        )
    except UnknownSession:
        raise fail(f"There is no session {code}. See `maatwerk session list`.") from None
    report({"url": made}, as_json, made)


@session.command("export")
def session_export(
    code: Code,
    kind: Annotated[str, typer.Option("--format", help=f"One of: {', '.join(FORMS)}.")] = "jsonl",
    out: Out = None,
    data: Data = None,
) -> None:
    """Write the log of a session to a file."""
    settings = read_settings(data)
    try:
        content = with_store(settings, lambda store: serving.export(settings, store, ids.read_code(code) or code, kind))
    except UnknownSession:
        raise fail(f"There is no session {code}. See `maatwerk session list`.") from None
    except ValueError as error:
        raise fail(f"Cannot export {code}: {error}.") from None
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)


@session.command("import")
def session_import(
    file: Annotated[Path, typer.Argument(help="A session that left as zip or jsonl.", exists=True, dir_okay=False)],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Bring an exported session back to look back at; it is closed and counts nowhere. Annotations stay behind."""
    settings = read_settings(data)
    try:
        made = with_store(settings, lambda store: serving.bring_in(settings, store, file))
    except BadFile as wrong:
        raise fail(f"Cannot import {file.name}: {wrong}") from None
    report(made, as_json, "\n".join(f"{name}: {value}" for name, value in made.items()))


@session.command("replay")
def session_replay(
    code: Annotated[str, typer.Argument(help="Code of a session, or a file with its log as jsonl.")],
    audience: Annotated[str, typer.Option(help="facilitator, screen, review or team:1 to team:4.")] = "review",
    until: Annotated[int | None, typer.Option(min=0, help="Number of events to replay; without it, all.")] = None,
    data: Data = None,
) -> None:
    """Print the view of an audience after some events of the log, as JSON."""
    settings = read_settings(data)
    try:
        view = with_store(settings, lambda store: serving.replay_view(settings, store, code, audience, until))
    except UnknownSession:
        raise fail(f"There is no session {code}, nor a file with that name. See `maatwerk session list`.") from None
    except ValueError as error:
        raise fail(f"Cannot replay {code}: {error}") from None
    report(view, True, "")


@session.command("keep")
def session_keep(
    code: Code,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day on which it is to be deleted.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Have a session deleted on another day than its end date; what happens in it after now moves that day along."""
    settings = read_settings(data)
    try:
        record = with_store(
            settings, lambda store: serving.keep(settings, store, ids.read_code(code) or code, until.date())
        )
    except UnknownSession:
        raise fail(f"There is no session {code}. See `maatwerk session list`.") from None
    except OutOfReach as error:
        raise fail(f"{error}. To delete it now: `maatwerk session delete`.") from None
    report({"delete_on": record.delete_on}, as_json, f"It is deleted on {day_of(record.delete_on)}.")


@session.command("about")
def session_about(
    code: Code,
    school: Annotated[str | None, typer.Option(help="Name of the school; empty for none.")] = None,
    board: Annotated[str | None, typer.Option(help="Name of its board; empty for none.")] = None,
    consent: Annotated[
        str | None, typer.Option(help="What the school said of research: agreed, refused, not-asked or not-recorded.")
    ] = None,
    consent_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which it said so; without it, today."),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Of which school and board a session is and what they agreed to for research; without options, only tell."""
    settings = read_settings(data)
    wanted = wanted_whose(school, board, consent, consent_on)
    try:
        record = with_store(settings, lambda store: serving.about(settings, store, ids.read_code(code) or code, wanted))
    except UnknownSession:
        raise fail(f"There is no session {code}. See `maatwerk session list`.") from None
    except WrongDay as error:
        raise fail(str(error)) from None
    told = {name: getattr(record, name) for name in ("code", "title", *Whose.model_fields)}
    report(told, as_json, "\n".join(f"{name}: {value or ''}".rstrip() for name, value in told.items()))


def wanted_whose(school: str | None, board: str | None, consent: str | None, consent_on: datetime | None) -> Whose:
    """What is to be written down, or an error on the command line that says which option is wrong."""
    given = {
        "school": school,
        "board": board,
        "consent": consent and consent.replace("-", " "),
        "consent_on": consent_on and consent_on.date(),
    }
    try:
        return Whose.model_validate(given)
    except ValidationError as error:
        raise typer.BadParameter("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors())) from None


@session.command("delete")
def session_delete(
    code: Code,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Delete a session and every trace of it; one line without content stays in the register."""
    if not yes:
        typer.confirm(f"Delete {code} and everything in it?", abort=True)
    settings = read_settings(data)
    try:
        line = with_store(settings, lambda store: serving.delete(settings, store, ids.read_code(code) or code))
    except UnknownSession:
        raise fail(f"There is no session {code}. See `maatwerk session list`.") from None
    report(asdict(line), as_json, "Deleted.")


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
    from app.privacy_roles import page

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
    from app.bots.rehearsal import rehearse as play

    if follow and session_code is None:
        raise typer.BadParameter("needs --session: the one that you lead", param_hint="--follow")
    settings = read_settings(data)
    url = url or serving.local_address(settings)
    _need_server(url)
    played = play(settings, url=url, code=session_code, teams=teams, speed=speed, seed=seed, follow=follow)
    try:
        found = asyncio.run(played)
    except UnknownSession:
        raise fail(f"There is no session {session_code}. See `maatwerk session list`.") from None
    except Gone as gone:
        where = settings.data_dir.resolve()
        raise fail(f"The server at {url} sent the bots away ({gone}). Does it serve the data in {where}?") from None
    report(found, as_json, "\n".join(f"{name}: {value}" for name, value in found.items()))


def _need_server(url: str) -> None:
    """Bots come back for as long as it takes, so they would wait for ever for a server that was never there."""
    try:
        httpx.get(f"{url.rstrip('/')}/healthz", timeout=10).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise fail(
            f"No server answers at {url}. Start one on this data with `maatwerk serve`, or name its address with --url."
        ) from None
