"""Lists and tokens follow the log, also when a worker dies between storing something and telling it."""

from functools import partial

from app.game.events import Event, RehearsalMarked, SeatRemoved, SessionClosed, TitleSet, Undone, encode
from app.store import Store
from app.store.records import Entry, Outcome, StoredEvent
from tests.support.web import Server, Table, bearer

API = "/api/v1/sessions"


async def store_only(store: Store, code: str, *events: Event) -> None:
    """What a worker leaves behind that dies right after the commit."""
    base = await store.log.last_seq(code)
    stored = tuple(
        StoredEvent(seq, 0, event.name, event.version, encode(event)) for seq, event in enumerate(events, base + 1)
    )
    await store.log.append(Entry(code, base, "facilitator", f"died:{base}", Outcome(base + len(stored)), stored))


def dies_after(server: Server, code: str, *events: Event) -> None:
    assert server.http.portal is not None
    server.http.portal.call(partial(store_only, server.app.state.services.store, code, *events))


def test_what_a_dead_worker_stored_reaches_lists_and_tokens_when_the_room_opens(table: Table):
    server, (seat, token) = table.server, table.seats[0]
    services = server.app.state.services
    at = server.clock.now()
    assert server.http.portal is not None
    server.http.portal.call(services.rooms.end, table.code)
    dies_after(
        server,
        table.code,
        TitleSet(title="Vergissing"),
        Undone.of(TitleSet(title="Najaar")),
        SeatRemoved(seat=seat),
        RehearsalMarked(),
        SessionClosed(at=at),
    )
    server.http.portal.call(services.rooms.get, table.code)
    record = server.http.get(table.api, headers=bearer(table.facilitator)).json()
    assert (record["title"], record["closed_at"], record["rehearsal"]) == ("Najaar", at, True)
    assert server.http.portal.call(services.store.tokens.find, token) is None


def test_a_session_that_came_as_a_file_keeps_what_the_file_said(table: Table):
    """Its end date counts from that, and whoever wrote the file could write anything into its events."""
    server, browser = table.server, table.server.browser()
    with table.wire(table.facilitator) as desk:
        desk.ask("close_session")
    browser.post("/facilitator", data={"token": table.facilitator})
    file = browser.get(f"{API}/{table.code}/export/zip").content
    answer = browser.post("/sessions/import", files={"file": ("sessie.zip", file, "application/zip")})
    code = answer.headers["location"].split("/")[2]
    before = browser.get(f"{API}/{code}").json()["closed_at"]
    dies_after(server, code, SessionClosed(at=5))
    assert server.http.portal is not None
    server.http.portal.call(server.app.state.services.rooms.get, code)
    assert browser.get(f"{API}/{code}").json()["closed_at"] == before != 5
