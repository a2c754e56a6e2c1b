"""A session that left as a file comes back: here, at another installation, and in the browser."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient as Browser
from typer.testing import CliRunner, Result

from app.cli.main import cli
from app.consent import Whose
from app.review.reading import WHOSE as READ
from tests.golden.make import HERE
from tests.support.accounts import audited
from tests.support.web import Server, Table, bearer


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--data", str(data)], catch_exceptions=False)


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def contents(packed: bytes) -> dict[str, bytes]:
    """What a zip holds, but for the manifest, which says when it was made."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


@pytest.fixture(scope="module")
def played(server: Server) -> Table:
    """A session that was played a little and closed."""
    table = server.table(title="De Linde")
    with table.wire(table.facilitator) as desk, table.wire(table.seats[0][1]) as wire:
        desk.ask("note", text="zq-notitie")
        desk.ask("go", phase="work", round=1)
        wire.ask("write_draft", fields={"title": "zq-titel", "text": "=1+1\n\u202eمرحبا 🧭"})
        desk.ask("close_session")
    return table


def file(table: Table, kind: str) -> bytes:
    return table.server.http.get(f"{table.api}/export/{kind}", headers=bearer(table.facilitator)).content


@pytest.mark.parametrize("kind", ["zip", "jsonl"])
def test_it_comes_back_at_another_installation_with_its_code_and_leaves_as_it_came(
    played: Table, tmp_path: Path, kind: str
):
    (tmp_path / "came").write_bytes(file(played, kind))
    made = told(run(tmp_path, "session", "import", str(tmp_path / "came"), "--json"))
    assert (made["code"], made["title"]) == (played.code, "De Linde")
    assert "/link/" in made["facilitate_url"]
    left = run(tmp_path, "session", "export", played.code)
    assert left.stdout_bytes == file(played, "jsonl")
    view = told(run(tmp_path, "session", "replay", played.code, "--audience", "team:1"))
    there = played.server.http.get(f"{played.api}/replay/9999?audience=team:1", headers=bearer(played.facilitator))
    assert view == there.json()["view"]


def test_every_form_of_it_is_as_it_was(played: Table, tmp_path: Path):
    (tmp_path / "came.zip").write_bytes(file(played, "zip"))
    run(tmp_path, "session", "import", str(tmp_path / "came.zip"))
    run(tmp_path, "session", "export", played.code, "--format", "zip", "--out", str(tmp_path / "left.zip"))
    assert contents((tmp_path / "left.zip").read_bytes()) == contents((tmp_path / "came.zip").read_bytes())


def test_it_is_closed_and_marked_and_counts_nowhere(played: Table, tmp_path: Path):
    (tmp_path / "came").write_bytes(file(played, "zip"))
    run(tmp_path, "session", "import", str(tmp_path / "came"))
    (listed,) = told(run(tmp_path, "session", "list", "--json"))
    assert (listed["imported"], listed["rehearsal"], listed["closed_at"] is None) == (True, False, False)
    shown = run(tmp_path, "session", "list").output
    assert "closed, imported" in shown
    assert "sessions: 0, rehearsals: 0, imported: 1" in shown
    (line,) = told(run(tmp_path, "audit", "--json"))
    assert (line["what"], line["who"]) == ("imported", "command line")


def test_it_gets_a_new_code_if_its_own_is_in_use_or_was_deleted_there(played: Table, tmp_path: Path):
    (tmp_path / "came").write_bytes(file(played, "zip"))
    codes = [told(run(tmp_path, "session", "import", str(tmp_path / "came"), "--json"))["code"] for _ in range(2)]
    assert codes[0] == played.code != codes[1]
    run(tmp_path, "session", "delete", codes[0], "--yes")
    third = told(run(tmp_path, "session", "import", str(tmp_path / "came"), "--json"))["code"]
    assert third not in codes
    assert run(tmp_path, "session", "export", third).stdout_bytes == file(played, "jsonl")


def test_a_session_that_was_still_open_is_closed_when_it_comes_back(server: Server, tmp_path: Path):
    table = server.table()
    (tmp_path / "came").write_bytes(file(table, "zip"))
    run(tmp_path, "session", "import", str(tmp_path / "came"))
    left = run(tmp_path, "session", "export", table.code).stdout_bytes
    assert left.startswith(file(table, "jsonl"))
    assert json.loads(left.splitlines()[-1])["type"] == "session_closed"
    assert told(run(tmp_path, "session", "list", "--json"))[0]["closed_at"] is not None


def test_a_log_alone_needs_its_pack_and_the_message_says_so(tmp_path: Path):
    result = run(tmp_path, "session", "import", str(HERE / "v0.4.0-session.jsonl"))
    assert result.exit_code == 1
    assert "Pack test 1 is not here. Import the zip" in result.output
    assert told(run(tmp_path, "session", "list", "--json")) == []


