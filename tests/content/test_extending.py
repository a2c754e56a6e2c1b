"""A pack that holds only what differs, and the doctor's words about what does not fit."""

from pathlib import Path

import pytest

from app import hosting
from app.content import Pack, PackError, diagnose, dump, find_broken, find_packs, known_packs, load_pack, parse_dump
from app.content.layers import Layer
from tests.content.conftest import CONTENT, PACKS, Told, problems_of

HEADER = "id: ours\nversion: 1.0.0\ntitle:\n  nl: Van ons\n  en: Ours\nextends: po\n"
WORDS = "    nl: Nieuw\n    en: New\n"


def ours(tmp_path: Path, files: dict[str, str], header: str = HEADER, name: str = "ours") -> Path:
    directory = tmp_path / "packs" / name
    (directory / "personas").mkdir(parents=True)
    for file, text in {"pack.yaml": header, **files}.items():
        (directory / file).write_text(text, "utf-8")
    return directory


def persona(name: str = "Noor") -> str:
    text = (CONTENT / "po" / "personas" / "yara.yaml").read_text("utf-8")
    return text.replace("nl: Yara", f"nl: {name}").replace("en: Yara", f"en: {name}")


def test_only_what_differs(tmp_path: Path, po: Pack) -> None:
    first = next(iter(po.factors))
    text = f"{first}:\n  name:\n{WORDS}  definition:" + _entry("factors", first).split("  definition:", 1)[1]
    directory = ours(tmp_path, {"personas/noor.yaml": persona(), "factors.yaml": text})
    pack = load_pack(directory, PACKS)
    assert (pack.about.id, pack.about.version, pack.about.sector) == ("ours", "1.0.0", "po")
    assert pack.factors[first].name == {"nl": "Nieuw", "en": "New"}
    assert [*pack.order["factors"]] == [*po.order["factors"]]
    assert [*pack.order["personas"]] == [*po.order["personas"], "noor"]
    assert pack.actors == po.actors
    assert parse_dump(dump(pack)) == pack
    assert dump(pack) != dump(po)


def test_a_new_pupil_without_samples_is_only_a_warning(tmp_path: Path) -> None:
    problems = diagnose(ours(tmp_path, {"personas/noor.yaml": persona()}), PACKS)
    assert {one.field for one in problems} == {f"solutions.noor.{number}" for number in "123"}
    assert all(one.warning for one in problems)


def test_a_card_that_is_taken_away_takes_its_samples_along(tmp_path: Path, po: Pack) -> None:
    actors = "uncle:\n" + _entry("actors", "parent")
    header = HEADER + "remove:\n  personas: [yara]\n  actors: [parent]\n"
    pack = load_pack(ours(tmp_path, {"personas/noor.yaml": persona(), "actors.yaml": actors}, header), PACKS)
    assert "yara" not in pack.personas
    assert "yara" not in pack.samples.solutions
    assert "parent" not in pack.actors
    every = [one for rounds in pack.samples.solutions.values() for some in rounds.values() for one in some]
    assert not [one for one in every if "parent" in one.actors]
    assert [one for rounds in po.samples.solutions.values() for some in rounds.values() for one in some if one.actors]


def test_beginnings_of_sentences_go_with_the_actors_they_are_for(tmp_path: Path, po: Pack) -> None:
    starters = "both:\n  field: does\n  actors: [uncle, hr]\n  text:\n" + WORDS
    files = {"actors.yaml": "uncle:\n" + _entry("actors", "parent"), "starters.yaml": starters}
    below = ours(tmp_path, files)
    header = HEADER.replace("id: ours", "id: top").replace("extends: po", "extends: ours")
    top = ours(tmp_path, {}, header + "remove:\n  actors: [parent, uncle]\n", name="top")
    library = {**PACKS, "ours": below}
    assert load_pack(below, PACKS).starters["both"].actors == ("uncle", "hr")
    with pytest.raises(PackError) as caught:  # the base has just as many actors as a pack needs
        load_pack(top, library)
    assert {one.told("en")["field"] for one in caught.value.problems} == {"remove.actors"}
    (top / "actors.yaml").write_text("aunt:\n" + _entry("actors", "parent"), "utf-8")
    left = load_pack(top, library).starters
    assert left["both"].actors == ("hr",)
    assert set(po.starters) - set(left) == {"text_parent"}


