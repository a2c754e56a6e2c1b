"""What the facilitator writes down: insights, notes, bookmarks, the debrief."""

from app.game.commands import (
    AddAction,
    Bookmark,
    CaptureInsight,
    DropInsight,
    EditAction,
    EditInsight,
    Note,
    SetDebrief,
    SetSchool,
    Tags,
)
from app.game.events import (
    ActionAdded,
    ActionEdited,
    Bookmarked,
    DebriefSet,
    Event,
    InsightCaptured,
    InsightDropped,
    InsightEdited,
    NoteWritten,
    SchoolSet,
)
from app.game.rejected import Code
from app.game.viewing import FACILITATOR as CONSOLE
from app.game.viewing import REVIEW, Audience
from app.game.viewing import SCREEN as PROJECTOR
from tests.support.game import FACILITATOR, NOW, created, entered, given, index_of, sits

INSIGHT = InsightCaptured(insight="i_1", text="Tempo telt", tags={}, at=NOW)
ACTION = ActionAdded(action="a_1", fields={"what": "Proef doen", "state": "open"})


def test_an_insight_is_captured_with_its_tags():
    tags = Tags(dimension="interest", factor="vision", actor="pupil", team=2, round=1)
    kept = {"dimension": "interest", "factor": "vision", "actor": "pupil", "team": 2, "round": 1}
    told = given().when(FACILITATOR, CaptureInsight(text="Tempo telt", tags=tags))
    told.then(InsightCaptured(insight="i_1", text="Tempo telt", tags=kept, at=NOW))


def test_tags_name_things_that_exist():
    told = given(INSIGHT)
    for tags, field in [
        (Tags(factor="x"), "tags.factor"),
        (Tags(actor="x"), "tags.actor"),
        (Tags(team=9), "tags.team"),
    ]:
        told.when(FACILITATOR, CaptureInsight(text="Tempo", tags=tags)).refused(Code.UNKNOWN_ID, field)
        told.when(FACILITATOR, EditInsight(insight="i_1", tags=tags)).refused(Code.UNKNOWN_ID, field)


def test_an_insight_is_edited_in_part():
    told = given(INSIGHT).when(FACILITATOR, EditInsight(insight="i_1", shown=False))
    told.then(InsightEdited(insight="i_1", text="Tempo telt", tags={}, shown=False))
    told.when(FACILITATOR, EditInsight(insight="i_1", shown=False)).then()
    told.when(FACILITATOR, EditInsight(insight="i_9", shown=False)).refused(Code.UNKNOWN_ID, "insight")


def test_a_dropped_insight_is_gone():
    told = given(INSIGHT).when(FACILITATOR, DropInsight(insight="i_1")).then(InsightDropped(insight="i_1"))
    assert told.sees(CONSOLE)["insights"] == {}
    told.when(FACILITATOR, DropInsight(insight="i_1")).refused(Code.UNKNOWN_ID, "insight")
    told.when(FACILITATOR, EditInsight(insight="i_1", text="x")).refused(Code.UNKNOWN_ID, "insight")
    told.when(FACILITATOR, CaptureInsight(text="Nieuw")).accepted()
    assert list(told.sees(CONSOLE)["insights"]) == ["i_2"]


def test_the_room_sees_only_insights_that_are_shown():
    told = given(sits("ann", 1), INSIGHT).when(FACILITATOR, EditInsight(insight="i_1", shown=False))
    for audience in (PROJECTOR, Audience("team", team=1), Audience("seat", seat="ann")):
        assert told.sees(audience)["insights"] == {}
    for audience in (CONSOLE, REVIEW):
        assert list(told.sees(audience)["insights"]) == ["i_1"]


def test_a_session_has_room_for_two_thousand_insights():
    many = [InsightCaptured(insight=f"i_{n}", text="x", tags={}, at=NOW) for n in range(2000)]
    given(many).when(FACILITATOR, CaptureInsight(text="Nog een")).refused(Code.TOO_MANY)


def test_there_is_one_private_note_for_each_place_on_the_agenda():
    told = given(entered("welcome")).when(FACILITATOR, Note(text="Rumoerig"))
    told.then(NoteWritten(index=index_of("welcome"), text="Rumoerig"))
    told.when(FACILITATOR, Note(text="Rumoerig")).then()
    told.play.record([entered("vote")])
    told.when(FACILITATOR, Note(text="Stil")).accepted()
    assert told.sees(CONSOLE)["notes"] == {"1": "Rumoerig", str(index_of("vote")): "Stil"}


def test_a_late_note_keeps_its_place_on_the_agenda():
    told = given(entered("vote"))
    told.when(FACILITATOR, Note(text="Rumoerig", index=1)).then(NoteWritten(index=1, text="Rumoerig"))
    told.when(FACILITATOR, Note(text="Van een ander", index=1, before="")).refused(Code.CONFLICT, "text")
    told.when(FACILITATOR, Note(text="Rumoerig", index=1, before="")).then()
    told.when(FACILITATOR, Note(text="Rumoerig, nu stil", index=1, before="Rumoerig")).accepted()
    told.when(FACILITATOR, Note(text="Nergens", index=99)).refused(Code.OUT_OF_RANGE, "index")


