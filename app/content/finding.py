"""What a check finds."""

from typing import NamedTuple

from app.content.saying import Words


class Finding(NamedTuple):
    """Something wrong at a path in the pack; `path[0]` is the section. A warning may stay."""

    path: tuple[str, ...]
    found: Words
    expected: Words
    suggestion: Words = ""
    warning: bool = False
