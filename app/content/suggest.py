"""What the author may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from app.content.saying import Words, t


def one_of(words: Iterable[str]) -> Words:
    """The words to choose from."""
    return t("een van {words}", words=", ".join(sorted(words)))


def closest(word: str, known: Iterable[str]) -> Words:
    """A suggestion: the known word that looks most like `word`, or nothing."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return t("Bedoelde je {word}?", word=near[0]) if near else ""
