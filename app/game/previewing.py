"""What the projector would show after a command that was not given. No single answer is looked at for it."""

from dataclasses import dataclass

from app.game import commands as c
from app.game.context import Context
from app.game.engine import decide, evolve
from app.game.events import BoxCounted
from app.game.merging import View
from app.game.pack import Pack
from app.game.rejected import Code, Rejected
from app.game.state import State
from app.game.viewing import SCREEN, view

PREVIEWED = (
    c.Go,
    c.Reveal,
    c.Spotlight,
    c.Blank,
    c.Prompt,
    c.ShowInstrument,
    c.OpenVote,
    c.CloseVote,
    c.CloseSession,
)
"""Steps that change what the whole room looks at."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The projector's view; `held` names what stays covered in it until it is really revealed."""

    view: View
    held: str | None = None


def preview(state: State, command: c.Command, context: Context, pack: Pack, online: frozenset[str]) -> Preview:
    """The projector's view as if the command had been given.

    The context holds no answers, so nothing can be counted. What a count would show is left as it is now: solutions are
    a team's and the facilitator has read them, but the clouds, votes and choices of people are known to nobody yet.

    Raises:
        Rejected: the rules refuse the command now, or it does not change what the room looks at.
    """
    if not isinstance(command, PREVIEWED):
        raise Rejected(Code.NOT_ALLOWED, "type")
    events = decide(state, command, context)
    if isinstance(command, c.Reveal) and command.what != "solutions":
        return Preview(view(state, SCREEN, pack, online), command.what if events else None)
    for event in events:
        if not isinstance(event, BoxCounted):
            state = evolve(state, event)
    return Preview(view(state, SCREEN, pack, online))