def _entry(section: str, key: str) -> str:
    text = (CONTENT / "po" / f"{section}.yaml").read_text("utf-8")
    lines = text.split(f"\n{key}:\n")[1].splitlines()
    end = next((number for number, line in enumerate(lines) if line and not line.startswith(" ")), len(lines))
    return "\n".join(lines[:end]) + "\n"


def test_mistakes_are_told_where_they_stand(tmp_path: Path) -> None:
    """In the own file when it stands there, and with the name of the other pack when it stands in that."""
    actors = "teacher:\n" + _entry("actors", "parent").replace("  interests:", "  interest:", 1)
    found = problems_of(ours(tmp_path, {"actors.yaml": actors}), PACKS)
    assert {(one.file, one.field) for one in found} == {
        ("actors.yaml", "teacher.interest"),
        ("actors.yaml", "teacher.interests"),
    }
    assert found[0].suggestion == "Did you mean interests?" or found[1].suggestion == "Did you mean interests?"
    (tmp_path / "empty").mkdir()
    empty = ours(tmp_path / "empty", {"personas/yara.yaml": ""}, HEADER.replace("ours", "empty"), "empty")
    assert [(one.file, one.found) for one in problems_of(empty, PACKS)] == [("personas/yara.yaml", "nothing")]
    (tmp_path / "lower").mkdir()
    lower = ours(tmp_path / "lower", {"personas/noor.yaml": "name: x\n"}, HEADER.replace("ours", "lower"), "lower")
    above = ours(tmp_path, {}, HEADER.replace("ours", "above").replace("extends: po", "extends: lower"), "above")
    assert {one.file for one in problems_of(above, {**PACKS, "lower": lower})} == {"lower/personas/noor.yaml"}


