"""`maatwerk report` for a script and for a person."""

import json
from pathlib import Path

import docx
from typer.testing import CliRunner

from app.cli.main import cli

run = CliRunner()


def asked(*arguments: str) -> str:
    done = run.invoke(cli, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_writes_the_report_that_was_asked_for(tmp_path: Path) -> None:
    code = json.loads(asked("session", "create", "--title", "De Linde", "--data", str(tmp_path), "--json"))["code"]
    words, out = tmp_path / "words.txt", tmp_path / "report.docx"
    words.write_text("Dag school.", "utf-8")
    options = ["--form", "docx", "--language", "en", "--length", "short", "--introduction", str(words)]
    options += ["--under", f"sources={words}"]
    told = json.loads(asked("report", code, *options, "--out", str(out), "--data", str(tmp_path), "--json"))
    assert (told["out"], told["bytes"]) == (str(out), out.stat().st_size)
    said = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert said[0] == "De Linde"
    assert said.count("Dag school.") == 2
    assert [line["what"] for line in json.loads(asked("audit", "--data", str(tmp_path), "--json"))] == ["exported"]


def test_it_says_what_there_is_instead(tmp_path: Path) -> None:
    asked("migrate", "--data", str(tmp_path))
    for wrong, said in (
        (["ABCDEF"], "There is no session ABCDEF"),
        (["ABCDEF", "--language", "fr"], "take nl or en"),
        (["ABCDEF", "--chapters", "weather"], "choose from summary, time"),
        (["ABCDEF", "--under", "weather=x"], "choose from summary, time"),
        (["ABCDEF", "--length", "short", "--chapters", "time"], "a short report has no chapter time"),
        (["ABCDEF", "--closing", str(tmp_path / "none.txt")], "Cannot write a report"),
    ):
        done = run.invoke(cli, ["report", *wrong, "--data", str(tmp_path)])
        assert (done.exit_code, said in done.output) == (1, True), done.output
