"""What whose a session is says of it outside the game: school, board, and what they agreed to for research."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError

from app import ids
from app.asked import Day
from app.consent import FIRST, Whose, WrongDay, said, write_down
from app.keeping import OutOfReach, day_of, days_until
from app.store import SessionRecord
from app.web import answers
from app.web.api import describe, need_own, who_asks
from app.web.auditing import mark, note
from app.web.forms import form, see
from app.web.headers import check_origin
from app.web.problems import Problem
from app.web.rendering import render
from app.web.services import services

router = APIRouter()


class Changes(Whose):
    """Besides whose it is, also until when it is kept."""

    delete_on: Day | None = None


@router.patch("/api/v1/sessions/{code}", responses=answers.json(answers.Session))
async def change_session(request: Request, code: str, wanted: Changes) -> dict[str, object]:
    """Until when an own session is kept, of which school and board it is, and what they agreed to for research."""
    check_origin(request)
    record, _ = await need_own(request, code, also="admin")
    return describe(await change(request, record, wanted))


async def change(request: Request, record: SessionRecord, wanted: Changes) -> SessionRecord:
    """Check all of it, then store it with a line in the audit log for each kind; gives the session as it is then.

    Raises:
        Problem: a day that cannot be.
    """
    found, sessions = services(request), services(request).store.sessions
    days = _days(request, record, wanted.delete_on) if wanted.delete_on else None
    try:
        consent = said(wanted, day_of(found.clock.now()))
    except WrongDay as wrong:
        raise Problem(422, "invalid", wrong.sentence, field="consent_on") from None
    who = await who_asks(request, record)
    if days is not None:
        await sessions.set_keep_days(record.code, days)
        await note(request, "end_date_changed", who, mark(request, record.code))
    for what in await write_down(found.store, record, wanted, consent):
        await note(request, what, who, mark(request, record.code))
    return await sessions.get(record.code) or record


def _days(request: Request, record: SessionRecord, until: date) -> int:
    try:
        return days_until(record, until, services(request).settings, services(request).clock.now())
    except OutOfReach:
        sentence = "Kies een dag tussen de eerste en de laatste die kan."
        raise Problem(422, "invalid", sentence, field="delete_on") from None


@router.get("/s/{code}/about", include_in_schema=False)
async def show(request: Request, code: str) -> Response:
    """The form, for whoever may also delete the session."""
    record, as_whom = await need_own(request, code, also="admin")
    return _page(request, record, as_whom)


def _page(request: Request, record: SessionRecord, as_whom: str, problem: Problem | None = None) -> Response:
    return render(
        request,
        "about.html",
        problem.status if problem else 200,
        record=record,
        admin=as_whom == "admin",
        show_code=ids.show_code,
        today=day_of(services(request).clock.now()),
        first=FIRST,
        wrong=problem.detail if problem else None,
    )


@router.post("/s/{code}/about", include_in_schema=False)
async def save(request: Request, code: str) -> Response:
    """Store what the form says; an empty field is none."""
    fields = await form(request)
    record, as_whom = await need_own(request, code, also="admin")
    given = {name: fields.get(name, "") for name in ("school", "board", "consent")}
    try:
        wanted = Changes.model_validate(given | ({"consent_on": day} if (day := fields.get("consent_on")) else {}))
        if (wanted.consent, fields.get("consent_on", "")) == (record.consent, record.consent_on or ""):
            wanted = wanted.model_copy(update={"consent": None, "consent_on": None})  # nobody said anything new
        await change(request, record, wanted)
    except ValidationError:
        problem = Problem(422, "invalid", "Deze gegevens kloppen niet. Een naam heeft hooguit 120 tekens.")
        return _page(request, record, as_whom, problem)
    except Problem as problem:
        return _page(request, record, as_whom, problem)
    return see(f"/s/{record.code}/about")
