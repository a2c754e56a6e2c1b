"""A day at one school, always the same: four subteams and a facilitator who need no browser."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

from playwright.async_api import Page

from app.bots.client import Client
from app.content.loader import load_pack
from app.content.render import localise, samples
from tests.browser.stage import AT_REST, ROOT, Stage

TEAMS = (1, 2, 3, 4)
PERSONAS = {1: "yara", 2: "danylo", 3: "roos", 4: "jayden"}
VARIANTS = {1: (0, 0, 0), 2: (0, 1, 0), 3: (1, 0, 1), 4: (0, 1, 1)}
"""Which of the pack's sample solutions a team writes in each camp."""
ACTORS = {
    1: ("parent", "publisher", "school_leader"),
    2: ("teacher", "internal_supervisor", "board"),
    3: ("pupil", "ict_coordinator", "teacher"),
    4: ("school_leader", "parent", "pupil"),
}
PLACES = {
    1: ((-22, 20), (18, 30), (62, 58)),
    2: ((-76, -30), (-70, 16), (-40, 60)),
    3: ((-5, -72), (30, -48), (72, -18)),
    4: ((-80, -75), (-52, -68), (-30, -34)),
}
"""Where the teams put their solutions: four roads that do not cross."""
AS_SELF = {1: (-30, -6), 2: (4, 40), 4: (24, -8)}
"""Where a team would lay it as itself: this far from its mark as the actor. Team 3 does not say."""
SHIFTS = {1: (-8, -20), 3: (-22, 18)}
"""How far the discussion moves a team's mark."""
LEANING = {1: (-22, -18), 2: (30, -4), 3: (-26, 16), 4: (-6, 26)}
"""How the room reads a team's solution: this far from where the team put it."""


def _moved(place: tuple[int, int], by: tuple[int, int]) -> dict[str, int]:
    x, y = (max(-100, min(100, at + step)) for at, step in zip(place, by, strict=True))
    return {"regulation": x, "interest": y}


