"""A name on the local network: answered while the server runs, another one if taken, and never a reason to stop."""

from collections.abc import Iterator
from threading import Event

import pytest
from structlog.testing import capture_logs
from zeroconf import AddressResolver, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf  # pyright: ignore[reportPrivateImportUsage]

from app.serving.nearby import ALOUD, SERVICE, named

pytestmark = pytest.mark.slow

LOOP = "127.0.0.1"
SOON_MS = 3000
SURE_MS = 15_000
"""For an answer that comes: who waits for it goes on at once."""


@pytest.fixture
def air() -> Iterator[Zeroconf]:
    """Another device on this network."""
    air = Zeroconf(interfaces=[LOOP])
    yield air
    air.close()


def found(air: Zeroconf, name: str, wait: int = SURE_MS) -> list[str]:
    """The addresses that a name leads to."""
    asked = AddressResolver(f"{name}.")
    return asked.parsed_addresses() if asked.request(air, wait, ALOUD) else []


def test_the_name_leads_here_while_the_server_runs(air: Zeroconf) -> None:
    with named([LOOP], 8123) as name:
        assert name == "maatwerk.local"
        assert found(air, name) == [LOOP]
        service = air.get_service_info(SERVICE, f"Maatwerk.{SERVICE}", SURE_MS, ALOUD)
        assert service is not None
        assert (service.port, service.server) == (8123, "maatwerk.local.")


def test_the_name_is_given_back() -> None:
    """To a device that comes later, and to one that had seen it: it hears the goodbye."""
    early, gone = Zeroconf(interfaces=[LOOP]), Gone()
    with named([LOOP], 8123):
        ServiceBrowser(early, SERVICE, gone)
        assert early.get_service_info(SERVICE, f"Maatwerk.{SERVICE}", SURE_MS, ALOUD)
    late = Zeroconf(interfaces=[LOOP])
    assert found(late, "maatwerk.local", wait=500) == []
    assert gone.heard.wait(SURE_MS / 1000)
    for each in (early, late):
        each.close()


class Gone(ServiceListener):
    """Notes that our service left."""

    def __init__(self) -> None:
        self.heard = Event()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        pass

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        pass

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        if name == f"Maatwerk.{SERVICE}":
            self.heard.set()


def test_a_name_that_another_machine_has_is_left_to_it(air: Zeroconf) -> None:
    theirs = ServiceInfo(
        SERVICE, f"Elders.{SERVICE}", port=80, server="maatwerk.local.", parsed_addresses=["192.0.2.99"]
    )  # fmt: skip
    air.register_service(theirs)
    # Who has just told its name to all does not repeat it within a second (RFC 6762, 6).
    with named([LOOP], 8123, SOON_MS) as name:
        assert name == "maatwerk-2.local"
        assert found(air, name) == [LOOP]


def test_two_servers_on_one_machine_share_its_name(air: Zeroconf) -> None:
    with named([LOOP], 8123) as first, named([LOOP], 8124) as second:
        assert first == second == "maatwerk.local"
        assert found(air, first) == [LOOP]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # zeroconf leaves a socket behind
def test_where_it_cannot_be_the_server_goes_on_without() -> None:
    with capture_logs() as logs, named(["203.0.113.77"], 8123) as name:
        assert name == ""
    assert [line["log_level"] for line in logs] == ["warning"]


def test_without_a_network_there_is_nothing_to_name() -> None:
    with capture_logs() as logs, named([], 8123) as name:
        assert name == ""
    assert logs == []