BAD_HEADERS = {
    "unknown section": (
        "remove:\n  actor: [parent]\n",
        "remove.actor",
        "unknown section 'actor'",
        "Did you mean actors?",
    ),
    "unknown id": ("remove:\n  actors: [parrent]\n", "remove.actors.0", "unknown id 'parrent'", "Did you mean parent?"),
    "no list": ("remove:\n  actors: parent\n", "remove.actors", "no list", ""),
    "no sections": ("remove: [actors]\n", "remove", "no sections", ""),
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_remove_that_cannot_be(tmp_path: Path, name: str) -> None:
    text, field, found, suggestion = BAD_HEADERS[name]
    (problem,) = problems_of(ours(tmp_path, {}, HEADER + text), PACKS)
    assert (problem.file, problem.field, problem.found, problem.suggestion) == ("pack.yaml", field, found, suggestion)
    assert problem.line == 7 + field.count(".") - field.endswith(".0")


def test_fewer_than_needed_after_removing(tmp_path: Path) -> None:
    found = problems_of(ours(tmp_path, {}, HEADER + "remove:\n  schools: [stroom]\n"), PACKS)
    assert {one.found for one in found} == {"1 schools", "no school for round 2"}
    assert {(one.file, one.line, one.field) for one in found} == {("pack.yaml", 8, "remove.schools")}
    (tmp_path / "few").mkdir()
    few = problems_of(ours(tmp_path / "few", {}, HEADER + "remove:\n  actors: [parent]\n"), PACKS)
    assert [(one.file, one.field, one.found) for one in few if one.severity == "error"] == [
        ("pack.yaml", "remove.actors", "10 actors")
    ]


def chain(tmp_path: Path, *links: tuple[str, str]) -> dict[str, Path]:
    made = {
        name: ours(tmp_path, {}, HEADER.replace("ours", name).replace("extends: po", f"extends: {below}"), name)
        for name, below in links
    }
    return {**PACKS, **made}


def only(problems: list[Told]) -> Told:
    (problem,) = problems
    return problem


def test_a_chain_and_its_end(tmp_path: Path) -> None:
    library = chain(tmp_path, ("one", "po"), ("two", "one"), ("three", "two"), ("four", "three"))
    assert load_pack(library["three"], library).about.id == "three"
    problem = only(problems_of(library["four"], library))
    assert (problem.file, problem.line, problem.found) == ("one/pack.yaml", 6, "more than 3 packs on each other")


def test_a_circle(tmp_path: Path) -> None:
    library = chain(tmp_path, ("one", "two"), ("two", "one"), ("self", "self"))
    assert only(problems_of(library["one"], library)).found == "a circle: one extends itself"
    assert only(problems_of(library["self"], library)).found == "a circle: self extends itself"


def test_own_packs_are_found_and_broken_ones_stay_out(tmp_path: Path) -> None:
    """One bad file of somebody's own must not keep the others from playing."""
    ours(tmp_path, {})
    ours(tmp_path, {}, HEADER.replace("id: ours", "id: po"), "po")
    ours(tmp_path, {}, HEADER.replace("id: ours", "id: other"), "elsewhere")
    ours(tmp_path, {}, "id: broken\n", "broken")
    ours(tmp_path, {}, HEADER, ".work-left-behind")
    directories = (CONTENT, tmp_path / "packs")
    found = find_packs(*directories)
    assert [(one.id, one.own, one.extends) for one in found] == [
        ("mbo", False, None),
        ("po", False, None),
        ("vo", False, None),
        ("ours", True, "po"),
    ]
    assert known_packs(*directories)["po"] == CONTENT / "po"
    files = {one.file.split("/")[0]: one.told("en")["found"] for one in find_broken(*directories)}
    assert set(files) == {"po", "elsewhere", "broken"}
    assert files["po"] == "a second pack 'po'"


def test_a_session_keeps_the_content_it_began_with(tmp_path: Path) -> None:
    """What is stored is whole: it does not look at the files of either pack again."""
    directory = ours(tmp_path, {"personas/noor.yaml": persona()})
    stored = dump(load_pack(directory, PACKS))
    (directory / "personas" / "noor.yaml").write_text(persona("Fien"), "utf-8")
    assert parse_dump(stored).personas["noor"].name["nl"] == "Noor"
    assert load_pack(directory, PACKS).personas["noor"].name["nl"] == "Fien"
    (directory / "pack.yaml").unlink()
    with pytest.raises(PackError):
        load_pack(directory, PACKS)
    assert parse_dump(stored).personas["noor"].name["nl"] == "Noor"


def test_a_new_session_gets_the_newest_form_of_the_pack(tmp_path: Path) -> None:
    """The server remembers packs that it read; not when a file changed, of the pack or of the one under it."""
    lower = ours(tmp_path, {"personas/noor.yaml": persona()}, HEADER.replace("ours", "lower"), "lower")
    ours(tmp_path, {}, HEADER.replace("extends: po", "extends: lower"))
    directories, wanted = (CONTENT, tmp_path / "packs"), hosting.NewSession(pack="ours")
    assert hosting.find_pack(directories, wanted).personas["noor"].name["nl"] == "Noor"
    (lower / "personas" / "noor.yaml").write_text(persona("Fien"), "utf-8")
    assert hosting.find_pack(directories, wanted).personas["noor"].name["nl"] == "Fien"


def test_a_broken_file_is_read_once_for_all_its_sections(tmp_path: Path) -> None:
    layer, file = Layer(tmp_path), tmp_path / "quadrants.yaml"
    file.write_text("axes: [")
    with pytest.raises(PackError) as first:
        layer.read(file.name)
    file.unlink()
    with pytest.raises(PackError) as second:
        layer.read(file.name)
    assert second.value is first.value
