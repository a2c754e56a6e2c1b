"""The vote on which solution the room takes along: opened, answered, counted, and settled where it is a tie.

The votes themselves lie in a ballot box (`answering.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from app.game import commands as c
from app.game.context import Context, check_team
from app.game.events import Event, TieBroken, VoteClosed, VoteOpened, VoteRevealed
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.rules.answering import answered, count_boxes
from app.game.state import Ballots, State, changed


def candidates(state: State) -> dict[int, int]:
    """The solution of each team that one can vote for: its newest revealed one, as team -> round."""
    found: dict[int, int] = {}
    for (number, team), held in sorted(state.solutions.items()):
        if number in state.revealed and held.started:
            found[team] = number
    return found


def tally(state: State) -> dict[str, int]:
    """Votes by team of the last counted ballot."""
    counted = state.counted.get(f"vote:{state.vote.ballot}")
    return dict(counted.result or {}) if counted else {}


def tied(state: State) -> list[int]:
    """The teams that share the most votes; empty when there is one winner."""
    votes = tally(state)
    best = [int(team) for team, n in votes.items() if n == max(votes.values())]
    return best if len(best) > 1 else []


@decides(c.Vote)
def vote(state: State, command: c.Vote, context: Context) -> Sequence[Event]:
    check_team(state, command.team)
    if state.vote.state != "open":
        raise Rejected(Code.WRONG_PHASE if state.vote.state == "idle" else Code.CLOSED)
    if context.team is None:
        raise Rejected(Code.NO_TEAM)
    if command.team not in candidates(state):
        raise Rejected(Code.UNKNOWN_ID, "team")
    if command.team == context.team and not state.settings.vote_own:
        raise Rejected(Code.OWN_TEAM, "team")
    return answered(state, context, f"vote:{state.vote.ballot}")


# --- the facilitator ------------------------------------------------------------------------------------------------


@decides(c.OpenVote)
def open_vote(state: State, command: c.OpenVote, context: Context) -> Sequence[Event]:
    """The first vote, a vote that was closed too early, or a revote after a tie."""
    if state.vote.state == "open":
        return []
    again = state.vote.state == "closed"
    return [VoteOpened(ballot=state.vote.ballot if again else state.vote.ballot + 1)]


@decides(c.CloseVote)
def close_vote(state: State, command: c.CloseVote, context: Context) -> Sequence[Event]:
    if state.vote.state == "idle":
        raise Rejected(Code.WRONG_PHASE)
    return [VoteClosed(ballot=state.vote.ballot)] if state.vote.state == "open" else []


@decides(c.BreakTie)
def break_tie(state: State, command: c.BreakTie, context: Context) -> Sequence[Event]:
    check_team(state, command.team)
    if state.vote.state != "revealed":
        raise Rejected(Code.WRONG_PHASE)
    if command.team not in (tied(state) if tally(state) else candidates(state)):  # nobody voted: any of them
        raise Rejected(Code.INVALID, "team")
    return [TieBroken(team=command.team)]


def reveal_vote(state: State, context: Context) -> Sequence[Event]:
    """Count and show the vote; closes it first if it is still open."""
    if state.vote.state == "idle":
        raise Rejected(Code.WRONG_PHASE)
    if state.vote.state == "revealed":
        return []
    box = f"vote:{state.vote.ballot}"
    return [*count_boxes(state, context, [box]), VoteRevealed(ballot=state.vote.ballot)]


# --- evolving -------------------------------------------------------------------------------------------------------


@evolves(VoteOpened)
def _(state: State, event: VoteOpened) -> State:
    return changed(state, vote=Ballots("open", event.ballot))


@evolves(VoteClosed)
def _(state: State, event: VoteClosed) -> State:
    return changed(state, vote=replace(state.vote, state="closed"))


@evolves(VoteRevealed)
def _(state: State, event: VoteRevealed) -> State:
    shown = changed(state, vote=replace(state.vote, state="revealed"))
    votes = tally(shown)
    winner = int(max(votes, key=lambda team: votes[team])) if votes and not tied(shown) else None
    return replace(shown, vote=replace(shown.vote, winner=winner))


@evolves(TieBroken)
def _(state: State, event: TieBroken) -> State:
    return changed(state, vote=replace(state.vote, winner=event.team))
