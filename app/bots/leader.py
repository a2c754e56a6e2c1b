"""A bot that facilitates: walks the agenda, keeps the clock, reveals, captures what was said, closes."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from app.bots.client import Client
from app.bots.pace import Pace

View = dict[str, Any]
READY = {
    "choose": ("chosen", "absent", "empty"),
    "work": ("submitted", "absent", "empty"),
}
"""When all teams are like this, the room may move on."""


class Leader:
    """The facilitator's seat in a rehearsal without a person."""

    def __init__(self, client: Client, samples: Mapping[str, Any], scripts: Mapping[str, Any], pace: Pace) -> None:
        self._client = client
        self._samples = samples
        self._scripts = scripts
        self._pace = pace

    async def lead(self) -> None:
        """From lobby to closed."""
        agenda = self._client.view["phase"]["agenda"]
        for item in agenda[self._client.view["phase"]["index"] :]:
            place = {"phase": item["id"], **({"round": item["round"]} if "round" in item else {})}
            if item["id"] == "closed":
                await self._client.send("close_session")
                await self._client.until(lambda view: view["phase"]["id"] == "closed")  # an ack comes before its patch
                return
            await self._client.send("go", **place)
            await self._through(item)

    async def _through(self, item: Mapping[str, Any]) -> None:
        if item["minutes"]:
            await self._client.send("timer", action="start")
        act = getattr(self, f"_{item['id']}", None)
        if act is not None:
            await act(item)
        else:
            await self._pace.wait(item["minutes"] * 60 or 60)

    async def _patiently(self, item: Mapping[str, Any], status: tuple[str, ...]) -> None:
        """Until all teams are ready, at most the planned minutes and a third."""

        def all_ready(view: View) -> bool:
            return all(team["status"] in status for team in view["teams"].values())

        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._client.until(all_ready), item["minutes"] * 80 / self._pace.speed)

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
        await self._client.send("note", text=f"Kamp {item['round']}")

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
        insights = self._samples["insights"][(item["round"] - 1) * 3 : item["round"] * 3]
        for insight in insights:
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
        await self._client.send("open_vote")
        voters = self._client.view["vote"]["voters"]
        with contextlib.suppress(TimeoutError):
            all_voted = self._client.until(lambda view: view["vote"]["count"] >= voters)
            await asyncio.wait_for(all_voted, item["minutes"] * 60 / self._pace.speed)
        await self._client.send("close_vote")
        await self._client.send("reveal", what="vote")
        await self._client.until(lambda view: view["vote"]["state"] == "revealed")
        if tie := self._client.view["vote"].get("tie"):
            await self._client.send("break_tie", team=tie[0])

    async def _debrief(self, item: Mapping[str, Any]) -> None:
        script = next(iter(self._scripts))
        steps = range(len(self._scripts[script]["steps"]))
        for step in steps:
            await self._client.send("set_debrief", script=script, step=step)
            await self._pace.wait(item["minutes"] * 60 / (len(steps) + 1))
        for action in self._samples["actions"]:
            await self._client.send("add_action", **action)

    async def _evaluate(self, item: Mapping[str, Any]) -> None:
        await self._pace.wait(item["minutes"] * 60)
        await self._client.send("reveal", what="pulse")
