"""Sees to it that tests find nginx, PostgreSQL, Redis and WebKit: from the system's packages if it can.

Run by `make test` with any Python; uses the standard library only. What stays away is a loud skip, and with CI=true a
failure of the tests that need it.
"""

import glob
import os
import shutil
import subprocess

NEEDED = {
    "nginx": "nginx-light",
    "openssl": "openssl",
    "redis-server": "redis-server",
    "initdb": "postgresql",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
}
PATIENT = ("-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120")
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/sbin")


def missing() -> list[str]:
    """Packages of the programs that are not here."""
    return [
        package
        for program, package in NEEDED.items()
        if not shutil.which(program) and not any(glob.glob(f"{place}/{program}") for place in PLACES)
    ]


def main() -> None:
    """Install what is missing, else say what to do."""
    if missing() and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing()]):
            subprocess.run(["apt-get", *PATIENT, *step], check=False, stdout=subprocess.DEVNULL)
    if missing():
        print("Tests of several workers, or of WebKit, will be skipped. Install:", *missing())  # noqa: T201


if __name__ == "__main__":
    main()
