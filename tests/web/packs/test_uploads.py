"""A pack as a zip: what comes back as it went, and what is refused."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient as Browser

from app.web.pack_problems import MOST_TOLD
from tests.support.own_packs import everything, header, opened, own_dir, pack_of, send, settings_of
from tests.support.web import Server, bearer, problem
from tests.support.zips import packed
from tests.web.conftest import Serve


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
    "bomb": lambda: packed({"pack.yaml": header("bom_bom"), "actors.yaml": b" " * 30_000_000}),
    "traversal": lambda: packed({"pack.yaml": header("weg_weg"), "../../evil.yaml": b"x: 1"}),
    "script": lambda: packed({"pack.yaml": header("s_s_s"), "media/x.svg": b"<svg onload='alert(1)'/>"}),
    "a tag": lambda: packed({"pack.yaml": header("tag_tag") + b"sector: !!python/object:os.system {}\n"}),
    "id of the product": lambda: packed({"pack.yaml": header("po")}),
    "no pack": lambda: packed({"README.md": b"hello"}),
    "script in a name": lambda: packed({"pack.yaml": header("a_b"), "<script>alert(1)</script>.yaml": b"x: 1"}),
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
    wrong = b"".join(b"vision_%d: x\n" % n for n in range(3 * MOST_TOLD))
    (own_dir(server) / own / "factors.yaml").write_bytes(wrong)
    copy = {"from": own, "id": "kopie_kopie", "title.nl": "Kopie", "title.en": "Copy", "whole": "1"}
    for page in (
        send(desk, packed({"pack.yaml": header("veel_veel"), "factors.yaml": wrong})),
        desk.get(f"/packs/{own}"),
        desk.post("/packs", data=copy),
    ):
        assert page.text.count("factors.yaml:") == MOST_TOLD


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
