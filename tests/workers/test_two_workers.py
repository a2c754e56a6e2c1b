"""Two workers serve one session: nothing is lost or doubled, whatever happens to one of them, and nobody has to act."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from app.bots.client import Client
from app.live.redis_doorbell import ALIVE_SECONDS, CLAIM_SECONDS, connect
from bench.server import Made
from tests.workers.conftest import House

pytestmark = pytest.mark.slow


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# --- who is at which worker -------------------------------------------------------------------------------------------


class At:
    """A session, seen at one worker or the other."""

    def __init__(self, house: House, made: Made) -> None:
        self.house = house
        self.made = made

    def client(self, worker: int, token: str, looks_as: str) -> Client:
        return Client(self.house.workers[worker].url, self.made.code, token, looks_as, f"{looks_as} at {worker}")

    async def http(self, worker: int, method: str, path: str, **about: Any) -> httpx.Response:
        url = f"{self.house.workers[worker].url}/api/v1/sessions/{self.made.code}{path}"
        async with httpx.AsyncClient(timeout=30) as http:
            return await http.request(method, url, headers=bearer(self.made.facilitator), **about)


@pytest.fixture
async def at(house: House) -> At:
    return At(house, await asyncio.to_thread(house.make_session, 4))


async def test_a_change_at_one_worker_is_shown_at_the_other(at: At) -> None:
    async with (
        at.client(0, at.made.facilitator, "facilitator") as leads,
        at.client(1, at.made.seats[0], "seat") as seat,
    ):
        await leads.send("go", phase="welcome")
        await asyncio.wait_for(seat.until(lambda view: view["phase"]["id"] == "welcome"), 10)


async def test_without_redis_it_is_only_slower(at: At) -> None:
    async with (
        at.client(0, at.made.facilitator, "facilitator") as leads,
        at.client(1, at.made.seats[0], "seat") as seat,
    ):
        at.house.redis.kill()
        try:
            await leads.send("go", phase="welcome")
            await asyncio.wait_for(seat.until(lambda view: view["phase"]["id"] == "welcome"), 10)
        finally:
            await asyncio.to_thread(at.house.redis.start)


async def test_who_is_online_is_known_at_both_until_a_worker_dies(at: At) -> None:
    async with at.client(0, at.made.facilitator, "facilitator") as leads:
        seat = at.client(1, at.made.seats[0], "seat")
        async with seat:
            await asyncio.wait_for(leads.until(lambda view: view["teams"]["1"]["online"] == 1), 10)
            await asyncio.to_thread(at.house.workers[1].kill)
            await asyncio.wait_for(leads.until(lambda view: view["teams"]["1"]["online"] == 0), ALIVE_SECONDS + 10)
            await asyncio.to_thread(at.house.workers[1].start)
            await asyncio.wait_for(leads.until(lambda view: view["teams"]["1"]["online"] == 1), 20)


async def test_bots_play_at_one_worker_and_are_steered_at_any(at: At) -> None:
    async with at.client(0, at.made.facilitator, "facilitator") as leads:
        for seat in [*leads.view["seats"]]:
            await leads.send("remove_seat", seat=seat)
        began = await asyncio.gather(*(at.http(worker, "POST", "/rehearsal", json={}) for worker in (0, 1)))
        assert sorted(answer.status_code for answer in began) in ([200, 200], [200, 409], [200, 503])
        await asyncio.wait_for(leads.until(lambda view: len(view.get("rehearsal", {}).get("teams", ())) == 4), 20)
        assert sorted(held["team"] for held in leads.view["seats"].values()) == [1, 2, 3, 4]
        for worker in (0, 1):
            answer = await at.http(worker, "PATCH", "/rehearsal", json={"paused": True, "speed": 7 + worker})
            assert (answer.status_code, answer.json()["speed"]) == (200, 7 + worker), answer.text
            shown = await asyncio.gather(*(at.http(each, "GET", "/rehearsal") for each in (0, 1)))
            assert [each.json()["speed"] for each in shown] == [7 + worker] * 2
        assert (await at.http(0, "DELETE", "/rehearsal")).status_code == 204
        assert (await at.http(1, "GET", "/rehearsal")).json()["teams"] == []


async def test_bots_stop_when_redis_gave_their_claim_to_another_worker(house: House) -> None:
    """As when it forgot the claim, and another worker asked first. At most one worker's bots play on."""
    at = At(house, await asyncio.to_thread(house.make_session, 2))
    redis = connect(house.redis.url)
    async with at.client(0, at.made.facilitator, "facilitator") as leads:
        assert (await at.http(0, "POST", "/rehearsal", json={"speed": 7})).json()["teams"] == [3, 4]
        claim = f"maatwerk:bots:{at.made.code}"
        await redis.set(claim, "another", ex=CLAIM_SECONDS)
        await asyncio.wait_for(leads.until(lambda view: "rehearsal" not in view), 10)
        assert len(leads.view["seats"]) == 4, "their seats stay for those who play on"
        await redis.delete(claim)
        await redis.aclose()
        begun = await at.http(1, "POST", "/rehearsal", json={"speed": 9})
        assert (begun.status_code, begun.json()["teams"]) == (200, [3, 4]), begun.text
        # A worker shows its own bots before it shows another's.
        await asyncio.wait_for(leads.until(lambda view: view.get("rehearsal", {}).get("speed") == 9), 10)
        assert (await at.http(0, "PATCH", "/rehearsal", json={"speed": 11})).json()["speed"] == 11
        assert (await at.http(0, "DELETE", "/rehearsal")).status_code == 204
        await asyncio.wait_for(leads.until(lambda view: "rehearsal" not in view and len(view["seats"]) == 2), 10)


