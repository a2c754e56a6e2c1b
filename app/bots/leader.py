"""A bot that facilitates: walks the agenda, keeps the clock, reveals, captures what was said, closes.

It goes on where the room is, and along when a person moves the room: what a person wrote or did already stays.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

from app.bots.follower import Follower, Gone
from app.bots.pace import Pace

View = dict[str, Any]
READY = {
    "choose": ("chosen", "absent", "empty"),
    "work": ("submitted", "absent", "empty"),
}
"""When all teams are like this, the room may move on."""


class Leader:
    """The facilitator's place in a rehearsal, with or without a person beside it."""

    def __init__(self, client: Follower, samples: Mapping[str, Any], scripts: Mapping[str, Any], pace: Pace) -> None:
        self._client = client
        self._samples = samples
        self._scripts = scripts
        self._pace = pace

    async def lead(self) -> None:
        """From where the room is to closed, or until we were sent away."""
        with contextlib.suppress(Gone):
            while (phase := self._client.view["phase"])["id"] != "closed":
                here = phase["index"]
                act = self._through(phase["agenda"][here], phase["agenda"][here + 1])
                await self._client.act_until(act, lambda view, here=here: view["phase"]["index"] != here)

    async def _through(self, item: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if item["minutes"] and self._client.view["timer"]["state"] == "idle":
            await self._client.send("timer", action="start")
        act = getattr(self, f"_{item['id']}", None)
        if act is not None:
            await act(item)
        else:
            await self._pace.wait(item["minutes"] * 60 or 60)
        await self._onward(after)

    async def _onward(self, item: Mapping[str, Any]) -> None:
        kind = "close_session" if item["id"] == "closed" else "go"
        place = {"phase": item["id"], **({"round": item["round"]} if "round" in item else {})}
        while (await self._client.send(kind, **(place if kind == "go" else {})))["type"] == "reject":
            await self._pace.wait(5)  # it could not be stored just now

    async def _patiently(self, item: Mapping[str, Any], status: tuple[str, ...]) -> None:
        """Until all teams are ready, at most the planned minutes and a third."""

        def all_ready(view: View) -> bool:
            return all(team["status"] in status for team in view["teams"].values())

        await self._pace.at_most(item["minutes"] * 80, self._client.until(all_ready))

    async def _lobby(self, item: Mapping[str, Any]) -> None:
        await self._client.until(lambda view: any(team["seats"] for team in view["teams"].values()))
        await self._pace.wait(60)

    async def _welcome(self, item: Mapping[str, Any]) -> None:
        await self._pace.wait(item["minutes"] * 60)
        await self._client.send("reveal", what="pulse")

    async def _choose(self, item: Mapping[str, Any]) -> None:
        await self._patiently(item, READY["choose"])

    async def _work(self, item: Mapping[str, Any]) -> None:
        await self._patiently(item, READY["work"])

    async def _reveal(self, item: Mapping[str, Any]) -> None:
        await self._pace.wait(20)
        await self._client.send("reveal", what="solutions")
        for team in self._client.view["solutions"].get(str(item["round"]), {}):
            await self._client.send("spotlight", team=int(team))
            await self._pace.wait(item["minutes"] * 60 / 5)

    async def _discuss(self, item: Mapping[str, Any]) -> None:
        await self._pace.wait(item["minutes"] * 60 * 0.6)
        await self._client.send("reveal", what="readings")
        await self._choose_together(str(item["round"]))
        captured = {insight["text"] for insight in self._client.view["insights"].values()}
        insights = self._samples["insights"][(item["round"] - 1) * 3 : item["round"] * 3]
        for insight in [each for each in insights if each["text"] not in captured]:
            tags = {name: value for name, value in insight["tags"].items() if value is not None}
            await self._client.send("capture_insight", text=insight["text"], tags={**tags, "round": item["round"]})
            await self._pace.wait(item["minutes"] * 60 * 0.1)
        await self._client.send("bookmark", label=f"Kamp {item['round']}")

    async def _choose_together(self, number: str) -> None:
        """Reveal the camp's dilemma, if there is one, and settle a tie."""
        if number not in self._client.view["indicators"].get("dilemmas", {}):
            return
        await self._client.send("reveal", what="dilemma")
        seen = await self._client.until(lambda view: view["indicators"]["dilemmas"][number]["state"] == "revealed")
        if tie := seen["indicators"]["dilemmas"][number].get("tie"):
            await self._client.send("settle_dilemma", option=tie[0])

    async def _vote(self, item: Mapping[str, Any]) -> None:
        if self._client.view["vote"]["state"] != "revealed":  # else opening it would mean: vote once more
            await self._hold_vote(item["minutes"] * 60)
        if tie := self._client.view["vote"].get("tie"):
            await self._client.send("break_tie", team=tie[0])

    async def _hold_vote(self, seconds: float) -> None:
        await self._client.send("open_vote")
        voters = self._client.view["vote"]["voters"]
        await self._pace.at_most(seconds, self._client.until(lambda view: view["vote"]["count"] >= voters))
        await self._client.send("close_vote")
        await self._client.send("reveal", what="vote")
        await self._client.until(lambda view: view["vote"]["state"] == "revealed")

    async def _debrief(self, item: Mapping[str, Any]) -> None:
        begun = self._client.view["debrief"]
        script = begun.get("script") or next(iter(self._scripts))
        steps = len(self._scripts[script]["steps"])
        for step in range(begun["step"], steps):
            await self._client.send("set_debrief", script=script, step=step)
            await self._pace.wait(item["minutes"] * 60 / (steps + 1))
        there = {action["what"] for action in self._client.view["debrief"]["actions"].values()}
        for action in [each for each in self._samples["actions"] if each["what"] not in there]:
            await self._client.send("add_action", **action)

    async def _evaluate(self, item: Mapping[str, Any]) -> None:
        await self._pace.wait(item["minutes"] * 60)
        await self._client.send("reveal", what="pulse")
