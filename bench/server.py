"""The real server in a process of its own, on a free port, as `maatwerk serve` starts it."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

MAATWERK = str(Path(sys.executable).with_name("maatwerk"))
START_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True, slots=True)
class Made:
    """A session with the tokens of everybody in it."""

    code: str
    facilitator: str
    screen: str
    seats: tuple[str, ...]


class Server:
    """One data folder and one port; may be started, killed and started again. `core` pins it to one processor."""

    def __init__(
        self,
        data: Path,
        *,
        core: int | None = None,
        name: str = "server",
        program: Sequence[str] = (MAATWERK,),
        **settings: str,
    ) -> None:
        self.data = data
        self._program = program
        self.name = name
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._pin = ["taskset", "-c", str(core)] if core is not None and shutil.which("taskset") else []
        self._env = {**os.environ, "MAATWERK_LOG_LEVEL": "WARNING", **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._also: tuple[str, ...] = ()
        self._token: str | None = None

    def set(self, **settings: str) -> None:
        """Change settings, for when it starts next."""
        self._env |= settings

    def also(self, *argv: str) -> None:
        """Further words for `maatwerk serve`."""
        self._also = argv

    def children(self) -> list[int]:
        """The processes that the running one started and that serve: its workers."""
        said = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [pid for pid in map(int, said.split()) if b"spawn_main" in _words_of(pid)]

    def kill_family(self) -> None:
        """As `kill`, with its workers; fine when it does not run."""
        for pid in self.children() if self._process is not None else ():
            os.kill(pid, signal.SIGKILL)
        self.kill()

    @property
    def pid(self) -> int:
        """Of the running server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait until the port answers."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start, without waiting."""
        self.data.mkdir(parents=True, exist_ok=True)
        argv = [*self._program, "serve", "--host", "127.0.0.1", "--port", str(self.port), "--data", str(self.data)]
        argv += self._also
        with (self.data / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen([*self._pin, *argv], stdout=log, stderr=log, env=self._env)

    def wait(self) -> None:
        """Until the port accepts; raises RuntimeError when the server ends first."""
        until = time.monotonic() + START_SECONDS
        while not listens(self.port):
            if self._process is None or self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start:\n{self.log()}")
            time.sleep(0.005)

    def kill(self) -> None:
        """As a power cut would."""
        self.end(signal.SIGKILL)

    def stop(self) -> int:
        """As an operator would; gives the exit code."""
        return self.end(signal.SIGTERM)

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait until the process is gone."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        try:
            return process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def log(self) -> str:
        """What the server printed."""
        return (self.data / f"{self.name}.log").read_text()

    # --- its command line and its sessions ----------------------------------------------------------------------------

    def command(self, *argv: str) -> bytes:
        """The output of a `maatwerk` command on the same data."""
        return subprocess.check_output([MAATWERK, *argv, "--data", str(self.data)], env=self._env)

    def token(self) -> str:
        """Of somebody who may make sessions, asked once: the command line takes as long as a program's start."""
        if self._token is None:
            self._token = str(json.loads(self.command("session", "create", "--json"))["facilitator_token"])
        return self._token

    def make_session(self, seats: int, **about: Any) -> Made:
        """A session over the public interface, its seats spread over four teams."""
        bearer = {"Authorization": f"Bearer {self.token()}"}
        with httpx.Client(base_url=self.url, timeout=30) as http:
            made = http.post("/api/v1/sessions", json=about, headers=bearer).raise_for_status().json()
            taken = [
                http.post(f"/api/v1/sessions/{made['code']}/seats", json={"team": 1 + seat % 4})
                for seat in range(seats)
            ]
            tokens = tuple(answer.raise_for_status().json()["token"] for answer in taken)
        return Made(made["code"], made["facilitator_token"], made["projector_token"], tokens)


def _words_of(pid: int) -> bytes:
    """How a process was called; nothing when it has just ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def listens(port: int) -> bool:
    """Whether something accepts connections on this port."""
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def serving(data: Path, *, core: int | None = None) -> Generator[Server]:
    """A started server that is gone afterwards."""
    server = Server(data, core=core)
    server.start()
    try:
        yield server
    finally:
        server.end(signal.SIGKILL)


def pin() -> int | None:
    """Give the server a core of its own, when there are two and `taskset` to do it with."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2 or shutil.which("taskset") is None:
        return None
    os.sched_setaffinity(0, set(cores[1:]))
    return cores[0]
