"""How a page is made of its template, and how titles and moments are written on it."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from starlette.datastructures import URL

from app import ids
from app.i18n import translator
from app.settings import HERE
from app.store import SessionRecord
from app.web import assets, look
from app.web.languages import language_of

templates = Jinja2Templates(HERE.parent / "frontend" / "templates")


def render(request: Request, name: str, status: int = 200, *, language: str | None = None, **values: Any) -> Response:
    """The page that this template makes of `values`, in the language of its reader unless another is given."""
    language = language or language_of(request)
    context = {
        "t": translator(language),
        "language": language,
        "assets": assets.of("page"),
        "here": _here(request),
        **look.of(request),
        **values,
    }
    return templates.TemplateResponse(request, name, context, status)


def _here(request: Request) -> str:
    """Where to come back to after a choice of language or light: this page, or the page whose form was sent."""
    if request.url.path.startswith("/sign-in/"):  # nothing there is worth seeing twice, and a code may stand in it
        return "/"
    asked = request.url if request.method == "GET" else URL(request.headers.get("referer", "/"))
    return asked.path + (f"?{asked.query}" if asked.query else "")


def studied(record: SessionRecord) -> str:
    """What stands for a session's title where no name may."""
    return f"Maatwerk {ids.show_code(record.code)}"


def day(at: int, language: str) -> str:
    """The day of a moment (ms UTC) where this server stands, as people write it; a year later it is looked at too."""
    return format_date(_local(at), "d MMMM yyyy", locale=language)


def days(count: int, language: str) -> str:
    """So many days, never as weeks or months."""
    return format_timedelta(timedelta(days=count), granularity="day", threshold=math.inf, locale=language)


def moment(at: int, language: str) -> str:
    """A moment (ms UTC) where this server stands, as people write it."""
    return format_datetime(_local(at), "d MMM yyyy HH:mm", locale=language)


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone()
