"""What is wrong with a pack, as its pages tell it."""

from collections.abc import Iterable, Mapping

from app.content.problems import Problem
from app.content.saying import t
from app.i18n import translator

MOST_TOLD = 60
"""So many problems stand on a page; of a broken file there may be thousands."""


def by_field(
    mistakes: Iterable[Problem], file: str, prefix: str, names: Iterable[str], language: str
) -> tuple[Mapping[str, list[str]], list[str]]:
    """Problems in the language of the reader: those of a field under its name, the others as a list."""
    known = sorted(names, key=len, reverse=True)
    wrongs: dict[str, list[str]] = {}
    rest: list[str] = []
    for one in mistakes:
        if one.warning:
            continue
        inside = one.field[len(prefix) :] if one.file == file and one.field.startswith(prefix) else None
        name = next((name for name in known if inside is not None and f"{inside}.".startswith(f"{name}.")), None)
        if name is None:
            if len(rest) < MOST_TOLD:
                rest.append(one.text(language))
        else:
            wrongs.setdefault(name, []).append(_beside(one, language))
    return wrongs, rest


def _beside(one: Problem, language: str) -> str:
    """A problem as it stands under its field: without the place."""
    if one.found == t("niets"):  # a field is there on the page, so it is not called by its name in the file
        sentence = "Hier moet nog iets staan of gekozen zijn."
        return translator(language)(sentence)
    words = one.told(language)
    sentence = "Er staat: {found}. Nodig is: {expected}."
    said = translator(language)(sentence, found=words["found"], expected=words["expected"])
    return f"{said} {words['suggestion']}".strip()
