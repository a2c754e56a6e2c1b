"""xAPI statements, held to the rules of xAPI 1.0.3 (part 2, data) as this file reads them, not as we wrote them."""

import json
import re
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.review.exports import pieces
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review import hostile

LOGS = sorted(HERE.glob("v*.jsonl"))
ADL_VERB = re.compile(
    "http://adlnet.gov/expapi/verbs/"
    "(answered|asked|attempted|attended|commented|completed|exited|experienced|failed|imported|initialized|interacted"
    "|launched|mastered|passed|preferred|progressed|registered|responded|resumed|scored|shared|suspended|terminated)"
)
ADL_KIND = re.compile(
    "http://adlnet.gov/expapi/activities/"
    "(assessment|course|file|interaction|lesson|link|media|meeting|module|objective|performance|question|simulation)"
)
SESSION = "https://maatwerk.invalid/session/ABCDEF"
IFIS = {"mbox", "mbox_sha1sum", "openid", "account"}
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


def made(events: list[StoredEvent]) -> list[dict[str, Any]]:
    return json.loads(b"".join(pieces("xapi", hostile.ABOUT, events)))


def only(held: dict[str, Any], needed: str, allowed: str = "") -> None:
    assert set(needed.split()) <= set(held) <= set(needed.split()) | set(allowed.split()), held


def is_iri(text: object) -> None:
    assert isinstance(text, str)
    assert urlsplit(text).scheme, text
    assert not re.search(r"\s", text), text


def is_uuid(text: str) -> None:
    assert str(uuid.UUID(text)) == text
    assert uuid.UUID(text).variant == uuid.RFC_4122


def is_language_map(held: dict[str, str]) -> None:
    assert held
    assert all(LANGUAGE.fullmatch(key) and isinstance(value, str) for key, value in held.items())


def is_activity(held: dict[str, Any]) -> None:
    only(held, "id", "objectType definition")
    assert held.get("objectType", "Activity") == "Activity"
    is_iri(held["id"])
    definition = held.get("definition", {})
    only(definition, "", "name description type moreInfo extensions")
    is_language_map(definition["name"])
    is_iri(definition["type"])
    assert ADL_KIND.fullmatch(definition["type"])


def is_group_without_people(held: dict[str, Any]) -> None:
    """An Identified Group: exactly one inverse functional identifier; `member` is optional, and here forbidden."""
    only(held, "objectType account", "name")
    assert held["objectType"] == "Group"
    assert len(IFIS & set(held)) == 1
    only(held["account"], "homePage name")
    is_iri(held["account"]["homePage"])
    assert re.fullmatch(r"/session/ABCDEF/(room|team-[1-4])", held["account"]["name"])


def has_extensions(held: dict[str, Any]) -> None:
    for key in held.get("extensions", {}):
        is_iri(key)


def no_nulls(held: Any) -> None:
    assert held is not None
    for inner in parts_of(held):
        no_nulls(inner)


def parts_of(held: Any) -> list[Any]:
    return list(held.values()) if isinstance(held, dict) else held if isinstance(held, list) else []  # pyright: ignore


def check(one: dict[str, Any]) -> None:
    only(one, "actor verb object", "id result context timestamp stored authority version attachments")
    no_nulls(one)
    is_uuid(one["id"])
    is_group_without_people(one["actor"])
    only(one["verb"], "id", "display")
    assert ADL_VERB.fullmatch(one["verb"]["id"])
    is_language_map(one["verb"]["display"])
    is_activity(one["object"])
    result = one.get("result", {})
    only(result, "", "score success completion response duration extensions")
    assert isinstance(result.get("completion", True), bool)
    assert isinstance(result.get("response", ""), str)
    has_extensions(result)
    context = one["context"]
    only(context, "", "registration instructor team contextActivities revision platform language statement extensions")
    assert "instructor" not in context
    is_uuid(context["registration"])
    assert LANGUAGE.fullmatch(context["language"])
    has_extensions(context)
    only(context["contextActivities"], "", "parent grouping category other")
    for group in context["contextActivities"].values():
        for activity in group:
            is_activity(activity)
    assert datetime.fromisoformat(one["timestamp"]).utcoffset() is not None
    assert re.fullmatch(r"1\.0(\.\d+)?", one["version"])


@pytest.mark.parametrize("events", [*map(read_log, LOGS), hostile.log()], ids=[*(log.stem for log in LOGS), "hostile"])
def test_every_statement_keeps_the_rules(events: list[StoredEvent]):
    told = made(events)
    for one in told:
        check(one)
    assert len({one["id"] for one in told}) == len(told)
    assert [one["timestamp"] for one in told] == sorted(one["timestamp"] for one in told)
    assert made(events) == told


def test_the_golden_session_in_statements():
    told = made(read_log(HERE / "v0.4.0-session.jsonl"))
    found = [
        (one["verb"]["id"].rpartition("/")[2], one["actor"]["name"], one["object"]["id"].removeprefix(SESSION))
        for one in told
    ]
    assert found[0] == ("initialized", "room", "")
    assert ("completed", "team-1", "/round/1/team/1") in found
    assert ("attempted", "team-2", "/round/1/team/2") in found
    assert ("responded", "room", "/round/1/team/1") in found
    assert ("responded", "room", "/evaluation") in found
    assert ("commented", "room", "") in found
    assert ("terminated", "room", "") in found
    (solution,) = (one for one in told if one["verb"]["id"].endswith("completed"))
    extensions = {key.rpartition("/")[2]: value for key, value in solution["result"]["extensions"].items()}
    assert extensions["place"] == {"regulation": 40, "interest": -10}
    assert (extensions["persona"], extensions["factors"]) == ("bram", {"timetable": 2})
    assert solution["timestamp"] == "2026-11-22T00:01:00.000+00:00"


def test_a_group_below_the_floor_is_a_number():
    told = made(read_log(HERE / "v0.4.0-session.jsonl"))
    groups = [one["result"]["extensions"] for one in told if one["verb"]["id"].endswith("responded")]
    few = [group for group in groups if group["https://maatwerk.invalid/xapi/n"] == 1]
    assert len(few) == 2
    assert all(group.keys() == {"https://maatwerk.invalid/xapi/n"} for group in few)


def test_nobody_is_named_in_it():
    assert "zq-naam" not in json.dumps(made(hostile.log()))
    told = json.dumps(made(read_log(HERE / "v0.4.0-session.jsonl")))
    for name in ("Ann", "De Uilen", "De Linde", "Studiemiddag", "Koffie is koud", "s_ann"):
        assert name not in told, name


def test_the_same_code_played_again_gives_other_ids():
    events = hostile.log()
    first = json.loads(events[0].data)
    later = [StoredEvent(1, events[0].at, "session_created", 1, json.dumps(first | {"at": first["at"] + 1}).encode())]
    assert not {one["id"] for one in made(events)} & {one["id"] for one in made([*later, *events[1:]])}
