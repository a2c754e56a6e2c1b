"""Several devices of a team write in one text at a time: no letter is lost, and what comes in is held to limits."""

import base64
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from pycrdt import Doc, Map, Text

from app.game import shared_text
from app.game.commands import DraftFields, EditForTeam, EditText, WriteDraft
from app.game.engine import fold
from app.game.events import DraftWritten, decode
from app.game.rejected import Code
from app.game.rules.solving import solution_of
from app.game.state import State
from tests.golden.make import HERE, read_log
from tests.support.game import FACILITATOR, NOW, entered, given, handed_in, sits, wrote
from tests.support.writing import Pen

WORK = [sits("ann", 1), sits("ben", 1), sits("cas", 2), entered("work", 1)]
GRACE = 10_000


def document(state: State) -> bytes:
    """The shared text of team 1 in round 1."""
    return solution_of(state, 1, 1).document


def text(state: State, field: str = "text") -> str:
    return solution_of(state, 1, 1).fields.get(field, "")


def test_two_devices_that_write_in_one_sentence_keep_every_letter_of_both():
    told = given(WORK, wrote(1, 1, text="Bram plant zelf."))
    ann, ben = Pen(document(told.state)), Pen(document(told.state))
    ann.put("text", 4, " (9)")
    ben.put("text", 15, " met een maatje")
    told.when("ann", EditText(update=ann.sends())).accepted()
    told.when("ben", EditText(update=ben.sends())).accepted()
    assert text(told.state) == "Bram (9) plant zelf met een maatje."


def test_the_log_tells_what_stands_there_and_the_letters_that_came():
    told, pen = given(WORK), Pen()
    pen.put("title", 0, "Één plan 🙂")
    update = pen.sends()
    told.when("ann", EditText(update=update))
    told.then(DraftWritten(team=1, round=1, fields={"title": "Één plan 🙂"}, update=update))


def test_the_same_letters_twice_are_there_once():
    told, pen = given(WORK), Pen()
    pen.put("text", 0, "een")
    command = EditText(update=pen.sends())
    told.when("ann", command).accepted().when("ann", command).then()
    assert text(told.state) == "een"


def test_letters_that_came_and_went_are_kept_for_those_that_lean_on_them():
    told, pen = given(WORK, wrote(1, 1, text="ab")), Pen()
    pen.hear(document(told.state))
    pen.put("text", 1, "x")
    pen.put("text", 1, "", instead_of=1)
    update = pen.sends()
    told.when("ann", EditText(update=update)).then(DraftWritten(team=1, round=1, fields={}, update=update))
    pen.put("text", 1, "y")
    told.when("ann", EditText(update=pen.sends())).accepted()
    assert text(told.state) == "ayb"


def test_who_was_away_for_hours_brings_its_letters_beside_those_of_the_others():
    told = given(WORK, wrote(1, 1, text="Begin. Eind."))
    away = Pen(document(told.state))
    away.put("text", 6, " Midden.")
    for step in range(5):
        told.when("ann", WriteDraft(fields=DraftFields(text=f"{step}: Begin. Eind."))).accepted()
    told.when("ben", EditText(update=away.sends())).accepted()
    assert text(told.state) == "4: Begin. Midden. Eind."


def test_a_whole_text_only_changes_the_letters_that_differ():
    told = given(WORK, wrote(1, 1, text="Wij kijken mee."))
    pen = Pen(document(told.state))
    pen.put("text", 14, " elke week")
    told.when("ben", WriteDraft(fields=DraftFields(text="Wij kijken altijd mee."))).accepted()
    told.when("ann", EditText(update=pen.sends())).accepted()
    assert text(told.state) == "Wij kijken altijd mee elke week."


