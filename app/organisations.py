"""Organisations, for admins in the browser and on the command line."""

from app.settings import Settings
from app.store import Store


async def organisation_id(settings: Settings, store: Store, name: str, who: str) -> str:
    """The organisation with this name, made if there is none. The audit log tells that `who` made it."""
    found, made = await store.accounts.organisation(name)
    if made:
        await store.audit.write("organisation_made", who, found.id, keep_days=settings.audit_days)
    return found.id
