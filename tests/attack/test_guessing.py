"""A million guesses of codes, from one address and from many, on a clock that the test turns; the class beside them.

A short form runs here; `MAATWERK_TEST_GUESSES=1000000` (and `make attack`) runs the whole.
"""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from starlette.requests import HTTPConnection

from app.ids import ALPHABET, LENGTH, SEAT_CODE_LENGTH
from app.web.access import find_session
from app.web.limits import LOOKED_UP, CodeGuesses, TooManyGuesses, Windows
from app.web.problems import Problem
from app.web.second_step import check_code
from app.web.signing_in import check_credentials
from tests.support.web import Server, Table, bearer
from tests.web.conftest import Serve

GUESSES = int(os.environ.get("MAATWERK_TEST_GUESSES", "20000"))
PAUSE = timedelta(days=1) / 1_000_000
"""So that a million takes a day."""
SCHOOL = "192.0.2.1"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def server(serve: Serve, clock: Any) -> Server:
    return serve()


def knock(server: Server, address: str) -> HTTPConnection:
    """A request from this address, without cookies."""
    scope: dict[str, Any] = {
        "type": "http",
        "headers": [],
        "app": server.app,
        "method": "GET",
        "path": "/",
        "client": (address, 1),
    }
    return HTTPConnection(scope)


def code_of(random: Random, length: int = LENGTH) -> str:
    return "".join(random.choices(ALPHABET, k=length))


@pytest.mark.parametrize(("addresses", "most_an_hour"), [(1, 600), (1000, 3000 + 5 * 1000)])
def test_guesses_of_join_codes_find_nothing(
    server: Server, clock: time_machine.Traveller, addresses: int, most_an_hour: int
):
    server.table()
    random = Random(addresses)

    async def guess() -> int:
        looked_up = 0
        for turn in range(GUESSES):
            clock.shift(PAUSE)
            with pytest.raises((Problem, TooManyGuesses)) as refused:
                await find_session(knock(server, f"10.0.{turn % addresses}"), code_of(random))
            looked_up += isinstance(refused.value, Problem)
        return looked_up

    assert server.http.portal is not None
    looked_up = server.http.portal.call(guess)
    hours = 1 + GUESSES * PAUSE // timedelta(hours=1)
    assert 0 < looked_up <= hours * most_an_hour
    assert looked_up * 100 < len(ALPHABET) ** LENGTH / 10, "with 100 sessions, less than one in ten finds one"


def post(server: Server, address: str, path: str, **fields: Any) -> int:
    """The status of a form or of a question that somebody behind this address sends."""
    client = server.browser()
    client._transport.client = (address, 1)  # type: ignore[attr-defined]
    return client.post(path, data=fields).status_code if fields else client.get(path).status_code


def open_console(server: Server, table: Table, address: str) -> None:
    client = server.browser()
    client._transport.client = (address, 1)  # type: ignore[attr-defined]
    headers = bearer(table.facilitator)
    assert client.get(f"{table.api}/content", headers=headers).status_code == 200


def flood(server: Server, address: str, times: int = 70) -> None:
    """Somebody behind this address tries codes until it has to wait."""
    random = Random(address)
    answers = [post(server, address, f"/join/{code_of(random)}") for _ in range(times)]
    assert answers[0] == 404
    assert answers[-1] == 429


def seat_code(table: Table) -> str:
    seat, token = table.seats[0]
    answer = table.server.http.post(f"{table.api}/seat-code", json={"seat": seat}, headers=bearer(token))
    return answer.json()["code"]


def test_a_class_gets_in_though_somebody_behind_its_address_tries_codes(server: Server):
    table, elsewhere = server.table(), server.table()
    open_console(server, table, SCHOOL)
    flood(server, SCHOOL)
    for _ in range(14):
        assert post(server, SCHOOL, f"/join/{table.code}", team="") == 303
    assert post(server, SCHOOL, f"/join/{table.code}/card", card=seat_code(table)) == 303
    assert post(server, SCHOOL, f"/join/{elsewhere.code}") == 429, "the session of somebody else is not at home here"
    assert post(server, "192.0.2.2", f"/join/{elsewhere.code}") == 200


def test_where_no_console_is_open_an_address_that_failed_waits_and_forgets(
    server: Server, clock: time_machine.Traveller
):
    table = server.table()
    flood(server, SCHOOL)
    assert post(server, SCHOOL, f"/join/{table.code}") == 429
    clock.shift(timedelta(minutes=2))
    assert post(server, SCHOOL, f"/join/{table.code}") == 200


