"""From no file can be computed what one person answered: not from two of them, their times or the order of rows."""

import io
import itertools
import zipfile
from dataclasses import replace
from typing import Any

import orjson
import pytest

from app.game.commands import TakeSeat
from app.game.events import BoxCounted
from app.game.pack import Pack, Question
from app.review.exports import FORMS, pieces
from app.review.sheets import sheets
from app.review.xapi import statements
from app.store import StoredEvent
from tests.review import hostile
from tests.support.game import FACILITATOR, NOW, PACK, Play, created, revealed
from tests.support.wishes import command

QUESTIONS = {**PACK.evaluation, "again": Question("text")}
TWO_TEXTS: Pack = replace(PACK, evaluation=QUESTIONS)
PEOPLE = 5
ANSWERS = [
    {"useful": n + 1, "next": "try" if n % 2 else "wait", "remember": f"Les {n}", "again": f"Ja, want {n}"}
    for n in range(PEOPLE)
]
PLACES = [{"regulation": 20 * n - 40, "interest": 7 * n} for n in range(PEOPLE)]


class Room:
    """Five people, each with a device, who answer everything; a second goes by with every step."""

    def __init__(self, people: int = PEOPLE) -> None:
        self.play = Play(created(teams=2, devices="person"), *revealed(1, 1, 2), pack=TWO_TEXTS)
        self.times = [NOW] * len(self.play.log)
        self.people = [f"s_{n}" for n in range(people)]
        for n, seat in enumerate(self.people):
            self.step("system", TakeSeat(seat=seat, team=n % 2 + 1))

    def step(self, name: str, wish: Any) -> None:
        self.play.now += 1000
        self.play.send(name, wish)
        self.times += [self.play.now] * (len(self.play.log) - len(self.times))

    def desk(self, kind: str, /, **fields: Any) -> None:
        self.step(FACILITATOR, command(kind, **fields))

    def all(self, kind: str, answers: list[dict[str, Any]], **fields: Any) -> None:
        for seat, answer in zip(self.people, answers, strict=False):
            self.step(seat, command(kind, **fields, **answer))

    def files(self) -> dict[str, bytes]:
        """Every file that can leave now."""
        rows = zip(self.times, self.play.log, strict=True)
        events = [StoredEvent(seq, at, *stored) for seq, (at, stored) in enumerate(rows, start=1)]
        return {kind: b"".join(pieces(kind, hostile.ABOUT, events)) for kind in FORMS}


def evening(
    places: list[dict[str, Any]] = PLACES,
    answers: list[dict[str, Any]] = ANSWERS,
    *,
    people: int = PEOPLE,
    counted: bool = True,
) -> Room:
    """A reading, a pulse and an evaluation; `counted`: the facilitator shows what they gave."""
    room = Room(people)
    room.all("read_solution", places, team=1)
    if counted:
        room.desk("reveal", what="readings")
    room.desk("go", phase="evaluate")
    room.all("place_pulse", places, pulse="now")
    room.all("evaluate", [{"answers": answer} for answer in answers])
    if counted:
        room.desk("close_session")
    return room


OTHER_PLACE = [{"regulation": -77, "interest": 99}, *PLACES[1:]]
OTHER_ANSWERS = [{"useful": 5, "next": "try", "remember": "zq", "again": "zq"}, *ANSWERS[1:]]


def test_until_a_group_is_counted_the_files_do_not_depend_on_what_people_answer():
    assert evening(counted=False).files() == evening(OTHER_PLACE, OTHER_ANSWERS, counted=False).files()


def test_below_the_floor_they_never_do():
    few = evening(people=4)
    assert few.files() == evening(OTHER_PLACE, OTHER_ANSWERS, people=4).files()
    assert b"box_counted" in few.files()["jsonl"]


def test_from_the_floor_up_they_do_not_depend_on_who_answered_what():
    files = evening().files()
    for people in ([1, 0, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 1, 0, 3]):
        swapped = evening([PLACES[n] for n in people], [ANSWERS[n] for n in people])
        assert swapped.files() == files, people
    assert evening(OTHER_PLACE, OTHER_ANSWERS).files() != files, "else nothing was compared"


@pytest.mark.parametrize("question", list(ANSWERS[0]))
def test_answers_of_one_person_to_several_questions_do_not_hang_together(question: str):
    for one, other in itertools.combinations(range(PEOPLE), 2):
        mixed = [dict(answer) for answer in ANSWERS]
        mixed[one][question], mixed[other][question] = mixed[other][question], mixed[one][question]
        assert evening(answers=mixed).files() == evening().files(), (one, other)


def test_two_files_before_and_after_one_answer_differ_by_a_count():
    room = evening(people=4, counted=False)
    before = room.files()["jsonl"]
    room.people.append("s_late")
    room.step("system", TakeSeat(seat="s_late", team=1))
    room.step("s_late", command("place_pulse", pulse="now", **OTHER_PLACE[0]))
    added = [orjson.loads(line) for line in room.files()["jsonl"].removeprefix(before).splitlines()]
    assert [(line["type"], line["data"]) for line in added] == [
        ("seat_taken", {"seat": "s_late", "team": 1}),
        ("answer_counted", {"box": "pulse:after:now"}),
    ]


def test_who_answers_again_leaves_no_trace():
    room = evening(counted=False)
    before = room.files()
    room.step(room.people[0], command("place_pulse", pulse="now", **OTHER_PLACE[0]))
    room.step(room.people[0], command("evaluate", answers=OTHER_ANSWERS[0]))
    assert room.files() == before


def test_a_group_is_counted_once_so_that_no_two_results_can_be_taken_from_each_other():
    room = evening()
    boxes = [orjson.loads(data)["box"] for name, _, data in room.play.log if name == "box_counted"]
    assert sorted(boxes) == sorted(set(boxes))
    assert len(boxes) == 3


def test_files_say_nothing_of_when_they_were_made_but_in_the_manifest():
    packed = evening().files()["zip"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {(entry.date_time, entry.comment, entry.extra) for entry in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), b"", b"")
        }
        assert archive.comment == b""


@pytest.mark.parametrize(("devices", "n", "told"), [("person", 4, False), ("person", 5, True), ("team", 2, True)])
def test_votes_of_few_persons_are_not_told_apart_in_a_table_and_votes_of_teams_are(devices: str, n: int, told: bool):
    votes = BoxCounted(box="vote:1", count=n, result={"1": n - 1, "2": 1})
    events = hostile.stored(created(devices=devices), votes)
    assert bool(sheets(hostile.ABOUT, events)["votes"]) == told
    (statement,) = [one for one in orjson.loads(statements(hostile.ABOUT, events)) if "vote" in one["object"]["id"]]
    assert ("https://maatwerk.invalid/xapi/group" in statement["result"]["extensions"]) == told
    assert statement["result"]["extensions"]["https://maatwerk.invalid/xapi/n"] == n
