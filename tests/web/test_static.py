"""Files of the front end: sent packed, kept by the browser; and what the first load of a page weighs."""

import gzip
import re
from typing import Any

import orjson
import pytest

from app.web import assets
from tests.support.web import Server, bearer

SCRIPT = assets.of("seat").preloads[0]
KIB = 1024
WEIGHTS = {"seat": 110, "screen": 120, "console": 165, "review": 160}
"""KiB of a first load over plain http (gzip), the lobby's page included; promised: seat 120, screen 160."""
HEAVIEST = {"seat": 185, "screen": 165, "console": 205, "review": 165}
"""KiB when it opens on another page, for whoever comes back in the middle of a session: as they are, and some."""
FILES = 12
"""Scripts and style sheets before a seat shows a word; a slow telephone asks for six at a time."""
PATHS = {"seat": "", "screen": "/screen", "console": "/facilitate", "review": "/review"}


@pytest.mark.parametrize(
    ("asked", "sent"),
    [("gzip, deflate", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_the_smallest_form_that_the_browser_takes(server: Server, asked: str, sent: str | None) -> None:
    answer = server.http.get(SCRIPT, headers={"accept-encoding": asked})
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert sent == "br" or b"import" in answer.content


def test_a_file_named_by_its_content_is_kept_for_ever_and_others_are_asked_for_again(server: Server) -> None:
    assert "immutable" in server.http.get(SCRIPT).headers["cache-control"]
    icon = server.http.get("/static/icon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    again = server.http.get("/static/icon.svg", headers={"if-none-match": icon.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/static/dist/assets/none.js", "/static/../main.py", "/static/%2e%2e/x.gz", "/static/%00"]
)
def test_what_is_not_there_is_not_found_packed_either(server: Server, path: str) -> None:
    assert server.http.get(path, headers={"accept-encoding": "gzip, br"}).status_code == 404


def weight(server: Server, path: str, token: str = "") -> int:
    """Bytes on the wire over plain http, where browsers take gzip only."""
    headers = {"accept-encoding": "gzip", **(bearer(token) if token else {})}
    with server.http.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200, path
        return sum(map(len, answer.iter_raw()))


def opens_on(screen: str) -> dict[str, set[str]]:
    """What is fetched besides, by the page that the screen may show first."""
    manifest: dict[str, dict[str, Any]] = orjson.loads((assets.DIST / ".vite" / "manifest.json").read_bytes())

    def with_imports(name: str, seen: set[str]) -> set[str]:
        if name not in seen:
            seen.add(name)
            for other in manifest[name].get("imports", ()):
                with_imports(other, seen)
        return seen

    first = with_imports(f"src/{screen}.ts", set())
    fetched: dict[str, set[str]] = {}
    for page in {page for name in first for page in manifest[name].get("dynamicImports", ())}:
        parts = [manifest[name] for name in with_imports(page, set()) - first]
        files = {f"/static/dist/{file}" for part in parts for file in (part["file"], *part.get("css", ()))}
        fetched[manifest[page].get("name", page)] = files
    return {"Lobby": set(), **fetched} if screen == "review" else fetched


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("screen", WEIGHTS)
def test_a_first_load_keeps_to_its_weight(server: Server, screen: str, language: str) -> None:
    table = server.table(language=language)
    token = {"seat": table.seats[0][1], "screen": table.projector}.get(screen, table.facilitator)
    address = f"/s/{table.code}{PATHS[screen]}"
    page = server.http.get(address, headers=bearer(token)).text
    linked = re.findall(r'<(?:link|script)[^>]*(?:href|src)="(/static/[^"]+)"', page)
    assert any("woff2" in link for link in linked), "the fonts count too"
    parts = [address, f"/api/v1/sessions/{table.code}/content", *dict.fromkeys(linked)]
    weights = {part: weight(server, part, token) for part in parts}
    later = {
        name: sum(weight(server, part) for part in files - set(linked)) for name, files in opens_on(screen).items()
    }
    sentences = f"/language?page={screen}&language={language}&sector=po"
    whole = weight(server, sentences) if '"more": true' in page else 0
    heaviest = sorted(weights.items(), key=lambda one: -one[1])[:6]
    most_later = max(later, key=lambda name: later[name])
    for name, rest, most in (("Lobby", 0, WEIGHTS), (most_later, whole, HEAVIEST)):
        total = (sum(weights.values()) + later[name] + rest) / KIB
        assert total <= most[screen], f"{total:.1f} KiB, {later[name] / KIB:.1f} of it the page {name}: {heaviest}"


def test_a_seat_asks_for_few_files_before_it_shows_a_word(server: Server) -> None:
    table = server.table()
    page = server.http.get(f"/s/{table.code}", headers=bearer(table.seats[0][1])).text
    files = set(re.findall(r'"(/static/dist/assets/[^"]+[.](?:js|css))"', page))
    assert 0 < len(files) <= FILES, files


def test_a_browser_knows_which_letters_are_in_which_font() -> None:
    """Or it fetches those of other languages with every page."""
    sheets = [(assets.STATIC / style.removeprefix("/static/")).read_text() for style in assets.of("seat").styles]
    faces = [face for sheet in sheets for face in re.findall(r"@font-face{[^}]*}", sheet)]
    assert len(faces) == 4
    assert all("unicode-range" in face for face in faces)


def test_a_page_is_packed_too(server: Server) -> None:
    assert weight(server, "/privacy") < len(server.http.get("/privacy").content)


def test_the_packed_forms_hold_the_same() -> None:
    path = assets.STATIC / SCRIPT.removeprefix("/static/")
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


@pytest.mark.parametrize(("screen", "page"), [("seat", "team"), ("screen", "screen")])
def test_the_lobby_is_asked_for_with_the_document_as_long_as_the_room_is_in_it(
    server: Server, screen: str, page: str
) -> None:
    table = server.table()
    token = {"seat": table.seats[0][1], "screen": table.projector}[screen]
    manifest = orjson.loads((assets.DIST / ".vite" / "manifest.json").read_bytes())
    asked = f'rel="modulepreload" href="/static/dist/{manifest[f"src/{page}/phases/Lobby.svelte"]["file"]}"'
    address = f"/s/{table.code}{PATHS[screen]}"
    assert asked in server.http.get(address, headers=bearer(token)).text
    with table.wire(table.facilitator) as desk:
        desk.ask("go", phase="welcome")
    assert asked not in server.http.get(address, headers=bearer(token)).text
