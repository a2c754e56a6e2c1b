"""What the documents say is true: settings, commands, codes, frames, versions and the wire's own document."""

import re
import tomllib
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.main import get_command

from app.cli.main import cli
from app.game.commands import WIRE_COMMANDS
from app.game.rejected import Code
from app.i18n import LANGUAGES, translator
from app.live.frames import Closing
from app.settings import Settings
from app.version import VERSION
from app.web.asyncapi import document

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()


def _commands() -> list[str]:
    top: Any = get_command(cli)
    found: list[str] = []
    for name, command in top.commands.items():
        inner: list[str] | None = getattr(command, "commands", None)
        found += [f"{name} {sub}" for sub in inner] if inner else [name]
    return found


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_stands_in_the_readme(name: str) -> None:
    assert f"`MAATWERK_{name.upper()}`" in README


def test_the_readme_names_no_setting_that_does_not_exist() -> None:
    named = set(re.findall(r"`MAATWERK_([A-Z_]+)`", README))
    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", _commands())
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"`maatwerk {name}`" in README


@pytest.mark.parametrize("code", list(Code))
def test_every_reject_code_is_documented(code: Code) -> None:
    assert f"`{code}`" in PROTOCOL


@pytest.mark.parametrize("name", sorted(WIRE_COMMANDS))
def test_every_command_of_the_wire_is_documented(name: str) -> None:
    assert f"`{name}" in PROTOCOL


@pytest.mark.parametrize("why", list(Closing))
def test_every_close_code_is_documented(why: Closing) -> None:
    assert f"| {why.code} | `{why.word}` |" in PROTOCOL


def test_the_asyncapi_file_is_fresh() -> None:
    written = orjson.loads((ROOT / "docs" / "asyncapi.json").read_bytes())
    assert written == orjson.loads(orjson.dumps(document())), "run: maatwerk protocol --write"


def test_every_reference_in_the_asyncapi_file_leads_somewhere() -> None:
    text = (ROOT / "docs" / "asyncapi.json").read_text()
    whole = orjson.loads(text)
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        place = whole
        for step in reference.split("/"):
            place = place[step]


def test_version_and_changelog_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert project["version"] == VERSION == newest[1]


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_lock_files_name_no_address() -> None:
    assert "http" not in re.sub(r"^http\w*==", "", (ROOT / "constraints.txt").read_text(), flags=re.MULTILINE)
    assert '"resolved"' not in (ROOT / "frontend" / "package-lock.json").read_text()


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_statement_on_accessibility_says_what_the_page_says() -> None:
    page = (ROOT / "frontend" / "templates" / "accessibility.html").read_text()
    document = (ROOT / "docs" / "toegankelijkheid.md").read_text()
    lines = re.findall(r"<li>\{\{ t\(\"(.+)\"\) \}\}</li>", page)
    assert len(lines) > 10
    for language in LANGUAGES:
        for line in lines:
            assert f"\n- {translator(language)(line)}\n" in document, line


def test_the_tests_that_the_statement_names_exist() -> None:
    for name in re.findall(r"`(?:tests/browser/)?(test_\w+\.py)`", (ROOT / "docs" / "toegankelijkheid.md").read_text()):
        assert (ROOT / "tests" / "browser" / name).exists(), name
