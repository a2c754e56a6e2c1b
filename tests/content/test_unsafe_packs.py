"""Files that are too large, lie elsewhere, or are not text never become content."""

import shutil
from pathlib import Path

import pytest

from app.content import PackError, find_packs, load_pack
from tests.content.conftest import problems_of


def test_file_over_one_mebibyte(copy: Path) -> None:
    (copy / "prompts.yaml").write_text("#" * (1024 * 1024 + 1))
    (problem,) = (one for one in problems_of(copy) if one.file == "prompts.yaml")
    assert (problem.found, problem.expected) == ("1048577 bytes", "at most 1048576 bytes")


def test_link_out_of_the_pack(copy: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    (copy / "personas" / "yara.yaml").rename(outside)
    (copy / "personas" / "yara.yaml").symlink_to(outside)
    problems = [one for one in problems_of(copy) if one.file == "personas/yara.yaml"]
    assert problems[0].found == "a link that leads out of the pack"


def test_bytes_that_are_not_text(copy: Path) -> None:
    (copy / "aspects.yaml").write_bytes(b"what:\n  name: caf\xe9\n")
    problem = next(one for one in problems_of(copy) if one.file == "aspects.yaml")
    assert (problem.line, problem.found) == (2, "bytes that are not UTF-8")


def test_missing_file(copy: Path) -> None:
    (copy / "facets.yaml").unlink()
    (problem,) = problems_of(copy)
    assert (problem.file, problem.found, problem.expected) == ("facets.yaml", "no such file", "the file facets.yaml")


def test_optional_file_that_is_there_must_be_right(copy: Path) -> None:
    """Only a file that is left out is left out: a link to nowhere or an empty file is a mistake."""
    (copy / "dilemmas.yaml").unlink()
    (copy / "dilemmas.yaml").symlink_to(copy / "nowhere.yaml")
    (copy / "school_profile.yaml").write_text("")
    assert {one.file for one in problems_of(copy)} == {"dilemmas.yaml", "school_profile.yaml"}


def test_unknown_files(copy: Path) -> None:
    (copy / "actor.yaml").write_text("")
    (copy / "personas" / "yara.yml").write_text("")
    expected = {one.file: one.suggestion or one.expected for one in problems_of(copy)}
    assert expected == {"actor.yaml": "Did you mean actors.yaml?", "personas/yara.yml": "yara.yaml"}


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "? [a]\n: b\n", "a: 1\n---\nb: 2\n"]
)
def test_hostile_yaml_is_refused(copy: Path, text: str) -> None:
    (copy / "prompts.yaml").write_text(text)
    assert {one.file for one in problems_of(copy)} == {"prompts.yaml"}


@pytest.mark.parametrize("text", ["", "just words", "- a\n- list\n", "null"])
def test_file_that_is_no_mapping(copy: Path, text: str) -> None:
    for file in ("prompts.yaml", "quadrants.yaml", "pack.yaml", "personas/yara.yaml"):
        (copy / file).write_text(text)
    assert {one.file for one in problems_of(copy)} >= {
        "prompts.yaml",
        "quadrants.yaml",
        "pack.yaml",
        "personas/yara.yaml",
    }


def test_all_mistakes_at_once(copy: Path) -> None:
    for file in ("actors.yaml", "factors.yaml"):
        path = copy / file
        path.write_text(path.read_text("utf-8").replace("  name:", "  nam:", 2), "utf-8")
    (copy / "personas" / "yara.yaml").unlink()
    files = [one.file for one in problems_of(copy)]
    # Two fields misspelt and so also missing, in two files; and too few personas.
    assert files.count("actors.yaml") == files.count("factors.yaml") == 4
    assert "personas" in files


def test_too_few_personas(copy: Path) -> None:
    (copy / "personas" / "yara.yaml").unlink()
    found = {(one.file, one.found) for one in problems_of(copy)}
    assert found == {("personas", "7 personas"), ("samples.yaml", "unknown id 'yara'")}


def test_leader_needs_help_questions(copy: Path) -> None:
    path = copy / "actors.yaml"
    before, rest = path.read_text("utf-8").split("  help:\n", 1)
    path.write_text(before + "  picture" + rest.split("  picture", 1)[1], "utf-8")
    (problem,) = problems_of(copy)
    assert (problem.field, problem.line, problem.found) == ("school_leader.help", 2, "no help questions")


def test_find_packs_names_the_pack_that_is_broken(copy: Path) -> None:
    (copy / "pack.yaml").write_text("id: po\n")
    with pytest.raises(PackError, match=r"po/pack\.yaml:1:1: title: gevonden: niets"):
        find_packs(copy.parent)


def test_find_packs_wants_every_id_once(copy: Path) -> None:
    shutil.copytree(copy, copy.parent / "po_copy")
    with pytest.raises(PackError, match=r"po_copy/pack\.yaml:2:1: id: gevonden: een tweede pakket 'po'"):
        find_packs(copy.parent)


def test_no_directory(tmp_path: Path) -> None:
    assert find_packs(tmp_path) == []
    with pytest.raises(PackError, match=r"pack\.yaml:1:1: gevonden: geen bestand"):
        load_pack(tmp_path / "nowhere")
