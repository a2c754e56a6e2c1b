"""The page of who signed in: the own account, its password and the browsers in which it is open."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.store import Account
from app.web import passwords
from app.web.auditing import note
from app.web.forms import form, see
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services
from app.web.signing_in import check_credentials, dismiss, enter, need_account, read_name

router = APIRouter(prefix="/account", include_in_schema=False)


@router.get("")
async def show(request: Request) -> Response:
    """What is known of the own account."""
    return await account_page(request, await need_account(request))


async def account_page(request: Request, account: Account, problem: Problem | None = None) -> Response:
    """The page, with what went wrong."""
    accounts = services(request).store.accounts
    known = {each.id: each.name for each in await accounts.organisations()}
    return render(
        request,
        "account.html",
        problem.status if problem else 200,
        account=account,
        organisation=known.get(account.organisation or ""),
        open=await accounts.open_sign_ins(account.id),
        school=services(request).settings.oidc_name if services(request).school else None,
        tied=await accounts.is_tied(account.id),
        codes=await accounts.recovery_codes(account.id),
        wrong=problem.detail if problem else None,
    )


@router.post("/password")
async def change_password(request: Request) -> Response:
    """Another password; whoever was signed in with the old one is not any more, but for this browser."""
    fields, account = await form(request), await need_account(request)
    try:
        await check_credentials(request, account.email, fields.get("current", ""))
        passwords.check_password(fields.get("password", ""), account.email, account.name)
    except Problem as problem:
        return await account_page(request, account, problem)
    hashed = await passwords.hashed(fields["password"])
    dismiss(request, account.id, await services(request).store.accounts.change(account.id, password=hashed))
    await note(request, "password_changed", account.id, account.id)
    return await enter(request, account)


@router.post("/name")
async def change_name(request: Request) -> Response:
    """What others here see of this account."""
    fields, account = await form(request), await need_account(request)
    try:
        name = read_name(fields.get("name", ""))
    except Problem as problem:
        return await account_page(request, account, problem)
    await services(request).store.accounts.change(account.id, name=name)
    return see("/account")
