"""Sees to it that the browser tests find a Chromium: the system's own, from its packages where that is possible.

Run by `make test` with any Python; uses the standard library only.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENT = ("-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
HOW = "Browser tests need Chromium from your system's packages (Debian, Ubuntu: sudo apt-get install chromium)."


def find() -> str | None:
    """Path of the system's Chromium, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    """Find it, else install it, else say in one line how."""
    if find() is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *PATIENT, *step], check=False, stdout=subprocess.DEVNULL)
    if find() is None:
        sys.exit(HOW)


if __name__ == "__main__":
    main()
