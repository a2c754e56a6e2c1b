"""Run by test_crash: append to one session for ever, and print every seq that was acknowledged."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from store_makers import entry

from app.store import open_store
from app.store.errors import StoreFailed


async def main(url: str, session: str) -> None:
    store = open_store(url)
    base = await store.log.last_seq(session)
    while True:
        try:
            await store.log.append(entry(base, session=session, command_id=f"c{base}", events=2, data=b"x" * 300))
        except StoreFailed:  # four write in one file, and nothing says that each gets its turn in time
            continue
        base += 2
        sys.stdout.write(f"{base}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
