"""A session comes back from a file, and whatever is no session does not."""

import io
import json
import tracemalloc
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson
import pytest

from app.game.events import DraftWritten, InsightCaptured, PhaseEntered, SessionClosed
from app.review.bundle import MANIFEST, PACK
from app.review.exports import pieces
from app.review.log import log_line, visible
from app.review.reading import BadFile, Brought, Most, read_file, try_views
from app.store import StoredEvent
from tests.golden.make import HERE, read_log
from tests.review import hostile
from tests.support.game import NOW, created
from tests.support.game import PACK as RULES
from tests.support.zips import packed

GOLDEN = HERE / "v0.4.0-session.jsonl"
LOGS = sorted(HERE.glob("v*.jsonl"))
NAME = "session-ABCDEF_events.jsonl"
PINNED = b'{"a":"pack"}'
ABOUT = replace(hostile.ABOUT, pinned=PINNED, pack_sha256=sha256(PINNED).hexdigest())


def lines(brought: Brought) -> bytes:
    return b"".join(log_line(StoredEvent(*line)) for line in brought.lines)


def made(events: list[StoredEvent]) -> bytes:
    return b"".join(pieces("zip", ABOUT, events))


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_released_log_comes_back_as_it_left(path: Any):
    brought = read_file(path.read_bytes())
    assert lines(brought) == path.read_bytes()
    assert not brought.closing
    try_views(brought.lines, RULES)
    zipped = read_file(made(read_log(path)))
    assert (zipped.lines, zipped.pack, zipped.pack_sha256) == (brought.lines, PINNED, ABOUT.pack_sha256)


def test_hostile_texts_come_back_letter_by_letter():
    events = [*hostile.log()[:-1], *hostile.stored(SessionClosed(at=NOW))]
    events = [replace(event, seq=seq) for seq, event in enumerate(events, start=1)]
    brought = read_file(b"".join(map(log_line, events)))
    assert [line[4] for line in brought.lines] == [event.data for event in events]


def test_what_a_session_was_called_in_the_end_and_that_it_was_a_rehearsal_is_known():
    brought = read_file(GOLDEN.read_bytes())
    assert (brought.title, brought.rehearsal) == ("Studiemiddag", True)


def test_a_session_without_an_end_gets_one_at_the_time_of_its_last_event():
    given = b"".join(map(log_line, hostile.log()))
    brought = read_file(given)
    assert brought.closing
    assert lines(brought).startswith(given)
    last = hostile.log()[-1]
    assert brought.lines[-1][:3] == (last.seq + 1, last.at, "session_closed")
    assert brought.closed_at == last.at


def test_a_log_that_another_program_wrote_anew_is_read_too():
    spaced = b"\r\n".join(
        json.dumps(json.loads(line), indent=None).encode() for line in GOLDEN.read_bytes().splitlines()
    )
    assert lines(read_file(spaced)) == GOLDEN.read_bytes()


# --- refused ----------------------------------------------------------------------------------------------------------


def changed(number: int, **fields: Any) -> bytes:
    """The golden log with other fields in one line."""
    written = GOLDEN.read_bytes().splitlines()
    row = json.loads(written[number - 1]) | fields
    written[number - 1] = json.dumps(row).encode()
    return b"\n".join(written)


def without(number: int) -> bytes:
    written = GOLDEN.read_bytes().splitlines()
    return b"\n".join(written[: number - 1] + written[number:])


def first(**fields: Any) -> bytes:
    told = json.loads(GOLDEN.read_bytes().splitlines()[0])["data"]
    return changed(1, data=told | fields)


