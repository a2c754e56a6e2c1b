"""A bot that plays a subteam: it does in each phase what its view asks for, with texts from the pack's samples.

It goes on where the team is, whoever played before: what is chosen, named, written or handed in already stays as it is.
"""

import contextlib
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from app.bots.follower import Follower, Gone
from app.bots.pace import Pace
from app.game.names import NAMES

Samples = Mapping[str, Any]
View = dict[str, Any]
CHUNK = 60
"""Letters typed between two saves."""


class Player:
    """One seat of a team. `people`: how many sit behind it and answer one after another."""

    def __init__(
        self, client: Follower, samples: Samples, content: Mapping[str, Any], pace: Pace, people: int = 4
    ) -> None:
        self._client = client
        self._samples = samples
        self._evaluation = content["evaluation"]
        self._dilemmas = content["dilemmas"]
        self._pace = pace
        self._people = people
        self._acts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "lobby": self._name,
            "welcome": self._pulse,
            "choose": self._choose,
            "work": self._work,
            "discuss": self._read,
            "vote": self._vote,
            "evaluate": self._evaluate,
        }

    async def play(self) -> None:
        """Until the session is closed, or we were sent away."""
        with contextlib.suppress(Gone):
            while (phase := self._phase(self._client.view)) != "closed":
                await self._through(phase)

    async def _through(self, phase: str) -> None:
        """Act in this phase; stop acting when the room moves on."""
        await self._client.act_until(self._act(phase.partition(" ")[0]), lambda view: self._phase(view) != phase)

    async def _act(self, phase: str) -> None:
        if phase in self._acts:
            await self._pace.wait(3)
            await self._acts[phase]()

    @staticmethod
    def _phase(view: View) -> str:
        phase = view["phase"]
        return phase["id"] if phase["id"] == "closed" else f"{phase['id']} {phase.get('round', '')}"

    @property
    def _team(self) -> str:
        return str(self._client.view["me"]["team"])

    @property
    def _solution(self) -> View:
        """What the own team has in this camp."""
        view = self._client.view
        return view["solutions"].get(str(view["phase"].get("round")), {}).get(self._team, {})

    # --- what to do in each phase -------------------------------------------------------------------------------------

    async def _name(self) -> None:
        signs = {each[int(self._team) - 1] for each in NAMES.values()}
        names = list(self._samples["team_names"]) if self._client.view["teams"][self._team]["name"] in signs else []
        self._pace.chance.shuffle(names)
        for name in names:
            if (await self._client.send("rename_team", name=name))["type"] == "ack":
                break
        await self._client.send("ready", on=True)

    async def _pulse(self) -> None:
        for person in self._persons():
            for pulse, centre in (("now", -35), ("wanted", 25)):
                place = {axis: self._near(centre) for axis in ("regulation", "interest")}
                await self._client.send("place_pulse", pulse=pulse, person=person, **place)
                await self._pace.wait(20)

    def _persons(self) -> range:
        return range(1, self._people + 1)

    def _near(self, centre: int, spread: int = 30) -> int:
        return max(-100, min(100, round(self._pace.chance.gauss(centre, spread))))

    async def _choose(self) -> None:
        await self._pick_missing()
        await self._client.send("ready", on=True)

    async def _pick_missing(self) -> None:
        if "persona" not in self._client.view["teams"][self._team]:
            await self._pick("pick_persona", "persona", "personas")
        if "actor" not in self._client.view["teams"][self._team]:
            await self._pace.wait(30)
            await self._pick("pick_actor", "actor", "actors")

    async def _pick(self, command: str, field: str, kind: str) -> None:
        """Somebody else may be quicker: then try another card."""
        while choices := self._client.view["choices"][kind]:
            card = self._pace.chance.choice(choices)
            answer = await self._client.send(command, **{field: card})
            if answer["type"] == "ack":
                return
            await self._pace.wait(5)

    async def _work(self) -> None:
        await self._pick_missing()
        if self._solution.get("status") != "submitted":
            await self._solve()
            await self._client.send("submit_solution")
        await self._client.send("ready", on=True)

    async def _solve(self) -> None:
        sample, begun = self._sample(), self._solution
        for field in ("title", "text", "ict", "needs_now", "develops_later"):
            if not begun.get(field):
                await self._type(field, sample[field])
        if "place" not in begun:
            await self._client.send("place", regulation=sample["regulation"], interest=sample["interest"])
        if "self" not in begun:
            await self._client.send("place_self", **self._beside(begun.get("place", sample), 25))
        if not begun.get("aspects") and not begun.get("actors") and not begun.get("factors"):
            await self._link(sample)

    def _sample(self) -> Mapping[str, Any]:
        view = self._client.view
        persona = view["teams"][self._team].get("persona")
        found = self._samples["solutions"].get(persona) or next(iter(self._samples["solutions"].values()))
        return self._pace.chance.choice(found[str(view["phase"]["round"])])

    async def _type(self, field: str, text: str) -> None:
        for end in [*range(CHUNK, len(text), CHUNK), len(text)]:
            await self._client.send("write_draft", fields={field: text[:end]})
            await self._pace.wait(15)

    async def _link(self, sample: Mapping[str, Any]) -> None:
        for aspect, position in sample["aspects"].items():
            await self._client.send("set_aspect", aspect=aspect, position=position)
        for actor, does in sample["actors"].items():
            await self._client.send("link_actor", actor=actor, does=does)
            await self._pace.wait(10)
        for factor, about in sample["factors"].items():
            await self._client.send("link_factor", factor=factor, **about)

    async def _read(self) -> None:
        """Place how we read the solutions of the others, as soon as they are revealed."""
        number = self._client.view["phase"]["round"]
        await self._client.until(lambda view: number in view["board"]["revealed"])
        marks = self._client.view["board"]["marks"].get(str(number), {})
        for team, mark in marks.items():
            if team == self._team:
                continue
            for person in self._persons():
                await self._client.send("read_solution", team=int(team), person=person, **self._beside(mark, 18))
                await self._pace.wait(8)
        await self._weigh(str(number))
        await self._shift(number)

    def _beside(self, mark: Mapping[str, int], spread: int) -> dict[str, int]:
        return {axis: self._near(mark[axis], spread) for axis in ("regulation", "interest")}

    async def _shift(self, number: int) -> None:
        """Half of the teams come halfway to where the room reads their solution."""
        view = await self._client.until(lambda view: number in view["board"]["readings_revealed"])
        mark = view["board"]["marks"].get(str(number), {}).get(self._team)
        centre = view["board"]["readings"].get(str(number), {}).get(self._team, {}).get("centre")
        own = view["solutions"].get(str(number), {}).get(self._team, {})
        if mark and centre and "shift" not in own and self._pace.chance.random() < 0.5:
            halfway = {axis: round((mark[axis] + centre[axis]) / 2) for axis in mark}
            await self._client.send("shift", round=number, **halfway)

    async def _weigh(self, number: str) -> None:
        """Vote on the camp's dilemma, if there is one."""
        dilemma = self._client.view["indicators"].get("dilemmas", {}).get(number)
        if dilemma is not None:
            option = self._pace.chance.choice(self._dilemmas[dilemma["id"]]["options"])
            await self._client.send("vote_dilemma", option=option["id"])

    async def _vote(self) -> None:
        await self._client.until(lambda view: view["vote"]["state"] == "open")
        others = [one["team"] for one in self._client.view["vote"]["candidates"] if str(one["team"]) != self._team]
        if others:
            await self._client.send("vote", team=self._pace.chance.choice(others))

    async def _evaluate(self) -> None:
        for person in self._persons():
            answers = {key: self._answer(question) for key, question in self._evaluation.items()}
            await self._client.send("evaluate", answers=answers, person=person)
            for pulse, centre in (("now", -30), ("wanted", 40)):
                place = {axis: self._near(centre) for axis in ("regulation", "interest")}
                await self._client.send("place_pulse", pulse=pulse, person=person, **place)
            await self._pace.wait(20)

    def _answer(self, question: Mapping[str, Any]) -> int | str:
        if question["kind"] == "scale":
            return self._pace.chance.randint(2, 5)
        if question["kind"] == "choice":
            return self._pace.chance.choice([option["id"] for option in question["options"]])
        return self._pace.chance.choice(self._samples["evaluation"])
