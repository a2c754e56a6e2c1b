"""What the OpenAPI document says is what the server does: requests of every kind, good and bad, made from it.

A short form runs here; `MAATWERK_TEST_REQUESTS=200` (and `make attack`) makes so many for each endpoint.
"""

import os
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from pydantic import BaseModel
from schemathesis import GenerationMode

from app.asked import Asked
from app.main import create_app
from app.settings import Settings
from tests.support.web import Server, Table, bearer
from tests.web.conftest import Serve

REQUESTS = int(os.environ.get("MAATWERK_TEST_REQUESTS", "6"))
UNTYPED: Any = schemathesis
GENERAL: Any = import_module("schemathesis.checks")
CONFORMS: Any = import_module("schemathesis.specs.openapi.checks")
CHECKS: list[Any] = [
    GENERAL.not_a_server_error,
    CONFORMS.status_code_conformance,
    CONFORMS.content_type_conformance,
    CONFORMS.response_headers_conformance,
    CONFORMS.response_schema_conformance,
]
SPOILS = {"DELETE /api/v1/sessions/{code}"}
"""What ends the session gets one of its own."""

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
NO_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
DOCUMENT = create_app(Settings(base_url="http://testserver", _env_file=None)).openapi()  # pyright: ignore
OPERATIONS: list[Any] = [found.ok() for found in UNTYPED.openapi.from_dict(DOCUMENT).get_all_operations()]
NEVER = {
    "POST /api/v1/lines/{code}",
    "POST /api/v1/lines/{code}/frames",
    "GET /api/v1/lines/{code}/events",
    "GET /api/v1/lines/{code}/poll",
    "DELETE /api/v1/lines/{code}",
    "PATCH /api/v1/sessions/{code}/rehearsal",
    "DELETE /api/v1/sessions/{code}/rehearsal/teams/{team}",
    "PATCH /api/v1/sessions/{code}/annotations/{id}",
    "DELETE /api/v1/sessions/{code}/annotations/{id}",
}
"""What needs more than the document says: a hello, a line, bots that play, an annotation. They succeed in tests/web."""


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    return serve(guess_limit="1000000/minute", guess_limit_all="1000000/minute", metrics=True)


@pytest.fixture
def playing(server: Server) -> Table:
    return server.table()


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_the_server_answers_as_its_document_says(operation: Any, mode: Any, server: Server, playing: Table):
    """By the facilitator; two in three requests are about a session that is there."""

    succeeded = set[bool]()

    @settings(max_examples=REQUESTS, derandomize=True, database=None, deadline=None, suppress_health_check=NO_CHECKS)
    @given(case=operation.as_strategy(generation_mode=mode), known=st.sampled_from([True, True, False]))
    def ask(case: Any, known: bool) -> None:
        headers = bearer(server.first.facilitator)
        if known:
            table = server.table(seats=False) if operation.label in SPOILS else playing
            headers = bearer(table.facilitator)
            fill(case, table)
        sent = case.as_transport_kwargs(base_url="http://testserver")
        sent["headers"] = dict(sent.get("headers") or {}) | headers
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        answer = server.http.request(**sent)
        server.http.cookies.clear()
        case.validate_response(answer, checks=CHECKS)
        succeeded.add(answer.status_code < 300)

    try:
        ask()
    except Unsatisfiable:  # where nothing can be wrong in form there is no bad request
        assert mode is GenerationMode.NEGATIVE
    if mode is GenerationMode.POSITIVE:
        assert (True in succeeded) == (operation.label not in NEVER)


def asked(model: type[BaseModel] = Asked) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield from (one, *asked(one))


def test_null_is_as_left_out_by_the_document_too():
    schemas = DOCUMENT["components"]["schemas"]
    parts = {
        (model.__name__, name): (
            {"type": "null"} in schemas[model.__name__]["properties"][name].get("anyOf", ()),
            field,
        )
        for model in asked()
        if model.__name__ in schemas
        for name, field in model.model_fields.items()
    }
    assert {("NewSession", "settings"), ("SessionSettings", "floor"), ("Words", "text")} <= parts.keys()
    assert [key for key, (null, field) in parts.items() if null == field.is_required()] == []


def fill(case: Any, table: Table) -> None:
    """Ids that exist, where the document can only say that they are texts."""
    known = {"code": table.code, "seq": 1, "pack": "po"}
    case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
    if case.path.endswith("/seat-code") and hasattr(case.body, "keys") and "seat" in case.body:
        case.body["seat"] = table.seats[0][0]
    if case.path.endswith("/annotations") and hasattr(case.body, "keys") and isinstance(case.body.get("seq"), int):
        case.body["seq"] = min(case.body["seq"], 1)
    if case.path.endswith("/preview"):
        case.body = {"type": "blank", "id": "x", "on": True}
