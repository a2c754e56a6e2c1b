"""Starting a server where another one listens."""

import socket
from pathlib import Path

from typer.testing import CliRunner

from app.cli.main import cli


def test_a_port_that_is_taken_is_said_before_any_link_is_printed(tmp_path: Path) -> None:
    """The note with the address of the server that runs stays, and no session is made."""
    (tmp_path / "address").write_text("http://here http://there\n")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = ["serve", "--first-session", "--host", "127.0.0.1", "--port", str(port), "--data", str(tmp_path)]
        told = CliRunner().invoke(cli, words)
    assert told.exit_code == 1
    assert f"MAATWERK_PORT={port + 1} make run" in told.output
    assert "/link/" not in told.output
    assert [path.name for path in tmp_path.iterdir()] == ["address"]
