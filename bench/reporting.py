"""How long a school waits for its report: the full one of a whole session of four subteams, played by bots."""

import time

from app import ids, reporting
from app.bots.rehearsal import rehearse
from app.content.pinned import parse_dump
from app.report.options import Options
from app.settings import Settings
from app.store import open_store
from bench.measured import Measured
from bench.server import Server

SPEED = 2000
MOST_S = 2.0
TURNS = 3


async def measure(server: Server) -> list[Measured]:
    """From the log to the file, the slowest of some turns; what is loaded on first use is in the first one."""
    settings = Settings(data_dir=server.data)
    played = await rehearse(settings, url=server.url, code=None, teams=4, speed=SPEED, seed=1)
    store = open_store(settings.url)
    try:
        record = await store.sessions.get(ids.read_code(played["session"]) or "")
        assert record is not None
        events = await store.log.read(record.code, 0)
        pack = parse_dump(await store.sessions.pack(record.pack_sha256) or b"")
    finally:
        await store.close()
    found: list[Measured] = []
    for form in reporting.FORMS:
        took: list[float] = []
        for _ in range(TURNS):
            began = time.perf_counter()
            wanted, at = Options(variant="internal"), record.created_at
            made = reporting.report(events, pack, record.language, wanted, played_at=at, made_at=at)
            reporting.written(made, form)
            took.append(time.perf_counter() - began)
        found.append(
            Measured(f"full report as {form}, slowest of {TURNS}, {len(events)} events", max(took), "s", MOST_S)
        )
    return found
