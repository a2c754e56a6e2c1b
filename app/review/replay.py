"""Looking back: the same views as then, from the log alone."""

from collections.abc import Iterable

from app.game.engine import fold
from app.game.events import decode
from app.game.merging import View
from app.game.pack import Pack
from app.game.viewing import Audience, view
from app.review.log import Stored


def replay(events: Iterable[Stored], audience: Audience, pack: Pack) -> View:
    """What an audience saw after these events. Who was online then is not in the log."""
    return view(fold(decode(event.type, event.version, event.data) for event in events), audience, pack)
