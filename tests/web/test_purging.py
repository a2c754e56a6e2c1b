"""A server keeps nothing longer than promised, also when nobody thinks of it."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import func, select
from typer.testing import CliRunner

from app.cli.main import cli
from app.live.rooms import ALONE_MS
from app.purging import HOUR_MS, SOON_MS, Purging, purge
from app.settings import Settings
from app.store import Account, Invitation, SessionRecord, StoreFailed, migrate, open_store
from app.store.tables import audit, invitations, links, sign_ins
from tests.support.crowd import Crowd
from tests.support.room import ManualClock
from tests.support.web import SOON, Server, problem, reasons
from tests.web.conftest import Serve

DAY_MS = 24 * HOUR_MS
ENDED = ("ended", 4003)


def is_gone(server: Server, code: str) -> bool:
    return server.http.get(f"/join/{code}").status_code == 404


def test_a_session_goes_at_its_end_date_and_who_looks_at_it_is_told(serve: Serve):
    server = serve()
    due, stays = server.table(), server.table()
    with due.wire(due.projector) as screen:
        server.wind(89 * DAY_MS)
        with stays.wire(stays.facilitator) as console:
            assert console.ask("set_title", title="Die middag")["type"] == "ack"
        server.wind(DAY_MS)
        assert screen.closed() == ENDED
    problem(server.http.get(f"/join/{due.code}"), 404, "unknown_code")
    assert not is_gone(server, stays.code), "its ninety days count from what happened last in it"
    assert set(reasons(server)) == {"end date"}


def test_every_hour_there_is_another_look(serve: Serve):
    server = serve(retention_days=1)
    for _ in range(2):
        table = server.table()
        with table.wire(table.projector) as screen:
            server.wind(DAY_MS - 1)
            screen.sync()
            assert not is_gone(server, table.code)
            server.wind(HOUR_MS)
            assert screen.closed() == ENDED


def test_the_first_look_is_soon_after_the_start(serve: Serve):
    server = serve()
    table = server.table()
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.store.sessions.set_keep_days, table.code, 0)
    with table.wire(table.projector) as screen:
        server.wind(SOON_MS - 1)
        screen.sync()
        assert not is_gone(server, table.code)
        server.wind(1)
        assert screen.closed() == ENDED


class Failing:
    """A store that works every other time."""

    def __init__(self, clock: ManualClock) -> None:
        self.asked, self.clock, self.looked = 0, clock, asyncio.Event()
        self.audit = SimpleNamespace(drop=self.drop)
        self.accounts = SimpleNamespace(forget_old=self.nothing)
        self.tokens = SimpleNamespace(forget_links=self.nothing)
        self.sessions = SimpleNamespace(due=self.due, delete_if_due=self.delete_if_due)

    async def nothing(self, **_: object) -> None:
        pass

    async def drop(self, keep_days: int) -> None:
        self.asked += 1
        self.looked.set()
        if self.asked % 2:
            raise StoreFailed("the disk is full")

    async def due(self) -> list[str]:
        return ["MINE22", "THEIRS"]

    async def delete_if_due(self, code: str) -> object | None:
        return None if code == "THEIRS" else object()  # another worker was quicker


async def test_a_disk_that_fails_once_does_not_end_it_and_what_others_deleted_is_theirs() -> None:
    clock, told = ManualClock(), asyncio.Queue[str]()
    store = Failing(clock)
    purging = Purging(Settings(), cast(Any, store), clock, told.put)
    clock.wind(SOON_MS)
    await asyncio.wait_for(store.looked.wait(), SOON)
    clock.wind(HOUR_MS)
    async with asyncio.timeout(SOON):
        assert await told.get() == "MINE22"
    await purging.close()
    assert told.empty()
    assert clock.waiting == []


async def test_one_that_is_stopped_waits_for_nothing() -> None:
    clock, hangs, never = ManualClock(), asyncio.Event(), asyncio.Event()
    store = Failing(clock)
    store.asked = 1

    async def hang(code: str) -> None:
        hangs.set()
        await never.wait()

    purging = Purging(Settings(), cast(Any, store), clock, hang)
    clock.wind(SOON_MS)
    await asyncio.wait_for(hangs.wait(), SOON)
    await purging.close()


async def test_links_invitations_sign_ins_and_audit_lines_go_when_their_time_is_over(tmp_path: Path) -> None:
    now = 0
    settings = Settings(data_dir=tmp_path, audit_days=1, sign_in_days=1, sign_in_idle_hours=720, _env_file=None)  # pyright: ignore
    migrate(settings.url)
    store = open_store(settings.url, lambda: now)
    await store.sessions.create(SessionRecord("NEW234", "T", "nl", "po", "1", "x", "ann", b"{}", 0, 0, 90), b"pack")
    await store.tokens.issue_link("NEW234", "screen", lasts_ms=DAY_MS)
    joined = await store.accounts.invite(Invitation("admin", "command line", "a@x.nl"), DAY_MS)
    await store.accounts.join(joined, Account("a_1", "a@x.nl", "A", "admin"))
    await store.accounts.sign_in("a_1")
    await store.accounts.invite(Invitation("facilitator", "command line", "b@x.nl"), DAY_MS)
    await store.audit.write("exported", "token", keep_days=1)
    tables = (links, invitations, sign_ins, audit)

    async def rows() -> list[int]:
        return [
            await store.database.read(lambda db, t=table: db.execute(select(func.count()).select_from(t)).scalar_one())
            for table in tables
        ]

    now = DAY_MS - 1
    await purge(settings, store)
    assert await rows() == [1, 1, 1, 1]
    now = DAY_MS
    assert await purge(settings, store) == []
    assert await rows() == [0, 0, 0, 0]
    await store.close()


def beside(server: Server, *words: str) -> None:
    """What somebody types on the command line while the server runs on the same data."""
    done = CliRunner().invoke(cli, [*words, "--data", str(server.app.state.services.settings.data_dir)])
    assert done.exit_code == 0, done.output


def test_a_session_that_the_command_line_deletes_beside_the_server_ends_for_who_is_in_it(serve: Serve):
    server = serve()
    table, stays = server.table(), server.table()
    with table.wire(table.projector) as screen, stays.wire(stays.projector) as other:
        beside(server, "session", "delete", table.code, "--yes")
        server.wind(ALONE_MS)
        assert screen.closed() == ENDED
        other.sync()
    assert is_gone(server, table.code)
    assert not is_gone(server, stays.code)


def test_who_the_command_line_blocks_beside_the_server_looks_no_more(serve: Serve):
    crowd = Crowd(serve())
    target = crowd.target()
    with crowd.server.socket(target.code, headers=target.headers("owner")) as console:
        assert console.hello()["audience"] == "facilitator"
        beside(crowd.server, "account", "change", "owner@x.nl", "--block")
        crowd.server.wind(ALONE_MS)
        assert console.closed()[0] == "unauthorised"


def test_the_only_worker_goes_on_looking(serve: Serve):
    server = serve()
    for _ in range(2):
        table = server.table()
        with table.wire(table.projector) as screen:
            beside(server, "session", "delete", table.code, "--yes")
            server.wind(ALONE_MS)
            assert screen.closed() == ENDED
