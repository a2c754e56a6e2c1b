"""What may still be told weeks later, in a session that is closed: the pulse again, and how far the first steps are."""

from app.game import commands as c
from app.game.events import ActionEdited, AnswerCounted, PulseOpened, SeatTaken
from app.game.rejected import Code
from app.game.viewing import FACILITATOR, SCREEN
from tests.support.game import Told, created, given, sits

DESK = "facilitator"
NAMES = ("ann", "ben", "cas", "dee", "eva")


def later(open_now: bool = True) -> Told:
    told = given(created(teams=2), [sits(name, 1 + n % 2) for n, name in enumerate(NAMES)])
    told.when(DESK, c.CloseSession())
    return told.when(DESK, c.OpenPulse(pulse="now")) if open_now else told


def placed(told: Told, names: tuple[str, ...] = NAMES) -> Told:
    for name in names:
        told.when(name, c.PlacePulse(pulse="now", regulation=20, interest=10))
    return told


def test_nothing_is_asked_until_the_facilitator_opens_it():
    told = later(open_now=False)
    assert "later" not in told.sees(SCREEN)["board"]["pulse"]
    told.when("ann", c.PlacePulse(pulse="now", regulation=0, interest=0)).refused(Code.CLOSED)
    told.when(DESK, c.Reveal(what="pulse")).refused(Code.CLOSED)
    told.when(DESK, c.OpenPulse(pulse="now")).then(PulseOpened(pulse="now", moment="later"))
    assert told.sees(SCREEN)["board"]["pulse"]["later"]["now"]["state"] == "open"
    assert told.sees(SCREEN)["board"]["pulse"]["later"]["wanted"]["state"] == "closed"


def test_answers_of_weeks_later_stay_hidden_until_they_are_revealed():
    told = later().when("ann", c.PlacePulse(pulse="now", regulation=20, interest=10))
    told.then(AnswerCounted(box="pulse:later:now"))
    placed(told, NAMES[1:])
    assert told.sees(FACILITATOR)["board"]["pulse"]["later"]["now"] == {"state": "open", "count": 5, "enough": True}
    told.when(DESK, c.Reveal(what="pulse")).accepted()
    assert told.sees(SCREEN)["board"]["pulse"]["later"]["now"]["centre"] == {"regulation": 20, "interest": 10}
    told.when("ann", c.PlacePulse(pulse="now", regulation=0, interest=0)).refused(Code.CLOSED)
    told.when(DESK, c.OpenPulse(pulse="now")).refused(Code.CLOSED)


def test_a_question_can_be_shut_again():
    told = later().when(DESK, c.ClosePulse(pulse="now"))
    told.when("ann", c.PlacePulse(pulse="now", regulation=0, interest=0)).refused(Code.CLOSED)
    assert "later" not in told.sees(SCREEN)["board"]["pulse"]


def test_people_come_back_on_other_devices():
    told = later(open_now=False)
    told.when("system", c.TakeSeat(seat="new", name="Ann", team=1)).refused(Code.CLOSED)
    told.when(DESK, c.OpenPulse(pulse="now"))
    told.when("system", c.TakeSeat(seat="new", name="Ann", team=1)).then(SeatTaken(seat="new", nickname="Ann"))
    told.when("new", c.PlacePulse(pulse="now", regulation=0, interest=0)).accepted()
    for number in range(2 * 4 * 3 - len(NAMES) - 1):
        told.when("system", c.TakeSeat(seat=f"n{number}")).accepted()
    told.when("system", c.TakeSeat(seat="last")).refused(Code.TOO_MANY)


def test_the_rest_of_a_closed_session_stays_as_it_is():
    told = later()
    told.when(DESK, c.Reveal(what="solutions")).refused(Code.CLOSED)
    told.when("ann", c.JoinTeam(team=2)).refused(Code.CLOSED)
    told.when(DESK, c.Undo()).refused(Code.CLOSED)
    assert "undo" not in told.sees(FACILITATOR)
    told.when(DESK, c.SwitchInstrument(instrument="network", on=True)).refused(Code.CLOSED)


def test_without_the_pulse_there_is_none_later():
    told = given(created(instruments=("guide",))).when(DESK, c.CloseSession())
    told.when(DESK, c.OpenPulse(pulse="now")).refused(Code.SWITCHED_OFF)


def test_how_far_a_first_step_is_can_be_told_for_as_long_as_the_session_is_there():
    told = given(created(teams=2)).when(DESK, c.AddAction(what="Rooster bekijken", lead="Ann"))
    told.when(DESK, c.CloseSession())
    told.when(DESK, c.EditAction(action="a_1", state="done"))
    told.then(ActionEdited(action="a_1", fields={"what": "Rooster bekijken", "lead": "Ann", "state": "done"}))
    assert told.sees(FACILITATOR)["debrief"]["actions"]["a_1"]["state"] == "done"
    told.when(DESK, c.EditAction(action="a_1", what="Iets anders", state="open")).refused(Code.CLOSED)
    told.when(DESK, c.AddAction(what="Nog een stap")).refused(Code.CLOSED)
    told.when("ann", c.EditAction(action="a_1", state="open")).refused(Code.NOT_ALLOWED)