def test_letters_that_lean_on_what_the_server_never_got_are_refused_until_all_are_sent():
    told, pen = given(WORK), Pen()
    pen.put("text", 0, "een")
    first = pen.sends()
    pen.put("text", 3, " twee")
    second = pen.sends()
    told.when("ann", EditText(update=second)).refused(Code.CONFLICT, "update")
    told.when("ann", EditText(update=first)).accepted().when("ann", EditText(update=second)).accepted()
    assert text(told.state) == "een twee"


def updated(change: Callable[[Text], object] | None = None, **parts: Text | Map[Any]) -> str:
    """What a device would send that made these parts of a document."""
    doc = Doc[Any]()
    for name, part in (parts or {"text": Text("dik")}).items():
        doc[name] = part
    if change:
        change(doc["text"])
    return base64.b64encode(doc.get_update()).decode()


@pytest.mark.parametrize(
    ("update", "code", "field"),
    [
        ("", Code.INVALID, "update"),
        (base64.b64encode(b"geen update").decode(), Code.INVALID, "update"),
        (updated(other=Text("x")), Code.INVALID, "update"),
        (updated(other=Map({"a": 1})), Code.INVALID, "update"),
        (updated(lambda text: text.format(0, 3, {"bold": True})), Code.INVALID, "update"),
        (updated(lambda text: text.insert_embed(0, {"image": "x"})), Code.INVALID, "update"),
        (updated(title=Text("x" * 121)), Code.TOO_LONG, "fields.title"),
        (updated(title=Text("een\ntwee")), Code.INVALID, "fields.title"),
        (updated(text=Text("\x00")), Code.INVALID, "fields.text"),
        (updated(ict=Text("x" * 2001)), Code.TOO_LONG, "fields.ict"),
    ],
    ids=["nothing", "no update", "other text", "other map", "markup", "embedded", "long", "two lines", "zero", "ict"],
)
def test_only_plain_text_within_its_limits_comes_in(update: str, code: Code, field: str):
    given(WORK, wrote(1, 1)).when("ann", EditText(update=update)).refused(code, field)


def test_two_texts_that_are_too_long_together_are_refused_and_may_be_made_shorter():
    told = given(WORK, wrote(1, 1, title="a" * 100))
    pen = Pen(document(told.state))
    pen.put("title", 100, "b" * 21)
    told.when("ann", EditText(update=pen.sends())).refused(Code.TOO_LONG, "fields.title")
    shorter = Pen(document(told.state))
    shorter.put("title", 100, "b" * 20)
    told.when("ann", EditText(update=shorter.sends())).accepted()


def test_a_document_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared_text, "MOST_BYTES", 300)
    told, pen = given(WORK), Pen()
    pen.put("text", 0, "x" * 250)
    told.when("ann", EditText(update=pen.sends())).accepted()
    pen.put("text", 0, "y" * 100, instead_of=100)
    told.when("ann", EditText(update=pen.sends())).refused(Code.TOO_LONG, "update")


def test_letters_keep_to_the_phase_and_the_seal_like_any_text():
    pen = Pen()
    pen.put("text", 0, "nog net")
    late = EditText(update=pen.sends())
    given(WORK, handed_in(1, 1)).when("ann", late).refused(Code.SEALED)
    given(WORK, entered("reveal", 1, at=NOW)).later(GRACE).when("ann", late).accepted()
    given(WORK, entered("reveal", 1, at=NOW)).later(GRACE + 1).when("ann", late).refused(Code.WRONG_PHASE)


