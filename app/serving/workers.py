"""One worker, or several on one port: uvicorn starts, watches and replaces them. SIGHUP replaces them one by one."""

import asyncio
import gc
import signal
import socket
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

import structlog
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import multiprocess

from app.main import create_app
from app.serving.addresses import url
from app.serving.logs import set_up_logs
from app.settings import Settings
from app.store import may_share
from app.web.protocol import MOST_BYTES
from app.web.wire import Wire

GOODBYE_SECONDS = 3
"""How long a stopping server waits for clients to take their last frames."""
LOOKS = 10_000, 5, 1_000
"""When the collector looks for cycles, of which there are almost none: at so many new objects, and at so many looks at
these and at those that outlived them. Everybody waits for a look: 5 ms for the new ones, 50 for the next.
"""
ASKED = 0, -signal.SIGTERM, -signal.SIGINT
"""Exit codes of a worker that did what it was told."""
logger = structlog.get_logger()


class NotShared(Exception):
    """Several workers would not see each other's sessions; the text says what to set."""


def check_shared(settings: Settings) -> None:
    """Whether more than one worker can serve the same sessions. Raises NotShared."""
    if not may_share(settings.url):
        raise NotShared(
            "More than one worker needs PostgreSQL: a SQLite file has one writer. "
            "Set MAATWERK_DATABASE_URL=postgresql+psycopg://user@host/name, or leave --workers out."
        )
    if not settings.redis_url:
        raise NotShared(
            "More than one worker needs Redis or Valkey, to tell each other who is there. "
            "Set MAATWERK_REDIS_URL=redis://host:6379/0, or leave --workers out."
        )


def run(settings: Settings, count: int) -> None:
    """Serve until stopped, with this many workers."""
    if count == 1:
        app = create_app(settings)
        _Server(app, _config(settings, app)).run()
        return
    if settings.metrics:
        logger.warning("/metrics is answered by one of the workers, for itself alone: see docs/operations.md")
    config = _config(settings, partial(create_app, settings))
    config.workers = count
    multiprocess.Process = _Worker  # where uvicorn's supervisor looks for what it starts
    multiprocess.Multiprocess(config, [config.bind_socket()]).run()


def _config(settings: Settings, app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws=Wire,
        ws_max_size=MOST_BYTES + 1024,
        ws_per_message_deflate=False,
        ws_ping_interval=30,
        ws_ping_timeout=15,
        timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=30,
    )


class _Server(uvicorn.Server):
    """Lets the rooms say that the server restarts before the sockets are closed; uvicorn alone would just hang up."""

    def __init__(self, app: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what is loaded stays: nobody needs to look whether it is still used
        gc.set_threshold(*LOOKS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        await self._app.state.services.leave()
        if talking := list(self.server_state.tasks):
            _, silent = await asyncio.wait(talking, timeout=GOODBYE_SECONDS)
            if silent:
                logger.warning("clients that did not take their last frames", count=len(silent))
        await super().shutdown(sockets)


def tell_end(pid: int | None, exit_code: int | None) -> None:
    """Say in the log how a worker ended; `exit_code` is minus the number of the signal that ended it."""
    if exit_code in ASKED:
        logger.info("worker stopped", pid=pid)
    else:
        logger.error("worker died", pid=pid, exit_code=exit_code)


class _Worker(multiprocess.Process):
    """One of several: besides the port that they share, it has a door of its own for what other workers pass on."""

    def start(self) -> None:
        """Runs in the first process, as does `join`."""
        super().start()
        logger.info("worker starts", pid=self.pid)

    def join(self) -> None:
        """It has been asked to stop, or is found to have ended: the first process then starts another."""
        super().join()
        tell_end(self.pid, self.exitcode)

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Runs in the new process."""
        settings: Settings = cast("partial[FastAPI]", self.config.app).args[0]
        host = urlsplit(settings.worker_url).hostname or "127.0.0.1"
        door = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        settings = settings.model_copy(update={"worker_url": url(host, door.getsockname()[1])})
        set_up_logs(settings)
        app = create_app(settings)
        self.config.app = app
        self._server = _Server(app, self.config)
        super().target([*(sockets or ()), door])
