"""The second step of signing in: a code of an app on the own phone, or one of the recovery codes.

No code is taken twice. The secret lies sealed in the database: a stolen copy of it makes no codes.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import UTC, datetime

import orjson
import structlog
from cryptography.fernet import Fernet, InvalidToken
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyotp.totp import TOTP

from app import ids
from app.sealing import seal
from app.store import Account, token_key
from app.web.access import address
from app.web.account import account_page
from app.web.auditing import note
from app.web.forms import form, see
from app.web.limits import TooManyGuesses
from app.web.problems import Problem
from app.web.qr import qr_uri
from app.web.rendering import render
from app.web.services import services
from app.web.signed_in import STEP_MS, find_account, let_in
from app.web.signing_in import check_credentials, dismiss, enter, need_account

router = APIRouter(include_in_schema=False)
logger = structlog.get_logger()
CODES, CODE_LENGTH = 10, 16
"""Recovery codes; 16 signs of 27 kinds are 76 bits."""
PERIOD_S = 30


# --- signing in -------------------------------------------------------------------------------------------------------


@router.get("/sign-in/code")
async def ask_code(request: Request) -> Response:
    """Where a right password leads when there is a second step."""
    await _halfway(request)
    return render(request, "code.html", wrong=None)


@router.post("/sign-in/code")
async def take_code(request: Request) -> Response:
    """The code of the app, or a recovery code."""
    fields, account = await form(request), await _halfway(request)
    try:
        await check_code(request, account, fields.get("code", ""))
    except Problem as problem:
        return render(request, "code.html", problem.status, wrong=problem.detail)
    return await enter(request, account)


async def _halfway(request: Request) -> Account:
    account = await find_account(request, "code")
    if account is None:
        raise Problem(401, "unauthorised", "Log eerst in.")
    return account


async def check_code(request: Request, account: Account, typed: str) -> None:
    """Use up a code.

    Raises:
        Problem: 401 wrong or used before, 429 after too many of them.
    """
    name = f"code of {account.id}"
    async with services(request).sign_in_guesses.turn(name, address(request)):
        await _check_code(request, account, typed, name)


async def _check_code(request: Request, account: Account, typed: str, name: str) -> None:
    found = services(request)
    try:
        await found.sign_in_guesses.check(name, address(request))
    except TooManyGuesses:
        sentence = "Te vaak geprobeerd. Wacht een minuut en probeer het nog eens."
        raise Problem(429, "too_many_guesses", sentence) from None
    counter = _counter(request, account, "".join(typed.split()))
    if counter is not None and await found.store.accounts.use_code(account.id, counter):
        return
    if await found.store.accounts.use_recovery_code(account.id, token_key(ids.read_card(typed))):
        await note(request, "recovery_code_used", account.id, account.id)
        return
    await found.sign_in_guesses.failed(name, address(request))
    await note(request, "sign_in_failed", "nobody", account.id)
    raise Problem(401, "unauthorised", "Deze code klopt niet, of is al gebruikt. Wacht op de volgende.")


def _counter(request: Request, account: Account, typed: str) -> int | None:
    """Of which half minute this is the code: the one of now, before or after it; None when of neither."""
    try:
        secret = _seal(request).decrypt(account.second_step or b"").decode()
    except InvalidToken:
        logger.error("a second step cannot be read: is MAATWERK_SECRET_KEY another one than before?")
        return None
    return _matches(secret, typed, services(request).clock.now())


def _matches(secret: str, typed: str, now: int) -> int | None:
    here = now // 1000 // PERIOD_S
    totp = TOTP(secret)
    fits = [n for n in (here - 1, here, here + 1) if hmac.compare_digest(_code(totp, n).encode(), typed.encode())]
    return fits[-1] if fits else None


def _code(totp: TOTP, counter: int) -> str:
    return totp.at(datetime.fromtimestamp(counter * PERIOD_S, UTC))


def _seal(request: Request, purpose: str = "second step") -> Fernet:
    return seal(services(request).key, purpose)


# --- switching it on and off ------------------------------------------------------------------------------------------


@router.post("/account/second-step")
async def begin(request: Request) -> Response:
    """A new secret, shown once; nothing is on before a code of it came back."""
    fields, account = await form(request), await need_account(request)
    try:
        await check_credentials(request, account.email, fields.get("current", ""))
    except Problem as problem:
        return await account_page(request, account, problem)
    return _show(request, account, b32encode(secrets.token_bytes(20)).decode())


def _show(request: Request, account: Account, secret: str, wrong: str | None = None, status: int = 200) -> Response:
    kept = _seal(request, "second step to be").encrypt(orjson.dumps([account.id, secret]))
    url = TOTP(secret, name=account.email, issuer="Maatwerk").provisioning_uri()
    words = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render(request, "second_step.html", status, qr=qr_uri(url), words=words, kept=kept.decode(), wrong=wrong)


@router.post("/account/second-step/on")
async def switch_on(request: Request) -> Response:
    """The first code proves that the app has the secret; the recovery codes are shown this once."""
    fields, account = await form(request), await need_account(request)
    secret = _kept(request, account, fields.get("kept", ""))
    counter = _matches(secret, "".join(fields.get("code", "").split()), services(request).clock.now())
    if counter is None:
        sentence = "Deze code klopt niet. Kijk of de klok van je telefoon goed staat."
        return _show(request, account, secret, sentence, 422)
    codes = [ids.new_card()[:CODE_LENGTH] for _ in range(CODES)]
    sealed, hashes = _seal(request).encrypt(secret.encode()), [token_key(code) for code in codes]
    accounts = services(request).store.accounts
    dismiss(request, account.id, await accounts.set_second_step(account.id, sealed, counter, hashes))
    await note(request, "second_step_on", account.id, account.id)
    response = render(request, "recovery.html", codes=[ids.show_card(code) for code in codes])
    await let_in(response, request, account)
    return response


def _kept(request: Request, account: Account, kept: str) -> str:
    try:
        whose, secret = orjson.loads(_seal(request, "second step to be").decrypt(kept.encode(), ttl=STEP_MS // 1000))
    except InvalidToken:
        whose, secret = "", ""
    if whose != account.id:
        raise Problem(410, "link_spent", "Dit duurde te lang. Begin opnieuw.")
    return secret


@router.post("/account/second-step/off")
async def switch_off(request: Request) -> Response:
    """Back to a password alone."""
    fields, account = await form(request), await need_account(request)
    try:
        await check_credentials(request, account.email, fields.get("current", ""))
        await check_code(request, account, fields.get("code", ""))
    except Problem as problem:
        return await account_page(request, account, problem)
    dismiss(request, account.id, await services(request).store.accounts.set_second_step(account.id, None, 0, []))
    await note(request, "second_step_off", account.id, account.id)
    response = see("/account")
    await let_in(response, request, account)
    return response
