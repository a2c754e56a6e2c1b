"""Who may send what, and when: one table, complete (a test proves it).

What depends on more than role and phase (sealed, taken, own team) is for the rule of the command itself.
"""

from dataclasses import dataclass

from app.game import commands as c
from app.game.agenda import PHASES
from app.game.context import Role

ALWAYS = frozenset(PHASES) - {"closed"}
"""Nothing changes a closed session, but for the pulse again after some weeks and how far its first steps are."""


@dataclass(frozen=True, slots=True)
class Right:
    """Who may send a command, in which phases."""

    roles: frozenset[Role]
    phases: frozenset[str] = ALWAYS


def _seat(*phases: str) -> Right:
    return Right(frozenset({"seat"}), frozenset(phases) or ALWAYS)


def _facilitator(*phases: str) -> Right:
    return Right(frozenset({"facilitator"}), frozenset(phases) or ALWAYS)


SYSTEM = Right(frozenset({"system"}))
FACILITATOR = _facilitator()
BOTH = Right(frozenset({"seat", "facilitator"}))
"""A seat for its team, the facilitator for the school."""

RIGHTS: dict[type[c.Command], Right] = {
    c.TakeSeat: Right(SYSTEM.roles, ALWAYS | {"closed"}),
    c.ExpireTimer: SYSTEM,
    c.JoinTeam: _seat(),
    c.RenameTeam: _seat(),
    c.PickPersona: _seat("choose", "work"),
    c.PickActor: _seat("choose", "work"),
    c.WriteDraft: _seat(),
    c.EditText: _seat(),
    c.Place: _seat(),
    c.PlaceSelf: _seat(),
    c.Shift: _seat("reveal", "discuss"),
    c.SetAspect: _seat(),
    c.LinkActor: _seat(),
    c.LinkFactor: _seat(),
    c.Unlink: _seat(),
    c.SubmitSolution: _seat(),
    c.WithdrawSolution: _seat(),
    c.Ready: _seat(),
    c.CallFacilitator: _seat(),
    c.PlacePulse: _seat("welcome", "evaluate", "closed"),
    c.ReadSolution: _seat("reveal", "discuss"),
    c.Connect: BOTH,
    c.Disconnect: BOTH,
    c.DescribeNode: BOTH,
    c.Vote: _seat("vote"),
    c.VoteDilemma: _seat("reveal", "discuss"),
    c.Evaluate: _seat("evaluate"),
    c.Go: FACILITATOR,
    c.TimerAction: FACILITATOR,
    c.Assign: FACILITATOR,
    c.MoveSeat: FACILITATOR,
    c.RemoveSeat: FACILITATOR,
    c.SetPresent: FACILITATOR,
    c.Spotlight: FACILITATOR,
    c.OrderSpeakers: FACILITATOR,
    c.Reveal: _facilitator(*ALWAYS, "closed"),
    c.Blank: FACILITATOR,
    c.Prompt: FACILITATOR,
    c.ReopenSolution: FACILITATOR,
    c.EditForTeam: FACILITATOR,
    c.OpenPulse: _facilitator("welcome", "evaluate", "closed"),
    c.ClosePulse: _facilitator("welcome", "evaluate", "closed"),
    c.CaptureInsight: FACILITATOR,
    c.EditInsight: FACILITATOR,
    c.DropInsight: FACILITATOR,
    c.Note: FACILITATOR,
    c.Bookmark: FACILITATOR,
    c.OpenVote: _facilitator("vote"),
    c.CloseVote: _facilitator("vote"),
    c.BreakTie: _facilitator("vote"),
    c.AddAction: FACILITATOR,
    c.EditAction: _facilitator(*ALWAYS, "closed"),
    c.SetSchool: FACILITATOR,
    c.SetDebrief: FACILITATOR,
    c.SwitchInstrument: FACILITATOR,
    c.ShowInstrument: FACILITATOR,
    c.SetProfile: FACILITATOR,
    c.SetSlot: _facilitator(*ALWAYS, "closed"),
    c.SettleDilemma: _facilitator("reveal", "discuss"),
    c.SetTitle: FACILITATOR,
    c.SetTimes: FACILITATOR,
    c.MarkRehearsal: FACILITATOR,
    c.Undo: FACILITATOR,
    c.CloseSession: FACILITATOR,
}
"""Changes of a solution may come in any phase: a reopened one is open outside its camp (`rules.solving`)."""
