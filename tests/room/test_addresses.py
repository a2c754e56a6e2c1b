"""Which address of a machine people in the room are given: that of their own network, whatever else the machine has."""

from ipaddress import ip_address

import pytest

from app.serving.addresses import Interface, here, in_room, own_url, ranked, url

LO = ("lo", "127.0.0.1")
WIFI = ("wlp2s0", "192.168.1.20")
DOCKER = ("docker0", "172.17.0.1")
BRIDGE = ("br-5f3c", "172.18.0.1")


def machine(*found: tuple[str, str]) -> list[Interface]:
    return [Interface(name, ip_address(ip)) for name, ip in found]


@pytest.mark.parametrize(
    ("found", "towards", "first"),
    [
        pytest.param([LO, DOCKER, BRIDGE, WIFI], "192.168.1.20", "192.168.1.20", id="docker"),
        pytest.param([LO, WIFI, ("eth0", "10.1.2.3")], "10.1.2.3", "10.1.2.3", id="two networks: the way out"),
        pytest.param([("eth0", "10.1.2.3"), WIFI], None, "192.168.1.20", id="two networks, no way out"),
        pytest.param([("tun0", "10.8.0.6"), WIFI], "10.8.0.6", "192.168.1.20", id="a VPN that takes all"),
        pytest.param([("utun4", "10.8.0.6"), ("en0", "10.0.1.4")], "10.8.0.6", "10.0.1.4", id="a VPN on a Mac"),
        pytest.param([("tailscale0", "100.101.1.2"), WIFI], None, "192.168.1.20", id="a mesh"),
        pytest.param([("Ethernet 3", "100.101.1.2"), WIFI], "100.101.1.2", "192.168.1.20", id="a mesh by its address"),
        pytest.param([("Cisco AnyConnect Virtual Miniport", "10.9.1.2"), ("Intel(R) Wi-Fi 6 AX201", "172.20.4.4")],
                     "10.9.1.2", "172.20.4.4", id="a VPN on Windows"),
        pytest.param([("Hyper-V Virtual Ethernet Adapter", "172.30.0.1"), ("Realtek PCIe GbE", "192.168.0.7")],
                     None, "192.168.0.7", id="a machine in the machine"),
        pytest.param([("Intel(R) Wi-Fi 6", "10.4.4.4"), ("Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1")],
                     "10.4.4.4", "192.168.137.1", id="a hotspot of Windows"),
        pytest.param([("en0", "10.4.4.4"), ("bridge100", "192.168.2.1")], "10.4.4.4", "192.168.2.1", id="of a Mac"),
        pytest.param([("eth0", "192.168.1.9"), ("wlp2s0", "10.42.0.1")], "192.168.1.9", "10.42.0.1", id="of Linux"),
        pytest.param([LO, DOCKER, ("eth0", "169.254.7.7")], None, "169.254.7.7", id="a bare cable"),
        pytest.param([("eth0", "169.254.7.7"), WIFI], None, "192.168.1.20", id="a bare cable beside a network"),
        pytest.param([("eth0", "169.254.7.7"), ("eth1", "145.90.1.2")], None, "145.90.1.2", id="or a public one"),
        pytest.param([LO, ("eth0", "fe80::1"), ("eth0", "fd00::2")], None, "fd00::2", id="version 6 alone"),
        pytest.param([("eth0", "2001:db8::2"), ("eth0", "145.90.1.2")], None, "145.90.1.2", id="version 4 first"),
        pytest.param([("tun0", "10.8.0.6")], "10.8.0.6", "10.8.0.6", id="nothing else there"),
    ],
)  # fmt: skip
def test_the_likeliest_address_comes_first(found: list[tuple[str, str]], towards: str | None, first: str) -> None:
    assert str(ranked(machine(*found), towards)[0].ip) == first


def test_what_only_this_machine_could_open_is_left_out() -> None:
    assert ranked(machine(LO, ("lo", "::1"), ("eth0", "fe80::1"), ("x", "0.0.0.0"))) == []


def test_all_others_are_told_too() -> None:
    names = [one.name for one in ranked(machine(DOCKER, LO, WIFI, ("tun0", "10.8.0.6"), ("eth0", "10.1.2.3")))]
    assert names[:2] == ["wlp2s0", "eth0"]
    assert set(names[2:]) == {"docker0", "tun0"}


def test_a_name_stands_for_what_is_in_the_room_only() -> None:
    found = ranked(machine(DOCKER, WIFI, ("wlp2s0", "fd00::2"), ("tun0", "10.8.0.6")))
    assert [str(one.ip) for one in in_room(found)] == ["192.168.1.20", "fd00::2"]
    assert in_room([]) == []


def test_an_address_is_written_as_people_type_it() -> None:
    assert url("192.168.1.20", 8000) == "http://192.168.1.20:8000"
    assert url("fd00::2", 8000) == "http://[fd00::2]:8000"


def test_a_server_on_one_address_is_reached_there() -> None:
    assert own_url("10.1.2.3", 80) == "http://10.1.2.3:80"


def test_of_this_very_machine_no_address_is_its_own_alone() -> None:
    for one in here():
        assert not one.ip.is_loopback
