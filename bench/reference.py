"""Ours beside a bare reference in the same run, by the harness that MAATWERK_TEST_PERF names (see `bench.against`)."""

import json
import os
import statistics
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measured import Measured
from bench.server import MAATWERK

ROUNDS = 3
Run = dict[str, Any]

RATIOS: list[tuple[str, Callable[[Run], float], float | None]] = [
    ("CPU at 400 commands/s", lambda run: run["at_400"]["cpu_per_1000"], 1.9),
    ("CPU at 50 commands/s", lambda run: run["at_50"]["cpu_per_1000"], 2.0),
    ("p50 at 50 commands/s", lambda run: run["at_50"]["p50"], 2.5),
    ("memory of a connection", lambda run: run["kib_per_connection"], 2.0),
    ("bytes of a frame", lambda run: run["at_400"]["kb"] / run["at_400"]["frames"], 1.5),
]


class Absent(Exception):
    """There is no harness to measure with."""


def measure() -> tuple[list[Measured], list[Run]]:
    """Medians of the ratios of each round, and every run as it was."""
    runs = _runs()
    ours, bare, durable = (_of(runs, name) for name in ("maatwerk", "L2-uvicorn", "L2+sqlite-group"))
    found = [_ratio(f"{what}, x reference", of, ours, bare, most) for what, of, most in RATIOS]
    found += [_ratio(f"{what}, x reference that stores", of, ours, durable, None) for what, of, _ in RATIOS[:3]]
    cpu = statistics.median(run["at_400"]["cpu_per_1000"] for run in ours)
    lost = sum(run[load]["n"] - run[load]["complete"] for run in ours for load in ("at_50", "at_400"))
    return [
        *found,
        Measured("CPU of 1,000 commands at 400/s", cpu, "s"),
        Measured("memory of a connection", statistics.median(run["kib_per_connection"] for run in ours), "KiB"),
        Measured("commands that somebody did not see within 2 s", lost, ""),
    ], runs


def _of(runs: list[Run], server: str) -> list[Run]:
    return [run for run in runs if run["server"] == server]


def _ratio(what: str, of: Callable[[Run], float], ours: list[Run], others: list[Run], most: float | None) -> Measured:
    ratios = [of(mine) / of(other) for mine, other in zip(ours, others, strict=True)]
    return Measured(what, statistics.median(ratios), "", most)


def _runs() -> list[Run]:
    harness = os.environ.get("MAATWERK_TEST_PERF", "")
    if not Path(harness, "bench.py").is_file() or not harness:
        raise Absent("MAATWERK_TEST_PERF does not name the folder of the harness")
    python = Path(os.environ.get("PERF_ENV", Path(harness).parent / "env"), "vpy/bin/python")
    if not python.is_file():
        raise Absent(f"the harness has no Python at {python}: run its setup.sh, or set PERF_ENV")
    script = Path(__file__).with_name("against.py")
    argv = [str(python), str(script), "--command", MAATWERK, "--rounds", str(ROUNDS)]
    told = subprocess.run(argv, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    return [json.loads(line) for line in told.stdout.splitlines() if line.startswith(b"{")]
