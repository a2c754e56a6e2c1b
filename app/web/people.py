"""For admins: people and their invitations, organisations, all sessions, and the audit log.

An admin of an organisation manages that organisation alone; one without, the whole installation.
"""

from collections.abc import Awaitable
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.organisations import organisation_id
from app.store import Account, AccountRole, Invitation, LastAdmin, OrganisationInUse
from app.web.api import remove_session
from app.web.auditing import PACKS, mark, note
from app.web.forms import form, see
from app.web.problems import Problem
from app.web.rendering import day, moment, render
from app.web.services import base_url, services
from app.web.signed_in import HOUR_MS, in_scope
from app.web.signing_in import dismiss, need_account, read_email, read_name

router = APIRouter(prefix="/people", include_in_schema=False)
MOST_LINES = 500


@router.get("")
async def show(request: Request) -> Response:
    """Everybody that this admin manages."""
    return await _page(request, await need_account(request, "admin"))


async def _page(request: Request, admin: Account, problem: Problem | None = None, **more: Any) -> Response:
    accounts = services(request).store.accounts
    organisations = [each for each in await accounts.organisations() if manages(admin, each.id)]
    return render(
        request,
        "people.html",
        problem.status if problem else 200,
        admin=admin,
        people=[each for each in await accounts.list() if manages(admin, each.organisation)],
        organisations=organisations,
        named={each.id: each.name for each in organisations},
        invitations=[
            (sha256, each, until)
            for sha256, each, until in await accounts.invitations()
            if manages(admin, each.organisation) and each.maker != "start"
        ],
        moment=moment,
        wrong=problem.detail if problem else None,
        **more,
    )


def manages(admin: Account, organisation: str | None) -> bool:
    """Whether an admin manages what belongs to this organisation, or to none."""
    return admin.organisation is None or admin.organisation == organisation


def _read_role(fields: dict[str, str]) -> AccountRole:
    role = fields.get("role", "")
    if role not in get_args(AccountRole):
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.", field="role")
    return role  # type: ignore[return-value]


async def _read_organisation(request: Request, fields: dict[str, str], admin: Account) -> str | None:
    """The organisation of the form; an admin of one has no choice."""
    if admin.organisation is not None:
        return admin.organisation
    known = {each.id for each in await services(request).store.accounts.organisations()}
    chosen = fields.get("organisation") or None
    if chosen is not None and chosen not in known:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.", field="organisation")
    return chosen


async def _managed(request: Request, id: str) -> tuple[Account, Account]:
    """The admin who asks and the account that it is about, which is never the own one."""
    admin = await need_account(request, "admin")
    found = await services(request).store.accounts.get(id)
    if found is None or not manages(admin, found.organisation):
        raise Problem(404, "unknown_id", "Dit account bestaat niet meer.")
    if found.id == admin.id:
        raise Problem(403, "forbidden", "Je eigen account verandert een andere beheerder.")
    return admin, found


# --- invitations ------------------------------------------------------------------------------------------------------


@router.post("/invite")
async def invite(request: Request) -> Response:
    """A link for somebody new; it is shown this once."""
    fields, admin = await form(request), await need_account(request, "admin")
    try:
        email = read_email(fields["email"]) if fields.get("email", "").strip() else None
        of = await _read_organisation(request, fields, admin)
        invitation = Invitation(_read_role(fields), admin.id, email, of)
    except Problem as problem:
        return await _page(request, admin, problem, typed=fields)
    return await _show_link(request, admin, invitation, email)


@router.post("/{id}/link")
async def new_password(request: Request, id: str) -> Response:
    """A link with which somebody chooses a new password; it is shown this once."""
    await form(request)
    admin, found = await _managed(request, id)
    invitation = Invitation(found.role, admin.id, found.email, found.organisation, found.id)
    return await _show_link(request, admin, invitation, found.name)


async def _show_link(request: Request, admin: Account, invitation: Invitation, whom: str | None) -> Response:
    found = services(request)
    secret = await found.store.accounts.invite(invitation, found.settings.link_hours * HOUR_MS)
    await note(request, "invited", admin.id, invitation.account)
    url = f"{base_url(request)}/invite/{secret}"
    return render(
        request, "people_link.html", url=url, whom=whom, again=invitation.account, hours=found.settings.link_hours
    )


@router.post("/invitations/withdraw")
async def withdraw(request: Request) -> Response:
    """An invitation that was not used yet does not work any more."""
    fields, admin = await form(request), await need_account(request, "admin")
    accounts = services(request).store.accounts
    for sha256, invitation, _ in await accounts.invitations():
        if sha256 == fields.get("invitation") and manages(admin, invitation.organisation):
            await accounts.withdraw(sha256)
    return see("/people")


# --- accounts ---------------------------------------------------------------------------------------------------------