async def test_a_cofacilitator_is_sent_away_at_the_other_worker(at: At) -> None:
    from app.bots.follower import Gone

    link = (await at.http(0, "POST", "/links", json={"role": "cofacilitator"})).json()["url"]
    path = link.removeprefix(at.house.url)
    async with httpx.AsyncClient(base_url=at.house.workers[1].url) as http:
        token = (await http.post(path)).cookies[f"maatwerk_facilitator_{at.made.code}"]
    async with at.client(1, token, "facilitator") as along:
        assert (await at.http(0, "DELETE", "/cofacilitators")).status_code == 204
        with pytest.raises(Gone):
            await asyncio.wait_for(along.until(lambda view: False), 10)


async def test_a_line_of_plain_requests_goes_over_any_worker(at: At) -> None:
    first, second = (worker.url for worker in at.house.workers)
    path = f"/api/v1/lines/{at.made.code}"
    async with httpx.AsyncClient(timeout=30) as http:
        hello = json.dumps({"type": "hello", "token": at.made.seats[0]})
        line = {"Maatwerk-Line": (await http.post(first + path, content=hello)).json()["line"]}
        asked = json.dumps({"type": "ping", "id": "p1"})
        assert (await http.post(f"{second}{path}/frames", content=asked, headers=line)).status_code == 204
        heard = await http.get(f"{second}{path}/poll?got=0", headers=line)
        assert heard.headers["maatwerk-batch"] == "1"
        assert {"welcome", "pong"} <= {json.loads(text)["type"] for text in heard.text.splitlines()}
        assert (await http.delete(second + path, headers=line)).status_code == 204
        assert (await http.get(f"{first}{path}/poll?got=1", headers=line)).status_code == 410
        unknown = {"Maatwerk-Line": f"00000000.{'x' * 32}"}
        assert (await http.get(f"{first}{path}/poll", headers=unknown)).status_code == 410


async def test_guesses_are_counted_over_both(house: House) -> None:
    async with httpx.AsyncClient(timeout=30) as http:
        answers = [
            (await http.get(f"{house.workers[n % 2].url}/api/v1/sessions/ZZZZZZ")).status_code for n in range(64)
        ]
    assert answers[:50] == [404] * 50
    assert answers[-2:] == [429, 429]
