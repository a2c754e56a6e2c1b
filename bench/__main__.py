"""`python -m bench`: measure, print a table, write bench/results.json."""

import asyncio
import json
import os
import platform
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.cli.terminal import read_settings
from bench import (
    frames,
    growing,
    many_sessions,
    one_session,
    opening,
    pages,
    printing,
    reference,
    reporting,
    scrubbing,
    several_workers,
    slow_disk,
)
from bench.measured import Measured, console, show
from bench.server import pin, serving

RESULTS = Path(__file__).with_name("results.json")


def run(work: Coroutine[Any, Any, list[Measured]]) -> list[Measured]:
    """Measure one thing and show it at once."""
    return show(asyncio.run(work))


def main() -> None:
    cores = os.sched_getaffinity(0)
    began, core, found = time.time(), pin(), list[Measured]()
    with tempfile.TemporaryDirectory(prefix="maatwerk-bench-") as folder:
        data = Path(folder)
        found += run(opening.measure_start(data / "start"))
        found += run(slow_disk.measure())
        with serving(data / "session", core=core) as server:
            made = server.make_session(one_session.SEATS)
            found += run(one_session.measure(server, made))
            found += run(opening.measure_review(server, made))
        with serving(data / "rehearsals", core=core) as server:
            found += run(growing.measure(server))
            found += run(reporting.measure(server))
        sizes = many_sessions.fits(many_sessions.SIZES)
        with serving(data / "many", core=core) as server:
            found += run(many_sessions.measure(server, sizes, min(many_sessions.KILLED, sizes[-1])))
    os.sched_setaffinity(0, cores)  # workers and browsers take what they get
    try:
        found += show(several_workers.compare())
    except several_workers.Absent as absent:
        console.print(f"[bold red]NOT MEASURED[/]: several workers. {absent}.")
    found += run(pages.measure())
    found += run(frames.measure())
    found += run(scrubbing.measure())
    found += show(printing.measure(read_settings().packs_dir))
    runs: list[Any] = []
    try:
        ratios, runs = reference.measure()
        found += show(ratios)
    except reference.Absent as absent:
        console.print(f"[bold red]NOT MEASURED[/]: ours beside the reference. {absent}.")
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    taken = {"at": int(began), "took_s": round(time.time() - began), "machine": machine}
    RESULTS.write_text(json.dumps({**taken, "measured": [asdict(one) for one in found], "runs": runs}, indent=1) + "\n")
    console.print(
        f"{RESULTS.name} written; {taken['took_s']} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
