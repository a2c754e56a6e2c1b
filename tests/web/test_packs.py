"""Own packs in the browser: who may, what is kept, what is refused, and that nothing typed is lost."""

import html
import io
import itertools
import re
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.content import find_packs, known_packs, load_pack
from app.content.types import Persona, Prompt
from app.settings import Settings
from app.web import pack_forms, packs
from tests.support.web import PAGE, Server, Table, bearer, problem
from tests.web.conftest import Serve

PRODUCT = Settings.model_fields["packs_dir"].default
Browser = TestClient


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    """One with room for a small file only, so that a large one need not be made."""
    return serve(pack_bytes=300_000)


def settings_of(server: Server) -> Settings:
    return server.app.state.services.settings


def own_dir(server: Server) -> Path:
    return settings_of(server).own_packs_dir


@pytest.fixture
def desk(server: Server) -> Browser:
    """The browser of a facilitator."""
    browser = server.browser()
    browser.headers.update(PAGE)
    assert browser.post("/facilitator", data={"token": server.first.facilitator}).status_code == 303
    return browser


_keys = itertools.count(1)


@pytest.fixture
def own(server: Server) -> str:
    """A fresh own pack that follows `po`."""
    key = f"eigen_{next(_keys)}"
    (own_dir(server) / key).mkdir(parents=True)
    (own_dir(server) / key / "pack.yaml").write_bytes(header(key))
    return key


@pytest.fixture(scope="module")
def table(server: Server) -> Table:
    """A session with seats, whose tokens open nothing here."""
    return server.table()


def pack_of(server: Server, key: str) -> Any:
    places = known_packs(*settings_of(server).pack_dirs)
    return load_pack(places[key], places)


def typed_in(page: str) -> dict[str, str]:
    """The form of a card as a browser would send it back."""
    form = page[page.index('<div class="editing">') : page.index("<aside")]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") not in ("radio", "checkbox") or tag.rstrip(">").endswith("checked"):
            fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
    for name, text in re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        fields[name] = html.unescape(text)
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="([^"]+)" selected', options) or re.search(r'value="([^"]+)"', options)
        assert chosen
        fields[name] = chosen[1]
    return fields


def opened(desk: Browser, path: str) -> dict[str, str]:
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text
    return typed_in(answer.text)


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


# --- packs ------------------------------------------------------------------------------------------------------------


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
    prompts = [f"p{n}: {{phase: work, text: {{nl: {long}, en: {long}}}}}\n" for n in range(packs.MOST_TOLD)]
    (own_dir(server) / own / "prompts.yaml").write_text("".join(prompts))
    page = desk.get(f"/packs/{own}").text
    assert f"Om nog eens naar te kijken ({2 * packs.MOST_TOLD})" in page
    assert page.count("prompts.yaml:") == packs.MOST_TOLD


# --- uploads ----------------------------------------------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def header(key: str) -> bytes:
    return f"id: {key}\nversion: 1.0.0\ntitle:\n  nl: Van elders\n  en: From elsewhere\nextends: po\n".encode()


def send(desk: Browser, data: bytes, **fields: str) -> Any:
    return desk.post("/packs/upload", files={"file": ("pakket.zip", data, "application/zip")}, data=fields)


def test_what_was_downloaded_can_be_uploaded_again(server: Server, desk: Browser, own: str):
    path = f"/packs/{own}/factors/vision"
    desk.post(path, data=opened(desk, path) | {"name.nl": "Koers", "act": "save"})
    answer = desk.get(f"/packs/{own}/zip")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{own}-1.0.1.zip"'
    assert send(desk, answer.content).status_code == 422
    desk.post(path, data=opened(desk, path) | {"name.nl": "Missie", "act": "save"})
    assert send(desk, answer.content, again="1").headers["location"] == f"/packs/{own}?done=installed"
    assert pack_of(server, own).factors["vision"].name["nl"] == "Koers"
    desk.post(f"/packs/{own}/delete")
    assert send(desk, answer.content).status_code == 303
    assert pack_of(server, own).factors["vision"].name["nl"] == "Koers"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "not a zip": lambda: b"hello",
    "nothing": lambda: b"",
    "bomb": lambda: zipped({"pack.yaml": header("bom_bom"), "actors.yaml": b" " * 30_000_000}),
    "traversal": lambda: zipped({"pack.yaml": header("weg_weg"), "../../evil.yaml": b"x: 1"}),
    "script": lambda: zipped({"pack.yaml": header("s_s_s"), "media/x.svg": b"<svg onload='alert(1)'/>"}),
    "a tag": lambda: zipped({"pack.yaml": header("tag_tag") + b"sector: !!python/object:os.system {}\n"}),
    "id of the product": lambda: zipped({"pack.yaml": header("po")}),
    "no pack": lambda: zipped({"README.md": b"hello"}),
    "script in a name": lambda: zipped({"pack.yaml": header("a_b"), "<script>alert(1)</script>.yaml": b"x: 1"}),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_upload_gets_a_clear_page_and_leaves_nothing_behind(
    server: Server, desk: Browser, make: Callable[[], bytes]
):
    before = everything(settings_of(server).data_dir)
    refused = send(desk, make())
    assert refused.status_code == 422
    assert "Dit bestand is geweigerd. Er is niets veranderd." in refused.text
    assert "<script>alert" not in refused.text
    assert everything(settings_of(server).data_dir) == before


def test_pages_tell_some_of_thousands_of_mistakes(server: Server, desk: Browser, own: str):
    wrong = b"".join(b"vision_%d: x\n" % n for n in range(3 * packs.MOST_TOLD))
    (own_dir(server) / own / "factors.yaml").write_bytes(wrong)
    copy = {"from": own, "id": "kopie_kopie", "title.nl": "Kopie", "title.en": "Copy", "whole": "1"}
    for page in (
        send(desk, zipped({"pack.yaml": header("veel_veel"), "factors.yaml": wrong})),
        desk.get(f"/packs/{own}"),
        desk.post("/packs", data=copy),
    ):
        assert page.text.count("factors.yaml:") == packs.MOST_TOLD


def everything(directory: Path) -> set[Path]:
    """All files, without those in which the database keeps what it is writing."""
    return {path for path in directory.rglob("*") if "maatwerk.db" not in path.name}


def test_a_file_over_the_limit_is_refused_while_it_comes_in(server: Server, desk: Browser):
    before = everything(settings_of(server).data_dir)
    for size in (310_000, 2_000_000):
        refused = send(desk, b"x" * size)
        assert refused.status_code == 413
        assert "Dit bestand is te groot voor een pakket." in refused.text
    assert everything(settings_of(server).data_dir) == before


def test_the_default_refuses_21_mb(serve: Serve):
    server = serve()
    browser = server.browser()
    browser.headers.update(bearer(server.first.facilitator))
    answer = send(browser, b"x" * 21 * 1024**2)
    problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"file=abc", "application/x-www-form-urlencoded"),
        (b"abc", "multipart/form-data"),
        (b"abc", "multipart/form-data; boundary=x"),
        (
            b'--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"", ""),
    ],
    ids=["a plain form", "no boundary", "no parts", "no file", "nothing"],
)
def test_an_upload_that_is_none_is_refused(desk: Browser, body: bytes, kind: str):
    answer = desk.post("/packs/upload", content=body, headers={"content-type": kind, "accept": "*/*"})
    problem(answer, 422, "invalid")


