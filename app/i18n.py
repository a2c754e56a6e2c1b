"""Texts of the screens. The source sentences are Dutch and stand in the code; `locale/en.po` holds the English ones."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("nl", "en")
LOCALE = Path(__file__).resolve().parent / "locale"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Sentence by Dutch source sentence; empty for Dutch itself."""
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def translator(language: str) -> Callable[..., str]:
    """A function that gives a sentence in this language, with `{name}` filled in."""
    known = catalogue(language)

    def translate(sentence: str, **values: object) -> str:
        text = known.get(sentence, sentence)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    return translate
