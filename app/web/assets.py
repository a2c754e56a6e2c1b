"""The built front end: which files a page needs, from Vite's manifest, and which sentences it can say."""

import re
from functools import cache
from typing import Any, NamedTuple

import orjson

from app.settings import HERE

STATIC = HERE / "web" / "static"
DIST = STATIC / "dist"
FIRST_FONTS = re.compile(r"-latin-(400|700)-normal-[\w-]+\.woff2$")
"""The letters of nearly every word here: asked for at once, so that no line moves when they come."""


class Assets(NamedTuple):
    """Addresses of the scripts, style sheets and first fonts of one entry; empty before the front end is built."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    preloads: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


@cache
def _manifest(stamp: float) -> dict[str, Any]:
    return orjson.loads((DIST / ".vite" / "manifest.json").read_bytes())


def of(entry: str, *pages: str) -> Assets:
    """The files of `src/<entry>.ts`, and of these pages that it will fetch at once (`src/<page>.svelte`)."""
    path = DIST / ".vite" / "manifest.json"
    if not path.exists():
        return Assets()
    manifest = _manifest(path.stat().st_mtime)
    name = f"src/{entry}.ts"
    if name not in manifest:
        return Assets()
    needed = _follow(manifest, name, [])
    for page in pages:
        _follow(manifest, f"src/{page}.svelte", needed)
    styles = dict.fromkeys(css for one in needed for css in manifest[one].get("css", ()))
    preloads = tuple(_url(manifest[one]["file"]) for one in needed[1:])
    fonts = tuple(_url(font) for one in needed for font in manifest[one].get("assets", ()) if FIRST_FONTS.search(font))
    return Assets((_url(manifest[name]["file"]),), tuple(map(_url, styles)), preloads, fonts)


def sentences(entry: str, *, first: bool = False) -> frozenset[str]:
    """The Dutch sentences that a page of `src/<entry>.ts` can say, as `frontend/sentences.ts` found them.

    `first`: those that it needs before it can fetch the others.
    """
    path = DIST / ".vite" / "sentences.json"
    found = _sentences(path.stat().st_mtime) if path.exists() else {}
    return found.get((entry, "first" if first else "all"), frozenset())


@cache
def _sentences(stamp: float) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[str, dict[str, list[str]]] = orjson.loads((DIST / ".vite" / "sentences.json").read_bytes())
    return {(entry, when): frozenset(said) for entry, sets in found.items() for when, said in sets.items()}


def _follow(manifest: dict[str, Any], name: str, seen: list[str]) -> list[str]:
    seen.append(name)
    for other in manifest[name].get("imports", ()):
        if other not in seen:
            _follow(manifest, other, seen)
    return seen


def _url(file: str) -> str:
    return f"/static/dist/{file}"
