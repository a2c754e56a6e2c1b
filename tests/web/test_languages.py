"""Everybody reads in a language of their own: what decides it, and what follows it."""

import re

import orjson
import pytest

from app.web import assets
from app.web.languages import preferred
from tests.support.sentences import on_screens
from tests.support.web import Server, Table, bearer

PAGE = {"accept": "text/html"}
JSON = {"accept": "application/json"}
UNKNOWN = {"nl": "Deze code bestaat niet.", "en": "This code does not exist."}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("nl-NL,nl;q=0.9,en-US;q=0.8,en;q=0.7", "nl"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR, en;q=0.8, nl;q=0.5", "en"),
        ("en;q=0.2, nl;q=0.7", "nl"),
        ("EN", "en"),
        ("en;q=0", "nl"),
        ("de,fr", "nl"),
        ("*", "nl"),
        ("en;q=often, ;;, nl;q=0.1", "nl"),
    ],
)
def test_a_browser_gets_the_first_of_its_languages_that_we_speak(header: str, language: str):
    assert preferred(header) == language


def test_what_was_chosen_goes_before_the_session_and_that_before_the_browser(server: Server, shared: Table):
    english = server.table(seats=False, language="en")
    for chosen, path, header, language in (
        (None, "/", "en", "en"),
        (None, "/", "nl", "nl"),
        (None, f"/join/{shared.code}", "en", "nl"),
        (None, f"/join/{english.code}", "nl", "en"),
        ("en", f"/join/{shared.code}", "nl", "en"),
        ("nl", f"/join/{english.code}", "en", "nl"),
        ("nl", "/", "en", "nl"),
        ("fr", "/", "en", "en"),
    ):
        browser = server.browser()
        if chosen:
            browser.cookies.set("maatwerk_language", chosen)
        page = browser.get(path, headers={**PAGE, "accept-language": header}).text
        assert f'<html lang="{language}"' in page, (chosen, path, header)


def test_problems_are_told_in_the_language_of_the_reader(shared: Table):
    for language, sentence in UNKNOWN.items():
        browser = shared.server.browser()
        browser.post("/language", data={"language": language})
        assert sentence in browser.get("/join/AAAAAA", headers=PAGE).text
        assert sentence in browser.get("/api/v1/sessions/AAAAAA").json()["detail"]


def test_a_seat_that_is_refused_is_told_why_in_the_language_of_the_reader(server: Server):
    table = server.table(seats=False, teams=2)
    for _ in range(4):
        table.take_seat(1)
    browser = server.browser()
    assert browser.post(f"{table.api}/seats", json={"team": 1}).json()["detail"].startswith("Dit subteam is vol")
    browser.post("/language", data={"language": "en"})
    assert browser.post(f"{table.api}/seats", json={"team": 1}).json()["detail"].startswith("This subteam is full")


def test_a_choice_is_kept_on_the_device_and_leads_back_to_the_page(shared: Table):
    browser = shared.server.browser()
    back = f"/join/{shared.code}"
    form = browser.get(back, headers=PAGE).text
    assert f'name="back" value="{back}"' in form
    chosen = browser.post("/language", data={"language": "en", "back": back})
    assert (chosen.status_code, chosen.headers["location"]) == (303, back)
    cookie = chosen.headers["set-cookie"]
    assert cookie.startswith("maatwerk_language=en; ")
    assert {"HttpOnly", "Max-Age=15552000", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    assert '<html lang="en"' in browser.get(back, headers=PAGE).text


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil", "/a\nb", "", "/" + "a" * 3000]
)
def test_it_leads_nowhere_else(shared: Table, back: str):
    chosen = shared.server.browser().post("/language", data={"language": "en", "back": back})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")


def test_a_page_that_was_posted_leads_back_to_the_page_with_the_form(shared: Table):
    browser = shared.server.browser()
    headers = {**PAGE, "referer": "http://testserver/sessions/new?pack=vo"}
    refused = browser.post("/sessions/new", headers=headers)
    assert refused.status_code == 401
    assert 'name="back" value="/sessions/new?pack=vo"' in refused.text


def test_a_language_that_we_do_not_speak_is_refused(shared: Table):
    refused = shared.server.browser().post("/language", data={"language": "fr"}, headers=JSON)
    assert (refused.status_code, refused.json()["field"]) == (422, "language")
    assert "set-cookie" not in refused.headers


def test_a_live_screen_gets_the_sentences_in_the_words_of_its_sector(shared: Table):
    browser = shared.server.browser()
    sentence = "Wijs een leerling toe"
    said = {
        (language, sector): browser.post(
            "/language", data={"language": language, "page": "console", "sector": sector}, headers=JSON
        ).json()
        for language in ("nl", "en")
        for sector in ("po", "mbo", "nonsense")
    }
    assert said["en", "po"] == said["en", "nonsense"]
    assert said["en", "po"]["language"] == "en"
    assert said["en", "po"]["catalog"][sentence] == "Assign a pupil"
    assert said["en", "mbo"]["catalog"][sentence] == "Assign a student"
    assert said["nl", "po"] == {"language": "nl", "catalog": {}}
    assert said["nl", "mbo"]["catalog"][sentence] == "Wijs een student toe"


def test_a_page_carries_its_own_sentences_and_each_is_carried_by_a_page(shared: Table):
    pages = {page: assets.sentences(page) for page in ("seat", "screen", "console", "review", "preview")}
    assert set[str]().union(*pages.values()) == on_screens()
    assert "Lever in" in pages["seat"] - pages["screen"]
    assert assets.sentences("nonsense") == frozenset()
    said = shared.server.browser().post("/language", data={"language": "en", "page": "screen"}, headers=JSON).json()
    assert said["catalog"].keys() == pages["screen"]


