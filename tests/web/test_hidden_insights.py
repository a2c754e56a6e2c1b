"""What the facilitator took off the screens or dropped, nobody who sat in a team reads afterwards, whichever way."""

import json

import pytest

from tests.exhaustive.test_endpoints import close
from tests.support.crowd import Crowd, Target
from tests.support.packed import unpacked
from tests.support.web import Server
from tests.web.conftest import Serve

FILES = ("jsonl", "csv", "csv-nl", "xlsx", "xapi", "zip")
REPORTS = ("variant=internal", "variant=shareable&agreed=true")
SECRET = {"zq-hidden", "zq-dropped", "zq-undone", "zq-meanwhile"}
"""Hidden and dropped in the end, taken back, and how an insight read while it was hidden."""
KNOWN = {"zq-open", "zq-first", "zq-last"}
"""All of these stood on the screens, and what became of them still does."""


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    return serve()


@pytest.fixture(scope="module")
def target(server: Server) -> Target:
    target = Crowd(server).target()
    with server.connect(target.code) as desk:
        desk.hello(target.tokens["facilitator"])
        for text in ("zq-open", "zq-hidden", "zq-dropped", "zq-first", "zq-undone"):
            desk.ask("capture_insight", text=text)
        desk.ask("undo")
        desk.ask("edit_insight", insight="i_2", shown=False)
        desk.ask("drop_insight", insight="i_3")
        desk.ask("edit_insight", insight="i_4", text="zq-meanwhile", shown=False)
        desk.ask("edit_insight", insight="i_4", text="zq-last")
        desk.ask("edit_insight", insight="i_4", shown=True)
        desk.ask("edit_insight", insight="i_4", shown=False)
        assert desk.ask("undo")["type"] == "ack"
    close(server, target)
    return target


def fetched(server: Server, target: Target, person: str, path: str) -> str:
    answer = server.http.get(path, headers=target.headers(person))
    server.http.cookies.clear()
    assert answer.status_code == 200, answer.text
    return unpacked(answer.content)


def found(text: str, words: set[str] = SECRET | KNOWN) -> set[str]:
    return {word for word in words if word in text}


def of_seats(target: Target) -> dict[str, set[str]]:
    """What a seat finds, by path."""
    api, results = f"/api/v1/sessions/{target.code}", f"/s/{target.code}/review/results"
    left = {"zq-open", "zq-last"}
    return {
        f"{api}/log": KNOWN,
        **{f"{api}/export/{kind}": KNOWN for kind in FILES},
        f"{api}/export/xapi": left,
        **{f"{api}/report.{form}?{kind}": left for form in ("md", "html", "docx") for kind in REPORTS},
        results: left,
    }


def test_no_file_and_no_page_tells_a_seat(server: Server, target: Target):
    for path, known in of_seats(target).items():
        assert found(fetched(server, target, "seat", path)) == known, path


@pytest.mark.parametrize("person", ["facilitator", "cofacilitator", "former", "researcher"])
def test_who_led_or_studies_reads_all_of_it(server: Server, target: Target, person: str):
    api = f"/api/v1/sessions/{target.code}"
    for path in ("log", "export/jsonl", "export/csv", "export/zip"):
        assert found(fetched(server, target, person, f"{api}/{path}")) == SECRET | KNOWN, path
    assert "zq-hidden" not in fetched(server, target, person, f"{api}/report.md?{REPORTS[1]}")  # which goes to others
    with server.connect(target.code, None, **target.headers(person)) as wire:
        assert "zq-hidden" in json.dumps(wire.hello(**{"as": "review"}))


def test_a_report_for_the_own_school_has_what_was_taken_off_the_screens(server: Server, target: Target):
    inside = fetched(server, target, "facilitator", f"/api/v1/sessions/{target.code}/report.md?{REPORTS[0]}")
    assert found(inside) == {"zq-open", "zq-hidden", "zq-last"}


def test_a_seat_sees_it_at_no_moment_through_nobodys_eyes(server: Server, target: Target):
    api = f"/api/v1/sessions/{target.code}"
    newest = json.loads(fetched(server, target, "facilitator", f"{api}/log").splitlines()[-1])["seq"]
    seen: dict[str, set[str]] = {}
    for audience in ("review", "screen", "team:1"):
        for seq in range(1, newest + 1):
            told = found(fetched(server, target, "seat", f"{api}/replay/{seq}?audience={audience}"))
            seen[audience] = seen.get(audience, set()) | told
    assert seen == dict.fromkeys(("review", "screen", "team:1"), KNOWN)
    assert found(fetched(server, target, "facilitator", f"{api}/replay/{newest}")) >= {
        "zq-open",
        "zq-hidden",
        "zq-last",
    }
    with server.connect(target.code, None, **target.headers("seat")) as wire:
        welcome = wire.hello(**{"as": "review"})
    assert (welcome["audience"], found(json.dumps(welcome))) == ("review", {"zq-open", "zq-last"})


def test_what_is_hidden_at_a_moment_is_so_for_a_seat_that_goes_back_to_it(server: Server, target: Target):
    api = f"/api/v1/sessions/{target.code}"
    log = [json.loads(line) for line in fetched(server, target, "facilitator", f"{api}/log").splitlines()]
    hiding = next(event["seq"] for event in log if event["data"].get("text") == "zq-meanwhile")
    moment = f"{api}/replay/{hiding}"
    assert found(fetched(server, target, "seat", moment)) == {"zq-open"}
    assert "zq-meanwhile" in fetched(server, target, "facilitator", moment)
