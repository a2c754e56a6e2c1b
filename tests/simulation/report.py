"""The figures of a run, for the page docs/simulation.md: what is written by hand there stays."""

import os
import platform
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.simulation.world import USUAL, Result

PAGE = Path(__file__).resolve().parents[2] / "docs" / "simulation.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->"
MEANINGS = {
    "cut": "a line goes without a goodbye, with what was on its way",
    "cut_hello": "a line goes while the hello is answered",
    "black_hole": "a line stays open and swallows everything from some message on",
    "double": "a client's frame comes twice",
    "plain_line": "a line without a websocket: what is said is posted, what is heard is polled for",
    "request_lost": "a plain request is lost, and made again",
    "response_lost": "its answer is lost, and it is made again: posts and polls come twice",
    "slow_reader": "a client takes nothing in for 5-60 s",
    "refused": "a client knocks at a worker that is not there",
    "laptop_sleeps": "a laptop is closed for up to 20 minutes, and goes on",
    "all_leave": "all people of a session close their laptops for half an hour to three days",
    "stays_on": "but the projector is left on",
    "laptop_dies": "a laptop is gone; another one takes the seat, with what was sent and not answered",
    "crash": "a worker vanishes in the middle of whatever it did",
    "power_cut": "the same, and its lines stay open",
    "restart": "a worker is told to leave, as for a new version",
    "stall": "a worker stands still for up to 9 s",
    "answer_lost_in_crash": "entries that were on disk when their worker vanished, their answers not given",
    "commit_lost_in_crash": "entries on their way to disk when their worker vanished, and gone",
    "disk_full": "nothing can be stored for up to 20 s",
    "disk_away": "nothing can be stored or read for up to 15 s",
    "disk_slow": "commits take up to 3 s for a minute",
    "disk_lossy": "the database's answers get lost for a minute",
    "commit_refused": "entries that were not stored because of these",
    "read_failed": "reads that failed because of these",
    "answer_lost": "entries that were stored while the worker is told that they were not",
    "conflict": "entries decided on a log that another worker had made longer",
    "duplicate": "commands that were stored before",
    "bell_bad": "rings between workers get lost, come late, come twice",
    "bell_out": "no worker reaches another for up to a minute",
    "ring_lost": "rings lost",
    "ring_lost_in_outage": "rings and comings and goings lost in an outage",
    "ring_doubled": "rings that came twice",
    "clock_jump": "all clocks on the wall are set 1 s to 10 min forward or back",
}


@dataclass
class Share:
    """What came of one pace. `seconds` of processor time, which other work beside it changes least."""

    seeds: int = 0
    sessions: int = 0
    hours: float = 0.0
    seconds: float = 0.0
    sent: int = 0
    steps: int = 0

    def add(self, result: Result) -> None:
        """One more seed."""
        self.seeds += 1
        self.sessions += result.plan.sessions
        self.hours += result.session_hours
        self.seconds += result.seconds
        self.sent += commands(result.answers)
        self.steps += result.steps


def commands(answers: Counter[str]) -> int:
    """How many got an answer; clocks that were looked at are counted beside them."""
    return answers.total() - answers["clock_in_time"] - answers["clock_after_trouble"]


@dataclass
class Run:
    """The sum of many results. `seconds` on the machine's own clock."""

    first: int
    processes: int
    seconds: float = 0.0
    paces: dict[str, Share] = field(default_factory=lambda: {pace: Share() for pace in USUAL})
    seeds: int = 0
    sessions: int = 0
    hours: float = 0.0
    steps: int = 0
    answers: Counter[str] = field(default_factory=Counter[str])
    faults: Counter[str] = field(default_factory=Counter[str])
    failed: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])

    def add(self, result: Result) -> None:
        """One more seed."""
        self.paces[result.plan.pace].add(result)
        self.seeds += 1
        self.sessions += result.plan.sessions
        self.hours += result.session_hours
        self.steps += result.steps
        self.answers += result.answers
        self.faults += result.faults
        if result.failures:
            self.failed.append((result.plan.seed, result.plan.pace))

    @property
    def clocks(self) -> int:
        """How many deadlines were looked at."""
        return self.answers["clock_in_time"] + self.answers["clock_after_trouble"]

    @property
    def rejects(self) -> int:
        """Commands that the rules or the moment refused."""
        return commands(self.answers) - self.answers["ack"]

    def by_pace(self) -> str:
        """A table, so that nobody takes hours in which people sleep for hours in which they play."""
        rows = "\n".join(
            f"| `{pace}` | {share.seeds:,} | {share.sessions:,} | {share.hours:,.0f} | {share.sent:,} "
            f"| {share.steps:,} | {share.seconds:,.0f} | {share.hours / share.seconds * 60:,.0f} |"
            for pace, share in self.paces.items()
            if share.seeds
        )
        heads = (
            "pace|seeds|sessions|session-hours|commands|callbacks|processor seconds|session-hours a processor minute"
        )
        return f"| {heads.replace('|', ' | ')} |\n|{'---|' * (heads.count('|') + 1)}\n{rows}"

    def summary(self) -> str:
        """In a few lines."""
        pace = self.hours / self.seconds * 60
        return (
            f"{self.seeds} seeds, {self.sessions} sessions, {self.hours:,.0f} session-hours in {self.seconds:.0f} s "
            f"({pace:,.0f} a minute)\n{self.answers['ack']:,} acks, {self.rejects:,} rejects, {self.clocks:,} clocks, "
            f"{self.steps:,} steps\n{self.by_pace()}\nfailed: {self.failed or 'none'}"
        )


def write_report(run: Run) -> None:
    """Put the figures on the page, between its marks."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    rows = "\n".join(f"| `{kind}` | {meaning} | {run.faults[kind]:,} |" for kind, meaning in MEANINGS.items())
    said, minute = run.answers, run.hours / run.seconds * 60
    figures = f"""Written by `make simulate` on {datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores,
{platform.machine()}, Python {platform.python_version()}, {run.processes} processes.

{run.seeds:,} seeds from {run.first} on, {run.sessions:,} sessions,
**{run.hours:,.0f} session-hours** in {run.seconds:,.0f} s: {minute:,.0f} a minute,
{run.steps / run.seconds:,.0f} callbacks a second. {said["ack"]:,} commands got an ack, {said["busy"]:,} were told to
come again, {run.rejects - said["busy"]:,} were refused by the rules.
{said["clock_in_time"]:,} clocks ran out at most 1 s late, {said["clock_after_trouble"]:,} soon after whatever stopped
them was over. Seeds that failed: {", ".join(f"{seed} {pace}" for seed, pace in run.failed) or "none"}.

By pace:

{run.by_pace()}

| fault | what | times |
|---|---|---|
{rows}
"""
    PAGE.write_text(before + BEGIN + figures + END + after)
