"""Errors over HTTP: RFC 9457 problem documents, or a page for people who look with a browser."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.i18n import translator
from app.store.errors import StoreBusy, StoreFailed
from app.web.invalid import explain
from app.web.languages import language_of
from app.web.limits import TooManyGuesses
from app.web.rendering import render
from app.web.request_ids import HEADER, id_of, route_of

logger = structlog.get_logger()

MOST_ERRORS = 20
"""So many are told of one request."""


class Problem(Exception):
    """Something that the person who asked can do something about. `detail` is a Dutch source sentence."""

    def __init__(self, status: int, code: str, detail: str, **extra: object) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.extra = extra


def document(request: Request, problem: Problem) -> Response:
    """The problem as JSON, or as a page when a browser asked for one."""
    detail = translator(language_of(request))(problem.detail)
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
        typed = getattr(request.state, "typed", "")
        return render(request, "problem.html", problem.status, detail=detail, problem=problem.code, typed=typed)
    body = {
        "type": f"urn:maatwerk:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": detail,
        **problem.extra,
    }
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None
    return JSONResponse(body, problem.status, headers, media_type="application/problem+json")


def busy() -> Problem:
    """The store did not answer, whether something had to be kept or only read."""
    return Problem(503, "busy", "De server kon dit even niet bewaren of ophalen. Probeer het nog eens.")


OF_FRAMEWORK = {
    400: Problem(400, "invalid", "Deze gegevens kloppen niet."),
    404: Problem(404, "http_error", "Deze pagina bestaat niet."),
    413: Problem(413, "too_large", "Dit bericht is te groot."),
}
"""What the framework finds wrong by itself, by status; 400 is a body that it could not read."""


def add_problem_handlers(app: FastAPI) -> None:
    """Every error of the app leaves through here."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return document(request, error)

    async def on_guesses(request: Request, error: Exception) -> Response:
        response = document(request, Problem(429, "too_many_guesses", "Te veel foute codes. Wacht een minuut."))
        response.headers["Retry-After"] = "60"
        return response

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        reads = language_of(request)
        wrong = [(".".join(map(str, each["loc"][1:])), explain(each, reads)) for each in error.errors()[:MOST_ERRORS]]
        errors = [{"field": field, "message": message} for field, message in wrong]
        return document(request, Problem(422, "invalid", "Deze gegevens kloppen niet.", errors=errors))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = error.status_code
        response = document(request, OF_FRAMEWORK.get(status) or Problem(status, "http_error", "Dit kan hier niet."))
        response.headers.update(error.headers or {})  # with 405: what can be done here
        return response

    async def on_store(request: Request, error: Exception) -> Response:
        logger.error("store does not answer", route=route_of(request.scope), exc_info=error)
        response = document(request, busy())
        response.headers["Retry-After"] = "2"
        return response

    async def on_error(request: Request, error: Exception) -> Response:
        # Outside of all middleware: the id has to be taken along by hand.
        found = id_of(request.scope)
        logger.error("request failed", request=found, route=route_of(request.scope), exc_info=error)
        response = document(request, Problem(500, "internal", "Er ging iets mis op de server. Probeer het nog eens."))
        response.headers[HEADER] = found
        return response

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(TooManyGuesses, on_guesses)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(StoreBusy, on_store)
    app.add_exception_handler(StoreFailed, on_store)
    app.add_exception_handler(Exception, on_error)