@dataclass(slots=True)
class Cast:
    """Who plays. `long` makes everything that can be typed as long as it may be."""

    stage: Stage
    lead: Client
    hands: dict[int, Client]
    texts: Mapping[str, Any]
    content: Mapping[str, Any]
    long: bool = False
    turn: int = 0
    chance: Random = field(default_factory=lambda: Random(7))
    typed: set[str] = field(default_factory=set[str])
    """Every text that somebody sent: it stays as it is in whatever language a page is read."""

    async def do(self, client: Client, kind: str, /, **fields: Any) -> None:
        """Send a command that must be taken."""
        self.typed |= set(_texts(fields))
        answer = await client.send(kind, **fields)
        assert answer["type"] == "ack", (kind, fields, answer)

    def words(self, text: str, most: int) -> str:
        """A text, or the longest that fits where everything is long."""
        if not self.long:
            return text
        word = "Arbeidsongeschiktheidsverzekeringen "
        return (word * (most // len(word) + 1))[:most].strip()

    async def shown(self, *pages: Page) -> None:
        """Wait until these pages show what was done: the last thing each of them hears is a new title."""
        self.turn += 1
        title = f"De Klinker, dag {self.turn}"
        if self.lead.view["phase"]["id"] != "closed":
            await self.do(self.lead, "set_title", title=title)
        elif "later" not in self.lead.view["board"]["pulse"]:
            title = '"closed"'
        else:
            await self.do(self.lead, "set_slot", moment="later", title=title)
        async with asyncio.timeout(20):
            await asyncio.gather(*(self._drawn(page, title) for page in pages))

    async def _drawn(self, page: Page, words: str) -> None:
        await self.stage.ears[page].hear(words)
        await page.evaluate(AT_REST)

    async def name_teams(self) -> None:
        """Every team has a name."""
        for team, hand in self.hands.items():
            name = f"{team} {self.words('', 38)}" if self.long else self.texts["team_names"][(team - 1) * 2]
            await self.do(hand, "rename_team", name=name)

    async def lay_pulse(self, people: int = 3) -> None:
        """Each lays the own school, now and wanted."""
        for hand in self.hands.values():
            for person in range(1, people + 1):
                for pulse, centre in (("now", (-42, -25)), ("wanted", (34, 42))):
                    await self.do(hand, "place_pulse", pulse=pulse, person=person, **self._near(centre, 20))

    def _near(self, centre: tuple[int, int], spread: int) -> dict[str, int]:
        x, y = (max(-100, min(100, round(self.chance.gauss(at, spread)))) for at in centre)
        return {"regulation": x, "interest": y}

    async def choose(self, camp: int, *teams: int) -> None:
        """Teams take their pupil and their view."""
        for team in teams or self.hands:
            if team not in self.hands:
                continue
            if camp == 1:
                await self.do(self.hands[team], "pick_persona", persona=PERSONAS[team])
            await self.do(self.hands[team], "pick_actor", actor=ACTORS[team][camp - 1])

    def sample(self, camp: int, team: int) -> Mapping[str, Any]:
        """What a team writes in a camp."""
        return self.texts["solutions"][PERSONAS[team]][str(camp)][VARIANTS[team][camp - 1]]

    async def write(self, camp: int, *teams: int) -> None:
        """Teams write and place their solution; nothing is handed in."""
        limits = {"title": 120, "text": 4000, "ict": 2000, "needs_now": 2000, "develops_later": 2000}
        for team in teams or self.hands:
            if team not in self.hands:
                continue
            hand, sample = self.hands[team], self.sample(camp, team)
            fields = {name: self.words(sample[name], most) for name, most in limits.items()}
            await self.do(hand, "write_draft", fields=fields)
            regulation, interest = PLACES[team][camp - 1]
            await self.do(hand, "place", regulation=regulation, interest=interest)
            if team in AS_SELF:
                await self.do(hand, "place_self", **_moved(PLACES[team][camp - 1], AS_SELF[team]))
            for actor, does in sample["actors"].items():
                await self.do(hand, "link_actor", actor=actor, does=self.words(does, 300))
            for factor, about in sample["factors"].items():
                consequence = self.words(about["consequence"], 300)
                await self.do(hand, "link_factor", factor=factor, change=about["change"], consequence=consequence)

    async def hand_in(self, *teams: int) -> None:
        """Teams hand in."""
        for team in teams or self.hands:
            if team in self.hands:
                await self.do(self.hands[team], "submit_solution")

    async def read(self, camp: int, *others: int) -> None:
        """The room lays where it reads the solutions of others: often not where the team put them.

        `others`: teams that play without a bot.
        """
        for team, (right, up) in LEANING.items():
            place = PLACES[team][camp - 1]
            centre = (place[0] + right, place[1] + up)
            for reader, hand in self.hands.items():
                if reader == team or team not in (*self.hands, *others):
                    continue
                for person in (1, 2, 3):
                    await self.do(hand, "read_solution", team=team, person=person, **self._near(centre, 10))

    async def shift(self, camp: int) -> None:
        """Some teams change their mind."""
        for team, by in SHIFTS.items():
            if team in self.hands:
                await self.do(self.hands[team], "shift", **_moved(PLACES[team][camp - 1], by))

    async def capture(self, camp: int) -> None:
        """The facilitator writes down what was said."""
        for turn, insight in enumerate(self.texts["insights"][(camp - 1) * 3 : camp * 3]):
            tags = {name: value for name, value in insight["tags"].items() if value is not None}
            text = self.words(insight["text"], 500)
            await self.do(self.lead, "capture_insight", text=text, tags={**tags, "team": turn + 1, "round": camp})

    async def go(self, phase: str, camp: int | None = None) -> None:
        """The room moves on, and the clock starts where there is one."""
        place = {"phase": phase, **({"round": camp} if camp else {})}
        await self.do(self.lead, "go", **place)
        if phase in ("choose", "work", "reveal", "discuss", "break", "debrief", "evaluate"):
            await self.do(self.lead, "timer", action="start")

    async def vote(self) -> None:
        """Most vote for team 2; when all is long, everybody gets as many."""
        for team, hand in self.hands.items():
            other = team % len(self.hands) + 1 if self.long else 1 if team == 2 else 2
            await self.do(hand, "vote", team=other)

    async def evaluate(self) -> None:
        """Each answers, and lays the school once more."""
        answers: dict[str, int | str] = {}
        for key, question in self.content["evaluation"].items():
            match question["kind"]:
                case "scale":
                    answers[key] = 4
                case "choice":
                    answers[key] = question["options"][0]["id"]
                case _:
                    answers[key] = self.words(self.texts["evaluation"][0], 300)
        for hand in self.hands.values():
            for person in (1, 2):
                await self.do(hand, "evaluate", answers=answers, person=person)
                for pulse, centre in (("now", (-20, -10)), ("wanted", (30, 35))):
                    await self.do(hand, "place_pulse", pulse=pulse, person=person, **self._near(centre, 15))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in cast("Mapping[str, Any]", value).values():
            yield from _texts(one)


async def gather(stage: Stage, *, language: str = "nl", teams: int = 4, long: bool = False) -> Cast:
    """The facilitator is there, and each team has one laptop; nobody has chosen anything."""
    pack = load_pack(ROOT / "game_content" / "po")
    content = localise(pack, language)
    lead = await stage.facilitator()
    cast = Cast(stage, lead, {}, samples(pack, language), content, long)
    for team in TEAMS[:teams]:
        await seat(cast, team)
    return cast


async def seat(cast: Cast, team: int) -> str:
    """One more team sits down; gives the token of its seat."""
    token = await cast.stage.take_seat(team)
    cast.hands[team] = await cast.stage.hand(token, f"team-{team}")
    return token


async def handed_in(cast: Cast, camp: int) -> None:
    """A camp up to where every team has handed in its solution."""
    await cast.go("choose", camp)
    await cast.choose(camp)
    await cast.go("work", camp)
    await cast.write(camp)
    await cast.hand_in()


async def revealed(cast: Cast, camp: int) -> None:
    """A camp up to where the solutions lie open and nobody tells yet."""
    await handed_in(cast, camp)
    await cast.go("reveal", camp)
    await cast.do(cast.lead, "reveal", what="solutions")


async def camp_through(cast: Cast, camp: int) -> None:
    """A whole camp without looking at it, up to and with its readings."""
    await revealed(cast, camp)
    await cast.go("discuss", camp)
    await cast.read(camp)
    await cast.do(cast.lead, "reveal", what="readings")
    await cast.shift(camp)
    await cast.capture(camp)


async def day(cast: Cast, camps: tuple[int, ...] = (1, 2, 3)) -> AsyncGenerator[str]:
    """The day; stops at every state that a screen can show, and tells its name."""
    lead, do = cast.lead, cast.do
    yield "lobby"
    await cast.name_teams()
    yield "lobby-named"
    await cast.go("welcome")
    yield "welcome"
    await cast.lay_pulse()
    yield "welcome-laid"
    await do(lead, "reveal", what="pulse")
    yield "welcome-revealed"
    for camp in camps:
        if camp == 3:
            await cast.go("break")
            yield "break"
        async for state in _camp(cast, camp):
            yield f"{state}-{camp}"
    for wall in ("insights", "recurring"):
        await do(lead, "show_instrument", instrument=wall)
        yield f"shown-{wall}"
    await cast.go("vote")
    yield "vote-idle"
    await do(lead, "spotlight", team=2)
    yield "vote-pitch"
    await do(lead, "open_vote")
    yield "vote-open"
    await cast.vote()
    await do(lead, "close_vote")
    yield "vote-closed"
    await do(lead, "reveal", what="vote")
    yield "vote-revealed"
    await cast.go("debrief")
    yield "debrief"
    script = next(iter(cast.content["scripts"]))
    await do(lead, "set_debrief", script=script, step=1, current={"what": -1, "pace": 0}, ambition={"what": 0})
    yield "debrief-question"
    for action in cast.texts["actions"]:
        await do(lead, "add_action", **action)
    yield "debrief-actions"
    await cast.go("evaluate")
    yield "evaluate"
    await cast.evaluate()
    yield "evaluate-answered"
    await do(lead, "reveal", what="pulse")
    yield "evaluate-revealed"
    await do(lead, "close_session")
    await lead.until(lambda view: view["phase"]["id"] == "closed")
    yield "closed"


async def _camp(cast: Cast, camp: int) -> AsyncGenerator[str]:
    """The first camp slowly, the others where they differ."""
    lead, do, slowly = cast.lead, cast.do, camp == 1
    await cast.go("choose", camp)
    yield "choose"
    await cast.choose(camp, 2)
    if slowly:
        yield "choose-some"
    await cast.choose(camp, 1, 3, 4)
    yield "chosen"
    await cast.go("work", camp)
    if slowly:
        yield "work"
    await cast.write(camp)
    if slowly:
        await do(cast.hands[1], "call_facilitator", on=True)
        yield "work-written"
        await do(lead, "timer", action="pause")
    await cast.hand_in(*((1, 2, 3) if camp == 2 else TEAMS))
    yield "handed-in"
    await cast.go("reveal", camp)
    if slowly:
        yield "sealed"
    await do(lead, "reveal", what="solutions")
    yield "revealed"
    await do(lead, "spotlight", team=1)
    yield "spotlight"
    await do(lead, "spotlight")
    await cast.go("discuss", camp)
    if slowly:
        yield "discuss"
    await cast.read(camp)
    yield "discuss-read"
    await do(lead, "reveal", what="readings")
    await cast.capture(camp)
    yield "discuss-readings"
    await cast.shift(camp)
    await do(lead, "spotlight", team=1)
    yield "discuss-shifted"
    await do(lead, "spotlight")
    if slowly:
        await do(lead, "spotlight", team=2)
        yield "discuss-spotlight"
        await do(lead, "prompt", prompt="discuss_1")
        yield "discuss-prompt"
        await do(lead, "spotlight")
        await do(lead, "prompt")
        await do(lead, "blank", on=True)
        yield "blank"
        await do(lead, "blank", on=False)


async def with_instruments(cast: Cast, states: AsyncGenerator[str]) -> AsyncGenerator[str]:
    """The same day in a session where every instrument is on: more states, at the moment where they belong."""
    more = {"lobby-named": _slots, "discuss-readings-1": _dilemma, "debrief-actions": _campfire, "closed": _later}
    async for state in states:
        yield state
        if state in more:
            async for another in more[state](cast):
                yield another


async def _slots(cast: Cast) -> AsyncGenerator[str]:
    for moment in ("before", "after", "later"):
        fields = {
            "title": "Vragenlijst leren",
            "text": "Tien vragen over hoe je werkt.",
            "url": "https://example.org/a",
        }
        await cast.do(cast.lead, "set_slot", moment=moment, **fields)
    yield "slots"


async def _dilemma(cast: Cast) -> AsyncGenerator[str]:
    """Two options with as many votes: the facilitator settles it."""
    lead, do = cast.lead, cast.do
    dilemma = next(one for one in cast.content["dilemmas"].values() if one["round"] == 1)
    options = [option["id"] for option in dilemma["options"]]
    for team, hand in cast.hands.items():
        await do(hand, "vote_dilemma", option=options[team % 2])
    yield "dilemma-voted-1"
    await do(lead, "reveal", what="dilemma")
    yield "dilemma-tied-1"
    await do(lead, "settle_dilemma", option=options[0])
    await do(lead, "show_instrument", instrument="indicators")
    yield "shown-indicators-1"
    await do(lead, "show_instrument")


NOW = (("parent", "school_culture", "praat mee"), ("school_leader", "vision", "bewaakt"), ("vision", "curriculum", ""),
       ("curriculum", "timetable", "vult het rooster"), ("publisher", "curriculum", "levert de methode"))  # fmt: skip
WANTED = (("pupil", "curriculum", "kiest mee"), ("teacher", "timetable", "schuift"), ("vision", "timetable", ""))


async def _campfire(cast: Cast) -> AsyncGenerator[str]:
    lead, do = cast.lead, cast.do
    for hand in (lead, cast.hands[1]):
        for when, arrows in (("now", NOW), ("wanted", WANTED)):
            for source, target, how in arrows:
                await do(hand, "connect", when=when, source=source, target=target, how=cast.words(how, 120))
        await do(
            hand, "describe_node", when="now", node="vision", text=cast.words("Staat op papier, leeft nog niet", 300)
        )
    await do(lead, "show_instrument", instrument="network")
    yield "shown-network"
    stages = list(cast.content["design_stages"])
    for turn, question in enumerate(cast.content["design_questions"]):
        now, wanted = stages[turn % 3], stages[3 + turn % 3]
        await do(lead, "set_profile", question=question, now=now, wanted=wanted, next=cast.words("Samen kijken", 300))
    await do(lead, "show_instrument", instrument="school_profile")
    yield "shown-profile"
    await do(lead, "add_action", kind="question", what=cast.words("Hoe doen andere scholen dit?", 500), lead="Ann")
    await do(lead, "add_action", kind="meeting", what=cast.words("Terugkijken met het team", 500), month="maart")
    await do(lead, "show_instrument", instrument="learning_network")
    yield "shown-learning"
    await do(lead, "show_instrument")
    scan = {"now": {"regulation": -40, "interest": 0}, "wanted": {"regulation": 30, "interest": 45}}
    await do(lead, "set_debrief", scan={**scan, "source": "FlexScan mei"})
    yield "debrief-scan"


async def _later(cast: Cast) -> AsyncGenerator[str]:
    """Eight weeks later."""
    for pulse in ("now", "wanted"):
        await cast.do(cast.lead, "open_pulse", pulse=pulse)
    yield "later-open"
    await cast.lay_pulse(2)
    yield "later-laid"
    await cast.do(cast.lead, "reveal", what="pulse")
    yield "later-revealed"
