"""The text of a solution as several devices write it at the same time: a Yjs document that merges letter by letter.

Pure functions over documents in their packed form (the bytes of one Yjs update, version 1, that makes the whole of it).
A document has one text for each written part of a solution, under its name. Why Yjs: docs/decisions/0008.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from pycrdt import Doc, Text, get_update

FIELDS = ("title", "text", "ict", "needs_now", "develops_later")
"""The written parts of a solution."""
EMPTY = Doc[Any]().get_update()
MOST_BYTES = 256 * 1024
"""What a document may grow to: letters that were taken out leave a trace. Five full texts are some 40 KiB."""
Write = Mapping[str, str] | bytes
"""Whole texts by the name of their part, or letters: a Yjs update."""
_SERVER = 1
"""In whose name whole texts are put in. Always the same, so that the same log gives the same document."""


class BadUpdate(ValueError):
    """Bytes that are no update of such a document."""


class MissingUpdate(BadUpdate):
    """An update that leans on letters that the document does not have: its sender has to sync first."""


class TooLarge(BadUpdate):
    """The document would outgrow `MOST_BYTES`."""


class Letters:
    """A document as it grows. What is written is laid in it when somebody asks for its letters, and all of it at once.

    Most states are never asked: who looks back, or opens a session again, needs what stood there and not who wrote it.
    """

    __slots__ = ("_before", "_document", "_waiting", "_write")

    def __init__(self, before: "Letters | None" = None, write: Write | None = None) -> None:
        self._before, self._write = before, write
        self._document = None if before else EMPTY
        self._waiting = before._waiting + _size(write) if before and write else 0
        if self._waiting > MOST_BYTES:  # what waits takes no more room than what is laid
            _ = self.document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letters) and self.document == other.document

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    @property
    def document(self) -> bytes:
        """The document in its packed form; the very same object every time.

        Raises:
            BadUpdate: letters that nobody checked are no good.
        """
        if self._document is None:
            writes, at = list[Write](), self
            while at._document is None and at._before is not None and at._write is not None:
                writes.append(at._write)
                at = at._before
            self._document = laid(at._document or EMPTY, reversed(writes))
            self._before, self._write, self._waiting = None, None, 0
        return self._document


def _size(write: Write) -> int:
    return len(write) if isinstance(write, bytes) else sum(map(len, write.values()))


def laid(document: bytes, writes: Iterable[Write]) -> bytes:
    """The document after all of these, in one go: opening and packing it takes longer than what is written in it.

    Raises:
        BadUpdate: as `merged`.
    """
    doc = _opened(document)
    for write in writes:
        if isinstance(write, bytes):
            _merge(doc, write)
        else:
            _put(doc, write)
    return _opened(doc.get_update()).get_update()  # packed anew, or it would show how many were laid in one go


def _put(doc: Doc[Any], fields: Mapping[str, str]) -> None:
    """Put in whole texts: what stays the same at both ends keeps its letters."""
    for name, after in fields.items():
        text = doc.get(name, type=Text)
        before = str(text)
        start = _alike(before, after)
        end = _alike(before[start:][::-1], after[start:][::-1])
        at = len(before[:start].encode())  # positions are bytes of UTF-8 here
        del text[at : at + len(before[start : len(before) - end].encode())]
        text.insert(at, after[start : len(after) - end])


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
    if not _merge(doc, update):
        return document
    after = doc.get_update()
    if len(after) > MOST_BYTES:
        raise TooLarge("too many traces")
    return after


def _merge(doc: Doc[Any], update: bytes) -> bool:
    """Whether it brought anything."""
    state, before = doc.get_state(), _texts(doc)
    try:
        new = _has_letters(get_update(update, state))
        doc.apply_update(update)
        if _has_letters(get_update(update, doc.get_state())):  # they could not be put in their place
            raise MissingUpdate("leans on what is not there")
    except (ValueError, RuntimeError) as error:
        raise error if isinstance(error, BadUpdate) else BadUpdate("no update") from None
    _check_texts(doc)
    return new or _texts(doc) != before


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
