"""Of which school and board a session is, and what they agreed to for research: what may be written down.

Page, interface, command line and the manifest of a file that comes in all ask here.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.asked import Asked, Day
from app.game.text import Phrase, seen
from app.i18n import translator
from app.store import Consent, SessionRecord, Store

Place = Annotated[Phrase, StringConstraints(strip_whitespace=True), AfterValidator(seen)]
FIRST = date(2000, 1, 1)
DATED: tuple[Consent, ...] = ("agreed", "refused")
"""What somebody said on some day; the others nobody said."""

Said = tuple[Consent, str | None]
"""What the school said, and on which day (ISO 8601)."""


class WrongDay(ValueError):
    """No day on which a school can have said it. `sentence` is a Dutch source sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return translator("en")(self.sentence)


class Whose(Asked):
    """What changes; what is left out stays. `consent_on` belongs to a `consent`, and without it is today."""

    school: Place | None = None
    board: Place | None = None
    consent: Consent | None = None
    consent_on: Day | None = None


def said(wanted: Whose, today: date) -> Said | None:
    """What is to be written down of the consent, None when nothing is said of it. Raises WrongDay."""
    if wanted.consent is None:
        if wanted.consent_on is not None:
            raise WrongDay("Geef bij de dag ook op wat de school zei.")
        return None
    if wanted.consent not in DATED:
        return wanted.consent, None
    on = wanted.consent_on or today
    if not FIRST <= on <= today:
        raise WrongDay("Kies de dag waarop de school het zei: vandaag of eerder.")
    return wanted.consent, on.isoformat()


async def write_down(store: Store, record: SessionRecord, wanted: Whose, consent: Said | None) -> list[str]:
    """Store what changes; `consent` is what `said` made of it. Gives what the audit log has to tell of it."""
    told: list[str] = []
    place = (
        record.school if wanted.school is None else wanted.school,
        record.board if wanted.board is None else wanted.board,
    )
    if place != (record.school, record.board):
        await store.sessions.set_place(record.code, *place)
        told.append("place_noted")
    if consent is not None:
        await store.sessions.set_consent(record.code, *consent)
        told.append("consent_noted")
    return told
