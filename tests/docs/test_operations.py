"""The page for operators, the alert rules and the board name numbers that the server really gives."""

import json
import re
from typing import Any, cast

import pytest
from ruamel.yaml import YAML

from app.live.doorbell import ALONE
from app.live.rooms import Rooms
from app.metrics import REGISTRY
from app.web.auditing import WHAT
from app.web.health import Now
from tests.docs.test_docs import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
NAME = re.compile(r"\bmaatwerk_[a-z_]+\b")
PARTS = re.compile(r"_(bucket|sum|count|total|created)$")


class NoRooms(Rooms):
    """A server where nobody is."""

    def __init__(self) -> None:
        self._rooms = {}


def given() -> set[str]:
    """The families that a scrape gives, without the endings that a kind of number brings."""
    return {family.name for source in (REGISTRY, Now(NoRooms(), ALONE)) for family in source.collect()}


def rules() -> list[dict[str, Any]]:
    text = (ROOT / "docs" / "operations" / "alerts.yml").read_text("utf-8")
    read = cast(dict[str, Any], YAML(typ="safe").load(text))  # pyright: ignore[reportUnknownMemberType]
    return [rule for group in read["groups"] for rule in group["rules"]]


def board() -> list[str]:
    read = json.loads((ROOT / "docs" / "operations" / "board.json").read_text("utf-8"))
    return [target["expr"] for panel in read["panels"] for target in panel["targets"]]


def families(text: str) -> set[str]:
    return {PARTS.sub("", name) for name in NAME.findall(text)}


@pytest.mark.parametrize("expression", [*board(), *(rule["expr"] for rule in rules())])
def test_no_rule_and_no_panel_looks_at_a_number_that_does_not_exist(expression: str):
    assert families(expression) <= given()


def test_every_number_is_explained_and_on_the_board():
    assert families(PAGE) == given()
    assert set[str]().union(*map(families, board())) == given()


def test_every_alert_says_what_to_do():
    names = {rule["alert"] for rule in rules()}
    assert names == set(re.findall(r"`(Maatwerk\w+)`", PAGE))
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] in ("page", "ticket") for rule in rules())


def test_every_word_of_the_audit_log_is_explained():
    page = (ROOT / "docs" / "accounts.md").read_text("utf-8").partition("| word | means |")[2]
    words = {word for row in page.splitlines() for word in re.findall(r"`(\w+)`", row.partition(" | ")[0])}
    assert words == WHAT
