"""The `session` commands: make, list, export, replay and delete sessions; they work beside a running server."""

import asyncio
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

import typer
from pydantic import BaseModel, ValidationError

from app import hosting, ids, links
from app.cli import offline
from app.cli.terminal import (
    AsJson,
    Data,
    Yes,
    console,
    fail,
    no_session,
    read_settings,
    report,
    sure,
    table_of,
    with_store,
)
from app.consent import Whose, WrongDay
from app.content.problems import PackError
from app.game.commands import Instrument
from app.keeping import OutOfReach, day_of
from app.review.exports import FORMS
from app.review.reading import BadFile
from app.store import UnknownSession, is_empty
from app.web.invalid import explain

session = typer.Typer(help="Make, list, export, replay and delete sessions.", no_args_is_help=True)
Wanted = TypeVar("Wanted", bound=BaseModel)
Code = Annotated[str, typer.Argument(help="Code of the session.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write; without it, standard output.")]


def _wanted(model: type[Wanted], given: dict[str, Any]) -> Wanted:
    """What the options ask for, or an error on the command line that says which is wrong."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        wrong = [(next(part for part in each["loc"][::-1] if isinstance(part, str)), each) for each in error.errors()]
        raise typer.BadParameter(" ".join(f"{name}: {explain(each, 'en')}" for name, each in wrong)) from None


def _wanted_session(instruments: list[str], devices: str, **asked: object) -> hosting.NewSession:
    """What a new session is to be; see `_wanted`."""
    rules = {"devices": devices, "instruments": (*hosting.SessionSettings().instruments, *instruments)}
    return _wanted(hosting.NewSession, {**asked, "settings": rules})


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
    wanted = _wanted_session(instruments or [], devices, pack=pack_id, language=language, teams=teams, title=title)
    try:
        made = with_store(settings, lambda store: links.make_session(settings, store, wanted), may_begin=True)
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
    imported = sum(record.imported for record in records)
    rehearsals = len(records) - counted - imported  # an imported one is no rehearsal more
    caption = f"sessions: {counted}, rehearsals: {rehearsals}" + (f", imported: {imported}" if imported else "")
    table = table_of("code", "title", "state", "until", caption=caption)
    for record in records:
        marks = [name for name in ("rehearsal", "imported") if getattr(record, name)]
        state = ", ".join(["closed" if record.closed_at else "open", *marks])
        table.add_row(ids.show_code(record.code), record.title, state, str(day_of(record.delete_on)))
    console.print(table)


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
            settings, lambda store: links.session_link(settings, store, ids.read_code(code) or code, role)
        )
    except UnknownSession:
        raise no_session(code) from None
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
        content = with_store(settings, lambda store: offline.export(settings, store, ids.read_code(code) or code, kind))
    except UnknownSession:
        raise no_session(code) from None
    except ValueError as error:
        raise fail(f"Cannot export {code}: {error}.") from None
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)
        report({"out": str(out)}, False, str(out))


@session.command("import")
def session_import(
    file: Annotated[Path, typer.Argument(help="A session that left as zip or jsonl.", exists=True, dir_okay=False)],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Bring an exported session back to look back at; it is closed and counts nowhere. Annotations stay behind."""
    settings = read_settings(data)
    try:
        made = with_store(settings, lambda store: offline.bring_in(settings, store, file), may_begin=True)
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
        if Path(code).is_file() and is_empty(settings.url):  # a log from elsewhere needs no database
            view = asyncio.run(offline.replay_view(settings, None, code, audience, until))
        else:
            view = with_store(settings, lambda store: offline.replay_view(settings, store, code, audience, until))
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
            settings, lambda store: offline.keep(settings, store, ids.read_code(code) or code, until.date())
        )
    except UnknownSession:
        raise no_session(code) from None
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
    wanted = _wanted_whose(school, board, consent, consent_on)
    try:
        record = with_store(settings, lambda store: offline.about(settings, store, ids.read_code(code) or code, wanted))
    except UnknownSession:
        raise no_session(code) from None
    except WrongDay as error:
        raise fail(str(error)) from None
    told = {name: getattr(record, name) for name in ("code", "title", *Whose.model_fields)}
    report(told, as_json, "\n".join(f"{name}: {value or ''}".rstrip() for name, value in told.items()))


def _wanted_whose(school: str | None, board: str | None, consent: str | None, consent_on: datetime | None) -> Whose:
    """What is to be written down; see `_wanted`."""
    given = {
        "school": school,
        "board": board,
        "consent": consent and consent.replace("-", " "),
        "consent_on": consent_on and consent_on.date(),
    }
    return _wanted(Whose, given)


@session.command("delete")
def session_delete(
    code: Code,
    yes: Yes = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Delete a session and every trace of it; one line without content stays in the register."""
    sure(f"Delete {code} and everything in it?", yes)
    settings = read_settings(data)
    try:
        line = with_store(settings, lambda store: offline.delete(settings, store, ids.read_code(code) or code))
    except UnknownSession:
        raise no_session(code) from None
    report(asdict(line), as_json, "Deleted.")
