"""What a check finds."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Something wrong at a path in the pack; `path[0]` is the section."""

    path: tuple[str, ...]
    found: str
    expected: str
