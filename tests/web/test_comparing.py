"""The list of sessions with its search, and several beside each other: who may, and what stands there."""

import itertools
import math
import re
from typing import Any

import pytest
from starlette.testclient import TestClient as Browser

from app.web.comparing import SIGN, apart, matches
from app.web.rendering import day
from tests.support.accounts import person
from tests.support.web import PAGE, Server, Table, bearer
from tests.web.conftest import Serve
from tests.web.test_people import made

DAY_MS = 86_400_000


@pytest.fixture
def desk(server: Server) -> Browser:
    browser = server.browser()
    browser.headers.update({"accept": "text/html"})
    browser.post("/facilitator", data={"token": server.first.facilitator})
    return browser


def play(server: Server, title: str, *places: tuple[int, int], close: bool = True, **wanted: Any) -> Table:
    """A session in which teams 1 and 2 lay a mark in camp 1 and name a factor."""
    server.wind(1000)  # a list in the order of time needs time
    table = server.table(title=title, **wanted)
    with table.wire(table.facilitator) as desk:
        desk.ask("go", phase="work", round=1)
        for (_, token), (regulation, interest) in zip(table.seats, places, strict=False):
            with table.wire(token) as wire:
                wire.ask("write_draft", fields={"title": "Plan", "text": "zq-tekst"})
                wire.ask("place", regulation=regulation, interest=interest)
                wire.ask("link_factor", factor="vision", change=2, consequence="")
        desk.ask("go", phase="reveal", round=1)
        desk.ask("reveal", what="solutions")
        if close:
            desk.ask("close_session")
            desk.ask("undo")  # what the close means for the lists of sessions is done before the next command
    return table


@pytest.fixture(scope="module")
def three(server: Server) -> list[Table]:
    return [
        play(server, "De Linde voorjaar", (-40, -20), (-20, 0)),
        play(server, "De Linde najaar", (20, 30), (40, 50)),
        play(server, "Zq <b>school</b> & co", (0, 0), (10, 10)),
    ]


def test_a_session_is_everywhere_of_the_day_on_which_it_was_played(serve: Serve):
    """Not of the day on which it was made: what was made first is played last here."""
    server = serve()
    last, first = server.table(), server.table()
    played: dict[str, int] = {}
    for table in (first, last):
        server.wind(2 * DAY_MS)
        played[table.code] = server.clock.now()
        with table.wire(table.facilitator) as wire:
            wire.ask("go", phase="welcome")
        table.close()
    for path in ("/", "/sessions", f"/sessions/compare?code={first.code}&code={last.code}"):
        page = server.http.get(path, headers=PAGE | bearer(server.first.facilitator)).text
        links = re.split(r'<li>|<br>|/s/(?=\w+/review")', page)
        found = {code: next(each for each in links if each.startswith(f"{code}/review")) for code in played}
        assert all(day(at, "nl") in found[code] for code, at in played.items()), path
        newest_first = page.index(f"{last.code}/review") < page.index(f"{first.code}/review")
        assert newest_first == ("compare" not in path), path
    for code, at in played.items():
        table = {first.code: first, last.code: last}[code]
        headers = PAGE | bearer(table.facilitator)
        assert f'"played_at": {at}' in server.http.get(f"/s/{code}/review", headers=headers).text
        assert day(at, "nl") in server.http.get(f"{table.api}/report.md", headers=headers).text


def cells(page: str) -> list[str]:
    return [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in re.findall(r"<td>(.*?)</td>", page, re.DOTALL)]


@pytest.mark.parametrize(
    ("searched", "found"),
    [("", True), ("linde", True), ("NAJAAR de", True), ("  ", True), ("linde voorjaar", False), ("%", False)],
)
def test_all_words_have_to_be_there(searched: str, found: bool):
    assert matches("De Linde najaar KHT7QM", searched) == found


