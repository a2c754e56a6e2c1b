"""Bots in a session, steered by its facilitator: fill the empty teams, faster or slower, pause, take over, stop."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from app.asked import WHOLE, Asked
from app.bots.rehearsals import Ended, NoEmptyTeam, NothingPlays, TooManyRehearsals
from app.game.viewing import Bots
from app.web.access import need_access
from app.web.headers import check_origin
from app.web.passing import Elsewhere
from app.web.problems import Problem, busy
from app.web.services import services

router = APIRouter(prefix="/api/v1/sessions/{code}/rehearsal")

Speed = Annotated[float, Field(ge=1, le=60)]
"""How many times as fast as people: 60 is an hour in a minute."""
Team = Annotated[int, Field(ge=1, le=4), WHOLE]


class NewRehearsal(Asked):
    """Which teams bots play: without `teams` all that are empty. `leader`: a bot leads too."""

    teams: Annotated[list[Team], Field(min_length=1, max_length=4)] | None = None
    speed: Speed | None = None
    leader: bool = False


class Change(Asked):
    """What is left out stays as it is."""

    speed: Speed | None = None
    paused: bool | None = None
    leader: bool | None = None


class Playing(BaseModel):
    """The bots that play now; no teams and no leader when none do."""

    teams: list[int]
    speed: float
    paused: bool
    leader: bool


@router.get("")
async def get_rehearsal(request: Request, code: str) -> Playing:
    """The bots that play now."""
    record, _ = await need_access(request, code, "facilitator")
    await _here(request, record.code)
    return _playing(services(request).rehearsals.bots(record.code))


@router.post("")
async def start_rehearsal(request: Request, code: str, wanted: NewRehearsal | None = None) -> Playing:
    """Let bots play empty teams. From then on the session is a rehearsal, for ever."""
    record = await _steering(request, code, claim=True)
    wanted = wanted or NewRehearsal()
    with _problems():
        return _playing(
            await services(request).rehearsals.start(record, wanted.teams, wanted.speed, leader=wanted.leader)
        )


@router.patch("")
async def change_rehearsal(request: Request, code: str, wanted: Change) -> Playing:
    """Change the speed, pause or go on, let a bot lead or take the lead from it."""
    record = await _steering(request, code)
    with _problems():
        return _playing(
            await services(request).rehearsals.change(record, wanted.speed, wanted.paused, leader=wanted.leader)
        )


@router.delete("/teams/{team}")
async def take_over(request: Request, code: str, team: Annotated[int, Path(ge=1, le=4)]) -> Playing:
    """The bot of this team stops at once; its seat stays as it is, and a person goes on."""
    record = await _steering(request, code)
    with _problems():
        return _playing(await services(request).rehearsals.hand_over(record, team))


@router.delete("", status_code=204)
async def stop_rehearsal(request: Request, code: str) -> Response:
    """All bots stop at once and give up their seats. What they did stays."""
    record = await _steering(request, code)
    with _problems():
        await services(request).rehearsals.stop(record)
    return Response(status_code=204)


async def _steering(request: Request, code: str, claim: bool = False) -> str:
    """The session's code, for who may steer it. Raises Elsewhere when another worker's bots play."""
    check_origin(request)
    record, _ = await need_access(request, code, "facilitator")
    await _here(request, record.code, claim)
    return record.code


async def _here(request: Request, code: str, claim: bool = False) -> None:
    if (worker := await services(request).rehearsals.elsewhere(code, claim)) is not None:
        raise Elsewhere(worker, busy())


def _playing(bots: Bots) -> Playing:
    return Playing(teams=list(bots.teams), speed=bots.speed, paused=bots.paused, leader=bots.leader)


@contextmanager
def _problems() -> Generator[None]:
    try:
        yield
    except NoEmptyTeam:
        raise Problem(409, "no_empty_team", "Bij elk subteam zit al iemand. Haal eerst een plek weg.") from None
    except NothingPlays:
        raise Problem(409, "no_bots", "Er spelen nu geen bots. Laat ze eerst meespelen.") from None
    except TooManyRehearsals:
        raise Problem(
            503, "too_many", "Er oefenen nu te veel sessies op deze server. Probeer het later nog eens."
        ) from None
    except Ended:
        raise Problem(410, "closed", "Deze sessie is afgelopen. Meedoen kan niet meer.") from None
