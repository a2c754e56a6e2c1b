"""`maatwerk backup`, `restore` and `register`: copies of everything, and what is known of what is gone."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from app import backing_up
from app.backing_up import BadBackup, NotEmpty
from app.cli.terminal import AsJson, Data, console, fail, read_settings, report, table_of, with_store
from app.purging import purge
from app.store import CopyFailed, Store

T = TypeVar("T")


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"


def backup(
    where: Annotated[
        Path | None, typer.Argument(help="Folder, or a file that ends in .zip; without it, `backups` beside the data.")
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Make none: delete those in the folder that may be kept no longer.")
    ] = False,
    gone: Annotated[
        str | None, typer.Option(help="Make none: say in the register that the backup with this name was deleted.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Copy everything to one file, also while the server runs."""
    settings, now = read_settings(data), backing_up.now_utc()
    if gone is not None:
        if not with_store(settings, lambda store: backing_up.say_gone(store, gone, now)):
            raise fail(f"The register knows no backup {gone}. See `maatwerk register`.")
        report({"gone": gone}, as_json, f"The register says that {gone} is gone.")
        return
    if prune:
        folder = where or settings.data_dir / "backups"
        if not folder.is_dir():
            raise fail(f"There is no folder {folder}.")
        pruned = with_store(settings, lambda store: backing_up.prune(store, folder, now))
        report([copy.name for copy in pruned], as_json, f"Deleted {len(pruned)} backups.")
        return
    try:
        file, manifest = with_store(settings, lambda store: backing_up.back_up(settings, store, where, now))
    except (CopyFailed, OSError) as error:
        raise fail(f"No backup was made. {error}") from None
    told = {"file": str(file), "sessions": manifest.sessions, "delete_on": manifest.delete_on.isoformat()}
    report(told, as_json, f"{file}: {manifest.sessions} sessions. Keep it until {manifest.delete_on:%Y-%m-%d}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `maatwerk backup` made.")],
    register: Annotated[
        Path | None,
        typer.Option(help="What was deleted since: of `maatwerk register --json`; without it, as it lies beside FILE."),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup back into an empty place. Sessions that were deleted since, or should be by now, stay away."""
    settings = read_settings(data)
    beside = file.parent / backing_up.REGISTER
    known = register or (beside if beside.is_file() else None)
    try:
        lines = backing_up.read_register(known) if known else []
        manifest = backing_up.put_back(settings, file)
    except (BadBackup, NotEmpty, CopyFailed) as error:
        raise fail(f"Nothing was restored: {error}.") from None

    async def finish(store: Store) -> int:
        await store.sessions.note_backup(manifest.line(file.name))
        return len(await backing_up.forget(store, lines)) + len(await purge(settings, store))

    left_out = with_store(settings, finish)
    told = {"sessions": manifest.sessions - left_out, "left_out": left_out, "made_at": manifest.made_at.isoformat()}
    text = f"Restored {told['sessions']} sessions as they were at {manifest.made_at:%Y-%m-%d %H:%M} UTC."
    if left_out:
        text += f" {left_out} more were deleted since, or are past their end date: those are deleted again."
    report(told, as_json, text)


def register(data: Data = None, as_json: AsJson = False) -> None:
    """What was deleted, when and why, and which backups there are and until when; never what anything said."""

    async def work(store: Store) -> dict[str, list[dict[str, object]]]:
        deleted, copies = await store.sessions.deletions(), await store.sessions.backups()
        return {"deletions": [asdict(each) for each in deleted], "backups": [asdict(each) for each in copies]}

    found = with_store(read_settings(data), work)
    if as_json:
        report(found, True, "")
        return
    table = table_of("what", "made", "until", "gone", "why")
    for line in found["deletions"]:
        made, at = (_day(int(str(line[name]))) for name in ("created_at", "deleted_at"))
        table.add_row(f"session {str(line['code_sha256'])[:12]}", made, "", at, str(line["reason"]))
    for line in found["backups"]:
        made, until = (_day(int(str(line[name]))) for name in ("made_at", "delete_on"))
        at = _day(int(str(line["gone_at"]))) if line["gone_at"] else ""
        table.add_row(str(line["name"]), made, until, at, f"{line['sessions']} sessions")
    console.print(table)
