"""How long a school waits for its cards: the whole kit of each pack, in a process that has just begun."""

import time
from pathlib import Path

from app.content import find_packs, load_pack
from app.print import kit
from bench.measured import Measured

MOST_KIT_S = 3.0


def measure(packs: Path) -> list[Measured]:
    """The slowest pack of those that we ship, in Dutch; fonts are read the first time."""
    took: list[float] = []
    for info in find_packs(packs):
        pack = load_pack(info.directory)
        began = time.perf_counter()
        kit(pack, "nl")
        took.append(time.perf_counter() - began)
    return [Measured(f"a whole kit to print, slowest of {len(took)} packs", max(took), "s", MOST_KIT_S)]
