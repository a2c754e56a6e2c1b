"""What goes into the audit log, in one place: what, who and about whom or which session. Never what anything said."""

from starlette.requests import HTTPConnection

from app.sealing import session_mark
from app.web.heads import is_head
from app.web.services import services

PACKS = ("pack_made", "pack_changed", "pack_deleted")
"""`about` is the id of an own pack."""
WHAT = frozenset(
    {
        *("signed_in", "sign_in_failed", "signed_out", "signed_out_everywhere"),
        *("invited", "account_made", "account_changed", "account_deleted", "password_changed"),
        *("second_step_on", "second_step_off", "recovery_code_used"),
        *("school_tied", "school_untied"),
        *("organisation_made", "organisation_renamed", "organisation_removed"),
        *PACKS,
        *("end_date_changed", "place_noted", "consent_noted", "exported", "imported", "deleted"),
    }
)


def mark(connection: HTTPConnection, code: str) -> str:
    """What stands for a session in a line."""
    return session_mark(services(connection).key, code)


async def note(connection: HTTPConnection, what: str, who: str, about: str | None = None) -> None:
    """Write a line. `who` and `about`: see `app.store.Audited`. Who asks only for the head got nothing."""
    assert what in WHAT, what
    if is_head(connection):
        return
    found = services(connection)
    await found.store.audit.write(what, who, about, keep_days=found.settings.audit_days)
