"""What facts mean outside the log: lists and tokens follow it.

That happens after the commit. A worker may die in between, so a room that opens tells its whole log once more.
"""

from collections.abc import Iterable

from app.game.events import Event, RehearsalMarked, SeatRemoved, SessionClosed, TitleSet, Undone
from app.store import Store


async def follow(store: Store, code: str, events: Iterable[Event]) -> None:
    """Bring lists and tokens to where these facts brought the session; what is there already is not written again.

    A session that was brought in as a file keeps what the file said of it.

    Raises:
        StoreBusy, StoreFailed: as of any write; it may be done again.
    """
    removed, rehearsal = list[str](), False
    closed_at: int | None = None
    new_title: str | None = None
    for event in events:
        match event.event() if isinstance(event, Undone) else event:
            case SessionClosed(at=at):
                closed_at = at
            case TitleSet(title=title):
                new_title = title
            case RehearsalMarked():
                rehearsal = True
            case SeatRemoved(seat=seat):
                removed.append(seat)
            case _:
                pass
    if closed_at is None and new_title is None and not rehearsal and not removed:
        return
    record = await store.sessions.get(code)
    if record is None or record.imported:
        return
    if closed_at not in (None, record.closed_at):
        await store.sessions.set_closed(code, closed_at)
    if new_title is not None and new_title != record.title:
        await store.sessions.set_title(code, new_title)
    if rehearsal and not record.rehearsal:
        await store.sessions.set_rehearsal(code)
    if removed:
        await store.tokens.revoke_seats(code, removed)