def test_what_is_refused_names_the_line_and_leaves_nothing(played: Table, tmp_path: Path):
    spoilt = file(played, "jsonl").splitlines()
    spoilt[2] = spoilt[2].replace(b'"seq":3', b'"seq":4')
    (tmp_path / "came").write_bytes(b"\n".join(spoilt))
    result = run(tmp_path, "session", "import", str(tmp_path / "came"))
    assert result.exit_code == 1
    assert "Cannot import came: Line 3: Event 3 belongs here." in " ".join(result.output.split())
    assert told(run(tmp_path, "session", "list", "--json")) == []


@pytest.mark.parametrize("change", [{"title": "x" * 121}, {"title": "a\nb"}, {"title": "a\0b"}, {"pack": "vo"}])
def test_a_title_or_pack_that_no_session_can_have_is_refused(played: Table, tmp_path: Path, change: dict[str, str]):
    first, *rest = file(played, "jsonl").splitlines()
    row = json.loads(first)
    row["data"] |= change | ({"pack_version": "0.0"} if "pack" in change else {})
    (tmp_path / "came").write_bytes(b"\n".join([json.dumps(row).encode(), *rest]))
    assert run(tmp_path, "session", "import", str(tmp_path / "came")).exit_code == 1
    assert told(run(tmp_path, "session", "list", "--json")) == []


@pytest.mark.parametrize("title", ["\u200b", " \u2060 "])
def test_a_title_of_which_nothing_is_seen_is_as_if_it_was_left_empty(played: Table, tmp_path: Path, title: str):
    """Earlier versions took such a title, and what was given out must come back."""
    first, *rest = file(played, "jsonl").splitlines()
    row = json.loads(first)
    row["data"]["title"] = title
    (tmp_path / "came").write_bytes(b"\n".join([json.dumps(row).encode(), *rest]))
    made = told(run(tmp_path, "session", "import", str(tmp_path / "came"), "--json"))
    other = told(run(tmp_path, "session", "create", "--json"))["code"]
    titles = {one["code"]: one["title"] for one in told(run(tmp_path, "session", "list", "--json"))}
    assert made["title"] == titles[made["code"]] == titles[other]
    assert run(tmp_path, "session", "export", made["code"]).stdout_bytes.splitlines()[1:] == rest


# --- school, board and consent ----------------------------------------------------------------------------------------

WHOSE = {"school": "De Linde", "board": "Stroom", "consent": "agreed", "consent_on": "2026-01-05"}
UNKNOWN = {"school": "", "board": "", "consent": "not recorded", "consent_on": None}


