"""What people send: the fields of a form, a file, and never more of it than may be."""

import re
from collections.abc import AsyncGenerator
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.web.headers import check_origin
from app.web.problems import Problem

MOST_FORM = 16 * 1024
AROUND_FILE = 4096
"""What a browser sends around the file in a form with an upload."""
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x1f]{0,2000}")
"""A path on this server, and nothing that a browser would read as another one."""


async def form(request: Request, most: int = MOST_FORM, most_fields: int = 50) -> dict[str, str]:
    """The fields of a posted form, after the check that it came from our own page.

    Raises:
        Problem: 403 from another site, 413 too large, 422 not a form.
    """
    check_origin(request)
    try:
        sent = await body(request, most)
    except TooLarge:
        raise Problem(413, "too_large", "Dit formulier is te groot.") from None
    try:
        fields = parse_qs(sent.decode(), keep_blank_values=True, max_num_fields=most_fields)
    except ValueError:
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    return {name: values[0] for name, values in fields.items()}


class TooLarge(MultiPartException):
    """More was sent than may be; a kind of error at which the parser of uploads closes its files."""

    def __init__(self) -> None:
        super().__init__("too large")


async def body(request: Request, most: int) -> bytes:
    """All of the body, of `most` bytes or less.

    Raises:
        TooLarge: more was sent.
    """
    return b"".join([chunk async for chunk in _at_most(request, most)])


async def _at_most(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body as it comes in. What goes over is read on and dropped: browsers show no answer before they sent all.

    Raises:
        TooLarge: at the end, or at once when it is far too much.
    """
    got = 0
    async for chunk in request.stream():
        got += len(chunk)
        if got <= most:
            yield chunk
        elif got > 4 * most:
            break
    if got > most:
        raise TooLarge


async def uploaded(request: Request, most: int, too_large: Problem) -> tuple[bytes, bool]:
    """The file in a form and whether `again` was ticked, read as it comes in and never further than it may be.

    Raises:
        Problem: no file, or `too_large`.
    """
    parts = MultiPartParser(request.headers, _at_most(request, most + AROUND_FILE), max_files=1, max_fields=4)
    try:
        fields = await parts.parse()
    except TooLarge:
        raise too_large from None
    except (MultiPartException, KeyError, ValueError):
        raise Problem(422, "invalid", "Deze gegevens kloppen niet.") from None
    try:
        file = fields.get("file")
        if not isinstance(file, UploadFile):
            raise Problem(422, "invalid", "Kies eerst een bestand.")
        return await file.read(), "again" in fields
    finally:
        await fields.close()


def see(path: str) -> RedirectResponse:
    """Go on to another page."""
    return RedirectResponse(path, 303)


def see_again(fields: dict[str, str]) -> RedirectResponse:
    """Back to the page that a form stood on; never to another host."""
    back = fields.get("back", "/")
    return see(back if OWN_PATH.fullmatch(back) else "/")
