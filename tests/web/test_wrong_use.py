"""Wrong use of the command line: what is wrong and what to do, in a line or two, without a trace."""

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from app.cli.checking import check_folder
from app.cli.main import cli, main
from app.cli.terminal import read_settings
from app.cli.terminal import told as saying
from app.settings import PREFIX, TESTS, Settings, strange_names
from app.store import StoreFailed, migrate
from app.store.migrating import MIGRATIONS
from bench.server import free_port


def run(*words: str) -> int:
    """As a shell does it; the exit code."""
    with pytest.raises(SystemExit) as left:
        main(words)
    return int(left.value.code or 0)


def told(*words: str, code: int) -> str:
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return " ".join(result.output.replace("│", " ").split())


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("PORT", "x", "Write a whole number here. What it is: Port to listen on."),
        ("RETENTION_DAYS", "9999", "3650"),
        ("METRICS", "ja", "Write true or false here."),
        ("LOG_LEVEL", "loud", "'DEBUG', 'INFO', 'WARNING', 'ERROR'"),
        ("LOG_FORMAT", "xml", "'console', 'json'"),
        ("ENV", "home", "'production', 'room'"),
        ("BASE_URL", "game.example", "begins with http:// or https://. What it is: Address that people open"),
        ("BASE_URL", "https://", "begins with http:// or https://"),
        ("BASE_URL", "https://school.example/game", "host and port alone, such as https://spel.school.example"),
        ("BASE_URL", "https://my school", "host and port alone"),
        ("SECOND_URL", "maatwerk.local", "begins with http:// or https://. What it is: Second address that people may"),
        ("WORKER_URL", "web1:8000", "begins with http:// or https://"),
        ("REDIS_URL", "localhost", "begins with redis:// or rediss:// or unix://"),
        ("ALLOWED_ORIGINS", "http://x", 'a JSON list, such as ["https://school.example"]'),
        ("ALLOWED_ORIGINS", '{"x": 1}', "Send a list here."),
        ("GUESS_LIMIT", "often", "such as 60/minute, or several as 60/minute;600/hour. What it is: Failed codes"),
        ("DATABASE_URL", "mysql://here/x", "postgresql+psycopg://"),
        ("DATABASE_URL", "here", "postgresql+psycopg://"),
        ("DATABASE_URL", "postgresql+psycopg://me@here:x/y", "postgresql+psycopg://"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, meant: str
) -> None:
    monkeypatch.setenv(f"MAATWERK_{name}", value)
    text = told("session", "list", "--data", str(tmp_path), code=1)
    assert f"MAATWERK_{name} cannot be used" in text
    assert meant in text
    assert not re.search(r"pattern|SQLAlchemy|Value error|unable to", text)
    assert list(tmp_path.iterdir()) == []


def test_a_list_is_read_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAATWERK_ALLOWED_ORIGINS", '["https://a.example", "https://b.example"]')
    assert read_settings().allowed_origins == ["https://a.example", "https://b.example"]


def test_a_file_of_settings_that_is_not_text_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("MAATWERK_OIDC_NAME=de cr\xe8che".encode("latin-1"))
    assert "save it as UTF-8" in told("session", "list", code=1)


