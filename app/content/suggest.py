"""What the author may have meant.

A file can hold thousands of mistakes and a pack thousands of ids, while people read a screenful. So no mistake is held
beside all ids before somebody reads it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.content.saying import Told, Words, t


def one_of(words: Collection[str]) -> Words:
    """The words to choose from."""
    return _OneOf(words)


def closest(word: str, *known: Collection[str]) -> Words:
    """A suggestion: the known word that looks most like `word`, of the first that have one like it, or nothing."""
    return _Closest(word, known)


@dataclass(frozen=True, slots=True)
class _OneOf(Told):
    words: Collection[str] = field(hash=False)

    def told(self, language: str) -> str:
        return t("een van {words}", words=", ".join(sorted(self.words))).told(language)


@dataclass(frozen=True, slots=True)
class _Closest(Told):
    word: str
    known: tuple[Collection[str], ...] = field(hash=False)

    def told(self, language: str) -> str:
        for words in self.known:
            if near := get_close_matches(self.word, sorted(words), n=1, cutoff=0.6):
                return t("Bedoelde je {word}?", word=near[0]).told(language)
        return ""
