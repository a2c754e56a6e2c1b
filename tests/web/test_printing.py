"""The kit over HTTP: who may print, what comes, and that it is no way to keep a server busy."""

from tests.support.web import Table, bearer, problem, seat_of
from tests.web.conftest import Serve

KIT = "/api/v1/packs/po/kit.pdf"


def facilitator(table: Table) -> dict[str, str]:
    return bearer(table.facilitator)


def test_a_facilitator_prints_a_pack_and_nobody_else(shared: Table):
    browser = shared.server.browser()
    made = browser.get(f"{KIT}?parts=board&language=en", headers=facilitator(shared))
    assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
    assert made.content.startswith(b"%PDF-")
    problem(browser.get(KIT), 401, "unauthorised")
    problem(browser.get(KIT, headers=seat_of(shared)), 401, "unauthorised")


def test_a_session_prints_its_own_cards(shared: Table):
    browser = shared.server.browser()
    made = browser.get(f"{shared.api}/kit.pdf?parts=answers", headers=facilitator(shared))
    assert made.content.startswith(b"%PDF-")
    problem(browser.get(f"{shared.api}/kit.pdf", headers=seat_of(shared)), 403, "forbidden")


def test_what_does_not_exist_is_a_problem(shared: Table):
    browser = shared.server.browser()
    problem(browser.get(f"{KIT}?parts=posters", headers=facilitator(shared)), 422, "unknown_id")
    problem(browser.get("/api/v1/packs/nope/kit.pdf", headers=facilitator(shared)), 422, "unknown_pack")
    problem(browser.get(f"{KIT}?paper=a0", headers=facilitator(shared)), 422, "invalid")


def test_new_kits_are_counted_and_kept_ones_are_free(serve: Serve):
    table = serve(kits_per_minute=2).table()
    browser = table.server.browser()
    for part in ("board", "answers"):
        assert browser.get(f"{KIT}?parts={part}&bw=1", headers=facilitator(table)).status_code == 200
    problem(browser.get(f"{KIT}?parts=route&bw=1", headers=facilitator(table)), 429, "too_many")
    assert browser.get(f"{KIT}?parts=board&bw=1", headers=facilitator(table)).status_code == 200