def test_a_name_that_is_no_setting_is_told_with_the_one_that_is_meant(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MAATWERK_DATABSE_URL", "x")
    monkeypatch.setenv("MAATWERK_XYZZY", "x")
    monkeypatch.setenv("MAATWERK_TEST_POSTGRES", "x")
    monkeypatch.setenv("maatwerk_port", "8001")
    (tmp_path / ".env").write_text("MAATWERK_LOGLEVEL=DEBUG\nPOSTGRES_PASSWORD=x\nMAATWERK_HOST=127.0.0.1\n")
    assert strange_names() == {
        "MAATWERK_DATABSE_URL": "MAATWERK_DATABASE_URL",
        "MAATWERK_LOGLEVEL": "MAATWERK_LOG_LEVEL",
        "MAATWERK_XYZZY": "",
    }
    found = json.loads(CliRunner().invoke(cli, ["check", "--data", str(tmp_path), "--json"]).stdout)
    assert [(one["what"], one["ok"]) for one in found if one["warning"]] == [(name, True) for name in strange_names()]
    text = " ".join(CliRunner().invoke(cli, ["check", "--data", str(tmp_path)]).output.split())
    assert "WARN MAATWERK_DATABSE_URL: no setting has this name; is MAATWERK_DATABASE_URL meant?" in text


def test_the_names_that_tests_and_benches_read_are_kept_apart() -> None:
    """Otherwise they would be told as misspelt settings. Makefile and pages name them too."""
    root = Path(__file__).resolve().parents[2]
    files = [
        root / "Makefile",
        *(path for part in ("tests", "bench", "docs") for path in (root / part).rglob("*.[pm][yd]")),
    ]
    named = {name for path in files for name in re.findall(r"MAATWERK_[A-Z_]*[A-Z]", path.read_text())}
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    misspelt = {"MAATWERK_DATABSE_URL", "MAATWERK_XYZZY", "MAATWERK_LOGLEVEL"}  # above
    assert [name for name in named - settings - misspelt if not name.startswith(TESTS)] == []


def test_a_key_that_is_wrong_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAATWERK_DATABASE_URL", "mysql://me:hush@here/x")
    assert "hush" not in told("session", "list", "--data", str(tmp_path), code=1)


def test_a_database_of_a_newer_version_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "maatwerk.db"
    migrate(f"sqlite:///{file}")
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    assert run("session", "list", "--data", str(tmp_path)) == 1
    assert "newer Maatwerk" in capsys.readouterr().err
    assert "install the newer version" in told("check", "--data", str(tmp_path), code=1)


def test_a_file_that_is_no_database_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "maatwerk.db").write_text("no database, but long enough to be taken for one" * 20)
    assert run("session", "list", "--data", str(tmp_path)) == 1
    assert "The database cannot be used: file is not a database" in capsys.readouterr().err
    text = told("check", "--data", str(tmp_path), code=1)
    assert "maatwerk.db: file is not a database" in text
    assert "sqlalche" not in text


def test_a_folder_that_is_a_file_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("")
    serve = ["serve", "--host", "127.0.0.1", "--port", str(free_port())]
    for words in (["session", "list"], serve, ["purge"]):
        assert run(*words, "--data", str(tmp_path / "data")) == 1
        assert str(tmp_path / "data") in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "wanted"),
    [
        (["--pack", "nope"], 1, "no pack nope"),
        (["--language", "fr"], 2, "'nl', 'en'"),
        (["--devices", "both"], 2, "'team', 'person'"),
        (["--instrument", "dice"], 2, "'pulse'"),
        (["--title", "x" * 300], 2, "title: "),
    ],
)
def test_a_session_that_cannot_be_made_is_told(tmp_path: Path, words: list[str], code: int, wanted: str) -> None:
    assert wanted in told("session", "create", *words, "--data", str(tmp_path), code=code)


@pytest.mark.parametrize(
    "line",
    [
        "session list",
        "session link QQQQQQ",
        "session export QQQQQQ",
        "session replay QQQQQQ",
        "session keep QQQQQQ --until 2027-03-14",
        "session about QQQQQQ",
        "session delete QQQQQQ --yes",
        "account list",
        "account link ann@x.nl",
        "account change ann@x.nl --block",
        "account delete ann@x.nl --yes",
        "audit",
        "register",
        "purge",
        "backup",
        "backup --gone maatwerk.zip",
        "report QQQQQQ",
        "print --session QQQQQQ",
        "rehearse",
    ],
)
def test_a_mistyped_folder_gets_no_database(tmp_path: Path, line: str) -> None:
    text = told(*line.split(), "--data", str(tmp_path / "tpyo"), code=1)
    assert f"There is no database of Maatwerk in {tmp_path / 'tpyo'}. " in text
    assert f"`maatwerk serve --data {tmp_path / 'tpyo'}`" in text
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_address_of_a_database_gets_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAATWERK_DATABASE_URL", f"sqlite:///{tmp_path / 'tpyo.db'}")
    text = told("session", "list", code=1)
    assert f"There is no database of Maatwerk at sqlite:///{tmp_path / 'tpyo.db'}. Is MAATWERK_DATABASE_URL" in text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["migrate", "session create", "account invite --role admin"])
def test_what_begins_an_installation_makes_its_database(tmp_path: Path, line: str) -> None:
    told(*line.split(), "--data", str(tmp_path / "new"), code=0)
    assert (tmp_path / "new" / "maatwerk.db").is_file()


def test_migrating_tells_a_new_database_from_one_that_was_there(tmp_path: Path) -> None:
    assert "a new one is made" in told("migrate", "--data", str(tmp_path), code=0)
    assert "up to date" in told("migrate", "--data", str(tmp_path), code=0)


