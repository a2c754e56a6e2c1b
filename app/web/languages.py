"""In which language a person reads: chosen on this device, else that of the session, else what the browser prefers."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.i18n import LANGUAGES

COOKIE = "maatwerk_language"
KEPT_DAYS = 180
MOST_WISHES = 20
"""So many languages of an Accept-Language header are looked at."""


def language_of(connection: HTTPConnection) -> str:
    """A choice made on this device, else the session's language once it is known, else the browser's, else Dutch."""
    chosen = connection.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return getattr(connection.state, "language", None) or preferred(connection.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """The first of our languages that an Accept-Language header asks for; Dutch when it asks for none of them."""
    wishes = sorted(map(_wish, header.split(",")[:MOST_WISHES]), key=lambda wish: -wish[1])
    return next((tag for tag, weight in wishes if weight > 0 and tag in LANGUAGES), LANGUAGES[0])


def _wish(part: str) -> tuple[str, float]:
    tag, _, weight = part.partition(";")
    try:
        return tag.strip().lower().partition("-")[0], float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return "", 0


def remember(response: Response, connection: HTTPConnection, language: str) -> None:
    """Keep the choice on this device; it says nothing about who chose."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=KEPT_DAYS * 24 * 3600,
        httponly=True,
        samesite="strict",
        secure=connection.url.scheme == "https",
    )
