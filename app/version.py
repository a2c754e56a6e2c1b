"""The version of this software; CHANGELOG.md and pyproject.toml say the same (a test compares them)."""

VERSION = "0.4.0"
