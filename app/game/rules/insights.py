"""What the facilitator writes down: insights for the room, private notes, bookmarks for looking back."""

from collections.abc import Sequence
from dataclasses import replace

from app.game.commands import Bookmark, CaptureInsight, DropInsight, EditInsight, Note, Tags
from app.game.context import Context, check_id, check_team
from app.game.events import (
    Bookmarked,
    Event,
    InsightCaptured,
    InsightDropped,
    InsightEdited,
    InsightRestored,
    NoteWritten,
)
from app.game.registry import decides, evolves
from app.game.rejected import Code, Rejected
from app.game.state import Insight, State, changed, put

MOST_INSIGHTS = 2000
MOST_BOOKMARKS = 500


def _check_tags(state: State, tags: Tags, context: Context) -> None:
    check_id(context.pack.factors, tags.factor, "tags.factor")
    check_id(context.pack.actors, tags.actor, "tags.actor")
    if tags.team is not None:
        check_team(state, tags.team, "tags.team")


def _held(state: State, insight: str) -> Insight:
    held = state.insights.get(insight)
    if held is None or held.dropped:
        raise Rejected(Code.UNKNOWN_ID, "insight")
    return held


@decides(CaptureInsight)
def capture_insight(state: State, command: CaptureInsight, context: Context) -> Sequence[Event]:
    _check_tags(state, command.tags, context)
    if len(state.insights) >= MOST_INSIGHTS:
        raise Rejected(Code.TOO_MANY)
    insight = f"i_{len(state.insights) + 1}"
    tags = command.tags.model_dump(exclude_none=True)
    return [InsightCaptured(insight=insight, text=command.text, tags=tags, at=context.now)]


@decides(EditInsight)
def edit_insight(state: State, command: EditInsight, context: Context) -> Sequence[Event]:
    held = _held(state, command.insight)
    tags = dict(held.tags)
    if command.tags is not None:
        _check_tags(state, command.tags, context)
        tags = command.tags.model_dump(exclude_none=True)
    text = command.text if command.text is not None else held.text
    shown = command.shown if command.shown is not None else held.shown
    if (text, tags, shown) == (held.text, dict(held.tags), held.shown):
        return []
    return [InsightEdited(insight=command.insight, text=text, tags=tags, shown=shown)]


@decides(DropInsight)
def drop_insight(state: State, command: DropInsight, context: Context) -> Sequence[Event]:
    _held(state, command.insight)
    return [InsightDropped(insight=command.insight)]


@decides(Note)
def note(state: State, command: Note, context: Context) -> Sequence[Event]:
    """One private note for each place on the agenda; a new text replaces it (the log keeps the old one).

    Not unseen: of two consoles that write at the same time, the second gets to choose.
    """
    index = state.index if command.index is None else command.index
    if index >= len(state.agenda):
        raise Rejected(Code.OUT_OF_RANGE, "index")
    held = state.notes.get(index, "")
    if held == command.text:
        return []
    if command.before not in (None, held):
        raise Rejected(Code.CONFLICT, "text")
    return [NoteWritten(index=index, text=command.text)]


@decides(Bookmark)
def bookmark(state: State, command: Bookmark, context: Context) -> Sequence[Event]:
    if len(state.bookmarks) >= MOST_BOOKMARKS:
        raise Rejected(Code.TOO_MANY)
    return [Bookmarked(label=command.label, index=state.index, at=context.now)]


@evolves(InsightCaptured)
def _(state: State, event: InsightCaptured) -> State:
    held = Insight(text=event.text, tags=event.tags, index=state.index, at=event.at)
    return changed(state, insights=put(state.insights, event.insight, held))


@evolves(InsightEdited)
def _(state: State, event: InsightEdited) -> State:
    edited = replace(state.insights[event.insight], text=event.text, tags=event.tags, shown=event.shown)
    return changed(state, insights=put(state.insights, event.insight, edited))


@evolves(InsightDropped)
def _(state: State, event: InsightDropped) -> State:
    return _set_dropped(state, event.insight, True)


@evolves(InsightRestored)
def _(state: State, event: InsightRestored) -> State:
    return _set_dropped(state, event.insight, False)


def _set_dropped(state: State, insight: str, dropped: bool) -> State:
    held = replace(state.insights[insight], dropped=dropped)
    return changed(state, insights=put(state.insights, insight, held))


@evolves(NoteWritten)
def _(state: State, event: NoteWritten) -> State:
    return changed(state, notes=put(state.notes, event.index, event.text))


@evolves(Bookmarked)
def _(state: State, event: Bookmarked) -> State:
    return changed(state, bookmarks=(*state.bookmarks, (event.label, state.seq + 1, event.at, event.index)))