@pytest.mark.parametrize(
    ("role", "page", "more"),
    [("seat", "", True), ("facilitator", "/facilitate", True), ("facilitator", "/review", False)],
)
def test_a_screen_carries_what_it_says_first_and_asks_for_the_rest(shared: Table, role: str, page: str, more: bool):
    browser = shared.server.browser()
    browser.cookies.set("maatwerk_language", "en")
    browser.cookies.set(f"maatwerk_{role}_{shared.code}", shared.seats[0][1] if role == "seat" else shared.facilitator)
    text = browser.get(f"/s/{shared.code}{page}", headers=PAGE).text
    boot = orjson.loads(re.findall(r'id="boot">(.*?)</script>', text, re.DOTALL)[0])
    asked = {"page": boot["page"], "language": "en", "sector": boot["sector"]}
    whole = browser.get("/language", params=asked).json()
    assert whole["catalog"].keys() == assets.sentences(boot["page"])
    assert boot["catalog"].items() <= whole["catalog"].items()
    assert (boot["more"], boot["catalog"] != whole["catalog"]) == (more, more)
    assert not more or len(boot["catalog"]) > 20


def test_who_asks_for_sentences_chooses_nothing(shared: Table):
    asked = shared.server.browser().get("/language?page=seat&language=en&sector=mbo")
    assert "set-cookie" not in asked.headers
    assert asked.json()["catalog"]["Wat doen we voor deze leerling?"] == "What do we do for this student?"
    assert shared.server.browser().get("/language?page=seat&language=fr").json() == {"language": "nl", "catalog": {}}


def test_the_projector_speaks_the_language_of_the_session_whatever_its_laptop_chose(shared: Table):
    browser = shared.server.browser()
    browser.cookies.set("maatwerk_language", "en")
    for role, token, page, language in (
        ("screen", shared.projector, "/screen", "nl"),
        ("facilitator", shared.facilitator, "/facilitate", "en"),
        ("facilitator", shared.facilitator, "/review", "en"),
        ("seat", shared.seats[0][1], "", "en"),
    ):
        browser.cookies.set(f"maatwerk_{role}_{shared.code}", token)
        text = browser.get(f"/s/{shared.code}{page}", headers=PAGE).text
        assert f'<html lang="{language}"' in text, page
        assert f'"language": "{language}"' in text, page


def test_the_cards_come_in_the_language_that_was_asked_for(shared: Table):
    http, headers = shared.server.http, bearer(shared.seats[0][1])
    own, dutch, english, other = (
        http.get(f"{shared.api}/content{query}", headers=headers)
        for query in ("", "?language=nl", "?language=en", "?language=fy")
    )
    assert own.json() == dutch.json() == other.json()
    assert [each.json()["pack"]["language"] for each in (own, english, other)] == ["nl", "en", "nl"]
    assert own.json()["personas"].keys() == english.json()["personas"].keys()
    assert own.json()["personas"] != english.json()["personas"]
    assert english.headers["etag"] != dutch.headers["etag"]
    again = {**headers, "if-none-match": english.headers["etag"]}
    assert http.get(f"{shared.api}/content?language=en", headers=again).status_code == 304
    assert http.get(f"{shared.api}/content?language=nl", headers=again).status_code == 200
    assert http.get(f"{shared.api}/content?language={'x' * 36}", headers=headers).status_code == 422


def test_a_scanned_card_is_shown_in_the_language_of_the_reader(shared: Table):
    http = shared.server.http
    dutch, english = (
        http.get(f"{shared.api}/content?language={each}", headers=bearer(shared.seats[0][1])).json()
        for each in ("nl", "en")
    )
    code = next(code for code, card in dutch["codes"].items() if card["id"] == "parent")
    browser = shared.server.browser()
    browser.cookies.set(f"maatwerk_seat_{shared.code}", shared.seats[0][1])
    for language, content in (("nl", dutch), ("en", english)):
        browser.post("/language", data={"language": language})
        page = browser.get(f"/k/po/{code}", headers=PAGE).text
        assert f"<h1>{content['actors']['parent']['name']}</h1>" in page
        assert f'<html lang="{language}"' in page


REFUSED = {"nl": "Geef jullie oplossing eerst een titel.", "en": "Give your solution a title first."}


def test_rejections_are_in_the_language_that_the_hello_asked_for(table: Table):
    with table.wire(table.facilitator) as desk:
        desk.ask("go", phase="work", round=1)
    for asked, language in (("en", "en"), ("nl", "nl"), ("fr", "nl"), (None, "nl")):
        with table.wire(table.seats[0][1], **({"language": asked} if asked else {})) as wire:
            assert wire.ask("submit_solution")["message"] == REFUSED[language], asked


def test_the_language_changes_on_an_open_line(table: Table):
    with table.wire(table.facilitator) as desk:
        desk.ask("go", phase="work", round=1)
    with table.wire(table.seats[0][1]) as wire:
        assert wire.ask("submit_solution", "first")["message"] == REFUSED["nl"]
        wire.send({"type": "language", "language": "en"})
        assert wire.sync() == []  # nothing is answered
        assert wire.ask("submit_solution")["message"] == REFUSED["en"]
        assert wire.ask("submit_solution", "first")["message"] == REFUSED["en"]  # one answer, told anew
        wire.send({"type": "language", "language": 7})
        assert wire.hear_until("reject")["field"] == "language"
        wire.send({"type": "nonsense", "id": "x"})
        assert wire.hear_until("reject", id="x")["message"].startswith("This message is not right")
