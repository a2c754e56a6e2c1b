"""Signing in with the account that people have at their school, through an OpenID provider.

By invitation only: a provider says who somebody is, not that somebody may lead sessions. An invitation, or an account
that is signed in here, is tied to that person once; from then on the provider lets in.
"""

from typing import Any, cast
from urllib.parse import urlsplit

import orjson
import structlog
from cryptography.fernet import InvalidToken
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.game.text import seen
from app.sealing import seal
from app.settings import Settings
from app.store import Account, EmailTaken, LinkSpent
from app.web.access import address
from app.web.auditing import note
from app.web.cookies import host_cookie, is_safe
from app.web.forms import form, see
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import base_url, services
from app.web.signed_in import STEP_MS, find_account
from app.web.signing_in import (
    INVITED,
    MOST_EMAIL,
    MOST_NAME,
    drop_host_cookie,
    find_owner_to_be,
    go_on,
    invited,
    need_account,
)

router = APIRouter(include_in_schema=False)
logger = structlog.get_logger()
TRIP = "maatwerk_trip"
"""The cookie of who is at the provider: what has to come back, and what for."""
BACK = "/sign-in/school/back"


def make_school(settings: Settings) -> Any:
    """The provider, None when none is set. It is asked about itself when somebody first goes there."""
    if not settings.oidc_issuer:
        return None
    from authlib.integrations.starlette_client import (  # pyright: ignore[reportMissingTypeStubs]
        StarletteIntegration,
        StarletteOAuth2App,
    )

    return StarletteOAuth2App(
        StarletteIntegration("school"),
        name="school",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": settings.oidc_scopes, "code_challenge_method": "S256", "timeout": 10, "leeway": 5},
    )


def _faults() -> tuple[type[Exception], ...]:
    """What goes wrong with a provider. Looked up late: loading takes a while, and most servers have none."""
    from authlib.common.errors import AuthlibBaseError  # pyright: ignore[reportMissingTypeStubs]
    from httpx2 import HTTPError
    from joserfc.errors import JoseError

    return AuthlibBaseError, JoseError, HTTPError, KeyError, ValueError


def _school(request: Request) -> Any:
    school = services(request).school
    if school is None:
        raise Problem(404, "off", "Deze pagina bestaat niet.")
    return school


@router.get("/sign-in/school")
async def leave(request: Request) -> Response:
    """To the provider; what somebody goes for travels along, since our own cookies stay behind on the way back."""
    school, found = _school(request), services(request)
    account = await find_account(request)
    purpose = {"invited": invited(request), "account": account.id if account else ""}
    session: dict[str, Any] = {}
    request.scope["session"] = session
    try:
        await _check_issuer(request, school)
        response: Response = await school.authorize_redirect(request, f"{base_url(request)}{BACK}")
    except _faults() as error:
        raise _failed(error) from None
    sealed = seal(found.key, "trip").encrypt(orjson.dumps([session, purpose])).decode()
    # Lax, unlike all others: with Strict it would not come back from the provider's site.
    response.set_cookie(
        host_cookie(request, TRIP),
        sealed,
        max_age=STEP_MS // 1000,
        httponly=True,
        samesite="lax",
        secure=is_safe(request),
        path="/",
    )
    return response


async def _check_issuer(request: Request, school: Any) -> None:
    known = await school.load_server_metadata()
    if known.get("issuer") != services(request).settings.oidc_issuer:
        raise ValueError("the provider calls itself differently")


def _failed(error: Exception) -> Problem:
    logger.warning("signing in through the school failed", why=type(error).__name__)
    return Problem(502, "school", "Inloggen via de school lukte niet. Probeer het nog eens.")


@router.get(BACK)
async def come_back(request: Request) -> Response:
    """From the provider, with a code for what it knows of somebody."""
    school, found = _school(request), services(request)
    await found.guesses.check(address(request))
    session, purpose = _trip(request)
    request.scope["session"] = session
    try:
        token = await school.authorize_access_token(request)
        claims = await _claims(school, token)
    except _faults() as error:
        await found.guesses.failed(address(request))
        raise _failed(error) from None
    account = await _arrive(request, claims, purpose)
    response = await go_on(request, account)
    # A redirect would still count as coming from the provider's site, and our cookies would stay away.
    arrived = render(request, "arrived.html", to=response.headers["location"])
    for name, value in response.raw_headers:
        if name == b"set-cookie":
            arrived.raw_headers.append((name, value))
    arrived.delete_cookie(host_cookie(request, TRIP), httponly=True, samesite="lax", secure=is_safe(request))
    if purpose["invited"]:
        drop_host_cookie(arrived, request, INVITED)
    return arrived


