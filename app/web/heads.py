"""HEAD: what a GET would say of itself, without what it brings. Watchers of servers and of links ask so."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ONCE = ("/link/", "/api/v1/lines/", "/sign-in/school/")
"""Here a GET uses something up, and who only looks must not."""
_ASKED = "maatwerk.head"


def is_head(connection: HTTPConnection) -> bool:
    """Whether it is answered as GET, but nothing of it leaves."""
    return _ASKED in connection.scope


class Heads:
    """ASGI middleware: answers HEAD wherever GET is answered, but for what is used up by it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(ONCE):
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET", _ASKED: True}, receive, send_without_body)
