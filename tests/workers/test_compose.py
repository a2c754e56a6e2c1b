"""What docker-compose.yml says. No engine is needed: the same parts are run natively in test_two_workers."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from app.settings import Settings

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"


def compose() -> dict[str, Any]:
    return YAML(typ="safe").load(FILE.read_text())  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def check(path: Path) -> int:
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    return subprocess.run(line, capture_output=True, check=False).returncode


def test_it_is_what_the_compose_specification_says(tmp_path: Path) -> None:
    assert check(FILE) == 0
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILE.read_text().replace("read_only: true", "read_only: [sometimes]"))
    assert check(wrong) != 0


@pytest.mark.parametrize("name", ["proxy", "web1", "web2", "postgres", "valkey", "backup"])
def test_every_part_is_confined_and_watched(name: str) -> None:
    part = compose()["services"][name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert part.get("user", "unprivileged" if "unprivileged" in part["image"] else "root") not in ("root", "0")
    assert "healthcheck" in part or "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_the_workers_are_set_as_the_program_knows_and_only_the_proxy_is_outside() -> None:
    parts = compose()["services"]
    known = {f"MAATWERK_{name.upper()}" for name in Settings.model_fields} | {"FORWARDED_ALLOW_IPS"}
    for name in ("web1", "web2"):
        assert parts[name]["environment"].keys() <= known
        assert parts[name]["environment"]["MAATWERK_WORKER_URL"] == f"http://{name}:8000"
    assert [name for name, part in parts.items() if "ports" in part] == ["proxy"]


def test_the_first_backup_does_not_wait_a_day_for_a_database() -> None:
    assert compose()["services"]["backup"]["command"][-1].startswith("maatwerk migrate\n")


def test_the_image_holds_no_keys_and_settings_of_who_builds_it() -> None:
    """`COPY . .` took `.env` and the folder of TLS along: only what is named goes in."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    assert rules[0] == "*"
    named = [rule.removeprefix("!") for rule in rules if rule.startswith("!")]
    assert not [name for name in named if name.startswith(".") or not (ROOT / name).exists()]


def test_the_proxy_is_told_all_that_its_file_asks() -> None:
    asked = {part.partition("}")[0] for part in (ROOT / "deploy" / "proxy.conf.template").read_text().split("${")[1:]}
    assert asked - {"..."} == compose()["services"]["proxy"]["environment"].keys()


def test_what_is_counted_is_not_shown_to_the_outside() -> None:
    assert "location = /metrics {\n        return 404;" in (ROOT / "deploy" / "proxy.conf.template").read_text()
