"""Sees to it that the browser tests find a Chromium: the system's own, from its packages where that is possible.

Run by `make test` with any Python; uses the standard library only.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
"""The same browser without its own windows and bars, which cost a third of a test."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENT = ("-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
HOW = "Browser tests need Chromium from your system's packages (Debian, Ubuntu: sudo apt-get install chromium)."


def find() -> str | None:
    """Path of the system's Chromium, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def _apt_get(*words: str) -> None:
    subprocess.run(["apt-get", *PATIENT, "-qq", *words], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Find it, else install it, else say in one line how."""
    if find() is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _apt_get("update")
        for package in (SHELL, "chromium"):  # Ubuntu has no such shell
            if find() is None:
                _apt_get("install", "-y", "--no-install-recommends", package)
    if find() is None:
        sys.exit(HOW)


if __name__ == "__main__":
    main()
