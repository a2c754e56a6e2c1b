"""What admins do with people, organisations and sessions, and what researchers see."""

import html
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.accounts import PAGE, account_of, audited, invite, join, mark_of, person, said, sign_in
from tests.support.web import Server, Table, bearer, problem, reasons
from tests.web.conftest import Serve

PATHS = ("/people", "/people/sessions", "/people/audit")


@pytest.fixture(scope="module")
def admin(server: Server) -> TestClient:
    return join(server, invite(server, "admin"), "admin@x.nl")


def made(browser: TestClient, server: Server, title: str = "Van mij") -> Table:
    """A session of who is signed in in this browser."""
    answer = browser.post("/api/v1/sessions", json={"title": title})
    assert answer.status_code == 201, answer.text
    return Table(server, answer.json())


def shown_link(page: str) -> str:
    """The path of the link on the page that shows it once."""
    found = re.search(r'value="http://testserver(/invite/[^"]+)"', page)
    assert found, said(page)
    return found[1]


# --- people -----------------------------------------------------------------------------------------------------------


def test_an_admin_invites_changes_and_deletes_people(server: Server, admin: TestClient):
    answer = admin.post("/people/invite", data={"email": "Bo@x.nl", "role": "researcher"}, headers=PAGE)
    link = shown_link(answer.text)
    assert "bo@x.nl" in admin.get("/people").text
    bo = join(server, link, "bo@x.nl")
    whom = account_of(server, "bo@x.nl").id
    assert account_of(server, "bo@x.nl").role == "researcher"
    assert admin.post(f"/people/{whom}/change", data={"role": "facilitator"}).status_code == 303
    assert account_of(server, "bo@x.nl").role == "facilitator"
    problem(bo.get("/account"), 401, "unauthorised")
    new = "groene stoel fluistert maandag"
    join(server, shown_link(admin.post(f"/people/{whom}/link", headers=PAGE).text), "bo@x.nl", password=new)
    assert sign_in(server.browser(), "bo@x.nl", new) == 303
    admin.post(f"/people/{whom}/change", data={"role": "facilitator", "blocked": "1"})
    assert sign_in(server.browser(), "bo@x.nl", new) == 401
    assert admin.post(f"/people/{whom}/delete").status_code == 303
    assert account_of(server, "bo@x.nl") is None
    me = account_of(server, "admin@x.nl").id
    assert [line for line in audited(server) if line[1] == me][:5] == [
        ("account_deleted", me, whom),
        ("account_changed", me, whom),
        ("invited", me, whom),
        ("account_changed", me, whom),
        ("invited", me, None),
    ]


def test_an_invitation_is_withdrawn(server: Server, admin: TestClient):
    link = shown_link(admin.post("/people/invite", data={"email": "weg@x.nl", "role": "admin"}, headers=PAGE).text)
    page = admin.get("/people").text
    found = re.search(r'value="(\w{64})">[^<]*<span class="unseen"> weg@x\.nl', page)
    assert found
    assert link.rpartition("/")[2] not in page
    admin.post("/people/invitations/withdraw", data={"invitation": found[1]})
    problem(server.http.get(link), 410, "link_spent")


@pytest.mark.parametrize(
    "wrong", [{"role": "baas"}, {"role": "admin", "organisation": "g_none"}, {"role": "admin", "email": "x"}]
)
def test_a_wish_that_cannot_be_makes_no_link(admin: TestClient, wrong: dict[str, str]):
    answer = admin.post("/people/invite", data=wrong, headers=PAGE)
    assert answer.status_code == 422
    assert "/invite/" not in answer.text.replace('action="/people/invite"', "")


def test_nobody_changes_the_own_account_here(server: Server, admin: TestClient):
    me = account_of(server, "admin@x.nl").id
    for act in ("change", "delete", "link"):
        problem(admin.post(f"/people/{me}/{act}", data={"role": "researcher"}), 403, "forbidden")
    assert account_of(server, "admin@x.nl").role == "admin"


