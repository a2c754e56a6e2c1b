"""Security headers on every answer, and the check where a browser's request comes from."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.problems import Problem
from app.web.services import services

POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self' ws://{host} wss://{host}; manifest-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


class SecurityHeaders:
    """ASGI middleware: strict content policy, no sniffing, no referrer for others, no caching but of assets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), connection)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add(headers: MutableHeaders, connection: HTTPConnection) -> None:
    host = connection.headers.get("host", "")
    safe_host = host if all(char.isalnum() or char in ".-:[]" for char in host) else ""
    headers["Content-Security-Policy"] = POLICY.format(
        host=safe_host, wasm=" 'wasm-unsafe-eval'" if getattr(connection.state, "reads_cards", False) else ""
    )
    headers["X-Content-Type-Options"] = "nosniff"
    # Not `no-referrer`: with it browsers send `Origin: null` with the forms of our own pages.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), screen-wake-lock=(self)"
    headers.setdefault("Cache-Control", "no-store")
    if connection.url.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"


def check_origin(request: HTTPConnection) -> None:
    """A change that a browser sends from another site is refused, whatever cookies it carries.

    Raises:
        Problem: 403, from another site.
    """
    if not from_here(request):
        raise Problem(403, "wrong_origin", "Dit verzoek kwam van een andere website.")


def from_here(connection: HTTPConnection) -> bool:
    """Whether a browser's request comes from our own pages. Other clients send no Origin, nor cookies to steal."""
    origin = connection.headers.get("origin")
    if origin is None or origin in services(connection).settings.allowed_origins:
        return True
    scheme, _, place = origin.partition("://")
    if connection.scope["scheme"] in ("https", "wss") and scheme != "https":
        return False  # a page without TLS can be anybody's, whatever its address says
    return place == connection.headers.get("host")
