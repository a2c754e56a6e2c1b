"""One card of an own pack: its form, what is saved, and that nothing typed is lost."""

import html
import re
import threading

import pytest
from starlette.testclient import TestClient as Browser

from app.content import find_packs, load_pack
from app.content.pictures import drawings
from app.content.types import Persona, Prompt
from app.settings import Settings
from app.web import pack_forms
from app.web.pack_cards import drawing_names
from tests.support.own_packs import opened, pack_of, typed_in
from tests.support.web import Server, problem

PRODUCT = Settings.model_fields["packs_dir"].default


# --- the form of a card -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", pack_forms.CARDS)
def test_every_card_of_the_product_comes_through_its_form_unchanged(section: str):
    for info in find_packs(PRODUCT):
        for card in getattr(load_pack(info.directory), section).values():
            data = pack_forms.plain(card)
            back = pack_forms.read(pack_forms.CARDS[section], pack_forms.values(data), info.languages)
            assert {k: v for k, v in back.items() if v != []} == {k: v for k, v in data.items() if v != []}


def test_limits_and_choices_come_from_the_types():
    persona = {one.name: one for one in pack_forms.inputs(Persona)}
    assert (persona["situations.2"].most, persona["tagline"].most) == (240, 34)
    assert (persona["age"].low, persona["age"].high) == (4, 25)
    prompt = {one.name: one for one in pack_forms.inputs(Prompt)}
    assert (prompt["rounds"].kind, prompt["rounds"].options) == ("several", ("1", "2", "3"))
    assert "vote" in prompt["phase"].options


def test_the_page_shows_the_limits(desk: Browser, own: str):
    page = desk.get(f"/packs/{own}/personas/yara").text
    assert re.search(r'name="situations.2.en"[^>]* maxlength="240"', page)
    assert "Hoogstens 240 tekens." in page


# --- saving -----------------------------------------------------------------------------------------------------------


