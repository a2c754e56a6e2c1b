"""The larger installation, for real: two workers on PostgreSQL and Redis, behind an nginx with TLS."""

import asyncio
import contextlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from bench.server import Made, Server
from tests.support import services

SECRET = "Zq7vR2m9Lx4TbN8sYw3KpD6hJf5GcA1eUoVi0EtB"


class House:
    """What stands where; `url` is where people come in."""

    def __init__(self, workers: tuple[Server, Server], proxy: services.Proxy, redis: services.Redis) -> None:
        self.workers = workers
        self.redis = redis
        self.url = proxy.url

    def command(self, *argv: str) -> bytes:
        """The output of a `maatwerk` command on the same database."""
        return self.workers[0].command(*argv)

    def make_session(self, seats: int) -> Made:
        """A session with seats that were taken at both workers."""
        return self.workers[0].make_session(seats)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@contextlib.contextmanager
def open_house(folder: Path) -> Generator[House]:
    with contextlib.ExitStack() as stack:
        admin = stack.enter_context(contextlib.contextmanager(services.postgres)())
        database = stack.enter_context(services.new_database(admin))
        redis = stack.enter_context(services.Redis.running())
        workers = (Server(folder, name="one"), Server(folder, name="two"))
        proxy = stack.enter_context(services.Proxy.running((workers[0].port, workers[1].port)))
        for worker in workers:
            worker.set(
                MAATWERK_DATABASE_URL=database,
                MAATWERK_REDIS_URL=redis.url,
                MAATWERK_BASE_URL=proxy.url,
                MAATWERK_SECRET_KEY=SECRET,
                MAATWERK_ENV="room",  # an address of this machine alone
                MAATWERK_CONNECTIONS_PER_SESSION="200",
            )
            stack.callback(worker.kill)
            worker.start()
        os.environ["SSL_CERT_FILE"] = str(proxy.certificate)
        stack.callback(os.environ.pop, "SSL_CERT_FILE")
        yield House(workers, proxy, redis)


async def in_thread(work: object, *about: object) -> None:
    """Something that blocks, while clients go on."""
    assert callable(work)
    await asyncio.to_thread(work, *about)
