"""For machines that watch the server."""

import asyncio
from collections.abc import Iterable

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.live.doorbell import Doorbell
from app.live.rooms import Rooms
from app.metrics import REGISTRY
from app.store import StoreError, is_current
from app.web import answers
from app.web.problems import Problem
from app.web.services import services

router = APIRouter()
READY_SECONDS = 2
"""Who asks does not wait behind those who wait for a database that is gone."""


@router.get("/healthz", responses=answers.json(answers.Alive))
async def healthz() -> dict[str, str]:
    """The process answers. No I/O."""
    return {"status": "ok"}


@router.get("/readyz", responses=answers.json(answers.Ready))
async def readyz(request: Request) -> dict[str, str]:
    """The database answers and has all migrations."""
    found = services(request)
    try:
        async with asyncio.timeout(READY_SECONDS):
            await found.store.database.ping()
            ready = await asyncio.to_thread(is_current, found.settings.url)
    except (StoreError, TimeoutError):
        ready = False
    if not ready:
        raise Problem(503, "not_ready", "De database is er even niet.")
    bell = "ok" if await found.bell.reached() else "down"  # without it we are slower, not unfit
    return {"status": "ready", "database": "ok", "migrations": "ok", "doorbell": bell}


@router.get("/metrics", response_class=Response, responses=answers.text("text/plain"))
async def metrics(request: Request) -> Response:
    """Prometheus text, when it is switched on; rehearsals are told apart."""
    found = services(request)
    if not found.settings.metrics:
        raise Problem(404, "off", "Deze pagina bestaat niet.")
    now = CollectorRegistry()
    now.register(Now(found.rooms, found.bell))
    return Response(generate_latest(REGISTRY) + generate_latest(now), media_type=CONTENT_TYPE_LATEST)


class Now(Collector):
    """What can be counted the moment somebody asks."""

    def __init__(self, rooms: Rooms, bell: Doorbell) -> None:
        self._rooms = rooms
        self._bell = bell

    def collect(self) -> Iterable[Metric]:
        rooms = GaugeMetricFamily("maatwerk_rooms", "Sessions that somebody looks at.", labels=["kind"])
        connections = GaugeMetricFamily("maatwerk_connections", "Open connections.", labels=["kind"])
        for kind, counts in (("session", True), ("rehearsal", False)):
            found = self._rooms.count(counts)
            rooms.add_metric([kind], found[0])
            connections.add_metric([kind], found[1])
        yield GaugeMetricFamily("maatwerk_doorbell_up", "Whether rings come in: 1 or 0.", value=self._bell.hears)
        waiting, depths = self._rooms.backlog()
        yield rooms
        yield connections
        yield GaugeMetricFamily("maatwerk_commands_waiting", "Commands that wait for their turn.", value=waiting)
        yield GaugeMetricFamily("maatwerk_outbox_frames", "Frames that wait to be sent.", value=sum(depths))
        yield GaugeMetricFamily(
            "maatwerk_outbox_most", "The same, for the connection that lags most.", value=max(depths, default=0)
        )
