"""The cookies that let somebody in: which names they have, and who can get at them."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

DAY_S = 24 * 3600


def is_safe(connection: HTTPConnection) -> bool:
    """Whether it came over TLS, as far as the proxy that we trust says."""
    return connection.url.scheme in ("https", "wss")


def host_cookie(connection: HTTPConnection, name: str) -> str:
    """The name of a cookie that no other host and no page without TLS can set, where there is TLS."""
    return f"__Host-{name}" if is_safe(connection) else name


def set_host_cookie(response: Response, connection: HTTPConnection, name: str, value: str, seconds: int) -> None:
    """Keep a secret where scripts and other sites cannot get at it."""
    response.set_cookie(
        host_cookie(connection, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=is_safe(connection),
        path="/",
    )


def drop_host_cookie(response: Response, connection: HTTPConnection, name: str) -> None:
    """Forget such a secret."""
    secure = is_safe(connection)
    response.delete_cookie(host_cookie(connection, name), httponly=True, samesite="strict", secure=secure, path="/")


def cookie_name(connection: HTTPConnection, role: str, code: str) -> str:
    """A browser may hold several: the facilitator's laptop also shows the projector."""
    return host_cookie(connection, f"maatwerk_{role}_{code}")


def set_cookie(response: Response, connection: HTTPConnection, role: str, code: str, token: str) -> None:
    """Keep a token of a session for half a year."""
    set_host_cookie(response, connection, f"maatwerk_{role}_{code}", token, 180 * DAY_S)
