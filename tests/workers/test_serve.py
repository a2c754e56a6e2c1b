"""`maatwerk serve --workers N`: refused where it cannot work, and replaced one by one where it does."""

import os
import subprocess
from pathlib import Path

import pytest

from bench.server import MAATWERK


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "MAATWERK_DATABASE_URL"),
        ({"MAATWERK_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1/nothing"}, "MAATWERK_REDIS_URL"),
    ],
)
def test_more_than_one_worker_is_refused_with_what_to_do(tmp_path: Path, settings: dict[str, str], told: str) -> None:
    line = [MAATWERK, "serve", "--workers", "2", "--data", str(tmp_path)]
    done = subprocess.run(line, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told in done.stderr + done.stdout
