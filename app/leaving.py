"""What a file that leaves says of its session: the one place that asks store, wire and software for it."""

from app.live.frames import PROTOCOL
from app.review.bundle import About
from app.store import SessionRecord, Store
from app.version import VERSION


async def about(store: Store, record: SessionRecord, now: int, *, names: bool) -> About:
    """For a file that is made now (ms UTC); with the names of school and board for who sees names."""
    return About(
        code=record.code,
        pack=record.pack_id,
        pack_version=record.pack_version,
        pack_sha256=record.pack_sha256,
        software=VERSION,
        protocol=PROTOCOL,
        made_at=now,
        consent=record.consent,
        consent_on=record.consent_on,
        school=record.school if names else "",
        board=record.board if names else "",
        pinned=await store.sessions.pack(record.pack_sha256) or b"",
    )
