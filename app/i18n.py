"""Texts of the screens. The source sentences are Dutch and stand in the code; `locale/en.po` holds the English ones."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("nl", "en")
LOCALE = Path(__file__).resolve().parent / "locale"


SECTOR_WORDS = {"mbo": {"nl": ("leerling", "student"), "en": ("pupil", "student")}}
"""Who learns is called differently in each sector; the sentences are written with the word of the other two."""


@cache
def catalogue(language: str, sector: str = "po") -> dict[str, str]:
    """Sentence by Dutch source sentence, in the words of a sector; what is said as in the source may be left out."""
    known = _read(language)
    if sector not in SECTOR_WORDS:
        return known
    said = {sentence: known.get(sentence, sentence) for sentence in _read("en")}
    changed = {sentence: _reword(text, *SECTOR_WORDS[sector][language]) for sentence, text in said.items()}
    return {sentence: text for sentence, text in changed.items() if text != sentence}


def _reword(text: str, old: str, new: str) -> str:
    """One word for another, also with a capital or an ending; the names of blanks stay as they are."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(
        part if part.startswith("{") else part.replace(old, new).replace(old.title(), new.title()) for part in parts
    )


@cache
def _read(language: str) -> dict[str, str]:
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def translator(language: str, sector: str = "po") -> Callable[..., str]:
    """A function that gives a sentence in this language and sector, with `{name}` filled in."""
    known = catalogue(language, sector)

    def translate(sentence: str, **values: object) -> str:
        text = known.get(sentence, sentence)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    return translate
