"""What is wrong with a request is said in the reader's language, whatever is wrong and wherever it is sent."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from app.i18n import catalogue
from app.main import create_app
from app.settings import Settings
from app.web.invalid import GENERAL, SENTENCES, explain, sentences
from app.web.problems import MOST_ERRORS
from tests.support.web import Table, bearer, problem

DOCUMENT = create_app(Settings(base_url="http://testserver", _env_file=None)).openapi()  # pyright: ignore[reportCallIssue]
JSON = "application/json"
CORE: Any = import_module("pydantic_core._pydantic_core")
KNOWN: dict[str, dict[str, Any]] = {each["type"]: each.get("example_context") or {} for each in CORE.list_all_errors()}
"""Every kind of error with the bounds that it gives along."""
TEXTS = ("x", "", "a\nb", "x" * 5000)
ODD: list[Any] = [None, True, *TEXTS, -1, 10**6, 10**30, 1.5, 1e400, [], ["x"] * 99, {}, {"x": "y"}, {"x": 999}]
WHOLE = (b"", b"{", b"\xff", b"null", b"[]", b'"x"', b"{}", b'{"zq": 1}')


def bodies(name: str) -> Iterator[bytes]:
    """What should not be sent: no body, and one with a field that is odd, however deep."""
    yield from WHOLE
    for odd in odd_values(DOCUMENT["components"]["schemas"][name]):
        yield json.dumps(odd).encode()


def odd_values(schema: dict[str, Any]) -> Iterator[Any]:
    """Objects with one odd field each."""
    for field, inner in schema.get("properties", {}).items():
        for value in ODD:
            yield {field: value}
        for part in (inner, *inner.get("anyOf", ())):
            if "$ref" in part:
                deep = DOCUMENT["components"]["schemas"][part["$ref"].rpartition("/")[2]]
                yield from ({field: value} for value in odd_values(deep))
            if part.get("type") == "array":
                yield from ({field: [value]} for value in ODD)


def body_of(operation: dict[str, Any]) -> str | None:
    """The name of the schema that an operation takes as JSON."""
    schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    named = [each["$ref"].rpartition("/")[2] for each in (schema, *schema.get("anyOf", ())) if "$ref" in each]
    return named[0] if named else None


OPERATIONS = [
    (method.upper(), path, name)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if (name := body_of(operation))
]


def is_ours(message: str) -> str | None:
    """The source sentence that this is, with its blanks filled in; none of ours, or the general one, is None."""
    for sentence in sorted(sentences() - {GENERAL}):
        pattern = "".join(
            ".*" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", sentence)
        )
        if re.fullmatch(pattern, message, re.DOTALL):
            return sentence
    return None


def refusals(table: Table, method: str, path: str, name: str) -> Iterator[dict[str, str]]:
    """What is said of each odd body."""
    address = path.replace("{code}", table.code).replace("{id}", "x")
    headers = bearer(table.facilitator) | {"content-type": JSON}
    for body in bodies(name):
        answer = table.server.http.request(method, address, content=body, headers=headers)
        table.server.http.cookies.clear()
        if answer.status_code == 422:
            yield from answer.json().get("errors", [])


def test_dutch_answers_hold_no_english(shared: Table):
    met = set[str]()
    for operation in OPERATIONS:
        told = list(refusals(shared, *operation))
        assert len(told) > len(WHOLE) // 2, operation
        for error in told:
            sentence = is_ours(error["message"])
            assert sentence, (operation, error)
            assert not re.search(r" or |should|must|valid", error["message"]), error
            met.add(sentence)
    some = ("literal_error", "value_error", "string_pattern_mismatch", "too_long", "less_than_equal", "json_invalid")
    assert [kind for kind in some if SENTENCES[kind] not in met] == [], "the walk went everywhere"
    assert len(OPERATIONS) >= 8


def test_what_is_wrong_in_an_address_is_said_too(shared: Table):
    for path, field, said in (
        ("export/doc", "kind", "Kies een van deze: 'jsonl', 'csv', 'csv-nl', 'xlsx', 'xapi', 'zip'."),
        ("log?after=-1", "after", "Dit getal is te klein. Het kleinste is 0."),
        ("log?after=x", "after", "Schrijf hier een geheel getal."),
        ("kit.pdf?duplex=maybe", "duplex", "Schrijf hier true of false."),
        ("report.md?chapters=" + "x" * 301, "chapters", "Deze tekst is te lang. Het grootste aantal tekens is 300."),
    ):
        answer = shared.server.http.get(f"{shared.api}/{path}", headers=bearer(shared.facilitator))
        assert problem(answer, 422, "invalid")["errors"] == [{"field": field, "message": said}]


def test_a_body_that_is_too_deep_to_read_is_called_wrong_data(shared: Table):
    headers = {"content-type": "application/json"}
    said = shared.server.http.post(f"{shared.api}/seats", content="[" * 50_000, headers=headers)
    assert problem(said, 400, "invalid")["detail"] == "Deze gegevens kloppen niet."


def test_who_asks_for_english_reads_english(shared: Table):
    headers = bearer(shared.facilitator) | {"accept-language": "en-GB,en;q=0.9"}
    said = problem(shared.server.http.patch(shared.api, json={"consent": "maybe"}, headers=headers), 422, "invalid")
    wanted = "Choose one of these: 'not recorded', 'not asked', 'agreed', 'refused'."
    assert (said["detail"], said["errors"]) == (
        "These details are not right.",
        [{"field": "consent", "message": wanted}],
    )


def test_no_more_is_told_than_anybody_reads(shared: Table):
    many = {"settings": {"minutes": {f"work:{n}": -1 for n in range(30)}}}
    headers = bearer(shared.facilitator)
    said = problem(shared.server.http.post("/api/v1/sessions", json=many, headers=headers), 422, "invalid")
    assert len(said["errors"]) == MOST_ERRORS


def test_every_kind_is_one_of_pydantic_and_its_blanks_are_filled_in():
    assert SENTENCES.keys() <= KNOWN.keys()
    for kind, bounds in KNOWN.items():
        for language in ("nl", "en"):
            assert "{" not in explain({"type": kind, "ctx": bounds}, language), kind
    assert explain({"type": "complex_type"}, "nl") == GENERAL
    assert explain({"type": "complex_type"}, "en") == catalogue("en")[GENERAL]


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("'a'", "'a'"),
        ("'a' or 'b'", "'a', 'b'"),
        ("'not asked', 'a or b' or 'c'", "'not asked', 'a or b', 'c'"),
        ("1, 2 or 3", "1, 2, 3"),
    ],
)
def test_choices_have_commas_in_every_language(expected: str, said: str):
    wrong = {"type": "literal_error", "ctx": {"expected": expected}}
    assert explain(wrong, "nl") == f"Kies een van deze: {said}."
