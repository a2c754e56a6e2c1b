"""Whether the settings are safe enough for where the server stands. `maatwerk check` tells; serving refuses.

A server is in production when its address begins with https, or when `MAATWERK_ENV=production` says so. In a room it is
not: then nothing has to be set.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.settings import Settings

SHORTEST, LEAST_DIFFERENT = 32, 10
GUESSED = (
    "change",
    "secret",
    "geheim",
    "example",
    "voorbeeld",
    "password",
    "wachtwoord",
    "maatwerk",
    "default",
    "1234",
)
"""What stands in keys that were copied from a manual."""
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `detail` says what to do when it is not safe."""

    what: str
    safe: bool
    detail: str


class Unsafe(Exception):
    """The server must not start like this."""


def in_production(settings: Settings) -> bool:
    """Whether people from outside may come in."""
    return settings.env == "production" or (settings.env == "" and settings.base_url.startswith("https://"))


def findings(settings: Settings) -> list[Finding]:
    """All that matters in production, safe or not."""
    return [_key(settings), _address(settings), _origins(settings), *_passwords(settings), *_provider(settings)]


def need_safe(settings: Settings) -> None:
    """Refuse settings that are not safe in production.

    Raises:
        Unsafe: with every reason, one a line.
    """
    wrong = [each for each in findings(settings) if not each.safe] if in_production(settings) else []
    if wrong:
        raise Unsafe("\n".join(f"{each.what}: {each.detail}" for each in wrong))


def _key(settings: Settings) -> Finding:
    key = settings.secret_key.get_secret_value()
    what, new = "MAATWERK_SECRET_KEY", f"make one with {NEW_KEY}"
    if not key:
        return Finding(what, False, f"is not set; {new}")
    guessed = next((word for word in GUESSED if word in key.lower()), None)
    if guessed is not None:
        return Finding(what, False, f"holds {guessed!r}, as in a manual; {new}")
    if len(key) < SHORTEST or len(set(key)) < LEAST_DIFFERENT:
        return Finding(what, False, f"is easy to guess: {SHORTEST} characters or more, of many kinds; {new}")
    return Finding(what, True, "set")


def _address(settings: Settings) -> Finding:
    safe = settings.base_url.startswith("https://") and urlsplit(settings.base_url).hostname not in (None, *LOCAL)
    detail = "https" if safe else "must be the https address that people open, behind a proxy with TLS"
    return Finding("MAATWERK_BASE_URL", safe, detail)


def _origins(settings: Settings) -> Finding:
    wrong = [origin for origin in settings.allowed_origins if not origin.startswith("https://")]
    detail = f"only https origins, not {', '.join(wrong)}" if wrong else "no other site, or only https ones"
    return Finding("MAATWERK_ALLOWED_ORIGINS", not wrong, detail)


def _passwords(settings: Settings) -> list[Finding]:
    """Of the services that this server signs in to."""
    try:
        url = make_url(settings.url)
    except ArgumentError:
        return [Finding("MAATWERK_DATABASE_URL", False, "cannot be read")]
    if not url.host:  # a file, or a socket of this machine
        return [Finding("MAATWERK_DATABASE_URL", True, "no password needed")]
    password = str(url.password or "")
    weak = len(password) < 12 or password in (url.username, url.database) or any(word in password for word in GUESSED)
    detail = "its password is missing, short, or one from a manual; 12 characters or more" if weak else "has a password"
    return [Finding("MAATWERK_DATABASE_URL", not weak, detail)]


def _provider(settings: Settings) -> list[Finding]:
    """Of the OpenID provider, if there is one."""
    if not settings.oidc_issuer:
        return []
    secret = settings.oidc_client_secret.get_secret_value()
    weak = len(secret) < 16 or any(word in secret.lower() for word in GUESSED)
    https = settings.oidc_issuer.startswith("https://")
    return [
        Finding("MAATWERK_OIDC_ISSUER", https, "https" if https else "must be an https address"),
        Finding("MAATWERK_OIDC_CLIENT_SECRET", not weak, "too short, or one from a manual" if weak else "set"),
    ]


def secret_key(settings: Settings) -> str:
    """The key with which this installation seals what it keeps; where none is set, one that lies beside the data."""
    key = settings.secret_key.get_secret_value()
    return key or _kept(settings.data_dir / "secret.key")


def _kept(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = mkstemp(dir=path.parent)  # for its owner alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        with suppress(FileExistsError):  # another process was first: its key it is
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
