"""What the server counts of itself, for Prometheus: numbers and times, never a name, a text or a code.

docs/operations.md says what each means and what to watch. Counting costs a microsecond, whether or not anybody asks.
"""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()

COMMANDS = Counter("maatwerk_commands", "Commands answered, by ack or reject code.", ["answer"], registry=REGISTRY)
COMMAND_SECONDS = Histogram(
    "maatwerk_command_seconds",
    "From taking a command to its answer, which comes after the commit.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=REGISTRY,
)
COMMIT_SECONDS = Histogram(
    "maatwerk_commit_seconds",
    "One durable commit of the log.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
    registry=REGISTRY,
)
COMMIT_SIZE = Histogram(
    "maatwerk_commit_size",
    "How many writes shared one commit.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
    registry=REGISTRY,
)
DOORBELL_LAG = Histogram(
    "maatwerk_doorbell_lag_seconds",
    "From storing at another worker to showing here, by the clocks of both.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10),
    registry=REGISTRY,
)
COMMITS_FAILED = Counter("maatwerk_commits_failed", "Commits that the database refused.", registry=REGISTRY)

for _answer in ("ack", "busy"):  # a count that begins at its first one looks to Prometheus as if it had never risen
    COMMANDS.labels(_answer)
_commands_of = cache(COMMANDS.labels)  # finding a child takes a lock and longer than counting


def count_command(answer: str) -> None:
    """One command was answered, with `ack` or a reject code."""
    _commands_of(answer).inc()
