"""Signing in and out, and the one-time links that lead to an account."""

import unicodedata
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import ids
from app.game.text import seen
from app.store import Account, EmailTaken, Invitation, LinkSpent, token_key
from app.web import passwords
from app.web.access import address
from app.web.auditing import note
from app.web.cookies import cookie_name, drop_host_cookie, host_cookie, set_host_cookie
from app.web.forms import form, see
from app.web.limits import TooManyGuesses
from app.web.owners import find_owner
from app.web.pages import home_page
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services
from app.web.signed_in import ACCOUNT, account_key, find_account, let_in, sign_in_secret

router = APIRouter(include_in_schema=False)
INVITED = "maatwerk_invited"
"""The cookie of who opened a one-time link and has yet to fill in the form."""
INVITED_S = 3600
MOST_EMAIL, MOST_NAME = 254, 80


def read_email(typed: str) -> str:
    """An address as it is compared. Raises Problem when it cannot be one."""
    email = unicodedata.normalize("NFC", typed).strip().lower()
    local, at, host = email.rpartition("@")
    if not (local and at and host and "@" not in local and email.isprintable() and len(email) <= MOST_EMAIL):
        raise Problem(422, "invalid", "Dit is geen e-mailadres.", field="email")
    if " " in email:
        raise Problem(422, "invalid", "Dit is geen e-mailadres.", field="email")
    return email


def read_name(typed: str) -> str:
    """A person's name. Raises Problem when it cannot be one."""
    name = seen(unicodedata.normalize("NFC", typed).strip())
    if not (0 < len(name) <= MOST_NAME and name.isprintable()):
        raise Problem(422, "invalid", "Vul je naam in, hoogstens 80 tekens op één regel.", field="name")
    return name


# --- with a password --------------------------------------------------------------------------------------------------


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """With address and password. What is wrong is not told, and an unknown address takes as long as a known one."""
    fields = await form(request)
    typed = unicodedata.normalize("NFC", fields.get("email", "")).strip().lower()[:MOST_EMAIL]
    try:
        account = await check_credentials(request, typed, fields.get("password", ""))
    except Problem as problem:
        return await home_page(request, problem.status, wrong=problem.detail, email=typed)
    return await go_on(request, account)


async def check_credentials(request: Request, email: str, password: str) -> Account:
    """The account with this address and password.

    Raises:
        Problem: 401 for each that does not fit, 429 after too many of them.
    """
    async with services(request).sign_in_guesses.turn(email, address(request)):
        return await _check_credentials(request, email, password)


async def _check_credentials(request: Request, email: str, password: str) -> Account:
    found = services(request)
    try:
        await found.guesses.check(address(request))
        await found.sign_in_guesses.check(email, address(request))
    except TooManyGuesses:
        sentence = "Te vaak geprobeerd. Wacht een minuut en probeer het nog eens."
        raise Problem(429, "too_many_guesses", sentence) from None
    account = await found.store.accounts.by_email(email)
    right = await passwords.fits(password, account.password if account else None)
    if account is None or not right or account.blocked:
        await found.guesses.failed(address(request))
        await found.sign_in_guesses.failed(email, address(request))
        await note(request, "sign_in_failed", "nobody", account.id if account else None)
        raise Problem(401, "unauthorised", "E-mailadres en wachtwoord passen niet bij elkaar.")
    if account.password is not None and passwords.is_old(account.password):
        await found.store.accounts.rehash(account.id, await passwords.hashed(password))
    return account


async def go_on(request: Request, account: Account) -> Response:
    """Somebody gave what stands first; who has a second step is asked for that."""
    if account.second_step is None:
        return await enter(request, account)
    response = see("/sign-in/code")
    await let_in(response, request, account, "code")
    return response


async def enter(request: Request, account: Account) -> Response:
    """Somebody proved who they are."""
    response = see("/")
    await let_in(response, request, account)
    await note(request, "signed_in", account.id)
    return response


# --- out --------------------------------------------------------------------------------------------------------------


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """This browser knows the account no more, nor the account's consoles."""
    await form(request)
    account, secret, found = await find_account(request), sign_in_secret(request), services(request)
    response = see("/")
    if secret is not None:
        await found.store.accounts.sign_out(secret)
    drop_host_cookie(response, request, ACCOUNT)
    if account is not None:
        gone = {account_key(account.id, secret or ""), *await _leave_consoles(request, response, account)}
        found.rooms.dismiss_bearers(gone.__contains__)
        await note(request, "signed_out", account.id)
    return response


async def _leave_consoles(request: Request, response: Response, account: Account) -> list[str]:
    """Void what this browser holds of the account's sessions; gives the keys."""
    tokens, gone = services(request).store.tokens, list[str]()
    begin = cookie_name(request, "facilitator", "")
    for name, token in request.cookies.items():
        held = await tokens.find(token) if name.startswith(begin) else None
        if held is not None and held.owner == account.id:
            await tokens.revoke(token)
            drop_host_cookie(response, request, name.removeprefix("__Host-"))
            gone.append(token_key(token))
    return gone


@router.post("/sign-out/everywhere")
async def sign_out_everywhere(request: Request) -> Response:
    """No browser knows the account any more: for when a laptop was lost, or a password seen."""
    await form(request)
    account = await need_account(request)
    await close_everything(request, account.id)
    response = see("/")
    drop_host_cookie(response, request, ACCOUNT)
    await note(request, "signed_out_everywhere", account.id)
    return response


