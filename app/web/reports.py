"""What happened, as a page to look back at, and the report as a file. Rights are those of exports."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from babel.dates import format_date
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app import reporting
from app.content.pinned import parse_dump
from app.report import html
from app.report.composing import titles
from app.report.options import (
    CHAPTERS,
    LONGEST,
    LONGEST_SHORT,
    LONGEST_UNDER,
    SHORT,
    Form,
    Length,
    Options,
    Unfit,
    Variant,
    chosen_chapters,
)  # fmt: skip
from app.review.log import visible
from app.store import SessionRecord
from app.web import answers
from app.web.access import Access
from app.web.api import Language, hidden_from, need_log, who_asks
from app.web.auditing import mark, note
from app.web.forms import form as read_form
from app.web.languages import language_of
from app.web.printing import press
from app.web.problems import Problem
from app.web.rendering import render, studied
from app.web.services import services

router = APIRouter()
FILES = answers.file(*(kind.media_type.partition(";")[0] for kind in reporting.FORMS.values()))
MOST_FORM = 12 * (2 * LONGEST + len(CHAPTERS) * LONGEST_UNDER) + 4096
"""All texts of the facilitator, however they are packed on the way."""

Agreed = Annotated[bool, Query(description="A shareable one too has the insights and first steps of the room.")]
Chapters = Annotated[str, Query(max_length=300, description="Names with commas; nothing is all that belong to it.")]


def _allowed(access: Access, variant: Variant) -> Variant:
    """A researcher, who sees no names, gets what may be shared."""
    return "shareable" if access.role == "researcher" else variant


async def _document(request: Request, record: SessionRecord, access: Access, options: Options) -> reporting.Document:
    found = services(request)
    hidden = await hidden_from(found, record.code, access.role)
    events = visible(await found.store.log.read(record.code, 0), access.role, hidden)
    pinned = await found.store.sessions.pack(record.pack_sha256) or b""
    names, now = access.role != "researcher", found.clock.now()

    def make() -> reporting.Document:
        pack, played_at = parse_dump(pinned), record.played_at
        return reporting.report(events, pack, record.language, options, played_at=played_at, made_at=now, names=names)

    return await asyncio.to_thread(make)


async def _file(request: Request, record: SessionRecord, access: Access, form: Form, options: Options) -> Response:
    document = await _document(request, record, access, options)
    made = await press(request).made(lambda: reporting.written(document, form), access.owner or access.key)
    await note(request, "exported", await who_asks(request, record), mark(request, record.code))
    name = reporting.file_name(record.code, form, options.language)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type=reporting.FORMS[form].media_type, headers=headers)


@router.get("/api/v1/sessions/{code}/report.{form}", response_class=Response, responses=FILES)
async def session_report(
    request: Request,
    code: str,
    form: Form,
    language: Language = "",
    length: Length = "full",
    variant: Variant = "shareable",
    agreed: Agreed = False,
    chapters: Chapters = "",
) -> Response:
    """The report for the school: short or full, for the team itself or to share."""
    record, access = await need_log(request, code)
    options = _made(
        [name.strip() for name in chapters.split(",") if name.strip()],
        language=language if language in ("nl", "en") else record.language,
        length=length,
        variant=_allowed(access, variant),
        agreed=agreed,
    )
    return await _file(request, record, access, form, options)


def _made(chapters: list[str], **wanted: Any) -> Options:
    """The options, or a Problem that says what to do about them."""
    try:
        return Options(chapters=chosen_chapters(chapters), **wanted)
    except Unfit as unfit:
        raise _told(unfit) from None
    except ValueError:
        raise Problem(422, "unknown_id", "Dit hoofdstuk heeft het verslag niet.", field="chapters") from None


def _told(unfit: Unfit) -> Problem:
    match unfit.code:
        case "too_long" if not unfit.where:
            sentence = "Je teksten zijn samen te lang voor twee bladzijden. Kort ze in, of kies volledig."
            return Problem(422, "too_long", sentence, field="length")
        case "too_long":
            return Problem(422, "too_long", "Deze tekst is te lang.", field=unfit.where)
        case "not_short":
            sentence = "Dit hoofdstuk past niet in een kort verslag. Haal het vinkje weg, of kies volledig."
            return Problem(422, "invalid", sentence, field=unfit.where)
        case "not_chosen":
            sentence = "Je schreef bij een hoofdstuk dat niet in het verslag komt. Vink het aan, of haal de tekst weg."
            return Problem(422, "invalid", sentence, field=unfit.where)


@router.get("/s/{code}/review/results", include_in_schema=False)
async def results(request: Request, code: str) -> Response:
    """What happened, with charts and the tables behind them."""
    record, access = await need_log(request, code)
    options = Options(language=language_of(request), variant=_allowed(access, "internal"))
    document = await _document(request, record, access, options)
    return render(request, "results.html", record=record, document=document, body=html.part(document))


@router.get("/s/{code}/review/report", include_in_schema=False)
async def report_form(request: Request, code: str) -> Response:
    """Where somebody chooses what stands in the report, and writes before and after it."""
    record, access = await need_log(request, code)
    return _form_page(request, record, access, {})


def _form_page(
    request: Request, record: SessionRecord, access: Access, fields: Mapping[str, str], problem: Problem | None = None
) -> Response:
    """The form as somebody filled it in, with what is wrong with that."""
    may_choose = access.role != "researcher"
    return render(
        request,
        "report.html",
        problem.status if problem else 200,
        record=record,
        title=record.title if may_choose else studied(record),
        may_choose=may_choose,
        titles=titles,
        short=SHORT,
        most={"end": LONGEST, "under": LONGEST_UNDER, "short": LONGEST_SHORT},
        filled=fields,
        said_on=_day(record.consent_on, language_of(request)),
        may_note=access.role == "facilitator" and access.leads,
        wrong=problem.detail if problem else None,
        wrong_at=problem.extra.get("field", "") if problem else "",
    )


def _day(iso: str | None, language: str) -> str | None:
    return format_date(date.fromisoformat(iso), "d MMMM yyyy", locale=language) if iso else None


@router.post("/s/{code}/review/report", include_in_schema=False)
async def make_report(request: Request, code: str) -> Response:
    """The file that was asked for. The texts that come with it are in the file and nowhere else."""
    fields = await read_form(request, MOST_FORM)
    record, access = await need_log(request, code)
    try:
        form, options = _form(fields), _options(fields, access)
    except Problem as problem:
        return _form_page(request, record, access, fields, problem)
    return await _file(request, record, access, form, options)


def _form(fields: dict[str, str]) -> Form:
    for known in reporting.FORMS:
        if fields.get("form", "pdf") == known:
            return known
    raise Problem(422, "invalid", "Deze gegevens kloppen niet.", field="form")


def _options(fields: dict[str, str], access: Access) -> Options:
    texts = {name: fields.get(name, "").replace("\r\n", "\n") for name in ("introduction", "closing")}
    under = {name: fields.get(f"under_{name}", "").replace("\r\n", "\n") for name in CHAPTERS}
    return _made(
        [name.removeprefix("chapter_") for name in fields if name.startswith("chapter_")],
        language="en" if fields.get("language") == "en" else "nl",
        length="short" if fields.get("length") == "short" else "full",
        variant=_allowed(access, "internal" if fields.get("variant") == "internal" else "shareable"),
        agreed="agreed" in fields,
        under={name: text for name, text in under.items() if text.strip()},
        **texts,
    )
