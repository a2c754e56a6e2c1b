"""School, board and consent: on their page and over the API, with limits; a researcher sees what a school agreed to."""

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from app.cli.main import cli
from app.keeping import day_of
from tests.exhaustive.test_endpoints import close
from tests.support.accounts import account_of, audited, mark_of, person
from tests.support.crowd import Crowd
from tests.support.web import Server, Table, bearer, problem
from tests.web.conftest import Serve
from tests.web.test_people import made

PAGE = {"accept": "text/html"}


def lead(table: Table) -> dict[str, str]:
    return bearer(table.facilitator)


def today(table: Table) -> date:
    return day_of(table.server.clock.now())


def manifest(table: Table) -> dict[str, str]:
    made = table.server.http.get(f"{table.api}/export/zip", headers=lead(table))
    return orjson.loads(zipfile.ZipFile(io.BytesIO(made.content)).read("manifest.json"))


def test_what_the_school_said_is_in_the_manifest_and_where_files_are_made(table: Table):
    http = table.server.http
    assert manifest(table)["consent"] == "not recorded"
    asked = {"consent": "agreed", "consent_on": "2026-01-05", "school": " De Linde ", "board": "\u200b"}
    said = http.patch(table.api, json=asked, headers=lead(table)).json()
    assert {name: said[name] for name in asked} == asked | {"school": "De Linde", "board": ""}
    assert (manifest(table)["consent"], manifest(table)["consent_on"]) == ("agreed", "2026-01-05")
    assert manifest(table)["school"] == "De Linde"
    assert "board" not in manifest(table)
    for path, told in (
        ("review", ['"consent": "agreed"', '"may_note": true']),
        ("review/report", ["de school vindt het goed (5 januari 2026)", f'href="/s/{table.code}/about"']),
    ):
        page = http.get(f"/s/{table.code}/{path}", headers=lead(table) | PAGE).text
        assert [words for words in told if words not in page] == []


def test_the_names_of_school_and_board_leave_only_with_who_sees_names(serve: Serve):
    server = serve()
    target = Crowd(server).target()
    close(server, target)
    api = f"/api/v1/sessions/{target.code}"
    whose = {"school": "De Linde", "board": "Stroom", "consent": "agreed", "consent_on": "2026-01-05"}
    assert server.http.patch(api, json=whose, headers=target.headers("facilitator")).status_code == 200
    names = {"school", "board"}
    leads = ("facilitator", "owner", "cofacilitator")
    for who in (*leads, "former", "researcher", "seat"):
        packed = server.http.get(f"{api}/export/zip", headers=target.headers(who))
        server.http.cookies.clear()
        said = orjson.loads(zipfile.ZipFile(io.BytesIO(packed.content)).read("manifest.json"))
        assert said["consent"] == "agreed"
        assert said.keys() & names == (names if who in leads else set()), who


def test_without_a_day_it_is_today_and_what_nobody_said_has_none(table: Table):
    def ask(**wanted: str) -> tuple[str, str | None]:
        said = table.server.http.patch(table.api, json=wanted, headers=lead(table))
        assert said.status_code == 200, said.text
        return said.json()["consent"], said.json()["consent_on"]

    assert ask(consent="refused") == ("refused", str(today(table)))
    assert ask(school="De Linde") == ("refused", str(today(table))), "what is left out stays"
    assert ask(consent="not asked", consent_on="2026-01-05") == ("not asked", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"consent": "maybe"},
        {"consent": "agreed", "consent_on": "2999-01-01"},
        {"consent": "agreed", "consent_on": "1999-12-31"},
        {"consent": "agreed", "consent_on": "gisteren"},
        {"school": "x" * 121},
        {"board": "a\nb"},
        {"consent": None, "consent_on": "2026-01-05"},
        {"delete_on": "2001-01-01"},
        {"delete_on": "2999-01-01"},
    ],
)
def test_what_cannot_be_changes_nothing(shared: Table, wrong: dict[str, str]):
    before = shared.server.http.get(shared.api, headers=lead(shared)).json()
    both = {"school": "Ander", "consent": "refused"} | wrong
    problem(shared.server.http.patch(shared.api, json=both, headers=lead(shared)), 422, "invalid")
    assert shared.server.http.get(shared.api, headers=lead(shared)).json() == before


def test_the_end_date_is_chosen_over_the_api_too(table: Table):
    until = today(table) + timedelta(days=12)
    said = table.server.http.patch(table.api, json={"delete_on": str(until)}, headers=lead(table)).json()
    assert day_of(said["delete_on"]) == until
    assert audited(table.server)[0][0] == "end_date_changed"