def test_a_form_of_a_card_has_a_limit(desk: Browser, own: str):
    answer = desk.post(f"/packs/{own}/factors/vision", data={"name.nl": "x" * 70_000}, headers={"accept": "*/*"})
    problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    "path", ["nothing/here", "about/id", "samples/solutions", "personas/yara..", "actors/nobody", "aspects/what"]
)
def test_what_is_no_card_has_no_page(desk: Browser, own: str, path: str):
    assert desk.get(f"/packs/{own}/{path}").status_code == 404


# --- who may ----------------------------------------------------------------------------------------------------------

ROUTES = [
    ("GET", "/packs"),
    ("POST", "/packs"),
    ("POST", "/packs/upload"),
    ("GET", "/packs/{}"),
    ("GET", "/packs/{}/zip"),
    ("POST", "/packs/{}/delete"),
    ("GET", "/packs/{}/new/factors"),
    ("POST", "/packs/{}/new/factors"),
    ("GET", "/packs/{}/factors/vision"),
    ("POST", "/packs/{}/factors/vision"),
]


def test_every_route_is_in_the_list():
    from app.web.packs import router

    routes: list[Any] = list(router.routes)
    there = {(method, re.sub(r"\{\w+\}", "*", route.path)) for route in routes for method in route.methods}
    shapes = {
        (method, path.replace("/new/factors", "/new/*").replace("/factors/vision", "/*/*").replace("{}", "*"))
        for method, path in ROUTES
    }
    assert there - {(method, path) for method, path in there if method == "HEAD"} == shapes


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("role", ["nobody", "seat", "screen", "seat bearer", "screen bearer"])
def test_only_a_facilitator_gets_anything(server: Server, table: Table, role: str, method: str, path: str):
    browser = server.browser()
    kind = role.partition(" ")[0]
    token = {"seat": table.seats[0][1], "screen": table.projector}.get(kind)
    if token and role.endswith("bearer"):
        browser.headers.update(bearer(token))
    elif token:
        browser.cookies.set(f"maatwerk_{kind}_{table.code}", token)
        browser.cookies.set(f"maatwerk_facilitator_{table.code}", token)
    before = everything(settings_of(server).data_dir)
    problem(browser.request(method, path.format("po")), 401, "unauthorised")
    assert everything(settings_of(server).data_dir) == before


@pytest.mark.parametrize("path", [path for method, path in ROUTES if method == "POST"])
def test_a_page_of_another_site_changes_nothing(server: Server, desk: Browser, own: str, path: str):
    headers = {"origin": "https://elsewhere.example", "accept": "*/*"}
    problem(desk.post(path.format(own), data={"act": "remove"}, headers=headers), 403, "wrong_origin")
    assert (own_dir(server) / own).is_dir()


@pytest.mark.parametrize("path", ["/packs", "/packs/po", "/sessions/new"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_hold_no_script_no_style_and_nothing_from_elsewhere(desk: Browser, path: str, language: str):
    page = desk.get(path, headers={"accept-language": language}).text
    assert f'<html lang="{language}"' in page
    assert " style=" not in page
    assert "<script>" not in page
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
