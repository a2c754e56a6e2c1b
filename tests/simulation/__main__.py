"""`python -m tests.simulation`: new seeds for some minutes, or one again; `make simulate` also writes the report."""

import argparse
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from os import cpu_count
from random import Random

from tests.simulation.report import Run, write_report
from tests.simulation.world import PACES, Result, simulate


def _told(result: Result) -> str:
    plan = result.plan
    return f"seed {plan.seed} {plan.pace}: {result.session_hours:.1f} session-hours, {result.answers['ack']} acks"


def again(seed: int, pace: str) -> int:
    """One seed once more, with all there is to tell."""
    result = simulate(seed, pace)
    print(_told(result), dict(result.faults), f"trace {result.trace}", *result.failures, sep="\n")
    return 1 if result.failures else 0


def many(minutes: float, first: int, processes: int) -> Run:
    """Seeds from `first` on, until the time is over."""
    began, run = time.monotonic(), Run(first, processes)
    with ProcessPoolExecutor(processes) as pool:
        # No more than are played at once: what waits in the pool would still be played when the time is over.
        waiting = {pool.submit(simulate, first + n) for n in range(processes)}
        started = len(waiting)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                result = future.result()
                run.add(result)
                print(_told(result), flush=True)
                for failure in result.failures:
                    print(f"  FAILED {failure}", flush=True)
                if result.failures:
                    print(f"  again: python -m tests.simulation --seed {result.plan.seed} --pace {result.plan.pace}")
                if time.monotonic() - began < minutes * 60:
                    waiting.add(pool.submit(simulate, first + started))
                    started += 1
    run.seconds = time.monotonic() - began
    return run


def main() -> int:
    """Gives 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seed", type=int, help="only this one; else new ones")
    parser.add_argument("--pace", choices=tuple(PACES), help="as the seed has it, if not given")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--first", type=int, help="the first of the new seeds; drawn if not given")
    parser.add_argument("--processes", type=int, default=cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the figures in docs/simulation.md")
    asked = parser.parse_args()
    if asked.seed is not None:
        return again(asked.seed, asked.pace)
    first = Random().randrange(10**9) if asked.first is None else asked.first
    run = many(asked.minutes, first, asked.processes)
    print(run.summary())
    if asked.write:
        write_report(run)
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
