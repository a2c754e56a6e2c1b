"""The command line for accounts and the audit log; works beside a running server."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer

from app.cli.terminal import AsJson, Data, Yes, console, fail, read_settings, report, sure, table_of, with_store
from app.links import invite_url
from app.organisations import organisation_id
from app.settings import Settings
from app.store import Account, AccountRole, Invitation, LastAdmin, Store

T = TypeVar("T")
WHO = "command line"
"""Who invites and changes people here, as the audit log calls it."""
MARK = 64
"""Letters of what stands for a session."""

account = typer.Typer(help="Invite, list, change and delete accounts.", no_args_is_help=True)
Email = Annotated[str, typer.Argument(help="Address with which the account signs in.")]
Role = Annotated[AccountRole, typer.Option(help="What the account may.")]
OrganisationName = Annotated[str | None, typer.Option("--organisation", help="Name; made if there is none.")]


async def _find(store: Store, email: str) -> Account:
    found = await store.accounts.by_email(email)
    if found is None:
        raise fail(f"Nobody signs in with {email}. See `maatwerk account list`.")
    return found


async def _note(store: Store, settings: Settings, what: str, about: str | None = None) -> None:
    await store.audit.write(what, WHO, about, keep_days=settings.audit_days)


@account.command("invite")
def account_invite(
    email: Annotated[str | None, typer.Option(help="Address that stands in the form already.")] = None,
    role: Role = "facilitator",
    organisation: OrganisationName = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """A one-time link with which somebody makes an account; for the first admin too."""
    settings = read_settings(data)

    async def work(store: Store) -> str:
        of = await organisation_id(settings, store, organisation, WHO) if organisation else None
        await _note(store, settings, "invited")
        return await invite_url(settings, store, Invitation(role, WHO, email, of))

    url = with_store(settings, work, may_begin=True)
    report({"url": url}, as_json, url)


@account.command("link")
def account_link(email: Email, data: Data = None, as_json: AsJson = False) -> None:
    """A one-time link with which the account chooses a new password."""
    settings = read_settings(data)

    async def work(store: Store) -> str:
        found = await _find(store, email)
        await _note(store, settings, "invited", found.id)
        return await invite_url(settings, store, Invitation(found.role, WHO, found.email, account=found.id))

    url = with_store(settings, work)
    report({"url": url}, as_json, url)


@account.command("list")
def account_list(data: Data = None, as_json: AsJson = False) -> None:
    """The accounts of this installation."""

    async def work(store: Store) -> list[dict[str, object]]:
        names = {each.id: each.name for each in await store.accounts.organisations()}
        return [_described(each, names) for each in await store.accounts.list()]

    found = with_store(read_settings(data), work)
    if as_json:
        report(found, True, "")
        return
    table = table_of("email", "name", "role", "organisation", "state")
    for each in found:
        state = "blocked" if each["blocked"] else "second step" if each["second_step"] else ""
        table.add_row(*(str(each[name] or "") for name in ("email", "name", "role", "organisation")), state)
    console.print(table)


def _described(found: Account, organisations: dict[str, str]) -> dict[str, object]:
    return {
        "id": found.id,
        "email": found.email,
        "name": found.name,
        "role": found.role,
        "organisation": organisations.get(found.organisation or ""),
        "blocked": found.blocked,
        "second_step": found.second_step is not None,
    }


@account.command("change")
def account_change(
    email: Email,
    role: Annotated[AccountRole | None, typer.Option(help="What the account may.")] = None,
    organisation: OrganisationName = None,
    block: Annotated[bool | None, typer.Option("--block/--unblock", help="Whether it may sign in.")] = None,
    no_second_step: Annotated[
        bool, typer.Option("--no-second-step", help="For who lost the phone and the recovery codes.")
    ] = False,
    data: Data = None,
) -> None:
    """Change what an account may; it is signed out everywhere."""
    wanted: dict[str, object] = {"role": role} if role else {}
    if block is not None:
        wanted["blocked"] = block

    if not (wanted or organisation or no_second_step):
        raise fail("Nothing to change: say what, as in `maatwerk account change --help`.")
    settings = read_settings(data)

    async def work(store: Store) -> None:
        found = await _find(store, email)
        if organisation:
            wanted["organisation"] = await organisation_id(settings, store, organisation, WHO)
        if wanted:
            await store.accounts.change(found.id, **wanted)
            await _note(store, settings, "account_changed", found.id)
        if no_second_step:
            await store.accounts.set_second_step(found.id, None, 0, [])
            await _note(store, settings, "second_step_off", found.id)

    _guarded(settings, work)
    console.print("Changed.")


@account.command("delete")
def account_delete(email: Email, yes: Yes = False, data: Data = None) -> None:
    """Delete an account; its sessions stay until their end date."""
    sure(f"Delete the account {email}?", yes)
    settings = read_settings(data)

    async def work(store: Store) -> None:
        found = await _find(store, email)
        await store.accounts.delete(found.id)
        await _note(store, settings, "account_deleted", found.id)

    _guarded(settings, work)
    console.print("Deleted.")


def _guarded(settings: Settings, work: Callable[[Store], Awaitable[None]]) -> None:
    try:
        with_store(settings, work)
    except LastAdmin:
        raise fail("Nobody would manage this installation any more. Make another admin first.") from None


def audit(
    most: Annotated[int, typer.Option("--last", min=1, help="How many lines.")] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Who signed in, exported or deleted, the newest first; never what anything said."""
    settings = read_settings(data)

    async def work(store: Store) -> list[dict[str, object]]:
        names = {each.id: each.email for each in await store.accounts.list()}
        names |= {each.id: each.name for each in await store.accounts.organisations()}
        return [
            {
                "at": each.at,
                "what": each.what,
                "who": names.get(each.who, each.who),
                "about": names.get(each.about or "", each.about),
            }
            for each in await store.audit.newest(most)
        ]

    found = with_store(settings, work)
    if as_json:
        report(found, True, "")
        return
    table = table_of("when (UTC)", "what", "who", "about")
    for line in found:
        when = datetime.fromtimestamp(int(str(line["at"])) / 1000, UTC)
        table.add_row(f"{when:%Y-%m-%d %H:%M}", str(line["what"]), str(line["who"]), _short(str(line["about"] or "")))
    console.print(table)


def _short(about: str) -> str:
    """Of what stands for a session the beginning is enough to know it again."""
    return about[:12] if len(about) == MARK else about
