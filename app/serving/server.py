"""The running server: for an installation that has an address, and for the people in a room."""

import asyncio
import signal
import socket
import sys
from collections.abc import Sequence
from errno import EADDRINUSE
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
import structlog
from rich.console import Console

from app import ids
from app.links import first_links, invite_url
from app.safety import need_safe
from app.serving import workers
from app.serving.address_note import forget_address, note_address
from app.serving.addresses import EVERYWHERE, Interface, here, in_room, own_url, url
from app.serving.logs import set_up_logs
from app.settings import Settings, strange_names
from app.store import Invitation, kind, migrate, open_store
from app.version import VERSION

console = Console(soft_wrap=True)
logger = structlog.get_logger()


class CannotListen(Exception):
    """This machine does not let the server listen there."""


class PortTaken(CannotListen):
    """Another program listens there."""


def check_port(settings: Settings) -> None:
    """Before links are printed that would lead to another server. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise (PortTaken if error.errno == EADDRINUSE else CannotListen)(str(error)) from None


def serve_room(settings: Settings, address: str | None = None) -> None:
    """Run the server for the people in this room, with or without internet, and tell how they get in.

    It also answers to a name on the local network where that is possible. `address` overrules which one people open.

    Raises:
        CannotListen: nothing was done.
    """
    check_port(settings)
    from app.serving.nearby import named  # takes a moment to load, and only a room needs it

    set_up_logs(settings)
    _tidy_up_when_asked_to_stop()
    everywhere = settings.host in EVERYWHERE
    found = here() if everywhere else [Interface(settings.host, ip_address(settings.host))]
    host = settings.host
    if everywhere:  # without an address of version 6 a machine may not even have what it takes to listen there
        host = "" if any(one.ip.version == 6 for one in found) else "0.0.0.0"
    base = url(address, settings.port) if address else settings.base_url or own_url(settings.host, settings.port)
    others = [one for one in found if url(str(one.ip), settings.port) != base]
    with named([str(one.ip) for one in in_room(found)], settings.port) as name:
        second = url(name, settings.port) if name else settings.second_url
        told = settings.model_copy(update={"host": host, "base_url": base, "second_url": second})
        serve(told, first_session=True, others=others)


def serve(settings: Settings, *, first_session: bool, others: Sequence[Interface] = (), count: int = 1) -> None:
    """Run the server until it is stopped, with `count` workers. `others` are further addresses to tell people of.

    Raises:
        CannotListen, workers.NotShared: nothing was done.
    """
    need_safe(settings)
    if count > 1:
        workers.check_shared(settings)
    check_port(settings)
    settings = note_address(settings)
    set_up_logs(settings)
    for name, meant in strange_names().items():
        logger.warning("no setting has this name", name=name, meant=meant or None)
    _tidy_up_when_asked_to_stop()
    migrate(settings.url)
    asyncio.run(announce(settings, others) if first_session else announce_first_admin(settings))
    about = {"version": VERSION, "address": settings.base_url, "database": kind(settings.url), "workers": count}
    logger.info("server starts", **about)
    try:
        workers.run(settings, count)
    finally:
        forget_address(settings)
        logger.info("server stopped", **about)


def _tidy_up_when_asked_to_stop() -> None:
    """uvicorn lets a signal do its usual work once it has stopped; that of SIGTERM is to end without any `finally`."""

    def stop(number: int, frame: object) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)


def tell(line: str) -> None:
    """A line for whoever started the server, as it is: the brackets of an address of version 6 mean nothing here."""
    console.print(line, markup=False, highlight=False)


async def announce(settings: Settings, others: Sequence[Interface] = ()) -> None:
    """Tell how everybody gets in: the links for the newest open session, which is made if there is none."""
    store = open_store(settings.url)
    try:
        links = await first_links(settings, store)
    finally:
        await store.close()
    tell(f"\n  Maatwerk   {ids.show_code(links['code'])}\n")
    tell(f"  Facilitator (works once): {links['facilitate_url']}")
    tell(f"  Projector   (works once): {links['screen_url']}")
    tell(f"  Subteams join at:         {links['join_url']}")
    if settings.second_url:
        tell(f"  or with the code at:      {settings.second_url}")
    tell(f"  Test a device at:         {settings.base_url.rstrip('/')}/check\n")
    _tell_network(settings, others)
    segno.make(links["join_url"], error="l", micro=False).terminal(compact=True)
    tell("\n  Stop with Ctrl+C. Nothing is lost: start again and everyone is back.\n")


async def announce_first_admin(settings: Settings) -> None:
    """Tell how the first admin gets in, as long as there is none; a new link voids the one before."""
    store = open_store(settings.url)
    try:
        if not await store.accounts.has_admin():
            url = await invite_url(settings, store, Invitation("admin", maker="start"))
            tell(f"\n  First admin (works once): {url}\n")
    finally:
        await store.close()


def _tell_network(settings: Settings, others: Sequence[Interface]) -> None:
    if urlsplit(settings.base_url).hostname in ("127.0.0.1", "::1"):
        tell("  Only this machine can open these. Join a Wi-Fi or make a hotspot, then start again.\n")
    if others:
        also = ", ".join(f"{one.ip} ({one.name})" for one in others)
        tell(f"  If others cannot open it, start with --address and one of: {also}\n")
