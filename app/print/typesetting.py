"""From data to PDF: Typst with our templates and fonts, nothing of the system, no network."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import orjson
import typst

from app.print.options import PrintError

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"
UNPRINTABLE = "□"
"""Stands where no font has the character, such as an emoji: PDF/UA forbids a character without a glyph."""
_MOST_UNPRINTABLE = 40
_LATIN = 0x17F
"""Up to here Atkinson Hyperlegible has all that is not a control character."""
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_OVERFLOW = re.compile(r"does-not-fit: ([^:]+): ([^\n]*)")


def typeset(data: dict[str, Any], template: str = "kit.typ", *, any_script: bool = False) -> bytes:
    """A tagged PDF of this data, held against PDF/UA-1 while it is written.

    Texts go in as JSON and are set as text; no word of a pack is ever read as Typst code. With `any_script` a whole
    script that our fonts lack is set as empty boxes too: nobody may wait for a report because of one sentence.

    Raises:
        PrintError: a text does not fit in its place, or is in a script that our fonts lack.
    """
    odd = frozenset(char for text in _texts(data) for char in text if ord(char) > _LATIN)
    missing = _missing(odd, any_script) if odd else frozenset[str]()
    if missing:
        swap = str.maketrans(dict.fromkeys(missing, UNPRINTABLE))
        data = _replaced(data, lambda text: text.translate(swap))
    try:
        return _compile(template, data)
    except typst.TypstError as error:
        if found := _OVERFLOW.search(str(error)):
            raise PrintError(f"{found[1]}: this text is too long for its place: {found[2]}", found[1]) from None
        raise


def pixels(drawings: list[dict[str, Any]], across: float = 2) -> list[bytes]:
    """Each drawing (`svg`, `width`, `height`) as a PNG, `across` pixels for each of its units."""
    if not drawings:
        return []
    compiler = _compiler()
    inputs = {"data": orjson.dumps(drawings).decode()}
    made = compiler.compile(str(TEMPLATES / "pictures.typ"), format="png", ppi=96 * across, sys_inputs=inputs)
    return cast("list[bytes]", made if isinstance(made, list) else [made])


def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True)


def _compile(template: str, data: object) -> bytes:
    inputs = {"data": orjson.dumps(data).decode()}
    return cast(
        bytes, _compiler().compile(str(TEMPLATES / template), format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs)
    )


@lru_cache(maxsize=64)
def _missing(chars: frozenset[str], any_script: bool = False) -> frozenset[str]:
    """Which of these no font has: each is set on a line of its own, and Typst names one at a time."""
    left, missing = set(chars), set[str]()
    while left:
        try:
            _compile("probe.typ", sorted(left))
        except typst.TypstError as error:
            found = _NO_GLYPH.search(str(error))
            if found is None:
                raise
            if len(missing) >= _MOST_UNPRINTABLE:
                raise PrintError("This pack is in a script that the fonts of the kit do not have.") from None
            named = set(found[1]) & left
            if any_script:
                named |= {char for char in left if any(_script(char) == _script(one) for one in named)}
            if not named:
                raise
            missing |= named
            left -= named
        else:
            break
    return frozenset(missing)


def _script(char: str) -> int:
    """Signs that one font has together: what lies between are arrows, lines and other signs, each on its own."""
    code = ord(char)
    if 0x900 <= code < 0x2000:
        return code & ~0x7F
    return code & ~0xFFF if code >= 0x2E80 else code


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in cast("dict[str, object]", value).values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in cast("list[object]", value):
            yield from _texts(one)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _replaced(one, change) for key, one in cast("dict[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, change) for one in cast("list[Any]", value)]
    return value