@pytest.mark.parametrize("role", ["facilitator", "researcher", None])
def test_the_pages_and_what_they_do_are_for_admins_only(server: Server, admin: TestClient, role: str | None):
    browser = person(server, f"{role}@rechten.nl", role) if role else server.browser()
    status, code = (403, "forbidden") if role else (401, "unauthorised")
    whom = account_of(server, "admin@x.nl").id
    for path in PATHS:
        problem(browser.get(path), status, code)
        assert admin.get(path).status_code == 200
    for path in ("invite", "invitations/withdraw", f"{whom}/change", f"{whom}/link", f"{whom}/delete", "organisations",
                 "organisations/remove", f"sessions/{server.first.code}/delete"):  # fmt: skip
        problem(browser.post(f"/people/{path}", data={"role": "admin"}), status, code)


def test_a_page_of_another_site_does_nothing(admin: TestClient):
    for path in ("invite", "o_1/delete", "organisations", "sessions/ABCDEF/delete"):
        problem(admin.post(f"/people/{path}", headers={"origin": "https://elders.nl"}), 403, "wrong_origin")


# --- organisations ----------------------------------------------------------------------------------------------------


def test_an_admin_of_an_organisation_manages_that_organisation_alone(serve: Serve):
    server = serve()
    chief = person(server, "chief@x.nl", "admin")
    ours, other = person(server, "ours@x.nl", "admin", "De Klinker"), person(server, "other@x.nl", "admin", "De Brug")
    teacher = person(server, "teacher@x.nl", "facilitator", "De Klinker")
    table = made(teacher, server, "Middag van De Klinker")
    whom = account_of(server, "teacher@x.nl").id
    for browser, sees in ((chief, True), (ours, True), (other, False)):
        for path in PATHS:
            page = html.unescape(browser.get(path).text)
            assert ("Teacher" in page) == sees, path
        assert ("Middag van De Klinker" in browser.get("/people/sessions").text) == sees
    problem(other.post(f"/people/{whom}/change", data={"role": "admin"}), 404, "unknown_id")
    problem(other.post(f"/people/sessions/{table.code}/delete"), 403, "forbidden")
    problem(other.delete(table.api), 403, "forbidden")
    problem(ours.post("/people/organisations", data={"name": "X"}), 403, "forbidden")
    # whatever the form says: who is invited by an admin of an organisation belongs to it
    link = shown_link(ours.post("/people/invite", data={"role": "admin", "organisation": ""}, headers=PAGE).text)
    join(server, link, "new@x.nl")
    assert account_of(server, "new@x.nl").organisation == account_of(server, "ours@x.nl").organisation
    assert ours.delete(table.api).status_code == 204
    assert audited(server)[0] == (
        "deleted",
        account_of(server, "ours@x.nl").id,
        mark_of(server, table.code),
    )


def test_the_register_says_who_deleted_a_session(serve: Serve):
    """The facilitator and the admin; an admin who deletes an own session does that as its facilitator."""
    server = serve()
    admin, teacher = person(server, "chief@x.nl", "admin"), person(server, "teacher@x.nl")
    for browser, owner in ((teacher, teacher), (admin, teacher), (admin, admin)):
        assert browser.delete(made(owner, server).api).status_code == 204
    assert server.http.delete(server.first.api, headers=bearer(server.first.facilitator)).status_code == 204
    assert reasons(server) == ["facilitator", "admin", "facilitator", "facilitator"]


def test_an_admin_sees_that_a_session_is_there_and_not_what_is_in_it(server: Server, admin: TestClient):
    table = made(person(server, "eigen@x.nl"), server)
    for path in (
        f"/s/{table.code}/facilitate",
        f"/s/{table.code}/review",
        f"{table.api}/log",
        f"{table.api}/export/csv",
    ):
        assert admin.get(path).status_code == 401
    problem(admin.get(table.api), 403, "forbidden")


