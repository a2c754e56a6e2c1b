"""When a team last worked on its solution. Nothing stores it: the log has the time of every fact."""

from app.game import events as e

WORK = (
    e.DraftWritten,
    e.SolutionPlaced,
    e.SelfPlaced,
    e.SolutionShifted,
    e.AspectSet,
    e.ActorLinked,
    e.FactorLinked,
    e.PartUnlinked,
    e.SolutionSubmitted,
    e.SolutionWithdrawn,
)


def team_at_work(event: e.Event) -> int | None:
    """The team whose solution this event changed, as a team: nobody asks which of its people did."""
    return event.team if isinstance(event, WORK) else None
