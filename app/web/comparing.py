"""Sessions as a list to search in, and several beside each other: plain pages, for facilitators and researchers."""

import asyncio
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from babel.numbers import format_decimal
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app import ids
from app.content.pinned import parse_dump
from app.review.comparing import LEAST_SCHOOLS, LEAST_TEAMS, Compared, Point, compared, merged, together
from app.store import SessionRecord
from app.web.languages import language_of
from app.web.owners import find_owner, need_owners, sessions_of
from app.web.pages import newest_first, studies
from app.web.problems import Problem
from app.web.rendering import day, render, studied
from app.web.services import services
from app.web.signed_in import find_account

router = APIRouter(include_in_schema=False)
MOST, MOST_SESSIONS = 12, 36
"""More lines than these nobody can tell apart on one map; each may have a few sessions."""
MOST_WORDS = 10


Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as whoever looks may know it: a researcher sees no title, nor the names of school and board."""

    record: SessionRecord
    title: str
    school: str = ""
    board: str = ""

    @property
    def comparable(self) -> bool:
        """Whether it may lie beside others."""
        return self.record.closed_at is not None and not self.record.rehearsal

    @property
    def key(self) -> Key:
        """The same for all sessions of one school. Without a board, the same name is only the same for one owner."""
        school, board = _plain(self.record.school), _plain(self.record.board)
        return ("school", school, board or f"of {self.record.owner}") if school else ("session", self.record.code)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


async def _listed(request: Request) -> list[Listed]:
    """All that may be looked back at, the newest first.

    Raises:
        Problem: 401 for who leads no session and studies none.
    """
    account = await find_account(request)
    if account is not None and account.role == "researcher":
        return [Listed(record, studied(record)) for record in await studies(request)]
    own = newest_first(await sessions_of(request, await need_owners(request)))
    return [Listed(each, each.title, each.school, each.board) for each in own]


def matches(text: str, searched: str) -> bool:
    """Whether all words of what was searched for are in a text, in any case and order."""
    low = text.casefold()
    return all(word in low for word in searched.casefold().split()[:MOST_WORDS])


@router.get("/sessions")
async def list_sessions(request: Request, q: str = "") -> Response:
    """The sessions, with a search in what the list says of them."""
    language, listed = language_of(request), await _listed(request)
    found = [each for each in listed if matches(_said(each, language), q)]
    return render(
        request,
        "sessions.html",
        found=found,
        q=q[:200],
        when=day,
        show_code=ids.show_code,
        most=MOST,
        schools=_several([each.school for each in listed if each.comparable]),
        leads=await find_owner(request) is not None,
        boards=_several([each.board for each in listed if each.comparable]),
    )


def _several(names: Sequence[str]) -> list[tuple[str, int]]:
    """The names that stand with more than one session, as they were written last, and how many those are."""
    counts = Counter(_plain(name) for name in names if name)
    written = {_plain(name): name for name in reversed(names)}
    return sorted((written[plain], count) for plain, count in counts.items() if count > 1)


def _said(each: Listed, language: str) -> str:
    record = each.record
    code = f"{record.code} {ids.show_code(record.code)}"
    named = f"{each.title} {each.school} {each.board}"
    return f"{named} {code} {record.pack_id} {day(record.played_at, language)}"


@router.get("/sessions/compare")
async def compare_sessions(request: Request, school: str = "", board: str = "") -> Response:
    """Closed sessions on one map, the oldest first, with the numbers in tables behind it: those of the codes, or all of
    a school or board. The sessions of one school are one path.
    """
    listed = await _listed(request)
    codes = {ids.read_code(code) for code in request.query_params.getlist("code")}
    wanted = [
        each
        for each in reversed(listed)
        if each.record.code in codes or (each.comparable and _named(each, school, board))
    ]
    schools = _schools(wanted)
    chosen = [each for held in schools for each in held]
    if len(codes - {each.record.code for each in chosen}) or not all(each.comparable for each in chosen):
        raise Problem(422, "invalid", "Vergelijken kan met gesloten sessies die je mag terugkijken, geen oefensessies.")
    if not 2 <= len(chosen) <= MOST_SESSIONS or len(schools) > MOST:
        raise Problem(422, "invalid", "Kies twee tot 36 sessies, van hooguit twaalf scholen.")
    store = services(request).store
    logs = [await store.log.read(each.record.code) for each in chosen]
    told = await asyncio.to_thread(lambda: [compared(log) for log in logs])
    of = {each.record.code: one for each, one in zip(chosen, told, strict=True)}
    paths = [[of[each.record.code] for each in held] for held in schools]
    return render(
        request,
        "compare.html",
        schools=schools,
        chosen=chosen,
        signs=_signs(schools),
        told=told,
        all=together([merged(path) for path in paths]),
        lines=_lines(paths),
        factors=await _factors(request, chosen, told),
        pulses=sorted({pulse for one in told for pulse in one.pulses}, key=_in_time),
        least_teams=LEAST_TEAMS,
        least_schools=LEAST_SCHOOLS,
        when=day,
        number=partial(_number, language=language_of(request)),
    )


def _number(value: float, language: str) -> str:
    return format_decimal(round(value, 1) + 0.0, format="#,##0.#", locale=language)  # what rounds to -0 is 0


def _named(each: Listed, school: str, board: str) -> bool:
    """Whether all of this school or board were asked for; not by names that whoever asks does not see."""
    return bool(
        (school and each.school and _plain(school) == _plain(each.school))
        or (board and each.board and _plain(board) == _plain(each.board))
    )


def _schools(wanted: Sequence[Listed]) -> list[list[Listed]]:
    """The sessions by school, in the order of the first of each."""
    held: dict[Key, list[Listed]] = {}
    for each in wanted:
        held.setdefault(each.key, []).append(each)
    return list(held.values())


def _signs(schools: Sequence[Sequence[Listed]]) -> list[str]:
    """What each session is called in the tables: the number of its line, with a letter where that has several."""
    return [
        f"{number}{chr(ord('a') + n) if len(held) > 1 and n < 26 else ''}"
        for number, held in enumerate(schools, start=1)
        for n in range(len(held))
    ]


def _in_time(pulse: tuple[str, str]) -> tuple[int, str]:
    return ("before", "after", "later").index(pulse[0]), pulse[1]


def _lines(schools: Sequence[Sequence[Compared]]) -> list[dict[str, Any]]:
    """Paths on the map: places of camps, with y downwards as drawings have it, and where the number stands.

    A place is (x, y, whether a later session of the same school begins there).
    """
    paths = [
        [
            (round(held.middle[0], 1), round(-held.middle[1], 1), nth > 0 and n == 0)
            for nth, one in enumerate(school)
            for n, held in enumerate(one.camps.values())
        ]
        for school in schools
    ]
    signs = iter(apart([(x, y) for path in paths if path for x, y, _ in path[-1:]]))
    return [
        {
            "number": number,
            "places": path,
            "points": " ".join(f"{x:g},{y:g}" for x, y, _ in path),
            "sign": next(signs) if path else None,
        }
        for number, path in enumerate(paths, start=1)
    ]


SIGN = 12.0
"""How far apart two numbers on the map are at least, so that each can be read."""


def apart(points: Sequence[Point]) -> list[Point]:
    """Places near these points that do not cover each other; always the same for the same points."""
    found: list[Point] = []
    for x, y in points:
        rings = (
            (x, y, ring * SIGN / 2, turn * math.tau / 12) for ring in range(60) for turn in range(12 if ring else 1)
        )
        free = (
            (round(x + far * math.sin(angle), 1), round(y - far * math.cos(angle), 1)) for x, y, far, angle in rings
        )
        found.append(next(place for place in free if all(math.dist(place, other) >= SIGN for other in found)))
    return found


async def _factors(request: Request, chosen: Sequence[Listed], told: Sequence[Compared]) -> list[tuple[str, str]]:
    """`(id, name)` of every factor in some solution, by name; the pack that a session started with names it."""
    language = language_of(request)
    names: dict[str, str] = {}
    for sha256 in {each.record.pack_sha256 for each in chosen}:
        content = await services(request).store.sessions.pack(sha256)
        if content is not None:
            names |= _names(content, language)
    used = {key for one in told for key in one.factors}
    return sorted(((key, names.get(key, key)) for key in used), key=lambda pair: pair[1].casefold())


def _names(content: bytes, language: str) -> Mapping[str, str]:
    factors = parse_dump(content).factors
    return {key: factor.name.get(language, key) for key, factor in factors.items()}
