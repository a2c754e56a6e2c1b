"""Reviewers write beside a moment; all who look back read it, and what happened stays what it was."""

import csv
import io
import zipfile
from typing import Any

import pytest

from app.web.annotating import MOST
from tests.exhaustive.test_endpoints import close
from tests.support.accounts import call
from tests.support.crowd import Crowd, Target
from tests.support.web import Server, problem
from tests.web.conftest import Serve


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve()


@pytest.fixture
def target(server: Server) -> Target:
    """A session with everybody around it."""
    return Crowd(server).target()


def ask(server: Server, target: Target, person: str, method: str, path: str = "", **body: Any) -> Any:
    address = f"/api/v1/sessions/{target.code}/annotations{path}"
    answer = server.http.request(method, address, headers=target.headers(person), json=body or None)
    server.http.cookies.clear()
    return answer


def written(server: Server, target: Target, person: str, text: str = "Hier draaide het.", seq: int = 1) -> Any:
    answer = ask(server, target, person, "POST", seq=seq, text=text)
    assert answer.status_code == 201, answer.text
    return answer.json()


def read(server: Server, target: Target, person: str) -> list[dict[str, Any]]:
    return ask(server, target, person, "GET").json()


def leaves(server: Server, target: Target) -> list[bytes]:
    """What happened, in every form that is the same every time."""
    paths = ("log", "export/csv", "export/xapi", "export/jsonl", "replay/3", "report.md")
    answers = [
        server.http.get(f"/api/v1/sessions/{target.code}/{path}", headers=target.headers("facilitator"))
        for path in paths
    ]
    server.http.cookies.clear()
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    return [answer.content for answer in answers]


def test_everybody_who_looks_back_reads_it_and_nobody_is_told_who_wrote_it(server: Server, target: Target):
    close(server, target)
    made = written(server, target, "facilitator")
    assert made.keys() == {"id", "seq", "at", "text", "by", "mine", "removable"}
    assert (made["seq"], made["text"], made["by"]) == (1, "Hier draaide het.", "facilitator")
    for person, mine, removable in (
        ("facilitator", True, True),
        ("owner", True, True),  # the same who leads, in another browser
        ("cofacilitator", False, False),
        ("researcher", False, False),
        ("seat", False, False),
        ("former", False, False),
    ):
        assert read(server, target, person) == [made | {"mine": mine, "removable": removable}], person
    assert written(server, target, "researcher")["by"] == "researcher"


def test_the_log_and_all_that_is_made_of_it_stay_as_they_were(server: Server, target: Target):
    close(server, target)
    before = leaves(server, target)
    made = written(server, target, "facilitator")
    written(server, target, "researcher", "Let op de stilte.", seq=2)
    assert ask(server, target, "facilitator", "PATCH", f"/{made['id']}", text="Toch niet.").status_code == 204
    assert leaves(server, target) == before


def test_a_zip_has_them_as_everybody_reads_them(server: Server, target: Target):
    close(server, target)

    def zipped(person: str) -> dict[str, bytes]:
        packed = server.http.get(f"/api/v1/sessions/{target.code}/export/zip", headers=target.headers(person)).content
        server.http.cookies.clear()
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}

    before = zipped("facilitator")
    assert "annotations.csv" not in before
    written(server, target, "facilitator", "=1+1", seq=2)
    written(server, target, "researcher", "Let op de stilte.")
    tables = {
        person: zipped(person).pop("annotations.csv") for person in ("facilitator", "seat", "researcher", "former")
    }
    assert len(set(tables.values())) == 1, "as everybody reads them there"
    (_, first, second) = csv.reader(tables["seat"].decode().splitlines())
    assert (first[1], *first[3:]) == ("1", "researcher", "Let op de stilte.")
    assert (second[1], *second[3:]) == ("2", "facilitator", "'=1+1")
    after = zipped("facilitator")
    assert after.pop("annotations.csv")
    assert after == before, "the other files are of what happened"


def test_who_wrote_it_changes_it_and_who_leads_may_remove_any(server: Server, target: Target):
    close(server, target)
    lead, along, study = (written(server, target, who) for who in ("facilitator", "cofacilitator", "researcher"))
    for person, one in (("cofacilitator", lead), ("researcher", along), ("facilitator", study)):
        problem(ask(server, target, person, "PATCH", f"/{one['id']}", text="Gekaapt."), 404, "unknown_id")
    for person, one in (("cofacilitator", study), ("researcher", lead)):
        problem(ask(server, target, person, "DELETE", f"/{one['id']}"), 404, "unknown_id")
    assert ask(server, target, "researcher", "PATCH", f"/{study['id']}", text="Stiller.").status_code == 204
    assert {one["text"] for one in read(server, target, "seat")} == {"Hier draaide het.", "Stiller."}
    assert ask(server, target, "cofacilitator", "DELETE", f"/{along['id']}").status_code == 204
    assert ask(server, target, "facilitator", "DELETE", f"/{study['id']}").status_code == 204
    assert [one["id"] for one in read(server, target, "seat")] == [lead["id"]]


def test_limits_of_words_moment_and_number(server: Server, target: Target):
    for text in ("", "   ", "x" * 501, "bel\x07", 5, None):
        problem(ask(server, target, "facilitator", "POST", seq=1, text=text), 422, "invalid")
    for seq in (0, -1, 2**60, "1e3", None):
        problem(ask(server, target, "facilitator", "POST", seq=seq, text="Let op."), 422, "invalid")
    problem(ask(server, target, "facilitator", "POST", seq=2**40, text="Let op."), 422, "unknown_seq")
    assert read(server, target, "facilitator") == []
    one = written(server, target, "facilitator", "  één\r\ntwee <b>  ")
    assert one["text"] == "één\ntwee <b>"
    said = problem(ask(server, target, "facilitator", "PATCH", f"/{one['id']}", text="x" * 501), 422, "invalid")
    assert "500 tekens" in said["detail"]
    for _ in range(MOST - 1):
        written(server, target, "facilitator", "x" * 500)
    said = problem(ask(server, target, "facilitator", "POST", seq=1, text="Nog een."), 409, "too_many")
    assert "200" in said["detail"]
    assert ask(server, target, "facilitator", "DELETE", f"/{one['id']}").status_code == 204
    written(server, target, "facilitator")


def test_it_goes_with_the_session(server: Server, target: Target):
    written(server, target, "facilitator", "zq-kanttekening")
    deleted = server.http.delete(f"/api/v1/sessions/{target.code}", headers=target.headers("owner"))
    assert deleted.status_code == 204
    store = server.app.state.services.store
    assert call(server, store.annotations.of, target.code) == []
