"""In production the server refuses to start on missing, default or weak secrets, and `maatwerk check` explains."""

import stat
from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from app.cli.main import cli
from app.main import create_app
from app.safety import Unsafe, findings, in_production, need_safe, secret_key
from app.settings import Settings

KEY = "q7Zf-3hK_x9Lr2Tn8Vb4Wc6Yd1Mg5Pj0Qs"
GOOD: dict[str, Any] = {"base_url": "https://spel.school.nl", "secret_key": SecretStr(KEY)}


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # pyright: ignore


def test_good_settings_are_good() -> None:
    need_safe(settings(**GOOD))
    assert all(each.safe for each in findings(settings(**GOOD)))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"secret_key": SecretStr("")}, "MAATWERK_SECRET_KEY: is not set"),
        ({"secret_key": SecretStr("changeme-q7Zf3hKx9Lr2Tn8Vb4Wc6Yd1")}, "MAATWERK_SECRET_KEY: holds 'change'"),
        ({"secret_key": SecretStr("a" * 64)}, "MAATWERK_SECRET_KEY: is easy"),
        ({"secret_key": SecretStr(KEY[:31])}, "MAATWERK_SECRET_KEY: is easy"),
        ({"base_url": "http://spel.school.nl", "env": "production"}, "MAATWERK_BASE_URL"),
        ({"base_url": "", "env": "production"}, "MAATWERK_BASE_URL"),
        ({"base_url": "https://localhost"}, "MAATWERK_BASE_URL"),
        ({"allowed_origins": ["*"]}, "MAATWERK_ALLOWED_ORIGINS"),
        ({"allowed_origins": ["http://school.nl"]}, "MAATWERK_ALLOWED_ORIGINS"),
        ({"oidc_issuer": "http://inlog.nl", "oidc_client_secret": SecretStr(KEY)}, "MAATWERK_OIDC_ISSUER"),
        ({"oidc_issuer": "https://inlog.nl"}, "MAATWERK_OIDC_CLIENT_SECRET"),
        ({"database_url": "postgresql+psycopg://spel:spel@db/spel"}, "MAATWERK_DATABASE_URL"),
        ({"database_url": "postgresql+psycopg://spel@db/spel"}, "MAATWERK_DATABASE_URL"),
        ({"database_url": "postgresql+psycopg://spel:changeme-please@db/spel"}, "MAATWERK_DATABASE_URL"),
    ],
)
def test_what_is_not_safe_is_refused_and_named(changes: dict[str, Any], named: str) -> None:
    wrong = settings(**{**GOOD, **changes})
    assert in_production(wrong)
    with pytest.raises(Unsafe, match=named.replace("*", r"\*")):
        need_safe(wrong)
    with pytest.raises(Unsafe):
        create_app(wrong)


def test_no_secret_is_told() -> None:
    weak = {"secret_key": SecretStr("geheim-maar-kort"), "database_url": "postgresql+psycopg://spel:spelspel@db/x"}
    with pytest.raises(Unsafe) as told:
        need_safe(settings(**{**GOOD, **weak}))
    assert "geheim-maar-kort" not in str(told.value)
    assert "spelspel" not in str(told.value)


@pytest.mark.parametrize(
    "given", [{}, {"base_url": "http://10.0.0.2:8000"}, {"base_url": "https://x.nl", "env": "room"}]
)
def test_a_room_needs_no_secrets(given: dict[str, Any]) -> None:
    assert not in_production(settings(**given))
    need_safe(settings(**given))


def test_serving_says_why_it_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAATWERK_BASE_URL", "https://spel.school.nl")
    monkeypatch.delenv("MAATWERK_SECRET_KEY", raising=False)
    told = CliRunner().invoke(cli, ["serve", "--data", str(tmp_path / "data"), "--port", "1"])
    assert told.exit_code == 1
    assert "MAATWERK_SECRET_KEY: is not set" in told.output
    assert not (tmp_path / "data").exists(), "nothing was done"


@pytest.mark.parametrize(("base_url", "ok"), [("https://spel.school.nl", False), ("http://10.0.0.2:8000", True)])
def test_check_explains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base_url: str, ok: bool) -> None:
    monkeypatch.setenv("MAATWERK_BASE_URL", base_url)
    monkeypatch.delenv("MAATWERK_SECRET_KEY", raising=False)
    told = orjson.loads(CliRunner().invoke(cli, ["check", "--data", str(tmp_path), "--json"]).stdout)
    key = next(each for each in told if each["what"] == "MAATWERK_SECRET_KEY")
    assert key["ok"] is ok
    assert "secrets.token_urlsafe" in key["detail"]


def test_without_a_key_one_is_kept_beside_the_data_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = secret_key(settings(data_dir=data))
    assert secret_key(settings(data_dir=data)) == key
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert len(key) >= 64
    assert secret_key(settings(data_dir=tmp_path / "other")) != key
    assert secret_key(settings(**GOOD)) == KEY


def test_settings_that_are_printed_hold_no_key() -> None:
    assert KEY not in repr(settings(**GOOD))