@router.post("/{id}/change")
async def change(request: Request, id: str) -> Response:
    """Another role or organisation, blocked or not; whoever it is has to sign in again."""
    fields = await form(request)
    admin, found = await _managed(request, id)
    try:
        values: dict[str, object] = {
            "role": _read_role(fields),
            "organisation": await _read_organisation(request, fields, admin),
            "blocked": "blocked" in fields,
        }
        await _close_and(request, found, services(request).store.accounts.change(found.id, **values))
    except Problem as problem:
        return await _page(request, admin, problem)
    await note(request, "account_changed", admin.id, found.id)
    return see("/people")


@router.post("/{id}/delete")
async def delete(request: Request, id: str) -> Response:
    """Remove an account; its sessions stay until their end date."""
    await form(request)
    admin, found = await _managed(request, id)
    try:
        await _close_and(request, found, services(request).store.accounts.delete(found.id))
    except Problem as problem:
        return await _page(request, admin, problem)
    await note(request, "account_deleted", admin.id, found.id)
    return see("/people")


@router.post("/{id}/second-step-off")
async def second_step_off(request: Request, id: str) -> Response:
    """For who lost the phone and the recovery codes."""
    await form(request)
    admin, found = await _managed(request, id)
    dismiss(request, found.id, await services(request).store.accounts.set_second_step(found.id, None, 0, []))
    await note(request, "second_step_off", admin.id, found.id)
    return see("/people")


async def _close_and(request: Request, found: Account, change: Awaitable[set[str]]) -> None:
    """Change an account of which nothing stays open."""
    try:
        dismiss(request, found.id, await change)
    except LastAdmin:
        sentence = "Zo beheert niemand de hele server meer. Maak eerst een andere beheerder zonder organisatie."
        raise Problem(409, "last_admin", sentence) from None


# --- organisations ----------------------------------------------------------------------------------------------------


@router.post("/organisations")
async def add_organisation(request: Request) -> Response:
    """A new organisation, or with an `id` another name for one."""
    fields, admin = await form(request), await _need_free(request)
    found = services(request)
    try:
        name = read_name(fields.get("name", ""))
    except Problem as problem:
        return await _page(request, admin, problem)
    if fields.get("id"):
        if await found.store.accounts.rename_organisation(fields["id"], name):
            await note(request, "organisation_renamed", admin.id, fields["id"])
    else:
        await organisation_id(found.settings, found.store, name, admin.id)
    return see("/people#organisations")


@router.post("/organisations/remove")
async def drop_organisation(request: Request) -> Response:
    """Remove an organisation to which nobody belongs."""
    fields, admin = await form(request), await _need_free(request)
    of = fields.get("id", "")
    try:
        removed = await services(request).store.accounts.drop_organisation(of)
    except OrganisationInUse:
        problem = Problem(409, "taken", "Bij deze organisatie horen nog mensen of uitnodigingen.")
        return await _page(request, admin, problem)
    if removed:
        await note(request, "organisation_removed", admin.id, of)
    return see("/people#organisations")


async def _need_free(request: Request) -> Account:
    admin = await need_account(request, "admin")
    if admin.organisation is not None:
        raise Problem(403, "forbidden", "Dit kan alleen een beheerder van de hele server.")
    return admin


# --- sessions and the audit log ---------------------------------------------------------------------------------------


@router.get("/sessions")
async def sessions(request: Request) -> Response:
    """All sessions that this admin may delete, the newest first; not what is in them."""
    admin, store = await need_account(request, "admin"), services(request).store
    records = [each for each in await store.sessions.list() if await in_scope(request, admin, each)]
    owners = {each.id: each.name for each in await store.accounts.list()}
    records.sort(key=lambda record: -record.played_at)
    return render(request, "people_sessions.html", records=records, owners=owners, day=day)


@router.post("/sessions/{code}/delete")
async def delete_session(request: Request, code: str) -> Response:
    """Remove a session and every trace of it."""
    await form(request)
    await need_account(request, "admin")
    await remove_session(request, code)
    return see("/people/sessions")


@router.get("/audit")
async def audit(request: Request) -> Response:
    """The newest lines that this admin may read."""
    admin, store = await need_account(request, "admin"), services(request).store
    people = {each.id: each for each in await store.accounts.list()}
    records = {mark(request, each.code): each for each in await store.sessions.list()}
    owned = {mark: record for mark, record in records.items() if await in_scope(request, admin, record)}
    mine = {each.id for each in people.values() if manages(admin, each.organisation)}
    organisations = [each for each in await store.accounts.organisations() if manages(admin, each.id)]
    names = {each.id: each.name for each in (*people.values(), *organisations)}
    names |= {mark: each.title for mark, each in owned.items()}
    lines = [
        (line, names.get(line.who), line.about if line.what in PACKS else names.get(line.about or ""))
        for line in await store.audit.newest(MOST_LINES)
        if admin.organisation is None or line.who in mine or line.about in mine or line.about in owned
    ]
    return render(request, "people_audit.html", lines=lines, moment=moment, days=services(request).settings.audit_days)