def test_a_change_is_saved_and_the_pack_below_stays(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/personas/yara"
    fields = opened(desk, path) | {"tagline.nl": "Kent alle planeten", "age": "11", "act": "save"}
    saved = desk.post(path, data=fields)
    assert (saved.status_code, saved.headers["location"]) == (303, f"/packs/{own}?done=saved#personas-yara")
    yara = pack_of(server, own).personas["yara"]
    assert (yara.tagline["nl"], yara.age) == ("Kent alle planeten", 11)
    assert pack_of(server, "po").personas["yara"].age == 10
    page = desk.get(saved.headers["location"]).text
    assert "Kent alle planeten" in page
    assert "Bewaard." in page


@pytest.mark.parametrize(
    ("path", "change", "look"),
    [
        (
            "actors/teacher",
            {"questions.1.nl": "Wat kost dit?", "help.0.nl": "Nog iets?", "help.0.en": "More?"},
            "actors",
        ),
        ("factors/vision", {"question.nl": "Past dit bij ons?"}, "factors"),
        ("prompts/work_1", {"text.nl": "Wat zou zij zeggen?", "rounds.2": "2"}, "prompts"),
        ("schools/lindehof", {"start.regulation": "-20", "picture": "mill"}, "schools"),
    ],
)
def test_every_kind_of_card_can_be_changed(
    server: Server, desk: Browser, own: str, path: str, change: dict[str, str], look: str
):
    fields = opened(desk, f"/packs/{own}/{path}") | change | {"act": "save"}
    assert desk.post(f"/packs/{own}/{path}", data=fields).status_code == 303
    card = getattr(pack_of(server, own), look)[path.partition("/")[2]]
    values = pack_forms.values(pack_forms.plain(card))
    assert {name: values[name] for name in change} == change


def test_what_does_not_pass_is_not_saved_and_nothing_typed_is_lost(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/personas/yara"
    before = pack_of(server, own)
    wrong = {"tagline.nl": "x" * 35, "age": "veel", "home.en": "", "name.en": "Sem", "act": "save"}
    fields = opened(desk, path) | wrong
    refused = desk.post(path, data=fields)
    assert refused.status_code == 422
    again = typed_in(refused.text)
    assert again == {name: text for name, text in fields.items() if name != "act"}
    for place in ("tagline-nl", "age", "home-en"):
        assert re.search(
            rf'id="{place}"[^>]* aria-describedby="[^"]*{place}-wrong"[^>]* aria-invalid="true"', refused.text
        )
        assert f'id="{place}-wrong"' in refused.text
    assert "hoogstens 34 tekens" in refused.text
    assert "Nog niet bewaard." in refused.text
    assert "yara.yaml" not in refused.text  # beside its field a problem needs no file
    assert pack_of(server, own) == before
    english = desk.post(path, data=fields, headers={"accept-language": "en"}).text
    assert "at most 34 characters" in english
    assert "hoogstens 34" not in english


def test_what_was_left_out_is_asked_for_without_the_name_of_its_field(desk: Browser, own: str):
    page = f"/packs/{own}/new/personas"
    fields = opened(desk, page) | {"act": "save"}
    refused = desk.post(page, data=fields).text
    assert re.search(r'id="picture-wrong"[^>]*>.*?Hier moet nog iets staan of gekozen zijn', refused, re.DOTALL)
    assert "het veld picture" not in refused


def test_every_drawing_is_called_something():
    """In words, not by the name of its file."""
    called = drawing_names(PRODUCT, "nl")
    assert {name for name in drawings() if called.get(name, name) == name} == set()


def test_a_rule_of_the_whole_pack_is_told_too(desk: Browser, own: str):
    path = f"/packs/{own}/actors/teacher"
    fields = opened(desk, path) | {"questions.2.nl": "", "questions.2.en": "", "act": "save"}
    refused = desk.post(path, data=fields)
    assert refused.status_code == 422
    assert 'id="questions-wrong"' in refused.text


def test_looking_shows_the_card_and_saves_nothing(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/factors/vision"
    fields = opened(desk, path) | {"name.nl": "Koers", "act": "look"}
    seen = desk.post(path, data=fields)
    assert seen.status_code == 200
    assert "<h3>Koers</h3>" in seen.text
    assert pack_of(server, own).factors["vision"].name["nl"] == "Visie"
    saved = desk.post(path, data=typed_in(seen.text) | {"act": "save"})
    assert saved.status_code == 303
    assert pack_of(server, own).factors["vision"].name["nl"] == "Koers"


def test_a_card_is_added_and_taken_away(server: Server, desk: Browser, own: str):
    new = f"/packs/{own}/new/factors"
    fields = opened(desk, new) | {
        f"{name}.{language}": f"Tuin {language}"
        for name in ("name", "definition", "question", "alt")
        for language in ("nl", "en")
    }
    refused = desk.post(new, data=fields | {"act": "save", "name.nl": ""})
    assert refused.status_code == 422
    assert 'id="name-nl-wrong"' in refused.text
    assert "Tuin en" in refused.text
    assert desk.post(new, data=fields | {"act": "look"}).status_code == 200
    assert len(pack_of(server, own).factors) == 14
    assert desk.post(new, data=fields | {"picture": "plant", "act": "save"}).status_code == 303
    assert pack_of(server, own).factors["tuin_nl"].definition["en"] == "Tuin en"
    path = f"/packs/{own}/factors/tuin_nl"
    assert desk.post(path, data=opened(desk, path) | {"act": "remove"}).status_code == 303
    assert "tuin_nl" not in pack_of(server, own).factors
    assert desk.get(path).status_code == 404


def test_a_pupil_can_be_added_to_a_pack_that_follows_another(server: Server, desk: Browser, own: str):
    new = f"/packs/{own}/new/personas"
    copy = opened(desk, f"/packs/{own}/personas/yara") | {"name.nl": "Noor", "name.en": "Noor", "act": "save"}
    assert desk.post(new, data=copy).status_code == 303
    assert len(pack_of(server, own).personas) == 9
    assert pack_of(server, own).personas["noor"].age == 10


def test_a_card_that_the_game_needs_stays(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/personas/yara"
    refused = desk.post(path, data=opened(desk, path) | {"act": "remove"})
    assert refused.status_code == 422
    assert "yara" in pack_of(server, own).personas


def test_script_in_a_name_is_text(desk: Browser, own: str):
    path = f"/packs/{own}/factors/vision"
    hostile = '"><script>alert(1)</script><svg onload=x>'
    fields = opened(desk, path) | {"name.nl": hostile, "question.nl": hostile, "alt.nl": hostile, "act": "save"}
    for page in (desk.post(path, data=fields | {"act": "look"}), desk.post(path, data=fields)):
        assert "<script>alert" not in page.text
    for where in (f"/packs/{own}", path):
        page = desk.get(where).text
        assert html.escape(hostile, quote=False).replace('"', "&#34;") in page
        assert "<script>alert" not in page
        assert "<svg onload" not in page


# --- two at once ------------------------------------------------------------------------------------------------------


def test_the_second_to_save_is_told_and_sees_both_texts(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/factors/vision"
    mine, other = opened(desk, path), opened(desk, path)
    assert desk.post(path, data=other | {"name.nl": "Koers", "act": "save"}).status_code == 303
    told = desk.post(path, data=mine | {"name.nl": "Missie", "act": "save"})
    assert told.status_code == 409
    assert "Iemand anders bewaarde deze kaart" in told.text
    assert "<b>Nu bewaard:</b> Koers" in told.text
    assert typed_in(told.text)["name.nl"] == "Missie"
    assert pack_of(server, own).factors["vision"].name["nl"] == "Koers"
    assert desk.post(path, data=typed_in(told.text) | {"act": "save"}).status_code == 303
    assert pack_of(server, own).factors["vision"].name["nl"] == "Missie"


def test_a_card_that_somebody_changed_is_not_taken_away(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/prompts/work_6"
    mine = opened(desk, path)
    assert desk.post(path, data=mine | {"text.nl": "Anders", "act": "save"}).status_code == 303
    assert desk.post(path, data=mine | {"act": "remove"}).status_code == 409
    assert pack_of(server, own).prompts["work_6"].text["nl"] == "Anders"


def test_of_two_at_the_same_instant_one_is_told(desk: Browser, own: str):
    path = f"/packs/{own}/factors/vision"
    fields, answers = opened(desk, path), list[int]()

    def save(name: str) -> None:
        answers.append(desk.post(path, data=fields | {"name.nl": name, "act": "save"}).status_code)

    both = [threading.Thread(target=save, args=(name,)) for name in ("Koers", "Missie")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == [303, 409]


def test_a_form_of_a_card_has_a_limit(desk: Browser, own: str):
    answer = desk.post(f"/packs/{own}/factors/vision", data={"name.nl": "x" * 70_000}, headers={"accept": "*/*"})
    problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    "path", ["nothing/here", "about/id", "samples/solutions", "personas/yara..", "actors/nobody", "aspects/what"]
)
def test_what_is_no_card_has_no_page(desk: Browser, own: str, path: str):
    assert desk.get(f"/packs/{own}/{path}").status_code == 404
