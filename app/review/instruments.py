"""What a session did with the instruments around the game, out of the view for looking back. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.game.merging import View

Side = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """Source influences target. `now` and `wanted` say how, in words that may be empty; None where it does not."""

    source: str
    target: str
    now: str | None
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Trait:
    """What was written with a card of a network; empty where nothing was."""

    card: str
    now: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Network:
    """Of a team, or of the school without one."""

    team: int | None
    links: tuple[Link, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Dilemma:
    """Of a camp, once its votes were shown. `tally` is votes by option; None where it would tell on somebody."""

    round: int
    id: str
    count: int
    tally: Mapping[str, int] | None
    chosen: str | None


def networks(seen: View) -> tuple[Network, ...]:
    """Those with something in them, the school's first."""
    found: list[Network] = []
    for owner, sides in sorted(seen["networks"].items(), key=lambda one: (one[0] != "school", one[0])):
        empty: Side = {"nodes": {}, "links": []}
        now, wanted = (sides.get(when, empty) for when in ("now", "wanted"))
        made = Network(None if owner == "school" else int(owner), _links(now, wanted), _traits(now, wanted))
        if made.links or made.traits:
            found.append(made)
    return tuple(found)


def _links(now: Side, wanted: Side) -> tuple[Link, ...]:
    before, after = _by_pair(now["links"]), _by_pair(wanted["links"])
    return tuple(Link(*pair, before.get(pair), after.get(pair)) for pair in {**before, **after})


def _by_pair(links: Iterable[View]) -> dict[tuple[str, str], str]:
    return {(link["source"], link["target"]): link.get("how", "") for link in links}


def _traits(now: Side, wanted: Side) -> tuple[Trait, ...]:
    before, after = now["nodes"], wanted["nodes"]
    return tuple(Trait(card, before.get(card, ""), after.get(card, "")) for card in {**before, **after})


def dilemmas(seen: View) -> tuple[Dilemma, ...]:
    """Those whose votes were revealed, in the order of the camps."""
    return tuple(
        Dilemma(int(number), held["id"], held["count"], counted(held, seen["session"]), held.get("chosen"))
        for number, held in sorted(seen["indicators"].get("dilemmas", {}).items())
        if held["state"] == "revealed"
    )


def counted(held: View, session: View) -> Mapping[str, int] | None:
    """Votes by what was voted for; None while hidden, and when so few persons voted that it would tell on one."""
    if held.get("tally") is None or (session["devices"] == "person" and held["count"] < session["floor"]):
        return None
    return held["tally"]
