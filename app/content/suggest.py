"""What the author may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, or else all of them."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    return f"{near[0]} (did you mean that?)" if near else f"one of {', '.join(words)}"
