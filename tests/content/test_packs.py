"""The packs of the product: each complete, in two languages, and the same after it was stored."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from app.content import Pack, diagnose, dump, find_packs, load_pack, localise, parse_dump, samples, sha256
from app.content.render import starters
from tests.content.conftest import CONTENT, PACKS, PO

SECTIONS = {
    "pack", "personas", "actors", "factors", "aspects", "axes", "quadrants", "schools", "prompts", "phases", "scripts",
    "evaluation", "facets", "visitation", "teacher_themes", "teacher_indicators", "design_stages", "design_questions",
    "indicators", "dilemmas", "codes",
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


SIDES = ("teacher_role", "student_role", "assessment", "curriculum", "grouping", "timetable")


@pytest.fixture(scope="module", params=sorted(PACKS))
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(PACKS[request.param], PACKS)


def mappings(value: Any) -> list[dict[str, Any]]:
    """Every mapping inside a value, at any depth."""
    inner: list[Any] = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
    own: list[dict[str, Any]] = [value] if isinstance(value, dict) else []
    return own + [one for part in inner for one in mappings(part)]


def test_every_view_gets_one_to_three_beginnings_of_a_sentence_for_every_long_text(pack: Pack) -> None:
    texts = {language: starters(pack, language, "nl") for language in ("nl", "en", "fr")}
    assert texts["fr"] == texts["nl"] != texts["en"]
    assert all(set(one) <= {"field", "text", "actors"} and isinstance(one["text"], str) for one in texts["en"])
    for actor in pack.actors:
        for field in ("text", "ict", "needs_now", "develops_later", "does", "consequence"):
            offered = [one for one in texts["nl"] if one["field"] == field and actor in one.get("actors", [actor])]
            assert 1 <= len(offered) <= 3, (actor, field)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_localise(pack: Pack, language: str) -> None:
    content = localise(pack, language)
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


def test_no_language_was_copied_into_the_other(pack: Pack) -> None:
    """A translation that was forgotten is often the same sentence twice."""
    pairs = zip(mappings(localise(pack, "nl")), mappings(localise(pack, "en")), strict=True)
    same = {str(dutch[key]) for dutch, english in pairs for key in dutch if dutch[key] == english[key]}
    assert not [text for text in same if " " in text and text[0].isupper() and text.endswith((".", "?"))]


def test_entries_keep_the_author_s_order(pack: Pack) -> None:
    again = parse_dump(dump(pack))
    assert list(localise(again, "nl")["aspects"]) == ["what", "when", "where", "how", "why", "with_whom", "pace"]
    assert list(localise(again, "nl")["phases"])[:3] == ["lobby", "welcome", "choose"]


def test_dump_and_back(pack: Pack) -> None:
    again = parse_dump(dump(pack))
    assert again == pack
    assert dump(again) == dump(pack)
    assert sha256(again) == sha256(pack)
    assert len(sha256(pack)) == 64
    assert localise(again, "en") == localise(pack, "en")


def test_dump_from_before_the_instruments(pack: Pack) -> None:
    """Sessions of older versions pinned a pack without these sections, and without their order."""
    data = orjson.loads(dump(pack))
    for section in INSTRUMENTS:
        del data[section], data["order"][section]
    old = parse_dump(orjson.dumps(data))
    content = localise(old, "nl")
    assert [content[section] for section in INSTRUMENTS] == [{}] * 6
    assert content["personas"] == localise(pack, "nl")["personas"]
    assert parse_dump(dump(old)) == old


def test_pack_without_the_instruments(copy: Path) -> None:
    for file in ("teacher_profile.yaml", "school_profile.yaml", "dilemmas.yaml", "starters.yaml"):
        (copy / file).unlink()
    pack = load_pack(copy)
    assert [localise(pack, "en")[section] for section in INSTRUMENTS] == [{}] * 6
    assert parse_dump(dump(pack)) == pack


def test_teacher_profile_is_in_the_first_person(pack: Pack) -> None:
    """It is a teacher's own look at the own work, never somebody else's."""
    phases = [text for one in pack.teacher_indicators.values() for text in one.phases.values()]
    assert len(phases) == 60
    assert all(text["nl"].startswith("Ik ") for text in phases)
    assert len({text["nl"] for text in phases}) == 60


def test_no_way_out_of_a_dilemma_gives_more_than_another(pack: Pack) -> None:
    """What the room chooses is a matter of what it values: a sum would be a score."""
    for dilemma in pack.dilemmas.values():
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
    assert (po.version, po.title["nl"], po.languages, po.directory) == ("1.3.2", "Basisonderwijs", ("nl", "en"), PO)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_samples_for_bots(pack: Pack, language: str) -> None:
    given = samples(pack, language)
    assert set(given) == {"solutions", "insights", "team_names", "actions", "evaluation"}
    assert set(given["solutions"]) == set(pack.personas)
    assert all(len(rounds[number]) >= 2 for rounds in given["solutions"].values() for number in ("1", "2", "3"))
    assert not [one for one in mappings(given) if "nl" in one or "en" in one]


def test_samples_lie_in_all_quadrants(pack: Pack) -> None:
    """Bots that all place alike would make a rehearsal look as if one place were right."""
    every = [one for rounds in pack.samples.solutions.values() for group in rounds.values() for one in group]
    signs = [(one.regulation > 0, one.interest > 0) for one in every]
    assert all(signs.count(sign) >= 3 for sign in {(a, b) for a in (True, False) for b in (True, False)})


def test_packs_are_frozen(po: Pack) -> None:
    with pytest.raises(ValidationError):
        po.about.version = "2.0.0"  # pyright: ignore[reportAttributeAccessIssue]


def test_the_doctor_has_nothing_to_say() -> None:
    assert {key: [str(one) for one in diagnose(path, PACKS)] for key, path in PACKS.items()} == {
        key: [] for key in ("mbo", "po", "vo")
    }


def test_complete(pack: Pack) -> None:
    """What issue 3 asks of each sector."""
    counts = {"schools": 2, "actors": 11, "factors": 14, "aspects": 7, "quadrants": 4, "scripts": 3, "axes": 2}
    assert {name: len(getattr(pack, name)) for name in counts} == counts
    assert len(pack.personas) >= 8
    assert len({one.age for one in pack.personas.values()}) >= 4
    assert len({one.picture for one in pack.personas.values()}) == len(pack.personas)
    assert all(set(one.situations) == {"1", "2", "3"} for one in pack.personas.values())
    assert all(set(one.positions) == {"-1", "0", "1"} for one in pack.aspects.values())
    assert set(SIDES) == set(pack.facets)
    assert all(set(one.quadrants) == set(pack.quadrants) for one in pack.facets.values())
    assert {len(one.steps) for one in pack.scripts.values()} >= {6}
    assert pack.about.sources
    assert all(one.licence for one in pack.about.sources)


def test_one_school_is_traditional_and_one_further_on(pack: Pack) -> None:
    starts = {one.round: one.start.regulation + one.start.interest for one in pack.schools.values()}
    assert starts[1] < 0 < starts[2]


def test_every_situation_is_new(pack: Pack) -> None:
    stories = [text for one in pack.personas.values() for story in one.situations.values() for text in story.values()]
    assert len(set(stories)) == len(stories)


def test_dutch_texts_are_calm(pack: Pack) -> None:
    """No exclamation marks and no long dashes: plain sentences."""
    text = orjson.dumps([localise(pack, "nl"), samples(pack, "nl")]).decode()
    assert not [sign for sign in "!\u2014\u2013" if sign in text]


def test_packs_do_not_share_pupils() -> None:
    found = [load_pack(path) for path in PACKS.values()]
    names = [one.name["nl"] for pack in found for one in pack.personas.values()]
    assert len(set(names)) == len(names)


def test_words_of_the_sector() -> None:
    """In mbo people speak of students; a pack that was copied from another shows it here."""
    text = orjson.dumps([localise(load_pack(CONTENT / "mbo"), "nl")["actors"]]).decode().lower()
    assert "student" in text
    assert "leerling" not in text
