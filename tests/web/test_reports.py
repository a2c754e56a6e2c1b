"""What happened as a page and as files: from the form and over the API, with limits, and nothing of it kept."""

import io
from html import escape

import pypdf
import pytest

from tests.support.crowd import Crowd
from tests.support.web import Table, bearer, problem, seat_of
from tests.web.conftest import Serve


def form_of(table: Table) -> str:
    return f"/s/{table.code}/review/report"


def lead(table: Table) -> dict[str, str]:
    return bearer(table.facilitator)


def test_the_form_gives_the_file_that_was_chosen(shared: Table):
    browser = shared.server.browser()
    page = browser.get(form_of(shared), headers=lead(shared))
    assert page.status_code == 200
    assert 'name="chapter_pulse"' in page.text
    asked = {"form": "md", "language": "en", "chapter_time": "1", "introduction": "Dear *team*.", "variant": "internal"}
    made = browser.post(form_of(shared), data=asked, headers=lead(shared))
    assert made.headers["content-type"] == "text/markdown; charset=utf-8"
    assert made.headers["content-disposition"] == f'attachment; filename="maatwerk-{shared.code}-report.md"'
    assert "Dear \\*team\\*." in made.text
    assert [line for line in made.text.split("\n") if line.startswith("## ")] == ["## Beforehand", "## The time"]
    assert "Report for internal use" in made.text


@pytest.mark.parametrize(
    ("fields", "told", "at"),
    [
        ({"form": "exe"}, "Deze gegevens kloppen niet.", None),
        ({"chapter_weather": "1"}, "Dit hoofdstuk heeft het verslag niet.", None),
        ({"closing": "x" * 4001}, "Deze tekst is te lang.", "closing"),
        ({"under_vote": "x" * 1001}, "Deze tekst is te lang. <b>De stemming</b>", "under_vote"),
        (
            {"under_vote": "x", "chapter_time": "1"},
            "haal de tekst weg. <b>De stemming</b>",
            "under_vote",
        ),
        ({"length": "short", "chapter_vote": "1"}, "past niet in een kort verslag", None),
        (
            {"length": "short", "closing": "x" * 500, "introduction": "y" * 301},
            "samen te lang voor twee bladzijden",
            None,
        ),
    ],
)
def test_what_does_not_go_together_is_told_on_the_form_as_it_was_filled_in(
    shared: Table, fields: dict[str, str], told: str, at: str | None
):
    sent = {"introduction": "\nDag <team>.", **fields}
    page = shared.server.browser().post(form_of(shared), data=sent, headers=lead(shared))
    assert page.status_code == 422
    assert told in page.text.partition('role="alert"')[2].partition("</p>")[0]
    assert (f'name="{at}"' in page.text.partition("aria-invalid")[0].rpartition("<")[2]) == (at is not None)
    for name, text in sent.items():
        if name.startswith("chapter_") and name != "chapter_weather":
            assert f'name="{name}" value="1" checked' in page.text
        elif name in ("introduction", "closing", "under_vote"):
            assert f"{escape(text)}</textarea>" in page.text


def test_what_is_written_under_a_chapter_stands_under_its_heading_and_nowhere_on_the_server(shared: Table):
    browser = shared.server.browser()
    asked = {"form": "md", "under_time": "zq-eigen woorden"}
    made = browser.post(form_of(shared), data=asked, headers=lead(shared))
    assert "## De tijd\n\nzq-eigen woorden\n\n" in made.text
    assert "zq-eigen" not in browser.get(form_of(shared), headers=lead(shared)).text


def test_the_same_over_the_api(shared: Table):
    browser = shared.server.browser()
    made = browser.get(f"{shared.api}/report.pdf?length=short", headers=lead(shared))
    assert made.headers["content-type"] == "application/pdf"
    assert "Verslag om te delen" in pypdf.PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    problem(browser.get(f"{shared.api}/report.pdf?chapters=weather", headers=lead(shared)), 422, "unknown_id")
    short = browser.get(f"{shared.api}/report.pdf?chapters=time&length=short", headers=lead(shared))
    problem(short, 422, "invalid")
    problem(browser.get(f"{shared.api}/report.odt", headers=lead(shared)), 422, "invalid")


def test_a_seat_reads_what_happened_once_the_session_is_closed(serve: Serve):
    table = serve().table()
    table.take_seat(1, "zq-naam")
    browser = table.server.browser()
    problem(browser.get(f"{table.api}/report.md", headers=seat_of(table)), 403, "not_closed")
    table.close()
    assert browser.get(f"{table.api}/report.md", headers=seat_of(table)).status_code == 200
    page = browser.get(f"/s/{table.code}/review/results", headers=seat_of(table))
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "zq-naam" not in page.text


def test_a_researcher_gets_no_names_and_only_what_may_be_shared(serve: Serve):
    crowd = Crowd(serve())
    target = crowd.target()
    with crowd.server.connect(target.code) as wire:
        wire.hello(target.tokens["facilitator"])
        assert wire.ask("set_title", title="zq-school")["type"] == "ack"
        assert wire.ask("close_session")["type"] == "ack"
        wire.ask("undo")
    path = f"/api/v1/sessions/{target.code}/report.md?variant=internal&language=nl"
    for person, kind in (("researcher", "Verslag om te delen"), ("owner", "Verslag voor intern gebruik")):
        made = crowd.server.http.get(path, headers=target.headers(person))
        crowd.server.http.cookies.clear()
        assert made.status_code == 200
        assert kind in made.text
        assert ("zq-school" in made.text) == (person == "owner")


def test_reports_are_counted_with_kits_and_none_is_kept(serve: Serve):
    table = serve(kits_per_minute=2).table()
    browser = table.server.browser()
    for _ in range(2):
        assert browser.get(f"{table.api}/report.md", headers=lead(table)).status_code == 200
    problem(browser.get(f"{table.api}/report.md", headers=lead(table)), 429, "too_many")
    problem(browser.get("/api/v1/packs/po/kit.pdf?parts=board", headers=lead(table)), 429, "too_many")


def test_a_report_stands_in_the_audit_log_as_an_export(serve: Serve):
    table = serve().table()
    table.server.browser().get(f"{table.api}/report.md", headers=lead(table))
    assert table.server.http.portal is not None
    lines = table.server.http.portal.call(table.server.app.state.services.store.audit.newest, 1)
    assert [line.what for line in lines] == ["exported"]
