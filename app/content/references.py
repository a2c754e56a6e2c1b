"""Ids in the samples must be those of cards, and bots need something to write for every persona in every round."""

from collections.abc import Iterator

from app.content.finding import Finding
from app.content.ids import at_least, known_ids, unknown
from app.content.pack import Pack
from app.content.samples import SampleSolution
from app.content.saying import t, tn

SOLUTIONS_EACH = 2
"""So that two rehearsals in a row do not look the same."""

AT_LEAST = {"insights": 12, "team_names": 8, "actions": 6, "evaluation": 8}


def check_samples(pack: Pack, *, lenient: bool = False) -> Iterator[Finding]:
    """Findings about references and counts in the samples; `lenient`: bots may borrow those of another pupil."""
    yield from known_ids(("samples", "solutions"), pack.samples.solutions, pack.personas)
    for persona in pack.personas:
        rounds = pack.samples.solutions.get(persona, {})
        for number in ("1", "2", "3"):
            solutions = rounds.get(number, ())
            if len(solutions) < SOLUTIONS_EACH:
                path = ("samples", "solutions", persona, number)
                found = tn("{count} oplossing", "{count} oplossingen", len(solutions))
                yield Finding(path, found, at_least(SOLUTIONS_EACH), warning=lenient)
            for index, solution in enumerate(solutions):
                yield from _solution(pack, ("samples", "solutions", persona, number, str(index)), solution)
    yield from _tags(pack)
    for name, minimum in AT_LEAST.items():
        if (count := len(getattr(pack.samples, name))) < minimum:
            yield Finding(("samples", name), t("{count} keer {name}", count=count, name=name), at_least(minimum))


def _solution(pack: Pack, path: tuple[str, ...], solution: SampleSolution) -> Iterator[Finding]:
    yield from known_ids((*path, "aspects"), solution.aspects, pack.aspects)
    yield from known_ids((*path, "actors"), solution.actors, pack.actors)
    yield from known_ids((*path, "factors"), solution.factors, pack.factors)


def _tags(pack: Pack) -> Iterator[Finding]:
    known = {"dimension": pack.axes, "factor": pack.factors, "actor": pack.actors}
    for index, insight in enumerate(pack.samples.insights):
        for tag, ids in known.items():
            if (value := getattr(insight.tags, tag)) is not None and value not in ids:
                yield unknown(("samples", "insights", str(index), "tags", tag), value, ids)
