"""What machines see of the server: numbers, and log lines with ids in them and nothing of a person."""

import hashlib
import io
import json
import logging
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stderr
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from app.sealing import session_mark
from app.serving.logs import set_up_logs
from app.serving.workers import tell_end
from app.settings import Settings
from tests.support.web import Server
from tests.web.conftest import Serve


def numbers(server: Server) -> dict[tuple[str, tuple[str, ...]], float]:
    text = server.http.get("/metrics").text
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_commands_and_commits_are_counted(serve: Serve):
    server = serve(metrics=True)
    table = server.table()
    with table.wire(table.seats[0][1]) as wire:
        wire.ask("ready", on=True)
        before = numbers(server)
        wire.ask("rename_team", name="De Uilen")
        wire.ask("rename_team", name="x" * 40)
        wire.ask("vote", team=2)
        after = numbers(server)
    grown = {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key, 0)}
    assert grown["maatwerk_commands_total", ("ack",)] == 2
    assert grown["maatwerk_commands_total", ("wrong_phase",)] == 1
    assert grown["maatwerk_command_seconds_count", ()] == 3
    assert grown["maatwerk_commit_size_count", ()] == grown["maatwerk_commit_seconds_count", ()]
    assert grown["maatwerk_commit_size_sum", ()] >= 3


def test_what_waits_is_counted_when_somebody_asks(serve: Serve):
    server = serve(metrics=True)
    table = server.table()
    with table.wire(table.facilitator) as desk:
        desk.sync()
        found = numbers(server)
    assert found["maatwerk_commands_waiting", ()] == 0
    assert found["maatwerk_outbox_frames", ()] == found["maatwerk_outbox_most", ()] == 0


def test_numbers_hold_no_code_and_no_name(serve: Serve):
    server = serve(metrics=True)
    table = server.table()
    table.take_seat(team=1, name="zq-naam")
    with table.wire(table.facilitator):
        text = server.http.get("/metrics").text
    assert table.code not in text
    assert "zq-naam" not in text


@pytest.mark.parametrize(
    ("given", "taken"), [("abcd-1234-efgh", True), ("short", False), ("x" * 65, False), ("no spaces here", False)]
)
def test_a_request_has_an_id_in_its_answer(server: Server, given: str, taken: bool):
    answer = server.http.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"]
    assert (answer == given) is taken
    assert len(answer) >= 14


def test_an_error_is_logged_with_the_id_that_the_person_was_given_and_without_the_code(serve: Serve):
    server = serve()
    table = server.table()
    processors = structlog.get_config()["processors"]
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        server.app.state.services = None
        answer = server.http.get(f"/api/v1/sessions/{table.code}")
    assert structlog.get_config()["processors"] == processors
    assert answer.status_code == 500
    failed = next(line for line in lines if line["event"] == "request failed")
    assert failed["request"] == answer.headers["x-request-id"]
    assert failed["route"] == "/api/v1/sessions/{code}"
    assert table.code not in str({key: value for key, value in failed.items() if key != "exc_info"})


@contextmanager
def logging_as(log_format: str) -> Generator[io.StringIO]:
    """The whole set-up of a process, put back afterwards."""
    old, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with redirect_stderr(io.StringIO()) as out:
        try:
            set_up_logs(Settings(log_format=log_format, log_level="INFO", _env_file=None))  # pyright: ignore[reportCallIssue]
            yield out
        finally:
            structlog.configure(**old)
            root.handlers[:] = handlers
            root.setLevel(level)


def fail(token: str) -> None:
    raise ValueError(f"of {len(token)} letters")


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_failure_tells_where_and_not_what_was_in_the_variables(log_format: str):
    with logging_as(log_format) as out:
        try:
            fail("-".join(["zq", "geheim"]))
        except ValueError:
            structlog.get_logger().exception("failed", session="0123456789ab")
            logging.getLogger("library").exception("failed too")
    text = out.getvalue()
    assert text.count("of 9 letters") == 2
    assert "zq-geheim" not in text


def test_logs_for_machines_are_one_json_object_a_line():
    with logging_as("json") as out:
        structlog.get_logger().info("one", session="x")
        logging.getLogger("library").warning("two %s", "words")
    lines: list[dict[str, Any]] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("one", "info"), ("two words", "warning")]
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_who_tries_all_codes_does_not_find_which_session_a_mark_stands_for():
    mark = session_mark("the key of this installation", "ABCDEF")
    assert mark == session_mark("the key of this installation", "ABCDEF")
    assert mark != session_mark("another key", "ABCDEF")
    assert mark != hashlib.sha256(b"ABCDEF").hexdigest()


def test_a_log_that_is_kept_has_no_colours():
    with logging_as("console") as out:
        structlog.get_logger().info("one")
        logging.getLogger("library").warning("two")
    assert "one" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_the_counts_of_the_alerts_begin_at_nothing():
    """Prometheus sees a count rise only if it was there before."""
    code = "from app.metrics import REGISTRY as r; print(*(s.labels for f in r.collect() for s in f.samples))"
    fresh = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "{'answer': 'busy'}" in fresh


@pytest.mark.parametrize(("code", "told"), [(0, "worker stopped"), (-15, "worker stopped"), (-9, "worker died")])
def test_how_a_worker_ended_is_in_the_log(code: int, told: str):
    with capture_logs() as lines:
        tell_end(7, code)
    assert [(line["event"], line["pid"]) for line in lines] == [(told, 7)]
