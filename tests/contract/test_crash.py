"""An ack means: on disk. Writers are killed in the middle of their work and nothing they acknowledged is lost."""

import asyncio
import sys
from pathlib import Path

import pytest
from store_makers import CODES

from app.store import Outcome, Store

pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).with_name("crashing.py")
ROUNDS, WRITERS = 3, 4


async def write_until_killed(url: str, session: str, acks: int) -> int:
    """The last seq that a process acknowledged; it is killed some acks later than `acks`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPT), url, session, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = [await process.stdout.readline() for _ in range(acks)]
    process.kill()
    lines += (await process.stdout.read()).splitlines(keepends=True)
    assert await process.wait() == -9
    return max(int(line) for line in lines if line.endswith(b"\n"))  # the last line may be cut off


async def test_what_was_acknowledged_survives_a_kill(store: Store, url: str) -> None:
    """Four processes write side by side; each restart goes on where the log of the killed one ends."""
    for round_ in range(ROUNDS):
        codes = CODES[:WRITERS]
        writers = (write_until_killed(url, code, 1 + 7 * round_ + 3 * i) for i, code in enumerate(codes))
        for code, acknowledged in zip(codes, await asyncio.gather(*writers), strict=True):
            await check(store, code, acknowledged)


async def check(store: Store, code: str, acknowledged: int) -> None:
    """No gap, no half command, every ack there, every command's answer there."""
    seqs = [found.seq for found in await store.log.read(code)]
    assert seqs == [*range(1, len(seqs) + 1)]
    assert len(seqs) % 2 == 0
    assert len(seqs) >= acknowledged
    for base in range(0, len(seqs), 2):
        assert await store.log.outcome(code, "s_1", f"c{base}") == Outcome(base + 2)
    assert await store.log.outcome(code, "s_1", f"c{len(seqs)}") is None
