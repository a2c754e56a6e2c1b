"""Every request has an id: in each log line about it, and in the answer, so that a person can name it."""

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
_FROM_PROXY = re.compile(r"[A-Za-z0-9-]{8,64}")

logger = structlog.get_logger()


class RequestIds:
    """ASGI middleware. Takes the id that a proxy gave, if it looks like one, so that both logs can be laid together."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = give_id(scope)
        began, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request):
            await self.app(scope, receive, send_with_id)
            ms = round(1000 * (time.perf_counter() - began), 1)
            logger.debug("answered", method=scope["method"], route=route_of(scope), status=status, ms=ms)


def give_id(scope: Scope) -> str:
    """The id of a request or websocket that begins, from now on in its scope too."""
    given = Headers(scope=scope).get(HEADER, "")
    scope["request_id"] = given if _FROM_PROXY.fullmatch(given) else secrets.token_hex(8)
    return scope["request_id"]


def id_of(scope: Scope) -> str:
    """The request's id."""
    return scope.get("request_id", "")


def route_of(scope: Scope) -> str:
    """The path with names in the place of codes and ids: what may stand in a log."""
    return getattr(scope.get("route"), "path", "(none)")
