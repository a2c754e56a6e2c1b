"""One thing that was measured, the bar it has to clear, and how it is shown."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

console = Console(soft_wrap=True)


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


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor so far, in seconds (Linux); the system counts in hundredths."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(found: list[Measured]) -> list[Measured]:
    """Print numbers as they come: some take a minute."""
    for one in found:
        bar = "" if one.most is None else f"<= {one.most:g}"
        console.print(f"{one.what:<66}{one.value:>10.2f} {one.unit:<4}{bar:<8}{one.verdict}", highlight=False)
    return found
