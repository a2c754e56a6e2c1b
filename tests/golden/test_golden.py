"""Logs of released versions read as they did then. Never change one: see README.md here."""

import json
from pathlib import Path

import pytest

from app.game.engine import fold
from app.game.events import EVENTS, decode
from app.review.log import log_line
from app.version import VERSION
from tests.golden.make import EXPORTS, HERE, left, pack_of, read_log, seen, views_file

LOGS = sorted(HERE.glob("v*.jsonl"))


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_released_log_shows_what_it_showed_then(path: Path):
    expected = json.loads(views_file(path).read_text("utf-8"))
    events, pack = read_log(path), pack_of(expected["cards"])
    for each in expected["views"]:
        assert seen(events, each["seq"], each["audience"], pack) == each["view"], (each["seq"], each["audience"])


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_released_log_is_whole_and_leaves_as_it_came(path: Path):
    events = read_log(path)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert fold(decode(event.type, event.version, event.data) for event in events).closed
    assert b"".join(map(log_line, events)) == path.read_bytes()


def test_the_log_of_this_version_has_every_event():
    events = read_log(HERE / f"v{VERSION}-session.jsonl")
    inside = {json.loads(event.data)["inverse"]["name"] for event in events if event.type == "undone"}
    assert {event.type for event in events} | inside == EVENTS.keys()


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_released_log_leaves_as_the_same_files_every_time(path: Path):
    assert left(path) == json.loads(EXPORTS.read_text("utf-8"))[path.stem]