def test_the_page_keeps_what_it_says_and_a_new_day_only_with_something_new(serve: Serve):
    server = serve()
    mine = person(server, "mine@x.nl")
    table = made(mine, server, "Een middag")
    path = f"/s/{table.code}/about"
    asked = {"school": "De <Linde>", "board": "Bestuur", "consent": "agreed", "consent_on": "2026-01-05"}
    for _ in range(2):
        assert mine.post(path, data=asked, headers=PAGE).headers["location"] == path
    page = mine.get(path, headers=PAGE).text
    assert 'value="De &lt;Linde&gt;"' in page
    assert 'value="agreed" checked' in page
    assert 'value="2026-01-05"' in page
    owner, mark = account_of(server, "mine@x.nl").id, mark_of(server, table.code)
    assert audited(server)[:2] == [("consent_noted", owner, mark), ("place_noted", owner, mark)]
    told = [what for what, *_ in audited(server)]
    assert (told.count("consent_noted"), told.count("place_noted")) == (1, 1), "sent again it says nothing new"
    mine.patch(table.api, json={"board": "Ander bestuur"})
    assert audited(server)[0] == ("place_noted", owner, mark)
    for wrong, said in (
        ({"consent": "maybe"}, "Deze gegevens kloppen niet."),
        ({"consent": "refused", "consent_on": "2999-01-01"}, "vandaag of eerder"),
    ):
        answer = mine.post(path, data=asked | wrong, headers=PAGE)
        assert answer.status_code == 422
        assert said in answer.text
    assert "legde vast wat een school" in person(server, "chief@x.nl", "admin").get("/people/audit", headers=PAGE).text


@pytest.mark.parametrize("consent", ["not recorded", "not asked", "refused"])
def test_a_researcher_sees_only_what_a_school_agreed_to(serve: Serve, consent: str):
    server = serve()
    leader, reader = person(server, "leider@x.nl"), person(server, "reader@x.nl", "researcher")
    table = made(leader, server)
    table.close()

    def sees() -> bool:
        listed = table.code in reader.get("/", headers=PAGE).text
        assert (reader.get(f"{table.api}/log").status_code == 200) == listed
        assert (f'value="{table.code}"' in reader.get("/sessions", headers=PAGE).text) == listed
        return listed

    assert not sees()
    assert leader.patch(table.api, json={"consent": "agreed"}).status_code == 200
    assert sees()
    assert leader.patch(table.api, json={"consent": consent}).status_code == 200
    assert not sees(), "a school that takes it back is heard"


def test_the_projector_does_not_look_back(server: Server):
    table = server.table()
    table.close()
    for path in ("log", "export/zip", "replay/1", "report.md"):
        answer = server.http.get(f"{table.api}/{path}", headers=bearer(table.projector))
        problem(answer, 403, "forbidden")
        assert server.http.get(f"{table.api}/{path}", headers=bearer(table.seats[0][1])).status_code == 200
    assert server.http.get(f"{table.api}/content", headers=bearer(table.projector)).status_code == 200


# --- the command line -------------------------------------------------------------------------------------------------


def run(data: Path, *words: str, fails: bool = False) -> str:
    told = CliRunner().invoke(cli, ["session", *words, "--data", str(data)], catch_exceptions=False)
    assert (told.exit_code != 0) == fails, told.output
    return " ".join(told.output.split()) if fails else told.stdout


def test_the_command_line_tells_and_writes_it_down_too(tmp_path: Path):
    code = orjson.loads(run(tmp_path, "create", "--json"))["code"]

    def about(*words: str) -> dict[str, str]:
        return orjson.loads(run(tmp_path, "about", code, *words, "--json"))

    nothing = {"school": "", "board": "", "consent": "not recorded", "consent_on": None}
    assert about().items() >= nothing.items()
    asked = ("--school", " De Linde ", "--consent", "agreed", "--consent-on", "2026-01-05")
    whose = {"school": "De Linde", "board": "", "consent": "agreed", "consent_on": "2026-01-05"}
    assert about(*asked).items() >= whose.items()
    assert about("--board", "Stroom").items() >= (whose | {"board": "Stroom"}).items(), "what is left out stays"
    text = run(tmp_path, "about", code)
    assert [line for line in ("school: De Linde", "board: Stroom", "consent: agreed") if line not in text] == []
    assert about("--consent", "not-asked", "--school", "")["consent"] == "not asked"
    assert about().items() >= (nothing | {"board": "Stroom", "consent": "not asked"}).items()
    lines = orjson.loads(CliRunner().invoke(cli, ["audit", "--json", "--data", str(tmp_path)]).stdout)
    written = ["consent_noted", "place_noted", "place_noted", "consent_noted", "place_noted"]
    assert [(line["what"], line["who"]) for line in lines] == [(what, "command line") for what in written]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--consent", "maybe"), "consent: "),
        (("--consent", ""), "consent: "),
        (("--consent", "agreed", "--consent-on", "2999-01-01"), "today or before"),
        (("--consent", "agreed", "--consent-on", "1999-12-31"), "today or before"),
        (("--consent", "agreed", "--consent-on", "yesterday"), "does not match"),
        (("--consent-on", "2026-01-05"), "also say what the school said"),
        (("--school", "x" * 121), "school: "),
        (("--board", "a\nb"), "board: "),
    ],
)
def test_the_command_line_changes_nothing_when_something_cannot_be(tmp_path: Path, words: tuple[str, ...], why: str):
    code = orjson.loads(run(tmp_path, "create", "--json"))["code"]
    before = run(tmp_path, "about", code)
    assert why in run(tmp_path, "about", code, "--school", "Ander", *words, fails=True)
    assert run(tmp_path, "about", code) == before
    assert "no session" in run(tmp_path, "about", "NEVER2", "--school", "Ander", fails=True)