def test_the_facilitator_writes_along_for_a_team():
    told = given(WORK, wrote(1, 1, text="Van het papier"))
    pen = Pen(document(told.state))
    pen.put("text", 14, ", overgenomen")
    told.when(FACILITATOR, EditForTeam(team=1, command=EditText(update=pen.sends()))).accepted()
    assert text(told.state) == "Van het papier, overgenomen"


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_order_all_devices_end_with_the_same_text_and_every_letter_that_nobody_took_out(seed: int):
    """Three devices and one that sends whole texts; each device hears the others late or not at all until the end."""
    random, told = Random(seed), given(WORK)
    pens = [Pen() for _ in range(3)]
    letters = iter(chr(0x4E00 + index) for index in range(2000))
    written: set[str] = set()
    for _ in range(120):
        pen = random.choice(pens)
        match random.choice(["put", "put", "put", "send", "hear", "whole"]):
            case "put":
                room = len(pen.reads("text").encode()) // 3
                written.add(letter := next(letters))
                pen.put("text", 3 * random.randint(0, room), letter)
            case "send":
                told.when("ann", EditText(update=pen.sends()))
                assert not told.was_refused
            case "hear":
                unsent = pen.sends()
                told.when("ann", EditText(update=unsent))
                pen.hear(shared_text.missing(document(told.state), base64.b64decode(pen.state())))
            case _:
                now = text(told.state)
                at = random.randint(0, len(now))
                written.add(letter := next(letters))
                told.when("ben", WriteDraft(fields=DraftFields(text=now[:at] + letter + now[at:]))).accepted()
    for pen in pens:
        told.when("ann", EditText(update=pen.sends()))
    for pen in pens:
        pen.hear(shared_text.missing(document(told.state), base64.b64decode(pen.state())))
    assert {pen.reads("text") for pen in pens} == {text(told.state)}
    assert sorted(text(told.state)) == sorted(written)


def told_by(log: str) -> list[shared_text.Write]:
    """Everything that was written in one text of a log, as it stands there."""
    events = [decode(event.type, event.version, event.data) for event in read_log(HERE / log)]
    drafts = [each for each in events if isinstance(each, DraftWritten) and (each.team, each.round) == (1, 1)]
    return [each.fields if each.update is None else base64.b64decode(each.update) for each in drafts]


@pytest.mark.parametrize("seed", range(30))
def test_letters_that_waited_are_laid_as_if_they_had_been_laid_one_by_one(seed: int):
    random, pen = Random(seed), Pen(name=7)
    writes: list[shared_text.Write] = []
    one_by_one, waiting = shared_text.EMPTY, shared_text.Letters()
    for _ in range(60):
        if random.random() < 0.4:
            pen.hear(one_by_one)
            pen.put("text", 0, random.choice(["a", "é", "🙂"]), instead_of=len(pen.reads("text")[:1].encode()))
            write: shared_text.Write = base64.b64decode(pen.sends())
        else:
            write = {random.choice(shared_text.FIELDS): "".join(random.choices("abé 🙂", k=random.randint(0, 40)))}
        writes.append(write)
        one_by_one = shared_text.laid(one_by_one, [write])
        waiting = shared_text.Letters(waiting, write)
        if random.random() < 0.1:
            assert waiting.document == one_by_one
            assert waiting.document is waiting.document
    assert shared_text.laid(shared_text.EMPTY, writes) == one_by_one == waiting.document


def test_the_letters_of_a_real_log_are_the_same_laid_at_once_and_one_by_one():
    writes = told_by("v0.4.0-session.jsonl")
    assert {type(write) for write in writes} == {dict, bytes}
    one_by_one, waiting = shared_text.EMPTY, shared_text.Letters()
    for write in writes:
        one_by_one = shared_text.laid(one_by_one, [write])
        waiting = shared_text.Letters(waiting, write)
    assert waiting.document == one_by_one


def test_nobody_pays_for_letters_that_nobody_asks_for():
    def bad(letters: bytes) -> DraftWritten:
        update = base64.b64encode(letters).decode()
        return DraftWritten(team=1, round=1, fields={"text": "Dit stond er."}, update=update)

    state = fold([bad(b"geen update")], given(WORK).state)
    assert text(state) == "Dit stond er."
    with pytest.raises(shared_text.BadUpdate):
        document(state)
    too_much = b"geen update" * (shared_text.MOST_BYTES // 11 + 1)  # what waits does not grow without end either
    with pytest.raises(shared_text.BadUpdate):
        fold([bad(too_much)], given(WORK).state)
