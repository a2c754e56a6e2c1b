"""What only a websocket has: its subprotocol, an opening without a hello, and an origin that is refused at the door."""

import pytest
from starlette.websockets import WebSocketDisconnect

from tests.support.web import Table
from tests.web.conftest import Serve


@pytest.mark.parametrize(("offered", "chosen"), [(["maatwerk.v1"], "maatwerk.v1"), ([], None), (["chat.v9"], None)])
def test_the_subprotocol_is_chosen_when_it_is_offered(shared: Table, offered: list[str], chosen: str | None):
    with shared.server.socket(shared.code, subprotocols=offered) as wire:
        assert wire.socket.accepted_subprotocol == chosen
        assert wire.hello(shared.projector)["type"] == "welcome"


def test_who_says_nothing_is_sent_away(serve: Serve):
    server = serve(hello_seconds=0.01)
    with server.socket(server.first.code) as wire:
        assert wire.closed() == ("protocol", 4007)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://testserver.elsewhere.example"])
def test_a_page_of_another_site_cannot_open_it(shared: Table, origin: str):
    with pytest.raises(WebSocketDisconnect), shared.server.socket(shared.code, headers={"origin": origin}):
        pass
