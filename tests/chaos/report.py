"""The page with what a full run did: docs/chaos.md."""

import os
import platform
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "chaos.md"
MEANINGS = {
    "cut": "the line goes without a goodbye",
    "cut_hello": "the line goes between hello and its answer",
    "half": "part of a frame on the wire, then the line goes",
    "garble": "half of a frame's text, as if it were whole",
    "delay": "a frame, and all behind it, wait up to 0.3 s",
    "duplicate": "a frame comes twice",
    "reorder": "a frame comes after the next one",
    "throttle": "a connection of 20 kB/s",
    "black_hole": "a connection that stays open and swallows everything",
    "kill": "SIGKILL of the server: all 200 clients come back at once",
    "clock_jump": "the server's clock is set 1 s to 10 min forward or back, for 40 sessions",
    "disk_slow": "each commit waits 50 to 400 ms before it goes to disk, for some seconds, for 40 sessions",
    "never_reads": "a client that never takes anything in",
}


def write_report(sessions: int, faults: Counter[str], answers: Counter[str], seconds: float) -> None:
    """Put the figures of a run on the page."""
    rows = "\n".join(f"| `{kind}` | {meaning} | {faults[kind]:,} |" for kind, meaning in MEANINGS.items())
    PAGE.write_text(f"""# What was tried to break it

Written by `make chaos` on {datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores, {platform.machine()},
Python {platform.python_version()}.

{sessions:,} sessions with a seed each, 40 at a time on one server with five clients each, {seconds:,.0f} s in all.
Facilitator and seats send drafts (whole and letter by letter), marks, insights, clocks and steps of the agenda
through a proxy (`tests/chaos/proxy.py`) that spoils the network; the server is killed again and again, on a machine
(`tests/chaos/machine.py`) whose clock is set and whose disk is slow for a while.
{answers["ack"]:,} commands got an ack, {answers["reject"]:,} a reject (not in this phase).

| fault | what | times |
|---|---|---|
{rows}

Held in every session: each acknowledged command is in the log once, under the number of its ack; nothing is there
twice; everybody came back without help; every screen, put together from patches, equals a fresh view; each draft is
what was last acknowledged, to the letter; each of
{answers["clock_in_time"]:,} clocks ran out at most 1 s late,
{answers["clock_troubled"]:,} that ended in a jump or on a slow disk at most 1 s after that,
and {answers["clock_absent"]:,} that ended around a kill when the room was open again.

Tried elsewhere, on the real thing: a full disk (`tests/crash/test_disk.py`), the end of a worker, of PostgreSQL and of
Redis (`tests/workers/test_load.py`).
""")
