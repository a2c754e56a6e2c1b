"""Who may see and change own packs."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient as Browser

from app.web import pack_cards, packs
from tests.support.accounts import audited
from tests.support.own_packs import everything, opened, own_dir, send, settings_of
from tests.support.web import Server, Table, bearer, problem

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
    routes: list[Any] = [*packs.router.routes, *pack_cards.router.routes]
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


def test_the_audit_log_tells_who_did_what_to_a_pack(server: Server, desk: Browser, own: str):
    """Own packs are of the whole installation, so everybody may ask who changed one; what it says stays out."""
    key, before = f"{own}_log", len(audited(server))
    desk.post("/packs", data={"from": own, "title.nl": "Nieuw", "title.en": "New", "id": key})
    path = f"/packs/{key}/factors/vision"
    desk.post(path, data=opened(desk, path) | {"name.nl": "Koers", "act": "look"})
    desk.post(path, data=opened(desk, path) | {"name.nl": "Koers", "act": "save"})
    desk.post(path, data=opened(desk, path) | {"act": "save"})  # nothing is other than it was
    new = f"/packs/{key}/new/prompts"
    desk.post(new, data=opened(desk, new) | {"text.nl": "En dan?", "text.en": "And then?", "act": "save"})
    path = f"/packs/{key}/prompts/work_6"
    read = opened(desk, path)
    desk.post(path, data=read | {"act": "remove"})
    desk.post(path, data=read | {"act": "remove"})  # it is gone
    file = desk.get(f"/packs/{key}/zip").content
    send(desk, file, again="1")  # as it is there
    path = f"/packs/{key}/prompts/work_5"
    desk.post(path, data=opened(desk, path) | {"act": "remove"})
    send(desk, file, again="1")
    desk.post(f"/packs/{key}/delete")
    send(desk, file)
    send(desk, file)  # refused: it is there
    told = audited(server)[: len(audited(server)) - before]
    done = [*["pack_made"], *["pack_changed"] * 5, "pack_deleted", "pack_made"]
    assert told == [(what, "token", key) for what in reversed(done)]
