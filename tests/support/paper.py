"""What people do with paper at a table: seats and their cards."""

from typing import Any
from urllib.parse import urlsplit

from starlette.testclient import TestClient

from tests.support.web import Table, bearer


def browser_in(table: Table, team: int) -> TestClient:
    """A browser with a seat."""
    browser = table.server.browser()
    assert browser.post(f"/join/{table.code}", data={"team": str(team)}).status_code == 303
    return browser


def go(table: Table, phase: str, number: int | None = None) -> None:
    with table.wire(table.facilitator) as desk:
        assert desk.ask("go", phase=phase, round=number)["type"] == "ack"


def teams(table: Table) -> dict[str, Any]:
    with table.wire(table.facilitator) as desk:
        return desk.seen[0]["view"]["teams"]


def seats(table: Table) -> dict[str, Any]:
    with table.wire(table.facilitator) as desk:
        return desk.seen[0]["view"]["seats"]


def seat_cards(table: Table) -> list[dict[str, Any]]:
    """New seat cards."""
    response = table.server.http.post(f"{table.api}/seat-cards", headers=bearer(table.facilitator))
    assert response.status_code == 201, response.text
    return response.json()["cards"]


def hand_in(table: Table, typed: str, browser: TestClient | None = None) -> Any:
    """Hand in a seat card, as the join page does."""
    return (browser or table.server.browser()).post(f"/join/{table.code}/card", data={"card": typed})


def secret_of(card: dict[str, Any]) -> str:
    return urlsplit(str(card["url"])).fragment.removeprefix("kaart=")
