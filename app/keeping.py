"""Until when a session is kept, as people choose it: a day, where this server stands."""

from datetime import UTC, date, datetime, timedelta

from app.settings import Settings
from app.store import SessionRecord


class OutOfReach(ValueError):
    """Today or before, for which there is deleting, or later than this installation keeps anything."""


def day_of(at: int) -> date:
    """The day of a moment (ms UTC)."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone().date()


def reach(settings: Settings, now: int) -> tuple[date, date]:
    """The first and the last day that somebody may choose now (ms UTC)."""
    today = day_of(now)
    return today + timedelta(days=1), today + timedelta(days=max(settings.retention_days, settings.retention_most_days))


def days_until(record: SessionRecord, end: date, settings: Settings, now: int) -> int:
    """The `keep_days` with which a session is deleted on that day. Raises OutOfReach."""
    first, last = reach(settings, now)
    if not first <= end <= last:
        raise OutOfReach(f"{end} is not between {first} and {last}")
    return (end - day_of(record.last_at)).days
