"""One mistake each: the error names the file, the line and the field, and says what is expected."""

from typing import NamedTuple

import pytest

from tests.content.conftest import PO, Break


class Case(NamedTuple):
    """Replace `old` by `new`; the problem must lie on the line of `at` (as it stands in the broken file)."""

    file: str
    old: str
    new: str
    at: str
    field: str
    found: str
    expected: str


LONG = "x" * 35
YARA = "personas/yara.yaml"

CASES = {
    "text too long": Case(YARA, "Weet alles van ruimte", LONG, LONG, "tagline.nl", "35 characters", "at most 34"),
    "empty text": Case(YARA, "Weet alles van ruimte", "''", "nl: ''", "tagline.nl", "an empty text", "one character"),
    "nothing to see in it": Case(
        YARA, "Weet alles van ruimte", "\u200b\u2060", "\u200b", "tagline.nl", "nothing can be seen", "that is seen"
    ),
    "nothing to see in a plain text": Case(
        "pack.yaml", "licence: CC", 'licence: "\\u200b" #', "licence", "licence", "nothing can be seen", "type it"
    ),
    "language missing": Case(
        YARA, "  en: Knows all about space\n", "", "tagline:", "tagline", "texts for nl", "nl, en"
    ),
    "language unknown": Case(
        YARA, "  en: Knows all about space", "  fr: Sait tout", "tagline:", "tagline", "nl, fr", "nl, en"
    ),
    "number instead of text": Case(
        YARA, "Weet alles van ruimte", "12", "nl: 12", "tagline.nl", "12", "text, in quotes"
    ),
    "text instead of number": Case(YARA, "age: 10", "age: tien", "age: tien", "age", "'tien'", "a valid integer"),
    "age out of range": Case(YARA, "age: 10", "age: 100", "age: 100", "age", "100", "at most 25"),
    "field missing": Case(YARA, "picture: scope\n", "", "name:", "picture", "nothing", "the field picture"),
    "field unknown": Case(YARA, "age: 10", "age: 10\nhoby: 1", "hoby", "hoby", "unknown field 'hoby'", "a known field"),
    "field misspelt": Case(YARA, "tagline:", "tagliene:", "tagliene:", "tagliene", "unknown", "Did you mean tagline?"),
    "colour too dark": Case(
        "pack.yaml", "sector: po", "sector: po\ncolours:\n  actors: '#227755'", "  actors", "colours.actors",
        "contrast 2.", "at least 4.5",
    ),
    "colour that is none": Case(
        "pack.yaml", "sector: po", "sector: po\ncolours:\n  actors: green", "  actors", "colours.actors", "'green'", "",
    ),
    "picture unknown": Case(YARA, "picture: scope", "picture: selfie", "selfie", "picture", "'selfie'", "one of "),
    "situation missing": Case(
        YARA, "  '2':\n", "  '4':\n", "  '4':", "situations.4", "'4'", "one of 1, 2, 3"
    ),
    "key twice": Case(YARA, "age: 10", "age: 10\nage: 11", "age: 11", "age", "'age' a second time", "every key once"),
    "card twice": Case(
        "actors.yaml", "\nteacher:", "\nschool_leader:", "", "school_leader", "a second time", "first on line 2"
    ),
    "anchor": Case(YARA, "age: 10", "age: &ten 10", "&ten", "age", "anchor", "written out"),
    "alias": Case(YARA, "age: 10", "age: *ten", "*ten", "age", "alias", "written out"),
    "tag": Case(YARA, "age: 10", "age: !!python/object:os.system 10", "!!python", "age", "a YAML tag", "plain text"),
    "colon in a text": Case(
        YARA, "Weet alles van ruimte", "Weet alles: ruimte", "Weet alles:", "", "broken YAML", "Put the text"
    ),
    "quote left open": Case(
        YARA, "nl: Weet alles van ruimte", 'nl: "Weet alles', 'nl: "Weet', "", "broken YAML", "A quotation begins here"
    ),
    "tab": Case(YARA, "  nl: Weet", "\tnl: Weet", "\tnl", "", "broken YAML", "Indent with spaces"),
    "character of a machine": Case(YARA, "alles van", "alles\x07van", "\x07", "", "the character U+0007", "cannot see"),
    "broken YAML": Case(YARA, "age: 10", "age: [10", "level:", "", "broken YAML", "valid YAML"),
    "control character": Case(YARA, "Weet alles", '"Weet\\a alles"  #', "Weet", "tagline.nl", "Weet", "on one line"),
    "reading direction turned": Case(
        YARA, "Weet alles van ruimte", '"Weet\\u202e alles"', "u202e", "tagline.nl", "U+202E", "the reading direction"
    ),
    "half a sign": Case(
        YARA, "Weet alles van ruimte", '"Weet\\ud800 alles"', "ud800", "tagline.nl", "half a character", "plain text"
    ),
    "invisible separator": Case(
        YARA, "Weet alles van ruimte", '"Weet\\u2028 alles"', "u2028", "tagline.nl", "U+2028", "text on one line"
    ),
    "too long by so much": Case(YARA, "Weet alles van ruimte", LONG, LONG, "tagline.nl", "35", "1 character shorter"),
    "language to add": Case(
        YARA, "  en: Knows all about space\n", "", "tagline:", "tagline", "texts for nl", "Write the text for en too."
    ),
    "no alternative text": Case(
        "schools.yaml", "  alt:\n    nl: Een klok onder een dak\n    en: A bell under a roof\n", "", "lindehof:",
        "lindehof", "no alt", "what the drawing shows"
    ),
    "no picture on a factor": Case(
        "factors.yaml", "  picture: ", "  # picture: ", "vision:", "vision", "no picture", "game_content/pictures.json"
    ),
    "sector unknown": Case("pack.yaml", "sector: po", "sector: hbo", "hbo", "sector", "'hbo'", "one of mbo, po, vo"),
    "extends what is not there": Case(
        "pack.yaml", "sector: po", "sector: po\nextends: vvo", "extends", "extends", "a pack that is not there: 'vvo'",
        "Did you mean vo?"
    ),
    "remove without extends": Case(
        "pack.yaml", "sector: po", "sector: po\nremove: {}", "remove", "remove", "remove without extends", "nothing"
    ),
    "list instead of text": Case(YARA, "nl: Weet alles van ruimte", "nl: [a]", "[a]", "tagline.nl", "['a']", "text"),
    "text instead of list": Case(
        "pack.yaml", "languages:\n  - nl\n  - en", "languages: nl", "languages", "languages", "'nl'", "a list"
    ),
    "leader without help": Case(
        "actors.yaml", "  help:\n", "  helpt:\n", "  helpt:", "school_leader.helpt", "unknown", "Did you mean help?"
    ),
    "factor unknown in sample": Case(
        "samples.yaml", "          assessment:", "          assesment:", "assesment",
        "solutions.yara.1.0.factors.assesment",
        "unknown id", "Did you mean assessment?",
    ),
    "persona unknown in sample": Case(
        "samples.yaml", "  danylo:", "  danilo:", "  danilo:", "solutions.danilo", "unknown id", "Did you mean danylo?"
    ),
    "change out of range": Case(
        "samples.yaml", "change: 1", "change: 3", "change: 3",
        "solutions.yara.1.0.factors.assessment.change", "3", "at most 2"
    ),
    "place out of range": Case(
        "schools.yaml", "regulation: -60", "regulation: -160", "-160", "lindehof.start.regulation", "-160", "-100"
    ),
    "school without round": Case("schools.yaml", "round: 2", "round: 1", "", "", "no school for round 2", "round 1"),
    "quadrant misspelt": Case(
        "quadrants.yaml", "  personal:", "  persnal:", "  persnal:",
        "quadrants.persnal", "unknown id", "Did you mean personal?"
    ),
    "quadrant on the wrong side": Case(
        "quadrants.yaml", "    regulation: -1", "    regulation: 1", "  classroom:",
        "quadrants.classroom", "(1, -1)", "(-1, -1)"
    ),
    "facet quadrant": Case(
        "facets.yaml", "    fixed_program:", "    fixed_programme:", "fixed_programme",
        "teacher_role.quadrants.fixed_programme",
        "unknown id", "Did you mean fixed_program?",
    ),
    "part misspelt": Case("quadrants.yaml", "axes:", "axis:", "axis:", "axis", "'axis'", "one of axes, quadrants"),
    "version": Case("pack.yaml", "version: 1.3.2", "version: one", "version", "version", "'one'", "three numbers"),
    "id with capitals": Case(
        "factors.yaml", "vision:", "Vision:", "Vision:", "Vision", "'Vision'", "small letters, digits and underscores"
    ),
    "scale without ends": Case(
        "evaluation.yaml", "kind: scale", "kind: text", "  low:", "own_view.low", "low with kind text", "nothing here"
    ),
    "step twice": Case(
        "debrief.yaml", "id: happened", "id: feel", "",
        "six_questions.steps.1.id", "'feel' a second time", "every id once"
    ),
    "phase unknown": Case("phases.yaml", "lobby:", "looby:", "looby:", "looby", "'looby'", "Did you mean lobby?"),
    "theme of an indicator": Case(
        "teacher_profile.yaml", "theme: learning", "theme: lerning", "lerning",
        "indicators.independence.theme", "unknown id 'lerning'", "Did you mean learning?"
    ),
    "theme misspelt": Case(
        "teacher_profile.yaml", "  learning:", "  lerning:", "  lerning:",
        "themes.lerning", "a theme without indicators", "an indicator with theme lerning"
    ),
    "phase of an indicator": Case(
        "teacher_profile.yaml", "      '4':", "      '5':", "      '5':",
        "indicators.self_direction.phases.5", "'5'", "one of 1, 2, 3, 4"
    ),
    "themes left out": Case("teacher_profile.yaml", "themes:", "thema:", "", "themes", "nothing", "the part themes"),
    "phase too long for its cell": Case(
        "school_profile.yaml", "Er is geen vast rooster.", "x" * 120, "x" * 120,
        "questions.time.stages.innovative.nl", "characters", "at most 120"
    ),
    "stage misspelt": Case(
        "school_profile.yaml", "  adaptive_2:", "  adaptive2:", "  adaptive2:",
        "stages.adaptive2", "unknown id", "Did you mean adaptive_2?"
    ),
    "stage of a question misspelt": Case(
        "school_profile.yaml", "      adaptive_2:", "      adaptive2:", "      adaptive2:",
        "questions.vision.stages.adaptive2", "unknown id", "Did you mean adaptive_2?"
    ),
    "stage without text": Case(
        "school_profile.yaml", "nl: Leerlingen werken", "nl: ''  #", "nl: ''",
        "questions.vision.stages.traditional.nl", "an empty text", "one character"
    ),
    "effect on an unknown indicator": Case(
        "dilemmas.yaml", "          teachers:", "          teacher:", "teacher:",
        "dilemmas.maths_hour.options.0.effects.teacher", "unknown id", "Did you mean teachers?"
    ),
    "effect too strong": Case(
        "dilemmas.yaml", "teachers: 1", "teachers: 2", "teachers: 2",
        "dilemmas.maths_hour.options.0.effects.teachers", "2", "one of -1, 1"
    ),
    "effect of nothing": Case(
        "dilemmas.yaml", "teachers: 1", "teachers: 0", "teachers: 0",
        "dilemmas.maths_hour.options.0.effects.teachers", "0", "one of -1, 1"
    ),
    "dilemma that costs nothing": Case(
        "dilemmas.yaml", "motivation: -1", "motivation: 1", "effects:",
        "dilemmas.maths_hour.options.0.effects", "no indicator that falls", "one effect of 1 and one of -1"
    ),
    "two dilemmas in a camp": Case(
        "dilemmas.yaml", "round: 2", "round: 1", "round: 1",
        "dilemmas.portfolio.round", "round 1, as in maths_hour", "one dilemma per round"
    ),
    "indicator misspelt": Case(
        "dilemmas.yaml", "  learning_time:", "  learningtime:", "  learningtime:",
        "indicators.learningtime", "unknown id", "Did you mean learning_time?"
    ),
    "prompts too few": Case(
        "prompts.yaml", "phase: reveal", "phase: vote", "", "", "2 prompts for reveal", "at least 3"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_mistake(broken: Break, name: str) -> None:
    case = CASES[name]
    problems = broken(case.file, case.old, case.new)
    text = (PO / case.file).read_text("utf-8").replace(case.old, case.new, 1)
    lines = [number for number, line in enumerate(text.splitlines(), 1) if case.at in line]
    match = [one for one in problems if one.file == case.file and one.field == case.field and case.found in one.found]
    assert match, f"not among: {problems}"
    assert case.expected in f"{match[0].expected}. {match[0].suggestion}"
    assert match[0].line in lines if case.at else match[0].line >= 1
    assert 1 <= match[0].column <= len(text.splitlines()[match[0].line - 1]) + 1
    assert match[0].severity == "error"
