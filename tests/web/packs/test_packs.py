"""The list of packs and one pack: making, following, deleting, and what is told of mistakes."""

import re

from starlette.testclient import TestClient as Browser

from app.web.pack_problems import MOST_TOLD
from tests.support.own_packs import own_dir, pack_of
from tests.support.web import Server


def test_the_list_tells_what_is_whose(desk: Browser, own: str):
    page = desk.get("/packs").text
    assert page.count(">van Maatwerk<") == 3
    assert ">eigen<" in page
    assert f"{own} 1.0.0, Nederlands, English, volgt po" in page
    assert f'action="/packs/{own}/delete"' in page
    assert 'action="/packs/po/delete"' not in page


def test_an_id_that_is_taken_or_none_is_told_at_its_field(desk: Browser, own: str):
    for key in ("po", own, "../x", "", "Groot"):
        typed = {"from": "po", "title.nl": "Mijn titel", "title.en": "Mine", "id": key}
        refused = desk.post("/packs", data=typed)
        assert refused.status_code == 422, key
        assert 'id="id-wrong"' in refused.text
        assert 'value="Mijn titel"' in refused.text


def test_a_pack_is_made_from_another_and_follows_it(server: Server, desk: Browser):
    made = desk.post("/packs", data={"from": "vo", "title.nl": "Ons vo", "title.en": "Ours", "id": "ons_vo"})
    assert (made.status_code, made.headers["location"]) == (303, "/packs/ons_vo?done=made")
    assert pack_of(server, "ons_vo").about.title == {"nl": "Ons vo", "en": "Ours"}
    assert [path.name for path in (own_dir(server) / "ons_vo").iterdir()] == ["pack.yaml"]
    whole = desk.post("/packs", data={"from": "vo", "title.nl": "B", "title.en": "B", "id": "heel_vo", "whole": "1"})
    assert whole.status_code == 303
    assert (own_dir(server) / "heel_vo" / "actors.yaml").is_file()
    assert "Voeg een leerling toe" in desk.get("/packs/ons_vo").text
    assert "Voeg een leerling toe" not in desk.get("/packs/heel_vo").text  # its bots would have nothing to write


def test_the_suggested_id_is_free(desk: Browser):
    first = re.search(r'name="id"[^>]* value="([^"]+)"', desk.get("/packs/vo").text)
    assert first
    assert desk.post("/packs", data={"from": "vo", "title.nl": "A", "title.en": "A", "id": first[1]}).status_code == 303
    second = re.search(r'name="id"[^>]* value="([^"]+)"', desk.get("/packs/vo").text)
    assert second
    assert second[1] not in ("", first[1])


def test_packs_of_the_product_are_only_to_look_at(desk: Browser):
    page = desk.get("/packs/po").text
    assert "/packs/po/personas/yara" not in page
    assert "Maak een eigen pakket" in page
    for path in ("/packs/po/personas/yara", "/packs/po/new/factors", "/packs/po/zip"):
        assert desk.get(path).status_code == 403
    for path in ("/packs/po/personas/yara", "/packs/po/new/factors", "/packs/po/delete"):
        assert desk.post(path, data={"act": "save"}).status_code == 403


def test_a_new_session_can_play_an_own_pack_and_keeps_it(server: Server, desk: Browser, own: str):
    form = desk.get(f"/sessions/new?pack={own}").text
    assert re.search(
        rf'<optgroup label="Primair onderwijs">(?:(?!</optgroup>).)*value="{own}" selected', form, re.DOTALL
    )
    made = desk.post("/sessions/new", data={"pack": own, "language": "nl"})
    assert made.status_code == 303
    code = made.headers["location"].split("/")[2]
    assert desk.post(f"/packs/{own}/delete").headers["location"] == "/packs?done=deleted"
    assert desk.get(f"/packs/{own}").status_code == 404
    assert not (own_dir(server) / own).exists()
    content = desk.get(f"/api/v1/sessions/{code}/content").json()
    assert content["pack"]["id"] == own
    assert len(content["personas"]) == 8


def test_a_pack_that_another_follows_stays(server: Server, desk: Browser, own: str):
    above = f"{own}_b"
    assert desk.post("/packs", data={"from": own, "title.nl": "B", "title.en": "B", "id": above}).status_code == 303
    assert desk.post(f"/packs/{own}/delete").status_code == 409
    assert (own_dir(server) / own).is_dir()
    assert desk.post(f"/packs/{above}/delete").status_code == 303
    assert desk.post(f"/packs/{own}/delete").status_code == 303


def test_a_session_with_a_broken_pack_is_refused_with_a_way_on(server: Server, desk: Browser, own: str):
    (own_dir(server) / own / "personas").mkdir()
    (own_dir(server) / own / "personas" / "yara.yaml").write_text("name: Yara\n")
    refused = desk.post("/sessions/new", data={"pack": own})
    assert refused.status_code == 422
    assert "Bij Pakketten staat wat eraan mankeert" in refused.text
    page = desk.get(f"/packs/{own}")
    assert page.status_code == 200
    assert "Dit pakket kan zo niet gespeeld worden." in page.text
    assert "personas/yara.yaml:1" in page.text


def test_a_page_tells_some_of_thousands_of_warnings_and_counts_all(server: Server, desk: Browser, own: str):
    long = "a " * 21
    prompts = [f"p{n}: {{phase: work, text: {{nl: {long}, en: {long}}}}}\n" for n in range(MOST_TOLD)]
    (own_dir(server) / own / "prompts.yaml").write_text("".join(prompts))
    page = desk.get(f"/packs/{own}").text
    assert f"Om nog eens naar te kijken ({2 * MOST_TOLD})" in page
    assert page.count("prompts.yaml:") == MOST_TOLD
