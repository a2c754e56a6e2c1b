"""The `pack` commands, as a person and as a script use them."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from app.cli.main import cli
from app.cli.terminal import read_settings
from app.content.schema import document
from app.content.zipped import build
from app.store import migrate
from tests.content.conftest import CONTENT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("MAATWERK_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()

    def command(*words: str) -> Result:
        return CliRunner().invoke(cli, ["pack", *words])

    return command


def test_the_packs_of_the_product_pass_strictly(run: Any) -> None:
    told = run("check", "--strict", "--json")
    assert (told.exit_code, orjson.loads(told.stdout)) == (0, {"packs": 3, "errors": [], "warnings": []})


@pytest.mark.parametrize("words", [["check"], ["build"], ["new", "ours", "--from"]])
def test_no_such_pack(run: Any, words: list[str]) -> None:
    told = run(*words, "nope")
    assert told.exit_code == 2
    assert told.stderr == "Er is geen pakket nope. Deze zijn er: mbo, po, vo.\n"
    assert "There is no pack nope." in run(*words, "nope", "--language", "en").stderr
    assert "nope" in orjson.loads(run(*words, "nope", "--json").stdout)["error"]


def test_make_check_build_and_install(run: Any, tmp_path: Path) -> None:
    assert run("new", "ours", "--title", "Van ons", "--title-en", "Ours").exit_code == 0
    folder = tmp_path / "data" / "packs" / "ours"
    assert "Van ons" in (folder / "pack.yaml").read_text()
    file = tmp_path / "ours.zip"
    assert run("build", "ours", "--out", str(file)).exit_code == 0
    assert run("check", str(file)).exit_code == 0
    assert run("install", str(file)).exit_code == 2  # nobody plays here yet
    migrate(read_settings().url)
    again = run("install", str(file))
    assert (again.exit_code, "een tweede pakket 'ours'" in again.stderr, "--replace" in again.stderr) == (1, True, True)
    installed = run("install", str(file), "--replace", "--json")
    assert orjson.loads(installed.stdout)["extends"] == "po"
    rows = {one["id"]: one for one in orjson.loads(run("list", "--json").stdout)}
    assert set(rows) == {"mbo", "po", "vo", "ours"}
    assert [key for key, one in rows.items() if one["own"]] == ["ours"]
    assert "ours 1.0.0 (nl, en, own pack, extends po)" in run("list", "--language", "en").stdout
    taken = run("new", "ours", "--json")
    assert (taken.exit_code, orjson.loads(taken.stdout)["errors"][0]["field"]) == (1, "id")


@pytest.mark.parametrize("database", ["", "postgresql+psycopg://me@elsewhere/x"])
@pytest.mark.parametrize("words", [["new", "ours"], ["install", "ours.zip"]])
def test_a_mistyped_folder_gets_no_pack(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], database: str
) -> None:
    monkeypatch.setenv("MAATWERK_DATABASE_URL", database)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.zip").write_bytes(build(CONTENT / "po"))
    told = run(*words, "--data", "tpyo", "--language", "en")
    assert (told.exit_code, f"There is no Maatwerk in {tmp_path / 'tpyo'}. Is --data right?" in told.stderr) == (
        2,
        True,
    )
    assert not (tmp_path / "tpyo").exists()


def test_a_first_pack_can_be_made_before_anything_is_played(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAATWERK_DATA_DIR")
    (tmp_path / "data").rmdir()
    assert run("new", "ours").exit_code == 0
    assert (tmp_path / "data" / "packs" / "ours" / "pack.yaml").is_file()


def test_errors_and_warnings_apart(run: Any, tmp_path: Path) -> None:
    run("new", "ours", "--full")
    folder = tmp_path / "data" / "packs" / "ours"
    persona = folder / "personas" / "yara.yaml"
    text = persona.read_text("utf-8")
    hard = "nl: Hij " + "loopt en " * 10 + "zit."
    persona.write_text(
        text.replace(next(one for one in text.splitlines() if "nl: " in one and len(one) > 80).strip(), hard)
    )
    told = run("check", "ours")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (0, "Waarschuwingen: 1")
    assert run("check", "ours", "--strict").exit_code == 1
    persona.write_text(persona.read_text("utf-8").replace("age: ", "leeftijd: "))
    told = orjson.loads(run("check", "--json", "--language", "en").stdout)
    assert told["packs"] == 4
    assert {one["field"] for one in told["errors"]} == {"age", "leeftijd"}
    assert {one["pack"] for one in told["errors"]} == {"ours"}
    assert set(told["errors"][0]) == {
        "pack", "severity", "file", "line", "column", "field", "found", "expected", "suggestion",
    }  # fmt: skip
    lines = run("check", str(folder), "--language", "en").stdout.splitlines()
    assert lines[0] == "Errors: 2"
    assert lines[1].startswith("  personas/yara.yaml:")


def test_an_own_pack_that_is_left_out_is_named(run: Any, tmp_path: Path) -> None:
    run("new", "ours")
    (tmp_path / "data" / "packs" / "ours" / "pack.yaml").write_text("id: po\n")
    told = run("check", "--language", "en")
    assert told.exit_code == 1
    assert "ours/pack.yaml:1:1: id: found: a second pack 'po'" in told.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("version: 1.0.0", "version: new", "pack.yaml:2:1: version: gevonden: 'new'"),
        ("extends: po", "extends: pa", "pack.yaml:6:1: extends: gevonden: een pakket dat er niet is: 'pa'"),
        ("id: ours", "id: theirs", "pack.yaml:1:1: id: gevonden: 'theirs'; verwacht: de naam van de map: ours"),
        ("id: ours", "id: 'ours", "pack.yaml:1:5: gevonden: kapotte YAML"),
    ],
)
def test_a_pack_that_cannot_be_played_is_checked_by_name(
    run: Any, tmp_path: Path, old: str, new: str, told: str
) -> None:
    """It says what is wrong, not that it is not there; so do those that would use it."""
    run("new", "ours")
    written = tmp_path / "data" / "packs" / "ours" / "pack.yaml"
    written.write_text(written.read_text().replace(old, new))
    checked = run("check", "ours")
    assert (checked.exit_code, checked.stdout.splitlines()[0]) == (1, "Fouten: 1")
    assert told in checked.stdout
    printed = CliRunner().invoke(cli, ["print", "--pack", "ours", "--out", str(tmp_path / "kit.pdf")])
    for refused in (run("build", "ours"), printed):
        assert (refused.exit_code, told in refused.stderr) == (1, True)


def test_a_folder_without_a_pack_is_one_that_misses_its_file(run: Any, tmp_path: Path) -> None:
    (tmp_path / "data" / "packs" / "ours").mkdir(parents=True)
    assert "pack.yaml:1:1: gevonden: geen bestand" in run("check", "ours").stdout


def test_a_language_that_is_not_there(run: Any) -> None:
    assert run("check", "--language", "fr").exit_code == 2


def test_the_schema_file_is_fresh() -> None:
    """Mend it with `maatwerk pack schema --write`."""
    assert orjson.loads((CONTENT / "schema.json").read_bytes()) == document()


def test_the_schema_covers_every_file() -> None:
    defs = document()["$defs"]
    files = {path.name for path in (CONTENT / "po").glob("*.yaml")}
    assert files | {"persona.yaml"} == {name for name in defs if name.endswith(".yaml")}
    assert defs["Persona"]["additionalProperties"] is False
    assert "scope" in defs["Persona"]["properties"]["picture"]["enum"]
    assert defs["actors.yaml"]["additionalProperties"] is False
    references = {word.split('"')[0] for word in orjson.dumps(defs).decode().split("#/$defs/")[1:]}
    assert references <= set(defs)
