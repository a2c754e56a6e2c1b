"""The measure of Flesch-Douma, and the warnings that follow from it."""

from pathlib import Path

import pytest

from app.content import diagnose, load_pack
from app.content.readability import ease, sentences, words

EASY = "De leerling kiest zelf wat hij doet. Hij maakt een plan en werkt dan door."
HARD = "Onderwijsorganisatorische verantwoordelijkheden vereisen gedifferentieerde implementatiestrategieën."


def test_easy_is_easier_than_hard() -> None:
    assert ease(EASY) > 90
    assert ease(HARD) < 0


def test_the_formula_by_hand() -> None:
    """3 words, 4 syllables, 1 sentence."""
    assert ease("Ik kies zelden") == pytest.approx(206.84 - 77 * 4 / 3 - 0.93 * 3)


def test_words_and_sentences() -> None:
    assert words("Foto's van 24 ict-toetsen") == ["Foto's", "van", "ict-toetsen"]
    assert len(sentences("Eerst dit: dan dat. En nu?")) == 3


@pytest.mark.parametrize(
    ("word", "count"), [("geïnteresseerd", 5), ("leraar", 2), ("bijeen", 2), ("creëren", 3), ("nieuw", 1)]
)
def test_syllables(word: str, count: int) -> None:
    assert ease(word) == pytest.approx(206.84 - 77 * count - 0.93)


LONG = "Hij " + "loopt en " * 10 + "zit."
STIFF = "De verantwoordelijkheden van onderwijsorganisaties vereisen strategieën van " + "leidinggevenden " * 8


@pytest.mark.parametrize(("text", "found"), [(LONG, "a sentence of 22 words"), (STIFF, "a hard text (reading ease -")])
def test_a_warning_is_no_error(copy: Path, text: str, found: str) -> None:
    path = copy / "personas" / "yara.yaml"
    lines = path.read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("situations:")) + 2
    lines[at] = f"    nl: {text}"
    path.write_text("\n".join(lines), "utf-8")
    (warning,) = diagnose(copy)
    told = warning.told("en")
    assert (told["severity"], told["file"], told["line"], told["column"]) == (
        "warning",
        "personas/yara.yaml",
        at + 1,
        5,
    )
    assert told["field"] == "situations.1.nl"
    assert told["found"].startswith(found)
    assert told["suggestion"]
    assert load_pack(copy).personas["yara"].situations["1"]["nl"] == text.strip()
