"""Who may send what, and when: one table, complete (a test proves it).

What depends on more than role and phase (sealed, taken, own team) is for the rule of the command itself.
"""

from dataclasses import dataclass

from app.game import commands as c
from app.game.agenda import PHASES
from app.game.context import Role

ALWAYS = frozenset(PHASES) - {"closed"}
"""Nothing changes a closed session."""


@dataclass(frozen=True, slots=True)
class Right:
    """Who may send a command, in which phases."""

    role: Role
    phases: frozenset[str] = ALWAYS


def _seat(*phases: str) -> Right:
    return Right("seat", frozenset(phases) or ALWAYS)


FACILITATOR = Right("facilitator")

RIGHTS: dict[type[c.Command], Right] = {
    c.TakeSeat: Right("system"),
    c.ExpireTimer: Right("system"),
    c.JoinTeam: _seat(),
    c.RenameTeam: _seat(),
    c.PickPersona: _seat("choose", "work"),
    c.PickActor: _seat("choose", "work"),
    c.WriteDraft: _seat(),
    c.Place: _seat(),
    c.SetAspect: _seat(),
    c.LinkActor: _seat(),
    c.LinkFactor: _seat(),
    c.Unlink: _seat(),
    c.SubmitSolution: _seat(),
    c.WithdrawSolution: _seat(),
    c.Ready: _seat(),
    c.CallFacilitator: _seat(),
    c.PlacePulse: _seat("welcome", "evaluate"),
    c.ReadSolution: _seat("reveal", "discuss"),
    c.Vote: _seat("vote"),
    c.Evaluate: _seat("evaluate"),
    c.Go: FACILITATOR,
    c.TimerAction: FACILITATOR,
    c.Assign: FACILITATOR,
    c.MoveSeat: FACILITATOR,
    c.RemoveSeat: FACILITATOR,
    c.SetPresent: FACILITATOR,
    c.Spotlight: FACILITATOR,
    c.Reveal: FACILITATOR,
    c.Blank: FACILITATOR,
    c.Prompt: FACILITATOR,
    c.ReopenSolution: FACILITATOR,
    c.EditForTeam: FACILITATOR,
    c.OpenPulse: Right("facilitator", frozenset({"welcome", "evaluate"})),
    c.ClosePulse: Right("facilitator", frozenset({"welcome", "evaluate"})),
    c.CaptureInsight: FACILITATOR,
    c.EditInsight: FACILITATOR,
    c.DropInsight: FACILITATOR,
    c.Note: FACILITATOR,
    c.Bookmark: FACILITATOR,
    c.OpenVote: Right("facilitator", frozenset({"vote"})),
    c.CloseVote: Right("facilitator", frozenset({"vote"})),
    c.BreakTie: Right("facilitator", frozenset({"vote"})),
    c.AddAction: FACILITATOR,
    c.EditAction: FACILITATOR,
    c.SetSchool: FACILITATOR,
    c.SetDebrief: FACILITATOR,
    c.SetTitle: FACILITATOR,
    c.Undo: FACILITATOR,
    c.CloseSession: FACILITATOR,
}
"""Changes of a solution may come in any phase: a reopened one is open outside its camp (`rules.solving`)."""
