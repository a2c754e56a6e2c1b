"""What only a websocket has: its subprotocol, an opening without a hello, and an origin that is refused at the door."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from app.web import conversation
from app.web.services import AT_THE_DOOR
from tests.support.web import Table
from tests.web.conftest import Serve


@pytest.mark.parametrize(
    ("offered", "chosen"), [(["maatwerk.v1"], "maatwerk.v1"), (["chat.v9", "maatwerk.v1"], "maatwerk.v1"), ([], None)]
)
def test_the_subprotocol_is_chosen_when_it_is_offered(shared: Table, offered: list[str], chosen: str | None):
    with shared.server.socket(shared.code, subprotocols=offered) as wire:
        assert wire.socket.accepted_subprotocol == chosen
        assert wire.hello(shared.projector)["type"] == "welcome"


def test_who_speaks_only_something_else_is_not_let_in(shared: Table):
    opening = shared.server.socket(shared.code, subprotocols=["maatwerk.v2"])
    with pytest.raises(WebSocketDisconnect) as closed, opening:
        pass
    assert closed.value.code == 4007


def test_who_says_nothing_is_sent_away(serve: Serve):
    server = serve(hello_seconds=0.01)
    with server.socket(server.first.code) as wire:
        assert wire.closed() == ("protocol", 4007)


def test_so_many_of_one_address_may_wait_before_they_say_hello(serve: Serve):
    """Who said hello waits no more, and who is gone neither: a school is one address, and comes back at once."""
    server = serve(hellos_per_address=2)
    code, token = server.first.code, server.first.projector
    with server.socket(code) as one, server.socket(code):
        with server.socket(code) as more:
            assert more.closed() == ("flood", 4006)
        assert one.hello(token)["type"] == "welcome"
        with server.socket(code) as late:
            assert late.hello(token)["type"] == "welcome"
        assert one.ask("blank", on=True)["code"] == "not_allowed"
    for _ in range(3):
        with server.socket(code) as again:
            assert again.hello(token)["type"] == "welcome"


@pytest.mark.parametrize(
    "origin", ["http://elsewhere.example", "null", "http://testserver.elsewhere.example", "http://["]
)
def test_a_page_of_another_site_cannot_open_it(shared: Table, origin: str):
    with pytest.raises(WebSocketDisconnect), shared.server.socket(shared.code, headers={"origin": origin}):
        pass


async def test_when_all_come_back_at_once_some_are_served_while_others_wait():
    """Else nobody would play before everybody is in."""
    inside, most = 0, 0

    async def look(*_: Any) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1

    async def wrong(*_: Any) -> None:
        """A guess that failed is counted."""

    services = SimpleNamespace(
        doorway=asyncio.Semaphore(AT_THE_DOOR),
        store=SimpleNamespace(tokens=SimpleNamespace(find=look)),
        guesses=SimpleNamespace(failed=wrong),
    )
    line: Any = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(services=services)), client=None)
    hellos = [conversation.begin(line, "ABCDEF", b'{"type":"hello","token":"t"}') for _ in range(3 * AT_THE_DOOR)]
    refused = await asyncio.gather(*hellos, return_exceptions=True)
    assert all(isinstance(each, conversation.Refused) for each in refused)
    assert (most, inside) == (AT_THE_DOOR, 0)


def test_who_comes_while_the_database_is_gone_is_asked_to_come_again(serve: Serve):
    server = serve()
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.store.database.close)
    with server.connect(server.first.code) as wire:
        wire.send({"type": "hello", "token": server.first.projector})
        assert wire.closed() == ("restarting", 4000)
