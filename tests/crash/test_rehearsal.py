"""Bots play a whole session on the real server; its exported log gives the views that people were left with."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.bots.client import Client
from app.bots.rehearsal import rehearse
from app.cli.main import cli
from app.settings import Settings
from app.store import open_store
from bench.server import Made, Server, serving

pytestmark = pytest.mark.slow

SPEED = 10_000
SEEDS = {"po": 3, "vo": 5, "mbo": 8}


@pytest.mark.parametrize("pack", SEEDS)
def test_bots_play_every_pack_and_its_log_replays_to_the_last_views(tmp_path: Path, pack: str) -> None:
    """Each seed plays otherwise: other cards, in another order."""
    with serving(tmp_path / "data") as server:
        made = server.make_session(0, pack=pack)
        settings = Settings(data_dir=server.data)
        played = asyncio.run(rehearse(settings, url=server.url, code=made.code, teams=4, speed=SPEED, seed=SEEDS[pack]))
        assert played["phase"] == "closed"
        log = tmp_path / "log.jsonl"
        server.command("session", "export", made.code, "--out", str(log))
        seats = {event["data"]["team"]: event["data"]["seat"] for event in _events(log, "seat_taken")}
        live = asyncio.run(_live_views(server, made, settings, seats))
    for audience, view in live.items():
        assert _replayed(log, audience, server.data) == view, audience


def _events(log: Path, kind: str) -> list[dict[str, Any]]:
    return [event for event in map(json.loads, log.read_text().splitlines()) if event["type"] == kind]


async def _live_views(server: Server, made: Made, settings: Settings, seats: dict[int, str]) -> dict[str, Any]:
    """The welcome of everyone, without what no event says: who is online, and what a seat or a console sees alone."""
    tokens = {
        "facilitator": (made.facilitator, "facilitator"),
        "screen": (made.screen, "screen"),
        "review": (made.facilitator, "review"),
    }
    store = open_store(settings.url)
    for team, seat in seats.items():
        tokens[f"team:{team}"] = (await store.tokens.issue(made.code, "seat", seat), "seat")
    await store.close()
    assert len(tokens) == 7
    views: dict[str, Any] = {}
    for audience, (token, looks_as) in tokens.items():
        async with Client(server.url, made.code, token, looks_as) as client:
            views[audience] = _lasting(client.view)
    return views


def _replayed(log: Path, audience: str, data: Path) -> Any:
    told = CliRunner().invoke(cli, ["session", "replay", str(log), "--audience", audience, "--data", str(data)])
    assert told.exit_code == 0, told.output
    return _lasting(json.loads(told.stdout))


def _lasting(view: dict[str, Any]) -> dict[str, Any]:
    for part in ("me", "consoles", "worked"):
        view.pop(part, None)
    for part in ("teams", "seats"):
        for entry in view.get(part, {}).values():
            entry.pop("online")
    return view