async def close_everything(request: Request, account: str) -> None:
    """End all that an account has open: browsers, tokens, and the consoles that are on a screen now."""
    found = services(request)
    dismiss(request, account, await found.store.accounts.sign_out_everywhere(account))


def dismiss(request: Request, account: str, gone: set[str]) -> None:
    """Close the screens that an account has open, or that these tokens opened."""
    every = account_key(account)
    services(request).rooms.dismiss_bearers(lambda key: key in gone or key.startswith(every))


async def need_account(request: Request, *roles: str) -> Account:
    """Who signed in.

    Raises:
        Problem: 401 nobody did, 403 not with this role.
    """
    account = await find_account(request)
    if account is None:
        raise Problem(401, "unauthorised", "Log eerst in.")
    if roles and account.role not in roles:
        raise Problem(403, "forbidden", "Dit kan alleen een beheerder.")
    return account


# --- one-time links ---------------------------------------------------------------------------------------------------


@router.get("/invite/{secret}")
async def open_invitation(request: Request, secret: str) -> Response:
    """What a link would give. Looking uses nothing up: messengers look ahead at addresses."""
    invitation = await _invitation(request, secret)
    return render(request, "invite.html", invitation=invitation, **await _named(request, invitation))


@router.post("/invite/{secret}")
async def take_invitation(request: Request, secret: str) -> Response:
    """Exchange the link for a cookie, so that its secret does not stay in an address."""
    await form(request)
    await _invitation(request, secret)
    try:
        fresh = await services(request).store.accounts.claim(secret, INVITED_S * 1000)
    except LinkSpent:
        raise _spent() from None
    response = see("/account/new")
    set_host_cookie(response, request, INVITED, fresh, INVITED_S)
    return response


async def _invitation(request: Request, secret: str) -> Invitation:
    found = services(request)
    invitation = await found.store.accounts.invitation(secret)
    if invitation is None:
        await found.guesses.wrong(address(request))
        raise _spent()
    return invitation


def _spent() -> Problem:
    return Problem(410, "link_spent", "Deze link is al gebruikt of verlopen. Vraag een nieuwe.")


async def _named(request: Request, invitation: Invitation) -> dict[str, Any]:
    """What an invitation says of names: the organisation's, and whose new password it is for."""
    accounts = services(request).store.accounts
    known = {each.id: each.name for each in await accounts.organisations()}
    account = await accounts.get(invitation.account) if invitation.account else None
    return {"organisation": known.get(invitation.organisation or ""), "person": account.name if account else None}


@router.get("/account/new")
async def new_account(request: Request) -> Response:
    """The form behind a one-time link."""
    invitation = await _invitation(request, invited(request))
    return await _new_account(request, invitation, {"email": invitation.email or ""})


async def _new_account(
    request: Request, invitation: Invitation, typed: dict[str, str], problem: Problem | None = None
) -> Response:
    status, wrong = (problem.status, problem.detail) if problem else (200, None)
    more = await _named(request, invitation)
    found = services(request)
    more |= {"invitation": invitation, "typed": typed, "wrong": wrong}
    more["school"] = found.settings.oidc_name if found.school and not invitation.account else None
    return render(request, "account_new.html", status, **more)


def invited(request: Request) -> str:
    """The secret of the invitation that this browser exchanged a link for."""
    return request.cookies.get(host_cookie(request, INVITED), "")


@router.post("/account/new")
async def make_account(request: Request) -> Response:
    """Use the invitation. The sessions that this browser led without an account become the account's."""
    fields, secret = await form(request), invited(request)
    invitation = await _invitation(request, secret)
    accounts = services(request).store.accounts
    known = await accounts.get(invitation.account) if invitation.account else None
    try:
        wanted = await _wanted(request, fields, known)
        if known is not None:
            await close_everything(request, known.id)
        account = await accounts.join(secret, wanted)
    except Problem as problem:
        return await _new_account(request, invitation, fields, problem)
    except EmailTaken:
        sentence = "Met dit e-mailadres is er al een account. Log in, of vraag een link voor een nieuw wachtwoord."
        return await _new_account(request, invitation, fields, Problem(409, "taken", sentence))
    except LinkSpent:
        raise _spent() from None
    await note(request, "password_changed" if known else "account_made", account.id, account.id)
    response = await go_on(request, account)
    drop_host_cookie(response, request, INVITED)
    return response


async def _wanted(request: Request, fields: dict[str, str], known: Account | None) -> Account:
    """The account as the form asks for it; of one that is there, only the password."""
    password = fields.get("password", "")
    email = known.email if known else read_email(fields.get("email", ""))
    name = known.name if known else read_name(fields.get("name", ""))
    passwords.check_password(password, email, name)
    hashed = await passwords.hashed(password)
    if known is not None:
        return Account(known.id, email, name, known.role, password=hashed)
    return Account(await find_owner_to_be(request), email, name, "facilitator", password=hashed)


async def find_owner_to_be(request: Request) -> str:
    """The id for a new account: that of the facilitator without an account who led in this browser, if any."""
    if await find_account(request) is not None:
        return ids.new_owner()  # somebody else is signed in here
    return await find_owner(request) or ids.new_owner()