def saying(packed: bytes, **said: object) -> bytes:
    """A zip whose manifest says more, or with None less."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(out, "w") as other:
        for name in archive.namelist():
            body = archive.read(name)
            if name == "manifest.json":
                whole = json.loads(body) | said
                body = json.dumps({name: value for name, value in whole.items() if value is not None}).encode()
            other.writestr(name, body)
    return out.getvalue()


def brought(tmp_path: Path, data: bytes) -> Any:
    (tmp_path / "came").write_bytes(data)
    code = told(run(tmp_path, "session", "import", str(tmp_path / "came"), "--json"))["code"]
    known = told(run(tmp_path, "session", "about", code, "--json"))
    return {name: known[name] for name in WHOSE}


def test_a_manifest_says_whose_what_it_reads_says():
    assert set(WHOSE) == set(READ) == set(Whose.model_fields)


def test_school_board_and_consent_come_back_and_leave_again(server: Server, tmp_path: Path):
    table = server.table()
    asked = server.http.patch(table.api, json=WHOSE, headers=bearer(table.facilitator))
    assert asked.status_code == 200, asked.text
    table.close()
    assert brought(tmp_path, file(table, "zip")) == WHOSE
    assert [line["what"] for line in told(run(tmp_path, "audit", "--json"))] == ["consent_noted", "imported"]
    run(tmp_path, "session", "export", table.code, "--format", "zip", "--out", str(tmp_path / "left.zip"))
    with zipfile.ZipFile(tmp_path / "left.zip") as archive:
        assert json.loads(archive.read("manifest.json")).items() >= WHOSE.items()
        assert archive.read(f"session-{table.code}_events.jsonl") == file(table, "jsonl")
    assert brought(tmp_path, file(table, "jsonl")) == UNKNOWN, "a log alone says nothing of it"


def test_what_a_manifest_does_not_say_is_not_known(played: Table, tmp_path: Path):
    packed = file(played, "zip")
    assert brought(tmp_path, saying(packed, consent=None, consent_on=None)) == UNKNOWN, "as files from before"
    assert brought(tmp_path, saying(packed, consent="not asked")) == UNKNOWN | {"consent": "not asked"}
    assert brought(tmp_path, saying(packed, board=" Stroom ")) == UNKNOWN | {"board": "Stroom"}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"consent": "maybe"}, "consent"),
        ({"consent": ["agreed"]}, "consent"),
        ({"consent": "agreed"}, "consent_on"),
        ({"consent": "agreed", "consent_on": "2999-01-01"}, "consent_on"),
        ({"consent": "refused", "consent_on": "1999-12-31"}, "consent_on"),
        ({"consent": "agreed", "consent_on": 1_767_571_200}, "consent_on"),
        ({"consent": None, "consent_on": "2026-01-05"}, "consent_on"),
        ({"school": "x" * 121}, "school"),
        ({"school": "a\nb"}, "school"),
        ({"school": "a\0b"}, "school"),
        ({"school": {"$ne": ""}}, "school"),
        ({"board": 5}, "board"),
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_refused(
    played: Table, tmp_path: Path, said: dict[str, object], field: str
):
    (tmp_path / "came").write_bytes(saying(file(played, "zip"), **said))
    result = run(tmp_path, "session", "import", str(tmp_path / "came"))
    assert result.exit_code == 1
    assert f"In manifest.json, {field} cannot be so." in " ".join(result.output.split())
    assert told(run(tmp_path, "session", "list", "--json")) == []


def test_what_reviewers_wrote_stays_behind_and_the_rest_leaves_as_it_came(server: Server, tmp_path: Path):
    table = server.table()
    table.close()
    came = file(table, "zip")
    said = {"seq": 1, "text": "zq-kanttekening"}
    made = server.http.post(f"{table.api}/annotations", json=said, headers=bearer(table.facilitator))
    assert made.status_code == 201, made.text
    (tmp_path / "came.zip").write_bytes(file(table, "zip"))
    assert run(tmp_path, "session", "import", str(tmp_path / "came.zip")).exit_code == 0
    run(tmp_path, "session", "export", table.code, "--format", "zip", "--out", str(tmp_path / "left.zip"))
    assert contents((tmp_path / "left.zip").read_bytes()) == contents(came)
    assert "Annotations stay behind" in run(tmp_path, "session", "import", "--help").output


# --- in the browser ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(server: Server) -> Browser:
    """A facilitator's browser."""
    browser = server.browser()
    browser.post("/facilitator", data={"token": server.first.facilitator})
    return browser


def send(desk: Browser, data: bytes) -> Any:
    return desk.post("/sessions/import", files={"file": ("sessie.zip", data, "application/zip")})


def test_a_facilitator_sends_the_file_and_looks_back(played: Table, desk: Browser):
    answer = send(desk, file(played, "zip"))
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    page = desk.get(path)
    assert page.status_code == 200
    assert '"imported":true' in page.text.replace(" ", "").replace("&#34;", '"')
    code = path.split("/")[2]
    assert code != played.code
    assert desk.get(f"/api/v1/sessions/{code}/export/jsonl").content == file(played, "jsonl")
    assert desk.get(f"/api/v1/sessions/{code}/replay/5?audience=facilitator").status_code == 200
    assert "Ingelezen" in desk.get("/").text


def test_the_browser_brings_school_and_consent_too(played: Table, server: Server, desk: Browser):
    code = send(desk, saying(file(played, "zip"), **WHOSE)).headers["location"].split("/")[2]
    assert desk.get(f"/api/v1/sessions/{code}").json().items() >= WHOSE.items()
    assert {what for what, *_ in audited(server)[:2]} == {"consent_noted", "imported"}
    answer = send(desk, saying(file(played, "zip"), school=5))
    assert answer.status_code == 422
    assert "Dit bestand is niet ingelezen. In manifest.json kan school zo niet." in answer.text


def test_what_is_wrong_stands_on_the_page(desk: Browser):
    answer = send(desk, b"\x89PNG")
    assert answer.status_code == 422
    assert "Dit bestand is niet ingelezen. Regel 1: Dit is geen JSON" in answer.text


def test_too_much_is_refused_and_so_is_who_leads_nothing(server: Server, desk: Browser):
    assert send(desk, b"PK" + bytes(9 * 1024 * 1024)).status_code == 413
    assert send(server.browser(), b"PK").status_code == 401


def test_one_that_was_played_long_ago_is_kept_as_long_as_a_new_session(played: Table, tmp_path: Path):
    """Its end date counts from when it came in: the newest thing in it may be older than any session is kept."""
    lines = [json.loads(line) for line in file(played, "jsonl").splitlines()]
    years = 3 * 365 * 86_400_000
    old = b"".join(json.dumps(line | {"at": line["at"] - years}).encode() + b"\n" for line in lines)
    (tmp_path / "old.jsonl").write_bytes(old)
    told(run(tmp_path, "session", "import", str(tmp_path / "old.jsonl"), "--json"))
    assert told(run(tmp_path, "purge", "--json")) == {"deleted": 0}
