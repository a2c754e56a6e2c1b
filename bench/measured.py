"""One thing that was measured, and the bar it has to clear."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """`most` is the highest value that will do; None when there is no bar, only a number to watch."""

    what: str
    value: float
    unit: str
    most: float | None = None

    @property
    def verdict(self) -> str:
        """Whether it clears the bar."""
        if self.most is None:
            return ""
        return "ok" if self.value <= self.most else "over"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def memory_mib(pid: int) -> float:
    """What a process holds in memory now (Linux)."""
    with open(f"/proc/{pid}/statm") as file:
        pages = int(file.read().split()[1])
    return pages * 4096 / 1024**2
