"""Ids as checks see them: the ones the game knows, the ones that refer to a card, and each only once."""

from collections.abc import Collection, Iterable, Iterator

from app.content.finding import Finding
from app.content.suggest import closest


def same_ids(path: tuple[str, ...], found: Iterable[str], required: tuple[str, ...]) -> Iterator[Finding]:
    """Exactly the required ids."""
    there = list(found)
    for key in there:
        if key not in required:
            yield Finding((*path, key), f"unknown id {key!r}", closest(key, set(required) - set(there) or required))
    for key in required:
        if key not in there:
            yield Finding(path, f"no {key}", f"an entry {key}")


def known_ids(path: tuple[str, ...], found: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """Any ids, as long as they are known."""
    for key in found:
        if key not in known:
            yield Finding((*path, key), f"unknown id {key!r}", closest(key, known))


def unique_ids(path: tuple[str, ...], ids: list[str]) -> Iterator[Finding]:
    """No id of a list twice."""
    for index, key in enumerate(ids):
        if key in ids[:index]:
            yield Finding((*path, str(index), "id"), f"{key!r} a second time", "every id once")