def _trip(request: Request) -> tuple[dict[str, Any], dict[str, str]]:
    sealed = request.cookies.get(host_cookie(request, TRIP), "")
    try:
        session, purpose = orjson.loads(
            seal(services(request).key, "trip").decrypt(sealed.encode(), ttl=STEP_MS // 1000)
        )
    except InvalidToken as error:
        raise _failed(error) from None
    return session, purpose


async def _claims(school: Any, token: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of somebody: the proven claims of the ID token, and names from where it keeps those."""
    proven = cast("dict[str, Any]", dict(token["userinfo"]))
    known = await school.load_server_metadata()
    if "email" in proven or "userinfo_endpoint" not in known:
        return proven
    told = cast("dict[str, Any]", dict(await school.userinfo(token=token)))
    if told.get("sub") != proven["sub"]:
        raise ValueError("the provider told of somebody else")
    return told | proven


async def _arrive(request: Request, claims: dict[str, Any], purpose: dict[str, str]) -> Account:
    """The account of this person: tied just now, or before."""
    accounts = services(request).store.accounts
    identity = (str(claims["iss"]), str(claims["sub"]))
    known = await accounts.by_identity(*identity)
    if purpose["invited"]:
        if known is not None:
            raise Problem(409, "taken", "Je hebt hier al een account. Log daarmee in.")
        return await _join(request, claims, identity, purpose["invited"])
    if purpose["account"]:
        if known is None:
            await accounts.tie(purpose["account"], *identity)
            known = await accounts.get(purpose["account"])
        elif known.id != purpose["account"]:
            raise Problem(409, "taken", "Dit schoolaccount hoort al bij een ander account hier.")
        else:
            return known
        await note(request, "school_tied", purpose["account"], purpose["account"])
    if known is None or known.blocked:
        await note(request, "sign_in_failed", "nobody", known.id if known else None)
        sentence = "Met dit schoolaccount kun je hier nog niet inloggen. Vraag een beheerder om een uitnodiging."
        raise Problem(403, "unknown_account", sentence)
    return known


async def _join(request: Request, claims: dict[str, Any], identity: tuple[str, str], secret: str) -> Account:
    accounts = services(request).store.accounts
    invitation = await accounts.invitation(secret)
    if invitation is None or invitation.account is not None:
        raise Problem(410, "link_spent", "Deze link is al gebruikt of verlopen. Vraag een nieuwe.")
    # Who has no address there gets one that nobody reads: accounts are told apart by it.
    email = invitation.email or _text(claims.get("email")) or f"{identity[1]}@{urlsplit(identity[0]).hostname}"
    name = _text(claims.get("name")) or _text(claims.get("given_name")) or email.partition("@")[0]
    wanted = Account(await find_owner_to_be(request), email[:MOST_EMAIL], name[:MOST_NAME], "facilitator")
    try:
        account = await accounts.join(secret, wanted, identity)
    except EmailTaken:
        sentence = "Met dit e-mailadres is er al een account. Log in, of vraag een link voor een nieuw wachtwoord."
        raise Problem(409, "taken", sentence) from None
    except LinkSpent:
        raise Problem(410, "link_spent", "Deze link is al gebruikt of verlopen. Vraag een nieuwe.") from None
    await note(request, "account_made", account.id, account.id)
    return account


def _text(claim: object) -> str:
    """A claim as one line of text; whatever else it is counts as nothing."""
    return seen(claim.strip()) if isinstance(claim, str) and claim.isprintable() else ""


@router.post("/account/school/untie")
async def untie(request: Request) -> Response:
    """From now on the own account is not the school's any more; it needs a password for that."""
    await form(request)
    account = await need_account(request)
    if account.password is None:
        raise Problem(409, "no_password", "Vraag eerst een link voor een wachtwoord: anders kun je niet meer inloggen.")
    await services(request).store.accounts.untie(account.id)
    await note(request, "school_untied", account.id, account.id)
    return see("/account")
