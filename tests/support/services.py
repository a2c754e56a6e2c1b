"""A real PostgreSQL, Redis and nginx for the tests: the one of this machine, or one started from its binaries.

Nothing here is a stand-in. Where there is neither service nor binary, tests are skipped loudly; with CI=true they fail.
"""

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, NoReturn
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from bench.server import free_port, listens

OTHER_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/sbin")
"""Where Debian puts programs that are not on everybody's path."""
START_SECONDS = 30
PROXY_CONF = Path(__file__).parents[2] / "deploy" / "proxy.conf.template"
TEMPS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def missing(what: str, how: str) -> NoReturn:
    """Say that a test cannot have something real."""
    sentence = f"{what} is not here: {how}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def program(name: str) -> str | None:
    """Path of an installed program, also one that is not on the path."""
    found = [path for place in OTHER_PLACES for path in Path("/").glob(f"{place[1:]}/{name}")]
    return shutil.which(name) or next(map(str, sorted(found, reverse=True)), None)


def postgres() -> Generator[str]:
    """The url of an administrator's database, for as long as it is needed."""
    for url in (os.environ.get("MAATWERK_TEST_POSTGRES"), f"postgresql://{getpass.getuser()}@127.0.0.1/postgres"):
        if url and _answers(url):
            yield url
            return
    if program("initdb") is None:
        missing("PostgreSQL", "install it (Debian, Ubuntu: postgresql), or set MAATWERK_TEST_POSTGRES")
    with Cluster.running() as cluster:
        yield cluster.url("postgres")


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def new_database(admin: str, template: str = "template1", more: LiteralString = "") -> Generator[str]:
    """A database of one's own, as a copy of another; the url is for SQLAlchemy. It is dropped afterwards.

    `more`: further options of CREATE DATABASE.
    """
    name = f"maatwerk_test_{uuid4().hex[:12]}"
    with psycopg.connect(admin, autocommit=True) as connection:
        names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        connection.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template} " + more).format(**names))
    try:
        yield f"{admin.rpartition('/')[0].replace('postgresql:', 'postgresql+psycopg:', 1)}/{name}"
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {name} WITH (FORCE)").format(name=sql.Identifier(name)))


class Cluster:
    """A PostgreSQL of one's own, to stop and start at will."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        # It refuses to run as root; Debian's package makes this user.
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    @classmethod
    @contextmanager
    def running(cls) -> "Generator[Cluster]":
        """A new one, started; it is gone afterwards."""
        if program("initdb") is None or program("pg_ctl") is None:
            missing("PostgreSQL's initdb", "install it (Debian, Ubuntu: postgresql)")
        with tempfile.TemporaryDirectory(prefix="maatwerk-pg-") as folder:
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres")
            cluster = cls(Path(folder))
            cluster._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
            cluster.start()
            try:
                yield cluster
            finally:
                cluster.stop()

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start and wait until it takes connections."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """`immediate` is as a power cut, `fast` as an operator would."""
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def _run(self, name: str, *argv: str) -> None:
        line = [*self._as, program(name) or name, "-D", str(self._folder / "data"), *argv]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


class Redis:
    """A Redis-compatible server of one's own that keeps nothing, to stop and start at will."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    @contextmanager
    def running(cls) -> "Generator[Redis]":
        """A new one, started; it is gone afterwards."""
        if _redis() is None:
            missing("Redis", "install it (Debian, Ubuntu: redis-server or valkey-server)")
        server = cls()
        server.start()
        try:
            yield server
        finally:
            server.kill()

    def start(self) -> None:
        """Start and wait until it takes connections."""
        argv = [_redis() or "", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        until = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("Redis did not start")
            time.sleep(0.005)

    def kill(self) -> None:
        """As a power cut would; fine when it does not run."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()

    @contextmanager
    def standing_still(self) -> Generator[None]:
        """It takes connections, and answers nothing, until this ends."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


def _redis() -> str | None:
    return program("valkey-server") or program("redis-server")


class Proxy:
    """A real nginx with the very settings of the larger installation, in front of workers on these ports."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"
        self.certificate = folder / "certificate.pem"
        self._folder = folder
        self._ports = ports

    @classmethod
    @contextmanager
    def running(cls, ports: tuple[int, int]) -> "Generator[Proxy]":
        """Started, with a certificate of its own; it is gone afterwards."""
        nginx = program("nginx")
        if nginx is None or program("openssl") is None:
            missing("nginx", "install it (Debian, Ubuntu: nginx-light openssl)")
        with tempfile.TemporaryDirectory(prefix="maatwerk-nginx-") as folder:
            proxy = cls(Path(folder), ports)
            proxy._prepare()
            process = subprocess.Popen([nginx, "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"])
            try:
                while not listens(proxy.port):
                    assert process.poll() is None, (proxy._folder / "error.log").read_text()
                    time.sleep(0.005)
                yield proxy
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait()

    def _prepare(self) -> None:
        key = self._folder / "key.pem"
        names = "subjectAltName=DNS:localhost"
        line = [
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            names,
        ]
        line += ["-keyout", str(key), "-out", str(self.certificate)]
        subprocess.run([program("openssl") or "", *line], check=True, stderr=subprocess.DEVNULL)
        values = {f"WEB_{n}": f"127.0.0.1:{port}" for n, port in enumerate(self._ports, start=1)}
        values |= {
            "LISTEN": f"127.0.0.1:{self.port}",
            "CERTIFICATE": str(self.certificate),
            "CERTIFICATE_KEY": str(key),
        }
        conf = PROXY_CONF.read_text()
        for name, value in values.items():
            conf = conf.replace(f"${{{name}}}", value)
        temp = "\n".join(f"{kind}_temp_path {self._folder}/{kind};" for kind in TEMPS)
        (self._folder / "site.conf").write_text(conf)
        (self._folder / "nginx.conf").write_text(
            f"daemon off; pid {self._folder}/pid; events {{}}\nhttp {{ {temp}\ninclude {self._folder}/site.conf; }}\n"
        )