def test_a_search_finds_by_title_code_and_pack(three: list[Table], desk: Browser):
    for searched in ("linde najaar", three[1].code.lower(), f"{three[1].code[:3]}-{three[1].code[3:]}"):
        page = desk.get("/sessions", params={"q": searched}).text
        assert f'value="{three[1].code}"' in page, searched
        assert three[0].code not in page, searched
    assert "Geen sessie gevonden." in desk.get("/sessions", params={"q": "bestaat niet"}).text
    assert "<b>school</b>" not in desk.get("/sessions", params={"q": '"><b>school</b>'}).text


def test_two_sessions_lie_on_one_map_the_oldest_first(three: list[Table], desk: Browser):
    page = desk.get("/sessions/compare", params={"code": [three[1].code, three[0].code]}).text
    assert re.findall(r'<polyline[^>]*points="([^"]*)"', page) == ["-30,10", "30,-40"]
    assert page.index("De Linde voorjaar") < page.index("De Linde najaar")
    found = cells(page)
    assert (found[0], found[3]) == ("-30 / -10 ± 14,1", "30 / 40 ± 14,1")
    assert "Samen" not in page
    assert "2 (2)" in found
    assert "zq-tekst" not in page


def test_three_also_say_what_they_are_together(three: list[Table], desk: Browser):
    page = desk.get("/sessions/compare", params={"code": [table.code for table in three]}).text
    assert "1,7 / 11,7 ± 11,8" in cells(page)
    assert "Zq &lt;b&gt;school&lt;/b&gt; &amp; co" in page


@pytest.mark.parametrize("count", [0, 1])
def test_from_two_on(three: list[Table], desk: Browser, count: int):
    answer = desk.get("/sessions/compare", params={"code": [table.code for table in three][:count]})
    assert answer.status_code == 422
    assert "Kies twee tot 36 sessies, van hooguit twaalf scholen." in answer.text


def named(table: Table, school: str, board: str = "") -> Table:
    """The session, with its school and board."""
    found = table.server.http.patch(
        table.api, json={"school": school, "board": board}, headers=bearer(table.facilitator)
    )
    assert (found.json()["school"], found.json()["board"]) == (school.strip(), board.strip())
    return table


@pytest.fixture(scope="module")
def board(server: Server) -> list[Table]:
    """A board of three schools, of which one played twice, and a namesake of that one at another board."""
    return [
        named(play(server, "Voorjaar", (-40, -20), (-20, 0)), "De Eik", "Boomgaard"),
        named(play(server, "De Beuk", (0, 0), (20, 20)), "De Beuk", "Boomgaard"),
        named(play(server, "Najaar", (20, 40), (40, 60)), " de  eik", "boomgaard "),
        named(play(server, "De Es", (60, 0), (80, 20)), "De Es", "Boomgaard"),
        named(play(server, "Elders", (-90, -90), (-70, -70)), "De Eik", "Elders"),
    ]


def test_sessions_of_one_school_are_one_path_and_count_once(board: list[Table], desk: Browser):
    page = desk.get("/sessions/compare", params={"board": "Boomgaard"}).text
    assert re.findall(r'<polyline[^>]*points="([^"]*)"', page) == ["-30,10 30,-50", "10,-10", "70,-10"]
    assert page.count('class="again"') == 1
    for sign in ("1a Voorjaar", "1b Najaar", "2 De Beuk", "3 De Es"):
        assert f'<th scope="row">{sign}</th>' in page
    assert "Elders" not in page
    assert "26,7 / 13,3 ± 14,1" in cells(page), "the school that played twice weighs as much as the others"


def test_two_schools_are_not_summed_however_many_sessions_they_played(board: list[Table], desk: Browser):
    eik, beuk, again = (table.code for table in board[:3])
    page = desk.get("/sessions/compare", params={"code": [eik, beuk, again]}).text
    assert "Samen" not in page
    assert "1a Voorjaar" in page


def test_a_school_is_asked_for_by_name_and_of_another_board_it_is_another_one(board: list[Table], desk: Browser):
    listed = desk.get("/sessions").text
    assert 'href="/sessions/compare?board=Boomgaard"' in listed
    assert "sessies: 4" in listed
    page = desk.get("/sessions/compare", params={"school": "DE EIK"}).text
    assert re.findall(r'<polyline[^>]*points="([^"]*)"', page) == ["-30,10 30,-50", "-80,80"]
    assert desk.get("/sessions/compare", params={"school": "De Beuk"}).status_code == 422
    assert desk.get("/sessions", params={"q": "eik boomgaard"}).text.count('name="code"') == 2


