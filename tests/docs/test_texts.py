"""Every sentence on a screen has an English one, with the same blanks, and none is kept in vain."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.i18n import LANGUAGES, LOCALE, SECTOR_WORDS, catalogue, translator
from tests.support.sentences import counted, sort, used

MANY = re.compile(r"(?<!van )\{(?:n|count|days)\} \w+(?:en|s)\b")
"""A number, and more than one of something."""
LIMIT = re.compile(r"\b(?:hoogstens|meer dan|vanaf|onder) \{", re.IGNORECASE)
"""Limits are never one."""
NEVER_ONE = {
    "{n} antwoorden": "a cloud is only there from the floor up",
    "{count} tekens: {text}": "a text that is too long",
    "{count} bytes": "a file that is too large",
    "{count} bestanden": "a zip with too many",
    "Geschreven: {file} ({count} bytes)": "a whole pack",
    "Samen {n} minuten": "a whole day",
    "{n} dagen": "how far a clock is off: less than two is told in hours",
    "een zin van {count} woorden": "a sentence that is too long",
}


def blanks(sentence: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", sentence))


def test_no_sentence_is_missing_in_english() -> None:
    assert sorted(used() - set(catalogue("en"))) == []


def test_no_sentence_is_kept_in_vain() -> None:
    assert sorted(set(catalogue("en")) - used()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sector", ["po", *SECTOR_WORDS])
def test_translations_have_the_same_blanks(language: str, sector: str) -> None:
    for dutch, said in catalogue(language, sector).items():
        assert blanks(dutch) == blanks(said), dutch


def test_sorting_the_catalogue_keeps_every_sentence(tmp_path: Path) -> None:
    copy = tmp_path / "en.po"
    copy.write_bytes((LOCALE / "en.po").read_bytes() + b'\nmsgid "Bewaard"\nmsgstr "Kept"\n')
    sort(copy)
    with copy.open("rb") as file:
        found = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    assert found == catalogue("en"), "of a sentence that is there twice the first stays"
    assert list(found) == sorted(found, key=lambda dutch: (dutch.casefold(), dutch))


def test_a_sentence_is_filled_in() -> None:
    assert translator("nl")("{n} van 4 plekken bezet", n=2) == "2 van 4 plekken bezet"


def test_both_forms_of_a_counted_sentence_have_the_same_blanks() -> None:
    for pair in counted():
        for language in LANGUAGES:
            one, many = (blanks(translator(language)(sentence)) for sentence in pair)
            assert one == many, pair


def test_a_number_of_things_has_a_form_for_one() -> None:
    formed = {sentence for pair in counted() for sentence in pair} | set(NEVER_ONE)
    assert [
        one for one in used() - formed if MANY.search(one) and not LIMIT.search(one) and _with_one(one) not in used()
    ] == []


def _with_one(sentence: str) -> str:
    """As a template says it, which has no `tn`."""
    return sentence.replace("} dagen", "} dag")


def test_what_needs_no_form_for_one_is_still_said() -> None:
    assert set(NEVER_ONE) <= used()


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("nl", "Leerling", "Student"),
        ("nl", "Leerlingen", "Studenten"),
        ("nl", "Beschrijf geen echte leerling.", "Beschrijf geen echte student."),
        ("en", "Leerling", "Student"),
        ("en", "Leerlingen", "Students"),
        ("en", "Beschrijf geen echte leerling.", "Do not describe a real student."),
        ("en", "De leerling heeft iets meer regie.", "The student directs a little more."),
        ("en", "{pupil}, als {actor}", "Bram, as the parent"),
    ],
)
def test_words_of_a_sector_change_in_every_form_and_blanks_stay(language: str, sentence: str, said: str) -> None:
    assert translator(language, "mbo")(sentence, n=2, pupil="Bram", actor="the parent") == said
