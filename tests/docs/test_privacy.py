"""The papers on privacy say what the code does."""

import re
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest

from app.cli.privacy_roles import AUDIENCES, ROLES, SECTIONS, page, sections
from app.game.viewing import Kind
from app.settings import Settings
from app.store.tables import metadata
from app.web.access import MAY_LOOK_AS

PAPERS = Path(__file__).resolve().parents[2] / "docs" / "privacy"
REGISTER = (PAPERS / "verwerkingsregister.md").read_text()


def test_the_page_of_roles_is_fresh() -> None:
    assert (PAPERS / "rollen.md").read_text() == page(), "run: maatwerk roles --write"


def test_every_role_audience_and_part_of_a_view_has_words() -> None:
    assert ROLES.keys() == MAY_LOOK_AS.keys()
    assert set(AUDIENCES) == set(get_args(Kind))
    assert set(SECTIONS) == set().union(*(sections(kind) for kind in get_args(Kind)))


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_of_the_database_stands_in_the_register(table: str) -> None:
    assert f"`{table}`" in REGISTER


def test_the_register_names_no_table_that_does_not_exist() -> None:
    named = re.findall(r"^\| `(\w+)`", REGISTER, re.MULTILINE)
    assert set(named) == set(metadata.tables)


def test_the_terms_are_the_defaults_of_the_settings() -> None:
    for name, default in re.findall(r"`MAATWERK_(\w+)` \((\d+)\)", REGISTER):
        assert Settings.model_fields[name.lower()].default == int(default), name


def test_the_picture_can_be_read_aloud() -> None:
    picture = ElementTree.parse(PAPERS / "gegevens.svg").getroot()
    assert picture.get("role") == "img"
    names = [each.tag.rpartition("}")[2] for each in picture]
    assert {"title", "desc"} <= set(names)
