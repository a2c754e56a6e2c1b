"""Every page as Lighthouse sees it: performance, accessibility and best practices, 0 to 100.

Plain pages and the seat on a slow telephone (Lighthouse's own simulation), the screens of a room on a desktop.
Needs the system's Chromium and `bench/lighthouse`, which `make bench` and `make test` install.
"""

import asyncio
import contextlib
import json
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright

from bench.measured import Measured
from tests.browser.stage import FLAGS, ROOT, Server, free_port, maatwerk
from tests.support.chromium import HOW, find

NODE = ROOT / ".venv" / "bin" / "node"
LIGHTHOUSE = ROOT / "bench" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
BARS = {"performance": 95, "accessibility": 100, "best-practices": 95}
PLAIN = ("/", "/join/{code}", "/check", "/privacy", "/toegankelijkheid", "/packs", "/packs/po", "/sessions/new")
BESIDE = ("/sessions", "/s/{code}/keep", "/s/{code}/about", "/s/{code}/review/results", "/s/{code}/review/report")
"""Plain pages of who leads, beside the screens."""
LOOKS = 3
TRIES = 3
SCREENS = ("/s/{code}", "/s/{code}/screen", "/s/{code}/facilitate", "/s/{code}/review")


@dataclass(frozen=True, slots=True)
class Looked:
    """The scores of one page, 0 to 100, and what cost points."""

    path: str
    device: str
    scores: dict[str, int]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """A browser in which all screens of one session are open to us, and the port on which Lighthouse steers it."""

    server: Server
    code: str
    port: int

    async def look(self, path: str, device: str, categories: Sequence[str] = CATEGORIES) -> Looked:
        """One page; `device` is `mobile` or `desktop`."""
        options = [f"--port={self.port}", "--disable-storage-reset", "--quiet", "--output=json"]
        options += [f"--only-categories={','.join(categories)}", *(["--preset=desktop"] if device == "desktop" else [])]
        address = self.server.url + path.format(code=self.code)
        trouble = b""
        for _ in range(TRIES):
            process = await asyncio.create_subprocess_exec(
                str(NODE), str(LIGHTHOUSE), address, *options, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            out, trouble = await process.communicate()
            with contextlib.suppress(
                json.JSONDecodeError
            ):  # now and then it misses the beginning, or cuts its own end off
                if process.returncode == 0:
                    return _read(path, device, json.loads(out))
        raise RuntimeError(f"Lighthouse could not look at {address}:\n{trouble.decode()[-2000:]}")


def _read(path: str, device: str, report: dict[str, Any]) -> Looked:
    audits = report["audits"]
    scores = {name: round(100 * category["score"]) for name, category in report["categories"].items()}
    lost = [
        f"{name}: {audits[part['id']]['title']} {audits[part['id']].get('displayValue', '')}".strip()
        for name, category in report["categories"].items()
        for part in category["auditRefs"]
        if part["weight"] and (audits[part["id"]]["score"] or 0) < 0.9 and audits[part["id"]]["score"] is not None
    ]
    return Looked(path, device, scores, tuple(lost))


@asynccontextmanager
async def opened(data: Path) -> AsyncGenerator[Pages]:
    """A server with a session, and a browser with the keys to all its screens."""
    chromium = find()
    assert chromium, HOW
    server, port = Server(data), free_port()
    await server.start()
    try:
        made = maatwerk("session", "create", data=data, base=server.url)
        async with async_playwright() as playwright:
            context = await playwright.chromium.launch_persistent_context(
                data / "browser", executable_path=chromium, args=[*FLAGS, f"--remote-debugging-port={port}"]
            )
            code, keys = made["code"], {"screen": made["projector_token"], "facilitator": made["facilitator_token"]}
            for role, token in keys.items():
                cookie = {"name": f"maatwerk_{role}_{code}", "value": token, "url": server.url, "sameSite": "Strict"}
                await context.add_cookies([cookie])  # type: ignore[list-item]
            answer = await context.request.post(f"{server.url}/api/v1/sessions/{code}/seats", data={"team": 1})
            assert answer.ok, await answer.text()
            try:
                yield Pages(server, code, port)
            finally:
                await context.close()
    finally:
        await server.stop()


async def _looked(pages: Pages, path: str, device: str) -> Looked:
    """The middle one of some looks: what else this machine does costs points by chance."""
    looks = [await pages.look(path, device) for _ in range(LOOKS)]
    return sorted(looks, key=lambda look: look.scores["performance"])[LOOKS // 2]


async def measure() -> list[Measured]:
    """Every page: how many points it lacks of 100, with the most that it may lack."""
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="maatwerk-pages-") as folder:
        async with opened(Path(folder)) as pages:
            looks = [(path, "mobile") for path in (*PLAIN, *BESIDE, SCREENS[0])]
            looks += [(path, "desktop") for path in SCREENS]
            for path, device in looks:
                looked = await _looked(pages, path, device)
                for name, score in looked.scores.items():
                    what = f"Lighthouse, {path} on a {device}: {name}, short of 100"
                    found.append(Measured(what, 100 - score, "", 100 - BARS[name]))
    return found