def test_a_secret_that_nobody_can_guess_works_whatever_others_there_tried(server: Server):
    table = server.table()
    headers = bearer(table.facilitator)
    card = server.http.post(f"{table.api}/seat-cards", headers=headers).json()["cards"][0]["url"].partition("=")[2]
    key = server.http.post(f"{table.api}/key", headers=headers).json()["key"]
    links = [server.http.post(f"{table.api}/links", json={"role": "screen"}, headers=headers).json()["url"]]
    server.http.cookies.clear()
    flood(server, SCHOOL)
    assert post(server, SCHOOL, "/", card=card) == 303
    assert post(server, SCHOOL, "/facilitator", token=key) == 303
    assert post(server, SCHOOL, links[0].removeprefix("http://testserver")) == 303
    wrong = [post(server, SCHOOL, "/facilitator", token="wrong") for _ in range(61)]
    assert (wrong[:60], wrong[60]) == ([401] * 60, 429), "and wrong ones are counted by themselves"
    assert post(server, SCHOOL, "/facilitator", token=key) == 303


def test_seat_codes_of_one_session_tried_from_many_addresses(server: Server):
    table, random = server.table(), Random(7)
    path = f"/join/{table.code}/card"
    answers = [post(server, f"10.1.{n % 50}", path, card=code_of(random, SEAT_CODE_LENGTH)) for n in range(1000)]
    assert answers.count(404) <= 300 + 5 * 50
    assert answers[-50:] == [429] * 50
    assert post(server, SCHOOL, path, card=seat_code(table)) == 303, "who was not wrong before notices nothing"
    other = server.table()
    assert post(server, "10.1.1", f"/join/{other.code}") == 200, "nor does another session"


def test_when_all_together_were_wrong_too_often_each_has_few_tries_left(server: Server):
    guesses = CodeGuesses("60/minute", "100/hour", Windows())

    async def tried(address: str) -> bool:
        try:
            await guesses.check(address)
        except TooManyGuesses:
            return False
        await guesses.failed(address)
        return True

    async def attack() -> list[int]:
        return [sum([await tried(f"{n}") for n in range(10)]) for _ in range(12)]

    assert server.http.portal is not None
    assert server.http.portal.call(attack) == [10] * 10 + [0, 0]
    assert server.http.portal.call(tried, "new")


def looked_up(server: Server, addresses: list[str], code: str = "") -> int:
    """How many of these codes are looked up when all of them come at the same moment."""
    random = Random(3)

    async def guess(address: str) -> bool:
        try:
            await find_session(knock(server, address), code or code_of(random))
        except TooManyGuesses:
            return False
        except Problem:
            pass
        return True

    async def all_at_once() -> int:
        return sum(await asyncio.gather(*map(guess, addresses)))

    assert server.http.portal is not None
    return server.http.portal.call(all_at_once)


def test_guesses_at_the_same_moment_count_as_one_by_one(server: Server):
    assert 60 <= looked_up(server, [SCHOOL] * 300) <= 60 + LOOKED_UP
    table = server.table()
    assert looked_up(server, ["192.0.2.3"] * 300, table.code) == 300, "a class that types the right code at once"


def test_all_addresses_of_a_network_of_version_6_are_one(server: Server):
    assert looked_up(server, [f"2001:db8:1:2:{n:x}::1" for n in range(300)]) <= 60 + LOOKED_UP
    assert looked_up(server, [f"2001:db8:1:{n:x}::1" for n in range(10, 110)]) == 100, "networks are not"
    assert looked_up(server, [f"::ffff:192.0.2.{n}" for n in range(10, 110)]) == 100, "nor addresses of version 4"


@pytest.mark.parametrize("second_step", [False, True])
def test_passwords_and_codes_at_the_same_moment_count_as_one_by_one(server: Server, second_step: bool):
    account: Any = SimpleNamespace(id="o_somebody", second_step=None)

    async def guess(n: int) -> int:
        line: Any = knock(server, "192.0.2.9")
        try:
            if second_step:
                await check_code(line, account, f"{n:06}")
            else:
                await check_credentials(line, "ann@school.nl", f"a wrong password {n}")
        except Problem as problem:
            return problem.status
        return 200

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*map(guess, range(20)))

    assert server.http.portal is not None
    answers = server.http.portal.call(all_at_once)
    assert (answers.count(401), answers.count(429)) == (5, 15)
