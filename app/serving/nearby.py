"""A name on the local network for as long as the server runs, such as maatwerk.local, by multicast DNS."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

import structlog
from zeroconf import AddressResolver, DNSQuestionType, ServiceInfo, Zeroconf  # pyright: ignore[reportPrivateImportUsage]

logger = structlog.get_logger()

SERVICE = "_http._tcp.local."
NAME = "maatwerk"
TRIES = 20
LISTEN_MS = 1000
"""How long somebody who has the name already gets to say so."""
ALOUD = DNSQuestionType.QM
"""An answer to us alone would go to any of the programs of this machine that share the port."""


@contextmanager
def named(addresses: Sequence[str], port: int, listen_ms: int = LISTEN_MS) -> Generator[str]:
    """Answers to a name while this lasts, as a web server that can also be found by browsing.

    `listen_ms` is how long somebody who has it already gets to say so. Gives the name, such as `maatwerk.local`, or
    nothing when this network or machine does not allow it: people then type the address.
    """
    if not addresses:
        yield ""
        return
    air, name = None, ""
    try:
        air = Zeroconf(interfaces=list(addresses))
        name = _free(air, addresses, listen_ms)
        air.register_service(_service(name, addresses, port), allow_name_change=True)
    except Exception as error:  # whatever a network or a system has against it, the room can do without
        logger.warning("no name on the local network: people can still type the address", why=repr(error))
        name = ""
    try:
        yield name
    finally:
        if air is not None:
            _leave(air)


def _free(air: Zeroconf, own: Sequence[str], listen_ms: int) -> str:
    """The first name that no other machine answers to."""
    for n in range(1, TRIES):
        name = f"{NAME}.local" if n == 1 else f"{NAME}-{n}.local"
        taken = AddressResolver(f"{name}.")
        if not taken.request(air, listen_ms, ALOUD) or set(taken.parsed_addresses()) <= set(own):
            return name
    raise OSError(f"{TRIES} names are taken")


def _service(name: str, addresses: Sequence[str], port: int) -> ServiceInfo:
    label = name.removesuffix(".local").capitalize()
    return ServiceInfo(
        SERVICE,
        f"{label}.{SERVICE}",
        port=port,
        server=f"{name}.",
        parsed_addresses=list(addresses),
        properties={"path": "/"},
    )


def _leave(air: Zeroconf) -> None:
    try:
        air.close()  # says goodbye for the name first
    except Exception as error:
        logger.warning("the name on the local network was not taken back", why=repr(error))
