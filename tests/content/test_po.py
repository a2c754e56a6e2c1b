"""The primary education pack: complete, in two languages, and the same after it was stored."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from app.content import Pack, dump, find_packs, load_pack, localise, parse_dump, samples, sha256
from tests.content.conftest import PO

SECTIONS = {
    "pack", "personas", "actors", "factors", "aspects", "axes", "quadrants", "schools", "prompts", "phases", "scripts",
    "evaluation", "facets", "visitation", "teacher_themes", "teacher_indicators", "design_stages", "design_questions",
    "indicators", "dilemmas",
}  # fmt: skip
FIELDS = {
    "personas": "id name age level tagline home strengths struggles help_question situations picture alt",
    "actors": "id name as interests influence questions help picture alt",
    "factors": "id name definition question picture alt",
    "aspects": "id name question positions",
    "axes": "name question low high",
    "quadrants": "id name regulation interest description",
    "schools": "id name summary vision building timetable team ict start round picture alt",
    "phases": "id title aim say do",
    "scripts": "id name steps",
    "facets": "id name quadrants",
    "visitation": "id name question",
    "teacher_themes": "id name",
    "teacher_indicators": "id theme name question phases",
    "design_stages": "id name",
    "design_questions": "id theme question stages",
    "indicators": "id name question",
    "dilemmas": "id round text options",
}
INSTRUMENTS = ("teacher_themes", "teacher_indicators", "design_stages", "design_questions", "indicators", "dilemmas")


def mappings(value: Any) -> list[dict[str, Any]]:
    """Every mapping inside a value, at any depth."""
    inner: list[Any] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
    own: list[dict[str, Any]] = [value] if isinstance(value, dict) else []
    return own + [one for part in inner for one in mappings(part)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_localise(po: Pack, language: str) -> None:
    content = localise(po, language)
    assert set(content) == SECTIONS
    assert set(content["pack"]) == {"id", "version", "language", "title", "sector", "languages", "licence", "sources"}
    assert content["pack"]["language"] == language
    for section, fields in FIELDS.items():
        for entry in content[section].values():
            assert set(entry) == set(fields.split())
    assert not [one for one in mappings(content) if "nl" in one or "en" in one]
    assert orjson.loads(orjson.dumps(content)) == content


def test_languages_differ(po: Pack) -> None:
    assert localise(po, "nl")["actors"]["parent"]["as"] == "de ouder"
    assert localise(po, "en")["actors"]["parent"]["as"] == "the parent"
    with pytest.raises(KeyError):
        localise(po, "fr")


def test_no_language_was_copied_into_the_other(po: Pack) -> None:
    """A translation that was forgotten is often the same sentence twice."""
    pairs = zip(mappings(localise(po, "nl")), mappings(localise(po, "en")), strict=True)
    same = {str(dutch[key]) for dutch, english in pairs for key in dutch if dutch[key] == english[key]}
    assert not [text for text in same if " " in text and text[0].isupper() and text.endswith((".", "?"))]


def test_entries_keep_the_author_s_order(po: Pack) -> None:
    again = parse_dump(dump(po))
    assert list(localise(again, "nl")["aspects"]) == ["what", "when", "where", "how", "why", "with_whom", "pace"]
    assert list(localise(again, "nl")["phases"])[:3] == ["lobby", "welcome", "choose"]


def test_dump_and_back(po: Pack) -> None:
    again = parse_dump(dump(po))
    assert again == po
    assert dump(again) == dump(po)
    assert sha256(again) == sha256(po)
    assert len(sha256(po)) == 64
    assert localise(again, "en") == localise(po, "en")


def test_dump_from_before_the_instruments(po: Pack) -> None:
    """Sessions of older versions pinned a pack without these sections, and without their order."""
    data = orjson.loads(dump(po))
    for section in INSTRUMENTS:
        del data[section], data["order"][section]
    old = parse_dump(orjson.dumps(data))
    content = localise(old, "nl")
    assert [content[section] for section in INSTRUMENTS] == [{}] * 6
    assert content["personas"] == localise(po, "nl")["personas"]
    assert parse_dump(dump(old)) == old


def test_pack_without_the_instruments(copy: Path) -> None:
    for file in ("teacher_profile.yaml", "school_profile.yaml", "dilemmas.yaml"):
        (copy / file).unlink()
    pack = load_pack(copy)
    assert [localise(pack, "en")[section] for section in INSTRUMENTS] == [{}] * 6
    assert parse_dump(dump(pack)) == pack


def test_teacher_profile_is_in_the_first_person(po: Pack) -> None:
    """It is a teacher's own look at the own work, never somebody else's."""
    phases = [text for one in po.teacher_indicators.values() for text in one.phases.values()]
    assert len(phases) == 60
    assert all(text["nl"].startswith("Ik ") for text in phases)
    assert len({text["nl"] for text in phases}) == 60


def test_no_way_out_of_a_dilemma_gives_more_than_another(po: Pack) -> None:
    """What the room chooses is a matter of what it values: a sum would be a score."""
    for dilemma in po.dilemmas.values():
        assert {sum(option.effects.values()) for option in dilemma.options} == {0}
        assert len({tuple(sorted(option.effects.items())) for option in dilemma.options}) == len(dilemma.options)


def test_dump_that_was_tampered_with(po: Pack) -> None:
    data = orjson.loads(dump(po))
    del data["personas"]["yara"]["tagline"]["en"]
    with pytest.raises(ValidationError, match="texts for"):
        parse_dump(orjson.dumps(data))


def test_find_packs() -> None:
    packs = find_packs(PO.parent)
    po = next(one for one in packs if one.id == "po")
    assert (po.version, po.title["nl"], po.languages, po.directory) == ("1.2.0", "Basisonderwijs", ("nl", "en"), PO)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_samples_for_bots(po: Pack, language: str) -> None:
    given = samples(po, language)
    assert set(given) == {"solutions", "insights", "team_names", "actions", "evaluation"}
    assert set(given["solutions"]) == set(po.personas)
    assert all(len(rounds[number]) >= 2 for rounds in given["solutions"].values() for number in ("1", "2", "3"))
    assert not [one for one in mappings(given) if "nl" in one or "en" in one]


def test_samples_lie_in_all_quadrants(po: Pack) -> None:
    """Bots that all place alike would make a rehearsal look as if one place were right."""
    every = [one for rounds in po.samples.solutions.values() for group in rounds.values() for one in group]
    signs = [(one.regulation > 0, one.interest > 0) for one in every]
    assert all(signs.count(sign) >= 3 for sign in {(a, b) for a in (True, False) for b in (True, False)})


def test_packs_are_frozen(po: Pack) -> None:
    with pytest.raises(ValidationError):
        po.about.version = "2.0.0"  # pyright: ignore[reportAttributeAccessIssue]