def test_more_than_twelve_lines_or_36_sessions_are_too_many(server: Server, desk: Browser):
    many = [server.table(seats=False, title=f"Nr {n}") for n in range(37)]
    for n, table in enumerate(many):
        table.close()
        named(table, f"School {n % 13}", "Groot")
    by_school: dict[int, list[str]] = {}
    for n, table in enumerate(many):
        by_school.setdefault(n % 13, []).append(table.code)
    twelve = [code for school in range(12) for code in by_school[school]]
    assert len(twelve) == 35
    assert desk.get("/sessions/compare", params={"code": twelve}).status_code == 200
    assert desk.get("/sessions/compare", params={"board": "Groot"}).status_code == 422
    named(many[12], "School 0", "Groot")
    named(many[25], "School 0", "Groot")
    assert desk.get("/sessions/compare", params={"board": "Groot"}).status_code == 422, "37 sessions of 12 schools"


def test_a_researcher_learns_which_sessions_are_of_one_school_but_no_name(serve: Serve):
    server = serve()
    leader = person(server, "leider@x.nl")
    tables = [made(leader, server) for _ in range(2)]
    for table in tables:
        table.close()
        names = {"school": "Zq-school", "board": "Zq-bestuur", "consent": "agreed"}
        assert leader.patch(table.api, json=names).status_code == 200
    reader = person(server, "reader@x.nl", "researcher")
    reader.headers.update({"accept": "text/html"})
    page = reader.get("/sessions/compare", params={"code": [table.code for table in tables]})
    assert "1a Maatwerk" in page.text
    pages = [page.text, reader.get("/sessions").text, reader.get("/sessions", params={"q": "zq"}).text]
    assert not [text for text in pages if re.search("zq-", text, re.IGNORECASE)]
    assert "Geen sessie gevonden." in pages[2]
    for asked in ({"school": "Zq-school"}, {"board": "Zq-bestuur"}):
        assert reader.get("/sessions/compare", params=asked).status_code == 422, "nor by guessing it"
    other = made(person(server, "ander@x.nl"), server)
    other.close()
    for table, lead in ((tables[0], leader), (other, None)):
        named = {"school": "De Regenboog", "board": "", "consent": "agreed"}
        headers = {} if lead else bearer(table.facilitator)
        assert (lead or server.http).patch(table.api, json=named, headers=headers).status_code == 200
    apart = reader.get("/sessions/compare", params={"code": [tables[0].code, other.code]}).text
    assert "1a" not in apart, "without a board the same name is another school for another owner"


def test_an_open_one_a_rehearsal_or_that_of_somebody_else_is_refused(server: Server, three: list[Table], desk: Browser):
    mine = three[0].code
    opened, rehearsal = play(server, "Open", close=False), play(server, "Oefenen", rehearsal=True)
    for other in (opened.code, rehearsal.code, "ABCDEF"):
        answer = desk.get("/sessions/compare", params={"code": [mine, other]})
        assert answer.status_code == 422, other
        assert "gesloten sessies die je mag terugkijken" in answer.text
    stranger = server.browser()
    assert stranger.get("/sessions/compare", params={"code": [mine, three[1].code]}).status_code == 401
    assert stranger.get("/sessions").status_code == 401


def test_numbers_on_the_map_do_not_cover_each_other_and_stay_near():
    points = [(0.0, 0.0)] * 12 + [(90.0, -90.0)]
    found = apart(points)
    assert found[0] == (0, 0)
    assert found[-1] == (90, -90)
    assert all(math.dist(one, other) >= SIGN for one, other in itertools.combinations(found, 2))
    assert all(math.dist(one, other) <= 3 * SIGN for one, other in zip(found, points, strict=True))
    assert apart(points) == found
