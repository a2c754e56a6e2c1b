"""`maatwerk print` for a script and for a person."""

import json
from pathlib import Path

from typer.testing import CliRunner

from app.cli.main import cli
from tests.print.conftest import Printed

run = CliRunner()


def test_it_writes_the_parts_that_were_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "kit.pdf"
    asked = ["print", "--pack", "mbo", "--language", "en", "--parts", "board, answers", "--out", str(out), "--json"]
    done = run.invoke(cli, asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["pack"], told["language"], told["parts"]) == ("mbo", "en", ["board", "answers"])
    assert Printed(out.read_bytes()).sizes == [(420, 297), (210, 297)]


def test_it_says_what_there_is_instead(tmp_path: Path) -> None:
    run.invoke(cli, ["migrate", "--data", str(tmp_path)])
    for wrong, said in (
        (["--pack", "nope"], "installed are mbo, po, vo"),
        (["--language", "fr"], "take nl or en"),
        (["--parts", "posters"], "choose from cards, personas"),
        (["--paper", "a5"], "take a4 or a3"),
        (["--session", "ABCDEF", "--data", str(tmp_path)], "There is no session ABCDEF"),
    ):
        done = run.invoke(cli, ["print", "--out", str(tmp_path / "x.pdf"), *wrong])
        assert (done.exit_code, said in done.output) == (1, True), done.output
    assert not (tmp_path / "x.pdf").exists()
