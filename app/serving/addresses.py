"""Under which addresses the others in the room reach this machine, the likeliest first."""

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import NamedTuple

import ifaddr

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Interface(NamedTuple):
    """One address of this machine and the name of the interface that has it."""

    name: str
    ip: Ip


EVERYWHERE = ("0.0.0.0", "::", "")
"""What a server listens on that listens on all interfaces."""
_INSIDE = re.compile(
    r"docker|podman|veth|^br-|virbr|vmnet|vmware|virtualbox|vbox|hyper-v|vethernet|wsl|lxc|lxd|cni|flannel|cali"
)
"""Networks that exist within this machine only."""
_TUNNEL = re.compile(
    r"^(u?tun|tap|wg|ppp|ipsec|zt)\d*|vpn|tailscale|wireguard|zerotier|nordlynx|tap-windows|anyconnect|globalprotect|pangp|forti|juniper|pulse"
)
_CARRIER = ipaddress.ip_network("100.64.0.0/10")
"""Of providers, and of what ties distant machines together as if they were near."""
_HOTSPOTS = {ipaddress.ip_address("192.168.137.1"), ipaddress.ip_address("10.42.0.1")}
"""What Windows and Linux call themselves when they are the hotspot; macOS names the interface `bridge100`."""
_AT_HOME = [ipaddress.ip_network(net) for net in ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")]


def ranked(found: Iterable[Interface], towards: str | None = None) -> list[Interface]:
    """The addresses that another device could open, the likeliest first.

    `towards` is the address from which this machine reaches the rest of the world, if it does. Addresses for this
    machine alone are left out, and so are those that only mean something together with an interface.
    """
    usable = [one for one in found if not (one.ip.is_loopback or one.ip.is_unspecified or one.ip.is_multicast)]
    usable = [one for one in usable if one.ip.version == 4 or not one.ip.is_link_local]
    return sorted(usable, key=lambda one: _rank(one, towards))


def _rank(one: Interface, towards: str | None) -> tuple[int, bool, bool, bool, int]:
    return (
        _distance(one),
        one.ip.version == 6,
        one.ip not in _HOTSPOTS and one.name != "bridge100",  # whoever makes a hotspot wants people on it
        str(one.ip) != towards,
        next((n for n, net in enumerate(_AT_HOME) if one.ip in net), len(_AT_HOME)),
    )


def _distance(one: Interface) -> int:
    """How far from the room a network is: in it, a bare cable, or somewhere else altogether."""
    name = one.name.lower()
    if _INSIDE.search(name) or _TUNNEL.search(name) or one.ip in _CARRIER:
        return 2
    return 1 if one.ip.is_link_local else 0


def in_room(found: list[Interface]) -> list[Interface]:
    """Of ranked addresses, those that are as near as the first: one name may stand for all of them."""
    return [one for one in found if _distance(one) == _distance(found[0])]


def here() -> list[Interface]:
    """The addresses of this machine, ranked; empty without a network."""
    found = [
        Interface(adapter.nice_name, ipaddress.ip_address(each.ip if isinstance(each.ip, str) else each.ip[0]))
        for adapter in ifaddr.get_adapters()
        for each in adapter.ips
    ]
    return ranked(found, _towards())


def _towards() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent, only a route is chosen
        except OSError:
            return None
        return probe.getsockname()[0]


def url(host: str, port: int) -> str:
    """The address of a page on this host, as people type it."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def own_url(host: str, port: int) -> str:
    """Under which address others reach a server that listens on `host`."""
    if host not in EVERYWHERE:
        return url(host, port)
    found = here()
    return url(str(found[0].ip) if found else "127.0.0.1", port)