def test_organisations_are_added_renamed_and_removed_when_empty(server: Server, admin: TestClient):
    admin.post("/people/organisations", data={"name": "Leeg"})
    whom = re.findall(r'name="id" value="(g_\w+)"><input[^>]*value="Leeg"', admin.get("/people").text)[0]
    admin.post("/people/organisations", data={"id": whom, "name": "Nog leeg"})
    assert "Nog leeg" in admin.get("/people").text
    person(server, "lid@x.nl", "facilitator", "Nog leeg")
    assert admin.post("/people/organisations/remove", data={"id": whom}, headers=PAGE).status_code == 409
    admin.post(f"/people/{account_of(server, 'lid@x.nl').id}/delete")
    assert "gaf een organisatie een andere naam: Nog leeg" in admin.get("/people/audit").text
    for asked in ({"name": "Nog leeg"}, {"id": whom, "name": "Nog leeg"}, {"id": "g_nobody", "name": "Niemand"}):
        admin.post("/people/organisations", data=asked)  # changes nothing, and is no line
    for _ in range(2):
        assert admin.post("/people/organisations/remove", data={"id": whom}).status_code == 303
    assert "Nog leeg" not in admin.get("/people").text
    assert "Nog leeg" not in admin.get("/people/audit").text
    me = account_of(server, "admin@x.nl").id
    told = [line for line in audited(server) if line[0].startswith("organisation_")]
    assert told == [(f"organisation_{what}", me, whom) for what in ("removed", "renamed", "made")]


def test_the_last_admin_of_the_whole_server_stays(serve: Serve):
    server = serve()
    one, two = person(server, "one@x.nl", "admin"), person(server, "two@x.nl", "admin")
    three = person(server, "three@x.nl", "admin", "De Klinker")
    whom = account_of(server, "two@x.nl").id
    assert one.post(f"/people/{whom}/delete").status_code == 303
    problem(two.get("/people"), 401, "unauthorised")
    mine = account_of(server, "one@x.nl").id
    problem(three.post(f"/people/{mine}/delete"), 404, "unknown_id")
    four = person(server, "four@x.nl", "admin")
    assert four.post(f"/people/{mine}/change", data={"role": "admin", "blocked": "1"}).status_code == 303
    assert account_of(server, "one@x.nl").blocked


def test_the_audit_log_names_who_is_there_and_nothing_that_is_gone(serve: Serve):
    server = serve()
    admin, teacher = person(server, "a@x.nl", "admin"), person(server, "teacher@x.nl")
    table = made(teacher, server, "Een geheime titel")
    teacher.get(f"{table.api}/export/csv")
    assert "Een geheime titel" in admin.get("/people/audit").text
    teacher.delete(table.api)
    page = admin.get("/people/audit").text
    assert "Een geheime titel" not in page
    assert table.code not in page
    assert "Teacher" in page
    teacher.post("/packs", data={"from": "po", "title.nl": "Iets geheims", "title.en": "A secret", "id": "ons_po"})
    page = admin.get("/people/audit").text
    assert "<b>Teacher</b> maakte een eigen pakket: ons_po" in page
    assert "Iets geheims" not in page


# --- researchers ------------------------------------------------------------------------------------------------------

NAMED = ("Basisschool Zonnedauw", "De Zonnedauw", "Groepje Pieterse", "Joke de Vries", "Kees Bakker", "Marietje")


def played(server: Server, browser: TestClient) -> Table:
    """A closed session in which every name that can be said was said."""
    table = made(browser, server, NAMED[0])
    table.take_seat(1, NAMED[5])
    with table.wire(table.facilitator) as lead, table.wire(table.seats[0][1]) as seat:
        for wish in (
            seat.ask("rename_team", name=NAMED[2]),
            lead.ask("set_school", name=NAMED[1], vision="Samen leren"),
            lead.ask("add_action", what="Een eerste stap", lead=NAMED[3], involved=NAMED[4]),
            lead.ask("note", text="Een notitie"),
            lead.ask("edit_action", action="a_1", lead="Marietje"),
            lead.ask("undo"),
        ):
            assert wish["type"] == "ack", wish
        lead.ask("close_session")
        lead.ask("blank", on=True)  # what the close means for lists is done before this is decided
    names = {"school": NAMED[1], "board": NAMED[0], "consent": "agreed"}
    assert browser.patch(table.api, json=names).status_code == 200
    return table


