"""The one-time links with which people get in, and a new session with its own."""

from typing import Literal

from app import hosting, ids
from app.clock import SystemClock
from app.serving.address_note import with_address
from app.settings import Settings
from app.store import Invitation, Store, UnknownSession

HOUR_MS = 3_600_000


async def make_session(
    settings: Settings, store: Store, wanted: hosting.NewSession, owner: str | None = None
) -> dict[str, str]:
    """A new session, of a new facilitator if none is given, with its tokens and one-time links."""
    settings, owner = with_address(settings), owner or ids.new_owner()
    hosted = await hosting.host_session(
        store,
        settings.pack_dirs,
        wanted,
        owner=owner,
        now=SystemClock().now(),
        retention_days=settings.retention_days,
    )
    return {
        "code": hosted.code,
        "facilitator_token": hosted.facilitator_token,
        "projector_token": hosted.projector_token,
        **await _links(settings, store, hosted.code, owner),
    }


async def _links(settings: Settings, store: Store, code: str, owner: str) -> dict[str, str]:
    base, lasts = settings.base_url.rstrip("/"), settings.link_hours * HOUR_MS
    screen = await store.tokens.issue_link(code, "screen", owner=owner, lasts_ms=lasts)
    facilitate = await store.tokens.issue_link(code, "facilitator", owner=owner, lasts_ms=lasts)
    return {
        "join_url": f"{base}/join/{code}",
        "screen_url": f"{base}/link/{screen}",
        "facilitate_url": f"{base}/link/{facilitate}",
    }


async def invite_url(settings: Settings, store: Store, invitation: Invitation) -> str:
    """The address of a new one-time link to an account."""
    secret = await store.accounts.invite(invitation, settings.link_hours * HOUR_MS)
    return f"{with_address(settings).base_url.rstrip('/')}/invite/{secret}"


async def session_link(settings: Settings, store: Store, code: str, role: Literal["facilitator", "screen"]) -> str:
    """A one-time link to a console or projector of a session, for its owner.

    Raises:
        UnknownSession: there is no such session.
    """
    record = await store.sessions.get(code)
    if record is None:
        raise UnknownSession(code)
    settings = with_address(settings)
    lasts = settings.link_hours * HOUR_MS
    secret = await store.tokens.issue_link(code, role, owner=record.owner, lasts_ms=lasts)
    return f"{settings.base_url.rstrip('/')}/link/{secret}"


async def first_links(settings: Settings, store: Store) -> dict[str, str]:
    """Links for the newest session that is neither closed nor a rehearsal; a new one if there is none.

    A new one belongs to the facilitator of the newest session, who finds both in one list.
    """
    settings, known = with_address(settings), await store.sessions.list()
    open_ones = [record for record in known if record.closed_at is None and record.counts]
    if not open_ones:
        return await make_session(settings, store, hosting.NewSession(), known[-1].owner if known else None)
    newest = open_ones[-1]
    return {"code": newest.code, **await _links(settings, store, newest.code, newest.owner)}
