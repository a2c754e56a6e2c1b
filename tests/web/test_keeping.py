"""Whose a session is may keep it longer or shorter, within limits, or delete it from the browser."""

import html
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli.main import cli
from app.keeping import day_of
from tests.support.accounts import account_of, audited, mark_of, person
from tests.support.web import Server, Table, bearer, problem, reasons
from tests.web.conftest import Serve
from tests.web.test_people import made

PAGE = {"accept": "text/html"}


def ends(table: Table, browser: TestClient) -> int:
    return browser.get(table.api).json()["delete_on"]


def test_another_day_within_limits(serve: Serve):
    server = serve(retention_most_days=200)
    mine = person(server, "mine@x.nl")
    table = made(mine, server, "De Linde")
    today = day_of(server.clock.now())
    for days, status in ((1, 303), (200, 303), (0, 422), (201, 422), (-1, 422)):
        before = ends(table, mine)
        until = today + timedelta(days=days)
        answer = mine.post(f"/s/{table.code}/keep", data={"until": str(until)}, headers=PAGE)
        assert answer.status_code == status, days
        if status == 303:
            assert day_of(ends(table, mine)) == until
        else:
            assert ends(table, mine) == before
            assert "Kies een dag tussen" in answer.text
    assert "Dit is geen datum." in mine.post(f"/s/{table.code}/keep", data={"until": "morgen"}, headers=PAGE).text
    page = html.unescape(mine.get(f"/s/{table.code}/keep", headers=PAGE).text)
    assert f'value="{today + timedelta(days=200)}" min="{today + timedelta(days=1)}"' in page
    assert audited(server)[0] == ("end_date_changed", account_of(server, "mine@x.nl").id, mark_of(server, table.code))


def test_the_end_date_stands_in_both_lists_and_leads_to_its_page(serve: Serve):
    server = serve()
    mine, admin = person(server, "mine@x.nl"), person(server, "chief@x.nl", "admin")
    table = made(mine, server, "De Linde")
    year = str(day_of(ends(table, mine)).year)
    for browser, path in ((mine, "/"), (admin, "/people/sessions")):
        line = browser.get(path, headers=PAGE).text.partition(f'href="/s/{table.code}/keep">')[2].partition("</a>")[0]
        assert line.startswith("bewaard tot ")
        assert year in line


def test_deleting_asks_once_and_the_register_knows_by_whom(serve: Serve):
    server = serve()
    mine, admin = person(server, "mine@x.nl"), person(server, "chief@x.nl", "admin")
    for browser, then in ((mine, "/"), (admin, "/people/sessions")):
        table = made(mine, server)
        path = f"/s/{table.code}/delete"
        problem(browser.post(path, data={}), 422, "invalid")
        answer = browser.post(path, data={"sure": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, then)
        assert server.http.get(f"/join/{table.code}").status_code == 404
    assert reasons(server) == ["facilitator", "admin"]


def test_who_only_holds_the_token_of_a_session_may_too(server: Server):
    table, today = server.table(), day_of(server.clock.now())
    answer = server.http.post(
        f"/s/{table.code}/keep",
        data={"until": str(today + timedelta(days=3))},
        headers=bearer(table.facilitator),
        follow_redirects=False,
    )
    assert answer.status_code == 303
    kept = server.http.get(table.api, headers=bearer(table.facilitator)).json()
    assert day_of(kept["delete_on"]) == today + timedelta(days=3)


def test_one_day_is_no_days(serve: Serve):
    page = html.unescape(serve(retention_days=1, backup_days=1).http.get("/privacy", headers=PAGE).text)
    assert "als er 1 dag niets in gebeurde" in page
    assert "hoogstens 1 dag bewaard" in page
    assert "1 dagen" not in page


def test_the_page_on_privacy_has_the_numbers_of_this_installation(serve: Serve):
    server = serve(retention_days=11, retention_most_days=222, backup_days=33, audit_days=444, sign_in_days=5)
    page = html.unescape(server.http.get("/privacy", headers=PAGE).text)
    for said in ("als er 11 dagen", "hoogstens 222 dagen", "hoogstens 33 dagen", "blijft 444 dagen", "hoogstens 5"):
        assert said in page


Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*words: str, fails: bool = False) -> str:
        told = CliRunner().invoke(cli, [*words, "--data", str(tmp_path)], catch_exceptions=False)
        assert (told.exit_code != 0) == fails, told.output
        return told.output

    return run


def test_the_command_line_chooses_a_day_too(run: Run):
    code = orjson.loads(run("session", "create", "--json"))["code"]
    (line,) = orjson.loads(run("session", "list", "--json"))
    until = day_of(line["delete_on"]) + timedelta(days=10)
    run("session", "keep", code, "--until", str(until))
    (line,) = orjson.loads(run("session", "list", "--json"))
    assert day_of(line["delete_on"]) == until
    assert "is not between" in run("session", "keep", code, "--until", "2001-01-01", fails=True)
    assert "no session" in run("session", "keep", "NEVER2", "--until", str(until), fails=True)


def test_the_command_line_asks_only_who_sits_at_a_terminal_before_it_deletes(run: Run, tmp_path: Path):
    code = orjson.loads(run("session", "create", "--json"))["code"]
    words = [sys.executable, "-m", "app", "session", "delete", code, "--data", str(tmp_path)]
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"n\n")
    assert subprocess.run(words, stdin=terminal, capture_output=True, check=False).returncode == 1
    os.close(keyboard)
    os.close(terminal)
    assert len(orjson.loads(run("session", "list", "--json"))) == 1
    assert orjson.loads(run("session", "delete", code, "--json"))["counts"]["events"] == 1
    assert orjson.loads(run("session", "list", "--json")) == []