def test_a_researcher_looks_back_without_a_single_name(serve: Serve):
    server = serve()
    table = played(server, person(server, "leider@x.nl"))
    reader = person(server, "reader@x.nl", "researcher")
    log = reader.get(f"{table.api}/log")
    assert log.status_code == 200
    last = json.loads(log.text.splitlines()[-1])["seq"]
    texts = [log.text, *(reader.get(f"{table.api}/export/{kind}").text for kind in ("csv", "jsonl"))]
    texts += [
        reader.get(f"{table.api}/replay/{n}?audience={a}").text
        for n in (last, last - 3)
        for a in ("review", "screen", "team:1")
    ]
    texts += [reader.get(path, headers=PAGE).text for path in ("/", f"/s/{table.code}/review", f"/join/{table.code}")]
    for audience in ("review", "screen", "seat", "facilitator"):
        with server.connect(table.code, reader) as wire:
            hello: Any = wire.hello(**{"as": audience})
            if audience == "review":
                assert hello["type"] == "welcome"
                assert hello["view"]["debrief"]["actions"]
            else:
                assert hello["type"] == "closing"
            texts.append(json.dumps(hello, ensure_ascii=False))
    for text in texts:
        assert not [name for name in (*NAMED, "Zonnedauw", "Een notitie") if name in text], text[:2000]
    assert "Samen leren" in log.text
    for event in map(json.loads, log.text.splitlines()):
        assert event["seq"] <= last


@pytest.mark.parametrize(("beside", "by_name"), [("screen", False), ("seat", True), ("facilitator", True)])
def test_the_page_to_look_back_and_what_it_shows_go_by_the_same_right(serve: Serve, beside: str, by_name: bool):
    """A projector may not look back, so the right of the researcher counts; a seat and a facilitator may, by name."""
    server = serve()
    table = played(server, person(server, "leider@x.nl"))
    reader = person(server, "reader@x.nl", "researcher")
    token = {"screen": table.projector, "seat": table.seats[0][1], "facilitator": table.facilitator}[beside]
    reader.cookies.set(f"maatwerk_{beside}_{table.code}", token)
    page, log = reader.get(f"/s/{table.code}/review", headers=PAGE), reader.get(f"{table.api}/log")
    report = reader.get(f"/s/{table.code}/review/report", headers=PAGE)
    with server.connect(table.code, reader) as wire:
        welcome: Any = wire.hello(**{"as": "review"})
    assert (page.status_code, log.status_code, report.status_code) == (200, 200, 200)
    for text in (page.text, log.text, report.text, json.dumps(welcome)):
        assert (NAMED[0] in text) == by_name
        assert by_name or not [name for name in NAMED if name in text]


def test_a_researcher_changes_nothing_and_sees_no_session_that_runs(serve: Serve):
    server = serve()
    leader = person(server, "leider@x.nl")
    running, rehearsal = made(leader, server), leader.post("/api/v1/sessions", json={"rehearsal": True}).json()["code"]
    closed = played(server, leader)
    reader = person(server, "reader@x.nl", "researcher")
    for code in (running.code, rehearsal):
        problem(reader.get(f"/api/v1/sessions/{code}/log"), 401, "unauthorised")
        assert code not in reader.get("/").text
    assert closed.code in reader.get("/").text
    problem(reader.post("/api/v1/sessions", json={}), 401, "unauthorised")
    problem(reader.get("/api/v1/sessions"), 401, "unauthorised")
    problem(reader.get("/packs"), 401, "unauthorised")
    problem(reader.delete(closed.api), 403, "forbidden")
    for path in ("links", "key", "preview"):
        assert reader.post(f"{closed.api}/{path}", json={"role": "screen"}).status_code in (403, 404, 405)
    assert reader.get(f"/s/{closed.code}/facilitate").status_code == 401


def test_a_researcher_of_an_organisation_reads_its_sessions_only(serve: Serve):
    server = serve()
    ours = played(server, person(server, "a@x.nl", "facilitator", "De Klinker"))
    theirs = played(server, person(server, "b@x.nl", "facilitator", "De Brug"))
    reader = person(server, "reader@x.nl", "researcher", "De Klinker")
    assert reader.get(f"{ours.api}/log").status_code == 200
    problem(reader.get(f"{theirs.api}/log"), 401, "unauthorised")
    assert theirs.code not in reader.get("/").text
    assert audited(server)[0][0] != "exported"
    reader.get(f"{ours.api}/export/csv")
    assert audited(server)[0] == (
        "exported",
        account_of(server, "reader@x.nl").id,
        mark_of(server, ours.code),
    )
