"""Changing one card: comments stay, the whole pack passes, or nothing changed at all."""

from pathlib import Path
from typing import Any

import pytest

from app.content import PackError, copy_pack, known_packs, load_pack, read_entry, remove_entry, write_entry
from tests.content.conftest import CONTENT, PACKS, told

TITLE = {"nl": "Van ons", "en": "Ours"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return copy_pack(CONTENT / "po", "ours", TITLE, tmp_path)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return copy_pack(CONTENT / "po", "ours", TITLE, tmp_path, full=True)


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_new_pack_holds_only_its_header(own: Path) -> None:
    assert set(files(own)) == {"pack.yaml"}
    pack = load_pack(own, PACKS)
    assert (pack.about.title, pack.about.version) == (TITLE, "1.0.0")
    assert load_pack(own, PACKS).personas == load_pack(CONTENT / "po").personas


def test_a_full_copy_stands_alone(whole: Path) -> None:
    assert set(files(whole)) == set(files(CONTENT / "po"))
    assert load_pack(whole, {}).about.id == "ours"


@pytest.mark.parametrize("name", ["po", "vo", "Ours", "a", "../up", "a b", "", "x" * 41])
def test_ids_that_no_own_pack_may_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError):
        copy_pack(CONTENT / "po", name, TITLE, tmp_path / "packs")
    assert not (tmp_path / "packs").exists() or not [*(tmp_path / "packs").iterdir()]


def test_title_in_one_language_only(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        copy_pack(CONTENT / "po", "ours", {"nl": "Van ons"}, tmp_path)
    assert told(caught.value)[0].suggestion == "Write the text for en too."
    assert not [*tmp_path.iterdir()]


def changed(directory: Path, section: str, key: str, **values: Any) -> dict[str, Any]:
    value = read_entry(directory, PACKS, section, key) | values
    write_entry(directory, PACKS, section, key, value)
    assert read_entry(directory, PACKS, section, key) == value
    return value


NAME = {"nl": "'t Ja: nee # 12", "en": '"Yes"'}


@pytest.mark.parametrize("section", ["personas", "actors", "factors", "schools"])
@pytest.mark.parametrize("kind", ["own", "whole"])
def test_change_a_card(request: pytest.FixtureRequest, kind: str, section: str) -> None:
    directory = request.getfixturevalue(kind)
    key = next(iter(getattr(load_pack(CONTENT / "po"), section)))
    changed(directory, section, key, name=NAME)
    pack = load_pack(directory, PACKS)
    assert getattr(pack, section)[key].name == NAME
    assert pack.about.version == "1.0.1"
    assert [path.name for path in directory.parent.iterdir()] == ["ours"]


def test_comments_and_the_rest_of_the_file_stay(whole: Path) -> None:
    before = (whole / "actors.yaml").read_text("utf-8").splitlines()
    changed(whole, "actors", "teacher", name={"nl": "Juf of meester", "en": "Teacher"})
    after = (whole / "actors.yaml").read_text("utf-8").splitlines()
    assert after[0] == before[0]
    assert after[0].startswith("#")
    assert len([one for one in after if one not in before]) == 1
    assert len(after) == len(before)


def test_add_and_remove_a_card(own: Path) -> None:
    prompt = {"phase": "work", "text": {"nl": "Wie ontbreekt hier?", "en": "Who is missing here?"}}
    write_entry(own, PACKS, "prompts", "missing", prompt)
    assert "missing" in load_pack(own, PACKS).prompts
    remove_entry(own, PACKS, "prompts", "missing")
    remove_entry(own, PACKS, "prompts", "work_4")
    pack = load_pack(own, PACKS)
    assert {"missing", "work_4"}.isdisjoint(pack.prompts)
    with pytest.raises(KeyError):
        remove_entry(own, PACKS, "prompts", "work_4")


@pytest.mark.parametrize("kind", ["own", "whole"])
def test_remove_a_pupil_with_its_samples(request: pytest.FixtureRequest, kind: str) -> None:
    directory = request.getfixturevalue(kind)
    value = read_entry(directory, PACKS, "personas", "yara")
    with pytest.raises(PackError):  # seven are too few
        remove_entry(directory, PACKS, "personas", "yara")
    if kind == "whole":
        return
    write_entry(directory, PACKS, "personas", "noor", value | {"name": {"nl": "Noor", "en": "Noor"}})
    remove_entry(directory, PACKS, "personas", "yara")
    pack = load_pack(directory, PACKS)
    assert "yara" not in pack.personas
    assert "yara" not in pack.samples.solutions


def test_remove_an_actor_from_a_full_copy(whole: Path) -> None:
    value = read_entry(whole, PACKS, "actors", "parent")
    write_entry(whole, PACKS, "actors", "uncle", value | {"name": {"nl": "Oom", "en": "Uncle"}})
    assert b"parent:" in (whole / "samples.yaml").read_bytes()
    remove_entry(whole, PACKS, "actors", "parent")
    assert b"parent:" not in (whole / "samples.yaml").read_bytes()
    assert "text_teacher" in load_pack(whole, {}).starters
    assert "text_parent" not in load_pack(whole, {}).starters
    assert load_pack(whole, {}).actors["uncle"].name["nl"] == "Oom"


def test_what_was_read_may_be_changed_without_changing_the_pack(own: Path) -> None:
    value = read_entry(own, PACKS, "personas", "yara")
    value["name"]["nl"] = "Noor"
    assert read_entry(own, PACKS, "personas", "yara")["name"]["nl"] == "Yara"


REFUSED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "too long": ("personas", "yara", {"tagline": {"nl": "x" * 35, "en": "y"}}),
    "one language": ("personas", "yara", {"tagline": {"nl": "Kort"}}),
    "two lines": ("personas", "yara", {"tagline": {"nl": "een\ntwee", "en": "y"}}),
    "turned round": ("personas", "yara", {"tagline": {"nl": "een\u202etwee", "en": "y"}}),
    "half a sign": ("personas", "yara", {"tagline": {"nl": "een\ud800", "en": "y"}}),
    "unknown field": ("personas", "yara", {"script": "alert(1)"}),
    "picture": ("actors", "teacher", {"picture": "selfie"}),
    "no list": ("actors", "teacher", {"questions": {"nl": "a", "en": "b"}}),
    "number": ("personas", "yara", {"age": "10"}),
    "path": ("personas", "../yara", {}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_change_that_does_not_pass_changes_nothing(own: Path, name: str) -> None:
    section, key, values = REFUSED[name]
    changed(own, "personas", "yara", age=11)
    before = files(own.parent)
    value = read_entry(own, PACKS, section, key.removeprefix("../"))
    with pytest.raises(PackError):
        write_entry(own, PACKS, section, key, value | values)
    assert files(own.parent) == before


def test_a_copy_of_a_copy(own: Path) -> None:
    changed(own, "personas", "yara", age=11)
    directories = (CONTENT, own.parent)
    again = copy_pack(own, "again", TITLE, own.parent, library=known_packs(*directories))
    assert load_pack(again, known_packs(*directories)).personas["yara"].age == 11
