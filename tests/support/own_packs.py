"""Own packs on a test server: where they lie, and their forms as a browser would send them back."""

import html
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient as Browser

from app.content import known_packs, load_pack
from app.settings import Settings
from tests.support.web import Server


def settings_of(server: Server) -> Settings:
    return server.app.state.services.settings


def own_dir(server: Server) -> Path:
    return settings_of(server).own_packs_dir


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


def everything(directory: Path) -> set[Path]:
    """All files, without those in which the database keeps what it is writing."""
    return {path for path in directory.rglob("*") if "maatwerk.db" not in path.name}


def header(key: str) -> bytes:
    return f"id: {key}\nversion: 1.0.0\ntitle:\n  nl: Van elders\n  en: From elsewhere\nextends: po\n".encode()


def send(desk: Browser, data: bytes, **fields: str) -> Any:
    return desk.post("/packs/upload", files={"file": ("pakket.zip", data, "application/zip")}, data=fields)
