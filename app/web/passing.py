"""Passing a request on to the worker that it is for: what lives in one worker's memory is asked there.

These are the lines of plain requests, and the bots of a session. Everything else any worker can answer.
"""

from contextlib import AsyncExitStack

from fastapi import FastAPI
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.web.access import address
from app.web.problems import Problem, document
from app.web.services import services

PASSED = "maatwerk-passed"
"""Marks a request that comes from another worker: it is not passed on again."""
CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
HOP_BY_HOP = ("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length")


class Elsewhere(Exception):
    """Another worker has what was asked for. `otherwise` is the answer when that worker is gone."""

    def __init__(self, worker: str, otherwise: Problem) -> None:
        super().__init__(worker)
        self.worker = worker
        self.otherwise = otherwise


def add_passing(app: FastAPI) -> None:
    """Let routes raise Elsewhere."""

    async def on_elsewhere(request: Request, error: Exception) -> Response:
        assert isinstance(error, Elsewhere)
        door = await services(request).bell.door(error.worker)
        if door is None or PASSED in request.headers:
            return document(request, error.otherwise)
        return await _pass_on(request, door) or document(request, error.otherwise)

    app.add_exception_handler(Elsewhere, on_elsewhere)


async def _pass_on(request: Request, door: str) -> Response | None:
    """Ask the other worker as the client asked us; what it says is passed back as it comes. None when it is gone."""
    from httpx import AsyncClient, HTTPError, Timeout  # takes a moment to load, and only several workers need it

    headers = [(name, value) for name, value in request.headers.items() if name not in HOP_BY_HOP]
    headers += [(PASSED, "1"), ("x-forwarded-for", address(request)), ("x-forwarded-proto", request.url.scheme)]
    async with AsyncExitStack() as lasts:
        client = await lasts.enter_async_context(
            AsyncClient(base_url=door, timeout=Timeout(CONNECT_SECONDS, read=ANSWER_SECONDS))
        )
        sent = client.build_request(
            request.method, request.url.path, params=request.query_params, headers=headers, content=await request.body()
        )
        try:
            answer = await client.send(sent, stream=True)
        except HTTPError:
            return None
        lasts.push_async_callback(answer.aclose)
        done = BackgroundTask(lasts.pop_all().aclose)
    passed = StreamingResponse(answer.aiter_raw(), answer.status_code, background=done)
    passed.raw_headers = [
        (name.lower(), value) for name, value in answer.headers.raw if name.decode().lower() not in HOP_BY_HOP
    ]
    return passed