def test_a_log_is_replayed_without_a_database_too(tmp_path: Path) -> None:
    code = json.loads(told("session", "create", "--data", str(tmp_path / "its"), "--json", code=0))["code"]
    log = tmp_path / "log.jsonl"
    told("session", "export", code, "--out", str(log), "--data", str(tmp_path / "its"), code=0)
    view = json.loads(told("session", "replay", str(log), "--data", str(tmp_path / "none"), code=0))
    assert view["session"]["code"] == code
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["export", "replay", "about"])
def test_a_code_that_nobody_has_is_told(tmp_path: Path, command: str) -> None:
    migrate(f"sqlite:///{tmp_path / 'maatwerk.db'}")
    text = told("session", command, "QQQQQQ", "--data", str(tmp_path), code=1)
    assert "There is no session QQQQQQ" in text
    assert "`maatwerk session list`" in text


@pytest.mark.parametrize("audience", ["mars", "seat", "team", "team:9", "team:x", "screen:1"])
def test_an_audience_that_is_none_is_told(tmp_path: Path, audience: str) -> None:
    migrate(f"sqlite:///{tmp_path / 'maatwerk.db'}")
    text = told("session", "replay", "QQQQQQ", "--audience", audience, "--data", str(tmp_path), code=1)
    assert "take facilitator, screen, review or team:1 to team:4" in text


@pytest.mark.parametrize(("content", "wanted"), [("hello\n", "no log as jsonl"), ("{}\n", "no log"), ("", "is empty")])
def test_a_file_that_is_no_log_is_told(tmp_path: Path, content: str, wanted: str) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(content)
    assert wanted in told("session", "replay", str(file), "--data", str(tmp_path), code=1)


@pytest.mark.parametrize("address", ["http://10.0.0.7", "10.0.0.7:8000", "not an address"])
def test_more_than_an_address_is_refused(tmp_path: Path, address: str) -> None:
    text = told("serve", "--room", "--address", address, "--data", str(tmp_path), code=2)
    assert "without http:// and port" in text
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_not_of_this_machine_is_not_called_taken(tmp_path: Path) -> None:
    text = told("serve", "--host", "192.0.2.77", "--data", str(tmp_path), code=1)
    assert "an address of this machine" in text
    assert "run already" not in text


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "nowhere"])
def test_bots_do_not_wait_for_a_server_that_is_not_there(tmp_path: Path, url: str) -> None:
    migrate(f"sqlite:///{tmp_path / 'maatwerk.db'}")
    assert f"No server answers at {url}" in told("rehearse", "--url", url, "--data", str(tmp_path), code=1)


def test_a_backup_that_is_not_there_is_told(tmp_path: Path) -> None:
    text = told("restore", str(tmp_path / "away.zip"), "--data", str(tmp_path / "data"), code=1)
    assert "away.zip cannot be read: No such file or directory" in text


def test_a_change_of_nothing_signs_nobody_out(tmp_path: Path) -> None:
    assert "Nothing to change" in told("account", "change", "ann@x.nl", "--data", str(tmp_path), code=1)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["serve", "--room", "--workers", "2"], "a room has one worker"),
        (["rehearse", "--follow"], "needs --session"),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path: Path, words: list[str], wanted: str) -> None:
    assert wanted in told(*words, "--data", str(tmp_path), code=2)
    assert list(tmp_path.iterdir()) == []


def test_checking_changes_no_database_of_an_earlier_version(tmp_path: Path) -> None:
    """Who looks before the upgrade still has a database that the earlier version reads, and may be serving from."""
    file, earlier = tmp_path / "maatwerk.db", tmp_path / "earlier"
    shutil.copytree(MIGRATIONS, earlier, ignore=shutil.ignore_patterns("000[3-9]*", "__pycache__"))
    migrate(f"sqlite:///{file}", earlier)
    before = file.read_bytes()
    text = told("check", "--data", str(tmp_path), code=0)
    assert "WARN database" in text
    assert "of an earlier version" in text
    assert file.read_bytes() == before


def test_checking_tells_of_a_redis_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAATWERK_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert "WARN redis: " in told("check", "--data", str(tmp_path), code=0)


def test_checking_tells_of_a_database_that_may_not_be_written(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'maatwerk.db'}")
    found = check_folder(Settings(data_dir=tmp_path), may=lambda path, _: path.suffix != ".db")  # root may always
    assert not found.ok
    assert "maatwerk.db may not be written" in found.detail


def test_why_a_database_refused_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    cause = OperationalError("DELETE", {}, sqlite3.OperationalError("attempt to write a readonly database"))
    with pytest.raises(SystemExit), saying():
        raise StoreFailed("not stored: OperationalError") from cause
    assert capsys.readouterr().err == "This cannot be done: attempt to write a readonly database\n"
