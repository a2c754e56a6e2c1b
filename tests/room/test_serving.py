"""`maatwerk serve --room` as a facilitator starts it: every link, a name, both ways in, and a tidy end."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
import orjson
import pytest
import websockets
from websockets.asyncio.client import connect
from zeroconf import AddressResolver, Zeroconf  # pyright: ignore[reportPrivateImportUsage]

from app.serving.addresses import Interface
from app.serving.server import announce
from app.settings import Settings
from app.store import migrate
from bench.server import free_port

pytestmark = pytest.mark.slow
LOOP = "127.0.0.1"


@dataclass(slots=True)
class Room:
    """A running server and what it told the facilitator."""

    process: "subprocess.Popen[str]"
    port: int
    data: Path
    said: str

    @property
    def code(self) -> str:
        return re.findall(r"/join/(\w+)", self.said)[0]

    def link(self, whose: str) -> str:
        found = re.search(rf"{whose}.*:\s+(http\S+)", self.said)
        assert found, self.said
        return found[1]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    data, port = tmp_path_factory.mktemp("room"), free_port()
    words = ["serve", "--room", "--host", LOOP, "--port", str(port), "--data", str(data)]
    process = subprocess.Popen([sys.executable, "-m", "app", *words], stdout=subprocess.PIPE, text=True)
    try:
        yield Room(process, port, data, _said(process, port))
    finally:  # one that was left would answer to the name in every later run
        process.kill()
        process.communicate()


def _said(process: "subprocess.Popen[str]", port: int) -> str:
    assert process.stdout is not None
    said = ""
    while "Stop with" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    with httpx.Client() as http:
        while not _answers(http, port):
            assert process.poll() is None
    return said


def _answers(http: httpx.Client, port: int) -> bool:
    try:
        return http.get(f"http://{LOOP}:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def test_the_facilitator_is_told_everything(room: Room) -> None:
    own = f"http://{LOOP}:{room.port}"
    assert room.link("Facilitator").startswith(f"{own}/link/")
    assert room.link("Projector").startswith(f"{own}/link/")
    assert room.link("Subteams") == f"{own}/join/{room.code}"
    assert room.link("or with the code at") == f"http://maatwerk.local:{room.port}"
    assert room.link("Test a device") == f"{own}/check"
    assert "Only this machine" in room.said, "nobody else can reach this address, and that is said"


async def test_an_address_of_version_6_is_told_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"data_dir": tmp_path, "base_url": "http://[fd00::2]:8000", "second_url": "http://maatwerk.local:8000"}
    settings = Settings(**given, _env_file=None)  # pyright: ignore
    migrate(settings.url)
    await announce(settings, [Interface("eth0", ip_address("fd00::3"))])
    said = capsys.readouterr().out
    assert "http://[fd00::2]:8000/join/" in said
    assert "fd00::3 (eth0)" in said
    assert "Only this machine" not in said


@pytest.mark.parametrize("whose", ["Facilitator", "Projector"])
def test_console_and_projector_show_both_addresses(room: Room, whose: str) -> None:
    with httpx.Client(follow_redirects=True) as http:
        page = http.get(room.link(whose)).text
    boot = orjson.loads(re.findall(r'id="boot">(.*?)</script>', page)[0])
    assert (boot["address"], boot["second"]) == (f"{LOOP}:{room.port}", f"maatwerk.local:{room.port}")


@pytest.mark.parametrize("host", [LOOP, "maatwerk.local"])
def test_people_come_in_by_address_and_by_name(room: Room, host: str) -> None:
    """As a browser does that found the address behind the name: the name stands in Host and in Origin."""
    where = f"{host}:{room.port}"
    with httpx.Client(
        base_url=f"http://{LOOP}:{room.port}", headers={"host": where, "origin": f"http://{where}"}
    ) as http:
        assert http.get(f"/join/{room.code}").status_code == 200
        taken = http.post(f"/api/v1/sessions/{room.code}/seats", json={"team": 1})
        assert taken.status_code == 201
        hello = orjson.dumps({"type": "hello", "token": taken.json()["token"]})
        assert http.post(f"/api/v1/lines/{room.code}", content=hello).status_code == 201
    assert asyncio.run(_hello(room, where, hello.decode()))["type"] == "welcome"


async def _hello(room: Room, where: str, hello: str) -> dict[str, str]:
    url, origin = f"ws://{where}/ws/{room.code}", websockets.Origin(f"http://{where}")
    async with connect(url, origin=origin, host=LOOP, port=room.port) as socket:
        await socket.send(hello)
        return orjson.loads(await socket.recv())


def test_the_end_is_tidy(room: Room) -> None:
    """The name is given back, and no note with an address lies beside the data for the next command to believe."""
    assert (room.data / "address").exists()
    room.process.send_signal(signal.SIGTERM)
    assert room.process.wait(20) == 0
    assert not (room.data / "address").exists()
    air = Zeroconf(interfaces=[LOOP])
    assert not AddressResolver("maatwerk.local.").request(air, 500)
    air.close()
