"""What may be seen of the instruments around the game; parts of the views that `viewing` makes."""

from typing import get_args

from app.game.commands import Instrument
from app.game.merging import View
from app.game.pack import Pack
from app.game.rules.answering import count_of, voters
from app.game.rules.dilemmas import box_of, chosen_option, indicator_values, tied_options, votes_on
from app.game.rules.networking import SCHOOL
from app.game.state import Side, State


def instruments(state: State) -> list[str]:
    """Those that are on, in one order for all."""
    return [instrument for instrument in get_args(Instrument) if instrument in state.instruments]


def shown(state: State) -> View | None:
    """What is on the projector instead of the phase."""
    if state.shown is None:
        return None
    instrument, team = state.shown
    return {"instrument": instrument} if team is None else {"instrument": instrument, "team": team}


def sees_drafts(state: State, kind: str) -> bool:
    """Whether this kind of audience sees what every team is still working on: who walks around, and who looks back."""
    return kind == "facilitator" or (kind == "review" and state.closed)


def networks(state: State, team: int | None, kind: str) -> View:
    """The school's is for all; a team's is its own, until it is on the projector or the facilitator looks."""
    if "network" not in state.instruments:
        return {}
    for_all = {SCHOOL, str(state.shown[1]) if state.shown else SCHOOL}
    return {
        network: {when: _side(side) for when, side in sides.items()}
        for network, sides in sorted(state.networks.items())
        if sees_drafts(state, kind) or network in for_all or network == str(team)
    }


def _side(side: Side) -> View:
    links = [
        {"source": source, "target": target, "how": how} if how else {"source": source, "target": target}
        for (source, target), how in side.links.items()
    ]
    return {"nodes": dict(side.nodes), "links": links}


def profile(state: State) -> View:
    """The school profile, as far as it is filled in."""
    return (
        {question: dict(fields) for question, fields in state.profile.items()} if _on(state, "school_profile") else {}
    )


def slots(state: State) -> View:
    """Where researchers' own questionnaires are."""
    return {moment: dict(fields) for moment, fields in state.slots.items()} if _on(state, "questionnaire") else {}


def _on(state: State, instrument: str) -> bool:
    return instrument in state.instruments


def indicators(state: State, pack: Pack) -> View:
    """The indicators and the dilemmas of the camps whose solutions are on the table."""
    if not _on(state, "indicators"):
        return {}
    dilemmas = {
        str(number): _dilemma(state, pack, number) for number in sorted(pack.dilemmas) if number in state.revealed
    }
    return {"values": indicator_values(state, pack), "dilemmas": dilemmas}


def _dilemma(state: State, pack: Pack, number: int) -> View:
    count = count_of(state, box_of(number))
    seen: View = {"id": pack.dilemmas[number].id, "state": "open", "count": count, "voters": voters(state)}
    if number not in state.dilemmas_revealed:
        return seen
    chosen = chosen_option(state, number)
    seen |= {"state": "revealed", "tally": dict(votes_on(state, number))}
    return seen | ({"chosen": chosen} if chosen else {"tie": tied_options(state, number)})
