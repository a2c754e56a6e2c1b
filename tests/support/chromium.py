"""Sees to it that the browser tests find a Chromium: the system's own, from its packages where that is possible.

Run by `make test` with any Python; uses the standard library only.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SHELL = "chromium-headless-shell"
"""The same browser without windows, bars and cameras of its own: it takes two thirds of the time. Ubuntu has none."""
PATIENT = ("-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
HOW = "Browser tests need Chromium from your system's packages (Debian, Ubuntu: sudo apt-get install chromium)."


def find() -> str | None:
    """Path of the system's Chromium, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def find_light() -> str | None:
    """Path of the lightest that shows pages, or None."""
    return os.environ.get("CHROMIUM") or shutil.which(SHELL) or find()


def _apt_get(*words: str) -> None:
    subprocess.run(["apt-get", *PATIENT, "-qq", *words], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Find it, else install it, else say in one line how; the light one is welcome and not needed."""
    missing = [name for name, path in (("chromium", find()), (SHELL, shutil.which(SHELL))) if path is None]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _apt_get("update")
        for name in missing:
            _apt_get("install", "-y", "--no-install-recommends", name)
    if find() is None:
        sys.exit(HOW)


if __name__ == "__main__":
    main()
