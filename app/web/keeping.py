"""The page on which a facilitator or an admin says until when a session is kept, or deletes it now."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import ids
from app.keeping import OutOfReach, day_of, days_until, reach
from app.store import SessionRecord
from app.web.access import find_session
from app.web.api import need_own, remove_session, who_asks
from app.web.auditing import mark, note
from app.web.forms import form, see
from app.web.problems import Problem
from app.web.rendering import day, render
from app.web.services import services

router = APIRouter(prefix="/s/{code}", include_in_schema=False)


@router.get("/keep")
async def show(request: Request, code: str) -> Response:
    """Until when, another day, and deleting."""
    record, as_whom = await need_own(request, code, also="admin")
    return _page(request, record, as_whom)


def _page(request: Request, record: SessionRecord, as_whom: str, problem: Problem | None = None) -> Response:
    found = services(request)
    first, last = reach(found.settings, found.clock.now())
    return render(
        request,
        "keep.html",
        problem.status if problem else 200,
        record=record,
        admin=as_whom == "admin",
        show_code=ids.show_code,
        day=day,
        until=day_of(record.delete_on),
        first=first,
        last=last,
        wrong=problem.detail if problem else None,
    )


@router.post("/keep")
async def keep(request: Request, code: str) -> Response:
    """Another end date, with a line in the audit log."""
    fields = await form(request)
    record, as_whom = await need_own(request, code, also="admin")
    found = services(request)
    try:
        days = days_until(record, date.fromisoformat(fields.get("until", "")), found.settings, found.clock.now())
    except OutOfReach:
        problem = Problem(422, "invalid", "Kies een dag tussen de eerste en de laatste die kan.")
        return _page(request, record, as_whom, problem)
    except ValueError:
        return _page(request, record, as_whom, Problem(422, "invalid", "Dit is geen datum."))
    await found.store.sessions.set_keep_days(record.code, days)
    await note(request, "end_date_changed", await who_asks(request, record), mark(request, record.code))
    return see(f"/s/{record.code}/keep")


@router.post("/delete")
async def delete(request: Request, code: str) -> Response:
    """Remove the session and every trace of it, once somebody ticked that it may."""
    fields = await form(request)
    record = await find_session(request, code)
    _, as_whom = await need_own(request, record.code, also="admin")
    if "sure" not in fields:
        raise Problem(422, "invalid", "Vink eerst aan dat alles weg mag.", field="sure")
    await remove_session(request, record.code)
    return see("/people/sessions" if as_whom == "admin" else "/")
