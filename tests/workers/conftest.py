"""The larger installation, for real: two workers on PostgreSQL and Redis, behind an nginx with TLS."""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from bench.server import Made, Server
from tests.support import services

SECRET = "Zq7vR2m9Lx4TbN8sYw3KpD6hJf5GcA1eUoVi0EtB"


class House:
    """What stands where; `url` is where people come in."""

    def __init__(
        self,
        workers: Sequence[Server],
        proxy: services.Proxy,
        redis: services.Redis,
        database: str,
        cluster: services.Cluster,
    ) -> None:
        self.workers = workers
        self.proxy = proxy
        self.redis = redis
        self.database = database
        self.cluster = cluster
        self.url = proxy.url

    def command(self, *argv: str) -> bytes:
        """The output of a `maatwerk` command on the same database."""
        return self.workers[0].command(*argv)

    def token(self) -> str:
        """See Server.token."""
        return self.workers[0].token()

    def make_session(self, seats: int) -> Made:
        """See Server.make_session."""
        return self.workers[0].make_session(seats)


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all tests, on a PostgreSQL of its own. Who breaks a part of it mends it too."""
    with services.Cluster.running() as cluster, open_house(tmp_path_factory.mktemp("house"), cluster) as house:
        yield house


@contextlib.contextmanager
def open_house(folder: Path, cluster: services.Cluster) -> Generator[House]:
    """Two servers behind a proxy."""
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(services.new_database(cluster.url("postgres")))
        redis = stack.enter_context(services.Redis.running())
        workers = (Server(folder, name="one"), Server(folder, name="two"))
        proxy = stack.enter_context(services.Proxy.running((workers[0].port, workers[1].port)))
        for worker in workers:
            worker.set(**settings(database, redis, proxy.url))
            stack.callback(worker.kill)
            worker.launch()
        for worker in workers:
            worker.wait()
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        yield House(workers, proxy, redis, database, cluster)


def settings(database: str, redis: services.Redis, url: str) -> dict[str, str]:
    """What every worker of one installation is told."""
    return {
        "MAATWERK_DATABASE_URL": database,
        "MAATWERK_REDIS_URL": redis.url,
        "MAATWERK_BASE_URL": url,
        "MAATWERK_SECRET_KEY": SECRET,
        "MAATWERK_ENV": "room",  # an address of this machine alone
        "MAATWERK_CONNECTIONS_PER_SESSION": "200",
    }