def test_a_bookmark_remembers_its_place_in_the_log():
    told = given().when(FACILITATOR, Bookmark(label="Hier")).then(Bookmarked(label="Hier", index=0, at=NOW))
    assert told.sees(REVIEW)["bookmarks"] == [{"label": "Hier", "seq": 2, "at": NOW, "index": 0}]


def test_there_are_at_most_five_hundred_bookmarks():
    many = [Bookmarked(label="x", index=0, at=NOW)] * 500
    given(many).when(FACILITATOR, Bookmark(label="Nog een")).refused(Code.TOO_MANY)


def test_an_action_is_added_and_edited():
    told = given().when(FACILITATOR, AddAction(what="Proef doen", lead="Ann"))
    told.then(ActionAdded(action="a_1", fields={"what": "Proef doen", "lead": "Ann", "state": "open"}))
    told.when(FACILITATOR, EditAction(action="a_1", state="done"))
    told.then(ActionEdited(action="a_1", fields={"what": "Proef doen", "lead": "Ann", "state": "done"}))
    told.when(FACILITATOR, EditAction(action="a_1", state="done")).then()
    told.when(FACILITATOR, EditAction(action="a_2", state="done")).refused(Code.UNKNOWN_ID, "action")


def test_there_are_at_most_a_hundred_actions():
    many: list[Event] = [ActionAdded(action=f"a_{n}", fields={}) for n in range(100)]
    given(many).when(FACILITATOR, AddAction(what="Nog een")).refused(Code.TOO_MANY)


def test_the_own_school_is_described_bit_by_bit():
    told = (
        given()
        .when(FACILITATOR, SetSchool(name="De Linde", regulation=-10))
        .then(SchoolSet(fields={"name": "De Linde", "regulation": -10}))
    )
    told.when(FACILITATOR, SetSchool(name="De Linde")).then()
    told.when(FACILITATOR, SetSchool(interest=0)).accepted()
    assert told.sees(PROJECTOR)["school"] == {"name": "De Linde", "regulation": -10, "interest": 0}


def test_the_debrief_is_filled_in_bit_by_bit():
    told = given().when(FACILITATOR, SetDebrief(script="orid", step=2, quadrant="personal")).accepted()
    told.when(FACILITATOR, SetDebrief(current={"pace": -1}, ambition={"pace": 1}))
    told.when(FACILITATOR, SetDebrief(current={"what": 0}, checklist={"leadership": "done"}, texts={"next": "Samen"}))
    debrief = told.sees(PROJECTOR)["debrief"]
    assert (debrief["script"], debrief["step"], debrief["quadrant"]) == ("orid", 2, "personal")
    assert debrief["current"] == {"pace": -1, "what": 0}
    assert debrief["ambition"] == {"pace": 1}
    assert debrief["checklist"] == {"leadership": "done"}
    assert debrief["texts"] == {"next": "Samen"}


def test_a_subject_has_circles_of_its_own():
    told = given().when(FACILITATOR, SetDebrief(subject="taal", current={"pace": -1}))
    told.when(FACILITATOR, SetDebrief(subject="taal", ambition={"pace": 1}))
    debrief = told.sees(PROJECTOR)["debrief"]
    assert debrief["subjects"] == {"taal": {"current": {"pace": -1}, "ambition": {"pace": 1}}}
    assert debrief["current"] == {}


def test_the_same_debrief_again_changes_nothing():
    given().when(FACILITATOR, SetDebrief(script="own", step=1)).when(FACILITATOR, SetDebrief(step=1)).then()


def test_the_debrief_names_things_that_exist():
    told = given()
    told.when(FACILITATOR, SetDebrief(script="x")).refused(Code.UNKNOWN_ID, "script")
    told.when(FACILITATOR, SetDebrief(quadrant="x")).refused(Code.UNKNOWN_ID, "quadrant")
    told.when(FACILITATOR, SetDebrief(current={"x": 1})).refused(Code.UNKNOWN_ID, "current.x")
    told.when(FACILITATOR, SetDebrief(ambition={"x": 1})).refused(Code.UNKNOWN_ID, "ambition.x")
    told.when(FACILITATOR, SetDebrief(checklist={"x": "open"})).refused(Code.UNKNOWN_ID, "checklist.x")


def test_there_is_an_end_to_subjects_and_texts():
    none: dict[str, int] = {}
    subjects = {f"vak {n}": {"current": none, "ambition": none} for n in range(12)}
    told = given(DebriefSet(fields={"subjects": subjects, "texts": {f"t{n}": "x" for n in range(60)}}))
    told.when(FACILITATOR, SetDebrief(subject="vak 12")).refused(Code.TOO_MANY, "subject")
    told.when(FACILITATOR, SetDebrief(subject="vak 11", current={"pace": 1})).accepted()
    told.when(FACILITATOR, SetDebrief(texts={"t60": "x"})).refused(Code.TOO_MANY, "texts")


def test_a_rehearsal_says_so():
    assert given(created(rehearsal=True)).sees(PROJECTOR)["session"]["rehearsal"] is True
