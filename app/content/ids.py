"""Ids as checks see them: the ones the game knows, the ones that refer to a card, and each only once."""

from collections.abc import Collection, Iterable, Iterator

from app.content.finding import Finding
from app.content.saying import Words, t
from app.content.suggest import closest, one_of


def at_least(count: int) -> Words:
    """A least number."""
    return t("ten minste {count}", count=count)


def unknown(path: tuple[str, ...], key: str, known: Collection[str], likely: Collection[str] = ()) -> Finding:
    """An id that does not exist, with the one that was probably meant."""
    return Finding(path, t("onbekende id {id}", id=repr(key)), one_of(likely or known), closest(key, likely or known))


def same_ids(path: tuple[str, ...], found: Collection[str], required: tuple[str, ...]) -> Iterator[Finding]:
    """Exactly the required ids."""
    there = set(found)
    missing = set(required) - there
    for key in found:
        if key not in required:
            yield unknown((*path, key), key, required, missing)
    for key in required:
        if key not in there:
            yield Finding(path, t("geen {id}", id=key), t("een onderdeel {id}", id=key))


def known_ids(path: tuple[str, ...], found: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """Any ids, as long as they are known."""
    for key in found:
        if key not in known:
            yield unknown((*path, key), key, known)


def unique_ids(path: tuple[str, ...], ids: list[str]) -> Iterator[Finding]:
    """No id of a list twice."""
    seen = set[str]()
    for index, key in enumerate(ids):
        if key in seen:
            yield Finding((*path, str(index), "id"), t("{id} voor de tweede keer", id=repr(key)), t("elke id één keer"))
        seen.add(key)
