"""How much a request may bring. Who reads its body as it comes in has a limit of its own, which is smaller."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 1024 * 1024
"""Bytes: far more than any request has. FastAPI reads JSON whole before it looks who asks, so without a limit anybody
could fill the memory.
"""
UPLOADS = ("/packs/upload", "/sessions/import")
"""Files come in here: `app.web.forms.uploaded` counts them."""


class SmallBodies:
    """ASGI middleware: what goes over the limit is not read, and the request is answered with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UPLOADS:
            await self.app(scope, receive, send)
            return
        got = 0

        async def receive_so_much() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > MOST_BODY:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_so_much, send)
