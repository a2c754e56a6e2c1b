"""Ours and a bare reference in turns, under the load generator in the folder MAATWERK_TEST_PERF.

Started by `bench.reference` with the Python of that harness; prints one JSON line a run. The reference (`L2-uvicorn`)
is an ASGI app that checks and fans out: no rules, no disk; `L2+sqlite-group` is the same with a commit before it shows.
Only ratios within one round mean anything.
"""

# The harness is not ours and has no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import argparse
import asyncio
import importlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, os.environ["MAATWERK_TEST_PERF"])
adapters: Any = importlib.import_module("adapters")
harness: Any = importlib.import_module("bench")

SESSIONS = 50
BASE = "L2-uvicorn"
DURABLE = "L2+sqlite-group"
OURS = "maatwerk"
SERVERS = (BASE, DURABLE, OURS)


class Ours(adapters.Adapter):
    """Our server over its public interface: one facilitator, one projector, sixteen seats in four teams."""

    probe = "/healthz"

    def __init__(self, command: str) -> None:
        super().__init__(OURS, [], MAATWERK_LOG_LEVEL="WARNING")
        self.command = command

    def prepare(self, port: int) -> tuple[list[str], dict[str, str], Path]:
        _, env, _ = super().prepare(port)
        self.data = self.dir / "data"
        self.data.mkdir()
        argv = [self.command, "serve", "--host", "127.0.0.1", "--port", str(port), "--data", str(self.data)]
        return argv, env, self.dir

    def setup(self, nsess: int) -> list[list[str]]:
        made = subprocess.check_output([self.command, "session", "create", "--data", str(self.data), "--json"])
        first = json.loads(made)
        auth = {"Authorization": f"Bearer {first['facilitator_token']}"}
        api = f"http://{self.base}/api/v1/sessions"
        sessions = [first, *(json.loads(adapters.http("POST", api, {}, auth)) for _ in range(nsess - 1))]
        self.tokens = [self._tokens(api, session) for session in sessions]
        return [[f"ws://{self.base}/ws/{session['code']}"] * adapters.N for session in sessions]

    def _tokens(self, api: str, session: dict[str, str]) -> list[str]:
        seats = [
            json.loads(adapters.http("POST", f"{api}/{session['code']}/seats", {"team": 1 + seat % 4}))["token"]
            for seat in range(adapters.N - 2)
        ]
        return [session["facilitator_token"], session["projector_token"], *seats]

    def on_open(self, s: int, c: int) -> list[bytes]:
        return [json.dumps({"type": "hello", "token": self.tokens[s][c]}).encode()]

    def joined(self, raw: bytes) -> bool:
        return raw.startswith(b'{"type":"welcome"')

    def encode(self, s: int, c: int, mid: str, kind: str, x: float, y: float, text: str) -> bytes:
        wish = {"type": "rename_team", "name": mid} if kind == "place" else insight(mid, text)
        return json.dumps({**wish, "id": f"c{mid[4:]}"}, separators=(",", ":")).encode()


def insight(mid: str, text: str) -> dict[str, Any]:
    """As long as the reference's text, which is all spaces: those at an end we would not keep."""
    return {"type": "capture_insight", "text": mid.ljust(len(text), ".")}


class Client(harness.Client):
    """Insights are the facilitator's: they go over connection 0 of the session."""

    def send(self, data: bytes) -> None:
        if data.startswith(b'{"type":"capture_insight"'):
            super(Client, self.b.cl[self.s][0]).send(data)
        else:
            super().send(data)


async def measure(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """One server from start to stop: memory, a quiet load, a heavy one, and if asked the search for its maximum."""
    run, found = harness.Bench(adapters.ALL[name], options), dict[str, Any]()
    try:
        found["start_s"] = run.start()
        await asyncio.sleep(0.7)
        empty = run.rss()
        urls = await asyncio.to_thread(run.a.setup, SESSIONS)
        found["sessions_mib"] = run.rss() - empty
        await run.connect(urls)
        found["kib_per_connection"] = (run.rss() - empty) * 1024 / (SESSIONS * adapters.N)
        await run.load(50, 2, seed=1)
        found["at_50"] = await run.load(50, options.seconds, seed=2)
        await run.load(400, 1, seed=3)
        found["at_400"] = await run.load(400, options.seconds, seed=4)
        found["grown_mib"] = run.rss() - empty
        if options.limits:
            _, found["most"] = await run.saturate(800)
        found["dropped"] = run.dropped
    finally:
        run.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--command", required=True, help="The maatwerk to measure.")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--limits", action="store_true", help="Also search the most commands a second.")
    parser.add_argument("--only", choices=SERVERS)
    options = parser.parse_args(
        namespace=argparse.Namespace(server_core=0, gen_core=1, step=2.5, limit=100, max_rate=6400, bisect=2)
    )
    os.sched_setaffinity(0, {options.gen_core})
    adapters.ALL[OURS] = Ours(options.command)
    harness.Client = Client
    adapters.RUN.mkdir(parents=True, exist_ok=True)
    for turn in range(options.rounds):
        names = [options.only] if options.only else SERVERS[:: -1 if turn % 2 else 1]
        for name in names:
            began = time.time()
            found = harness.uvloop.run(measure(name, options))
            print(json.dumps({"server": name, "round": turn, "took": time.time() - began, **found}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