PHASE = PhaseEntered.name
DRAFT = {"team": 1, "round": 1, "fields": {"text": "x"}, "update": b64encode(b"geen update").decode()}
WRONG: dict[str, tuple[Callable[[], bytes], int | None]] = {
    "nothing": (lambda: b"", None),
    "white space": (lambda: b" \n\n", None),
    "no json": (lambda: GOLDEN.read_bytes() + b"{", 155),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", 1),
    "a line that is a list": (lambda: b"[]", 1),
    "a field too much": (lambda: changed(3, more=1), 3),
    "a line that is missing": (lambda: without(7), 7),
    "a line twice": (lambda: changed(4, seq=3), 4),
    "a number that is a truth": (lambda: changed(1, seq=True), 1),
    "a time before all time": (lambda: changed(2, at=-1), 2),
    "a time after all time": (lambda: changed(2, at=2**62), 2),
    "a version that is none": (lambda: changed(2, version=0), 2),
    "a newer version": (lambda: changed(2, version=99), 2),
    "an unknown event": (lambda: changed(2, type="never_happened"), 2),
    "data that is a text": (lambda: changed(2, data="x"), 2),
    "data that does not fit": (lambda: changed(2, data={"seat": 1}), 2),
    "two beginnings": (lambda: changed(2, **json.loads(GOLDEN.read_bytes().splitlines()[0]) | {"seq": 2}), 2),
    "no beginning": (lambda: changed(1, type="title_set", data={"title": "x"}), 1),
    "a phase that is not on the agenda": (lambda: changed(2, type=PHASE, data={"index": 99, "at": NOW}), 2),
    "a phase before the agenda": (lambda: changed(2, type=PHASE, data={"index": -1, "at": NOW}), 2),
    "letters that are no letters": (lambda: changed(2, type=DraftWritten.name, data=DRAFT), 2),
    "an agenda of nothing": (lambda: first(agenda=[]), 1),
    "an agenda of something else": (lambda: first(agenda=[{"id": "party"}]), 1),
    "five teams": (lambda: first(teams=5), 1),
    "another language": (lambda: first(language="../../etc"), 1),
    "a code that leads elsewhere": (lambda: first(code="../../"), 1),
    "json too deep": (lambda: b"[" * 100_000, 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_refused_and_the_line_is_named(name: str):
    make, line = WRONG[name]
    with pytest.raises(BadFile) as wrong:
        read_file(make())
    assert wrong.value.line == line
    for language, word in (("nl", "Regel"), ("en", "Line")):
        assert wrong.value.text(language).startswith(f"{word} {line}: ") == (line is not None)


def test_what_somebody_else_than_the_facilitator_took_along_is_refused_for_what_is_missing():
    events = visible(read_log(GOLDEN), "seat")
    with pytest.raises(BadFile, match="Only in what the facilitator downloads none is missing"):
        read_file(b"".join(map(log_line, events)))


@pytest.mark.parametrize(
    ("data", "most", "why"),
    [
        (GOLDEN.read_bytes(), Most(events=10), "More than 10 events"),
        (GOLDEN.read_bytes().splitlines()[0], Most(line=100), "too long"),
        (b" " * (5 * 1024**2 + 1), Most(size=5 * 1024**2), "too large: at most 5 MB"),
    ],
    ids=["events", "line", "bytes"],
)
def test_too_much_is_refused(data: bytes, most: Most, why: str):
    with pytest.raises(BadFile, match=why):
        read_file(data, most)


# --- zips -------------------------------------------------------------------------------------------------------------


def zipped(**given: bytes) -> bytes:
    """A zip of the golden session in which some files are others: `log`, `pack` and `manifest`."""
    with zipfile.ZipFile(io.BytesIO(made(read_log(GOLDEN)))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    names = {"log": NAME, "pack": PACK, "manifest": MANIFEST}
    return packed(files | {names[key]: body for key, body in given.items()})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and then nothing", "damaged"),
        (packed({}), "no zip of a session"),
        (packed({"../../evil": b"x", MANIFEST: b"{}"}), "no zip of a session"),
        (packed({NAME: b"", MANIFEST: b"{}"}), "does not say"),
        (packed({NAME: b"", MANIFEST: b"[]"}), "does not say"),
        (packed({NAME: b"", MANIFEST: b"{"}), "damaged"),
        (packed({NAME: b"", "session-BCDEFG_events.jsonl": b"", MANIFEST: b"{}"}), "no zip of a session"),
        (packed({f"{n}": b"" for n in range(100)} | {NAME: b"", MANIFEST: b"{}"}), "no zip of a session"),
        (zipped(log=GOLDEN.read_bytes()[:-1]), f"{NAME} was changed"),
        (zipped(pack=b"{}"), f"{PACK} was changed"),
    ],
)
def test_a_zip_that_is_none_or_was_changed_is_refused(data: bytes, why: str):
    with pytest.raises(BadFile, match=why):
        read_file(data)


def test_a_pack_that_is_not_that_of_the_manifest_is_refused():
    other = b"".join(pieces("zip", replace(ABOUT, pack_sha256="ab" * 32), read_log(GOLDEN)))
    with pytest.raises(BadFile, match=f"{PACK} was changed"):
        read_file(other)


def test_a_bomb_is_not_unpacked_further_than_it_may_be():
    bomb = zipped(log=b" " * (20 * 1024**2))
    assert len(bomb) < 1024**2
    tracemalloc.start()
    with pytest.raises(BadFile, match="too large: at most 1 MB"):
        read_file(bomb, Most(size=1024**2))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * 1024**2


def test_a_zip_that_is_cut_anywhere_is_refused():
    whole = made(read_log(GOLDEN))
    for end in range(0, len(whole) - 1, 997):
        with pytest.raises(BadFile):
            read_file(whole[:end])


def test_a_zip_with_a_turned_bit_is_refused_or_says_the_same():
    whole = made(read_log(GOLDEN))
    for place in range(0, len(whole), 211):
        spoilt = bytearray(whole)
        spoilt[place] ^= 0x10
        try:
            brought = read_file(bytes(spoilt))
        except BadFile:
            continue
        assert lines(brought) == GOLDEN.read_bytes(), place


def test_a_moment_that_nobody_can_look_at_is_refused():
    events = hostile.stored(created(), InsightCaptured(insight="i_1", text="x", tags={}, at=NOW))
    brought = read_file(b"".join(map(log_line, events)))
    try_views(brought.lines, RULES)
    with pytest.raises(BadFile, match="cannot be"):
        try_views(brought.lines, None)  # pyright: ignore[reportArgumentType]


EMPTY_LINES = 60_000_000


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"manifest": b"[" + b"{}," * 100_000 + b"{}]"}, "too large: at most 1 MB"),
        ({"pack": b"[" + b"{}," * 2_000_000 + b"{}]"}, "too large: at most 4 MB"),
        ({"log": b"\n" * EMPTY_LINES}, "nothing in this file"),
        ({"log": b"x" + b"\n" * EMPTY_LINES}, "More than 200000 events"),
        ({"log": b"x" + b"\r" * EMPTY_LINES}, "More than 200000 events"),
    ],
    ids=["manifest", "pack", "nothing", "lines", "returns"],
)
def test_a_small_zip_of_something_large_is_refused_before_it_is_taken_apart(files: dict[str, bytes], why: str):
    """Taking it apart holds up all rooms for seconds, though it happens on a thread."""
    bomb = vouched(**files)
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(BadFile, match=why):
        read_file(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * max(4 * 1024**2, max(map(len, files.values())))


def vouched(**files: bytes) -> bytes:
    """As `zipped`, with a manifest that agrees with it."""
    names = {"log": NAME, "pack": PACK}
    sums = {name: {"sha256": sha256(files.get(key, b"x")).hexdigest()} for key, name in names.items()}
    manifest = orjson.dumps({"files": sums, "pack": sums[PACK]})
    return packed(
        {NAME: b"x", PACK: b"x", MANIFEST: manifest}
        | {{**names, "manifest": MANIFEST}[key]: body for key, body in files.items()}
    )
