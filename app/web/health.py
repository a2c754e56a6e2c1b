"""For machines that watch the server."""

import asyncio

from fastapi import APIRouter, Request, Response

from app.store import StoreError, is_current
from app.web.problems import Problem
from app.web.services import services

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers. No I/O."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> dict[str, str]:
    """The database answers and has all migrations."""
    found = services(request)
    try:
        await found.store.database.ping()
        ready = await asyncio.to_thread(is_current, found.settings.url)
    except StoreError:
        ready = False
    if not ready:
        raise Problem(503, "not_ready", "De database is er even niet.")
    return {"status": "ready", "database": "ok", "migrations": "ok"}


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus text, when it is switched on; rehearsals are told apart."""
    found = services(request)
    if not found.settings.metrics:
        raise Problem(404, "off", "Deze pagina bestaat niet.")
    lines: list[str] = []
    for prefix, counts in (("maatwerk", True), ("maatwerk_rehearsal", False)):
        rooms, connections = found.rooms.count(counts)
        for name, number in ((f"{prefix}_rooms", rooms), (f"{prefix}_connections", connections)):
            lines += [f"# TYPE {name} gauge", f"{name} {number}"]
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")
