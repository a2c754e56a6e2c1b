"""The text of a solution as several devices write it at the same time: a Yjs document that merges letter by letter.

Pure functions over documents in their packed form (the bytes of one Yjs update, version 1, that makes the whole of it).
A document has one text for each written part of a solution, under its name. Why Yjs: docs/decisions/0008.
"""

from collections.abc import Mapping
from typing import Any, cast

from pycrdt import Doc, Text, get_update

FIELDS = ("title", "text", "ict", "needs_now", "develops_later")
"""The written parts of a solution."""
EMPTY = Doc[Any]().get_update()
MOST_BYTES = 256 * 1024
"""What a document may grow to: letters that were taken out leave a trace. Five full texts are some 40 KiB."""
_SERVER = 1
"""In whose name whole texts are put in. Always the same, so that the same log gives the same document."""


class BadUpdate(ValueError):
    """Bytes that are no update of such a document."""


class MissingUpdate(BadUpdate):
    """An update that leans on letters that the document does not have: its sender has to sync first."""


class TooLarge(BadUpdate):
    """The document would outgrow `MOST_BYTES`."""


def written(document: bytes, fields: Mapping[str, str]) -> bytes:
    """The document after whole texts were put in `fields`: what stays the same at both ends keeps its letters."""
    doc = _opened(document)
    for name, after in fields.items():
        text = doc.get(name, type=Text)
        before = str(text)
        start = _alike(before, after)
        end = _alike(before[start:][::-1], after[start:][::-1])
        at = len(before[:start].encode())  # positions are bytes of UTF-8 here
        del text[at : at + len(before[start : len(before) - end].encode())]
        text.insert(at, after[start : len(after) - end])
    return doc.get_update()


def _alike(one: str, other: str) -> int:
    """How many letters are the same from the start on."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def merged(document: bytes, update: bytes) -> bytes:
    """The document with what somebody else wrote; the very same object if that was in it already.

    Raises:
        MissingUpdate: it leans on letters that the document does not have.
        TooLarge: it would outgrow the limit.
        BadUpdate: it is no update, or puts something else than text in the document.
    """
    doc = _opened(document)
    state, before = doc.get_state(), _texts(doc)
    try:
        new = _has_letters(get_update(update, state))
        doc.apply_update(update)
        if _has_letters(get_update(update, doc.get_state())):  # they could not be put in their place
            raise MissingUpdate("leans on what is not there")
    except (ValueError, RuntimeError) as error:
        raise error if isinstance(error, BadUpdate) else BadUpdate("no update") from None
    _check_texts(doc)
    if not new and _texts(doc) == before:
        return document
    after = doc.get_update()
    if len(after) > MOST_BYTES:
        raise TooLarge("too many traces")
    return after


def _has_letters(update: bytes) -> bool:
    """Whether an update adds anything, apart from taking out: it begins with the number of its writers."""
    return update[:1] != b"\0"


def _check_texts(doc: Doc[Any]) -> None:
    """Nothing but five plain texts: no other names, no markup, nothing embedded."""
    if not set(doc.keys()) <= set(FIELDS):
        raise BadUpdate("unknown part")
    for name in FIELDS:
        runs = cast(list[tuple[object, object]], doc.get(name, type=Text).diff())
        if any(not isinstance(value, str) or marks for value, marks in runs):
            raise BadUpdate("not plain text")


def texts(document: bytes) -> dict[str, str]:
    """What stands in each written part."""
    return _texts(_opened(document))


def _texts(doc: Doc[Any]) -> dict[str, str]:
    return {name: str(doc.get(name, type=Text)) for name in FIELDS}


def missing(document: bytes, state: bytes) -> bytes:
    """The update that somebody with this Yjs state vector lacks.

    Raises:
        BadUpdate: `state` is no state vector.
    """
    try:
        return get_update(document, state)
    except ValueError:
        raise BadUpdate("no state vector") from None


def since(document: bytes, earlier: bytes) -> bytes:
    """The update that brings an earlier form of the document to this one."""
    return missing(document, _opened(earlier).get_state())


def _opened(document: bytes) -> Doc[Any]:
    doc = Doc[Any](client_id=_SERVER)
    doc.apply_update(document)
    return doc
