"""Sentences about a pack that are told in the language of whoever reads them, not of whoever found the mistake."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from app.i18n import translator


class Told(ABC):
    """Words that are made when somebody reads them, in a language."""

    __slots__ = ()

    @abstractmethod
    def told(self, language: str) -> str:
        """The words in a language."""

    def __str__(self) -> str:
        return self.told("nl")


@dataclass(frozen=True, slots=True)
class Sentence(Told):
    """A Dutch sentence with `{names}`, and their values; a value may be told too."""

    dutch: str
    values: tuple[tuple[str, "Words"], ...] = ()

    def told(self, language: str) -> str:
        return translator(language)(self.dutch, **{name: say(value, language) for name, value in self.values})


Words = Told | str
"""A plain string is the same in every language: an id, a number, a piece of the author's own text."""


def t(dutch: str, **values: object) -> Sentence:
    """A sentence; its English stands in `app/locale/en.po`."""
    kept = ((name, value if isinstance(value, Told) else str(value)) for name, value in values.items())
    return Sentence(dutch, tuple(kept))


def tn(one: str, many: str, count: int, **values: object) -> Sentence:
    """The sentence for one, or that for any other number; `{count}` is the number."""
    return t(one if count == 1 else many, count=count, **values)


def say(words: Words, language: str) -> str:
    """Words in a language."""
    return words.told(language) if isinstance(words, Told) else words
