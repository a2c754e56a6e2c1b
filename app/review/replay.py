"""Looking back: the same views as then, from the log alone."""

from collections.abc import Iterable
from dataclasses import replace

from app.game.engine import fold
from app.game.events import decode
from app.game.merging import View
from app.game.pack import Pack
from app.game.viewing import Audience, view
from app.review.log import Stored


def replay(events: Iterable[Stored], audience: Audience, pack: Pack, without: frozenset[str] = frozenset()) -> View:
    """What an audience saw after these events, `without` some insights. Who was online then is not in the log."""
    state = fold(decode(event.type, event.version, event.data) for event in events)
    insights = {key: held for key, held in state.insights.items() if key not in without}
    return view(replace(state, insights=insights), audience, pack)
