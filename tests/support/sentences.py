"""Finds every sentence for people in the code, so that a test can compare them with the English catalogue.

`python tests/support/sentences.py` prints what `app/locale/en.po` lacks and what it holds in vain. With `--sort` it
first puts the file in the order of the Dutch sentences, each once: good after two branches both added some.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.i18n import LOCALE, catalogue  # noqa: E402
from app.review.columns import sentences as explained  # noqa: E402
from app.web import invalid, messages  # noqa: E402

_LITERAL = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`$]*`)"""
_T = re.compile(r"\bt\(\s*" + _LITERAL)
_SAY = re.compile(r"\b(?:say|translator\(language\))\(\s*" + _LITERAL)
_TN = re.compile(r"\btn\(\s*" + _LITERAL + r"\s*,\s*" + _LITERAL)
_PROBLEM = re.compile(r"Problem\(\s*\w+,\s*(?:\w+|\"[^\"]*\"),\s*" + _LITERAL)
_BAD_FILE = re.compile(r"(?:BadFile\(|_or_bad\(\w+,)\s*" + _LITERAL)
_WRONG_DAY = re.compile(r"WrongDay\(\s*" + _LITERAL)
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_SENTENCE = re.compile(r"\bsentence = " + _LITERAL + r"(?: if [^\n]* else " + _LITERAL + ")?")


def _read(literal: str) -> str:
    body = literal[1:-1]
    return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", _unescape, body)


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "u" and len(code) == 5:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t"}.get(code, code)


def _screens() -> Iterator[str]:
    """The source of every screen."""
    for path in [*ROOT.glob("frontend/src/**/*.svelte"), *ROOT.glob("frontend/src/**/*.ts")]:
        if not (".test." in path.name or "gallery" in path.name.lower() or "fixture" in path.name.lower()):
            yield _COMMENT.sub("", path.read_text())


def _front_end() -> Iterator[str]:
    for text in _screens():
        yield from (_read(found) for found in _T.findall(text))


def _server() -> Iterator[str]:
    for path in ROOT.glob("frontend/templates/*.html"):
        yield from (_read(found) for found in _T.findall(path.read_text()))
    for path in [*ROOT.glob("app/print/*.py"), *ROOT.glob("app/report/*.py")]:
        yield from (_read(found) for found in _T.findall(path.read_text()))
    for path in ROOT.glob("app/web/*.py"):
        text = path.read_text()
        yield from (_read(found) for found in _PROBLEM.findall(text))
        for pair in _SENTENCE.findall(text):
            yield from (_read(found) for found in pair if found)
    for path in [*ROOT.glob("app/content/*.py"), ROOT / "app" / "cli" / "packs.py"]:
        text = path.read_text()
        yield from (_read(found) for found in [*_T.findall(text), *_SAY.findall(text)])
    for path in [ROOT / "app" / "review" / "reading.py", ROOT / "app" / "bringing_in.py"]:
        text = path.read_text()
        yield from (_read(found) for found in [*_BAD_FILE.findall(text), *_SAY.findall(text)])
        yield from (_read(found) for pair in _SENTENCE.findall(text) for found in pair if found)
    yield from (_read(found) for found in _WRONG_DAY.findall((ROOT / "app" / "consent.py").read_text()))
    yield from messages.sentences()
    yield from invalid.sentences()
    yield from explained()


def counted() -> set[tuple[str, str]]:
    """Every sentence that depends on a number: for one, and for any other number."""
    server = (path.read_text() for path in [*ROOT.glob("app/content/*.py"), ROOT / "app" / "cli" / "packs.py"])
    return {(_read(one), _read(many)) for text in [*_screens(), *server] for one, many in _TN.findall(text)}


def on_screens() -> set[str]:
    """Every Dutch sentence of the live screens."""
    pairs = {pair for text in _screens() for pair in _TN.findall(text)}
    return {*_front_end(), *(_read(sentence) for pair in pairs for sentence in pair)}


def used() -> set[str]:
    """Every Dutch sentence in templates, screens and server."""
    return {*on_screens(), *_server(), *(sentence for pair in counted() for sentence in pair)}


def sort(path: Path) -> None:
    """Write a catalogue in the order of its Dutch sentences; of a sentence that is there twice, the first stays."""
    head = path.read_text("utf-8").partition("\n\n")[0]
    with path.open("rb") as file:
        found = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    parts = [_entry(dutch, found[dutch]) for dutch in sorted(found, key=lambda dutch: (dutch.casefold(), dutch))]
    path.write_text("\n\n".join([head, *parts]) + "\n", "utf-8")


def _entry(dutch: str, english: str) -> str:
    flag = "#, python-brace-format\n" if "{" in dutch else ""
    return f"{flag}msgid {json.dumps(dutch, ensure_ascii=False)}\nmsgstr {json.dumps(english, ensure_ascii=False)}"


def main() -> None:
    """Print the differences."""
    if "--sort" in sys.argv:
        sort(LOCALE / "en.po")
    known, wanted = set(catalogue("en")), used()
    for sentence in sorted(wanted - known):
        print("missing:", repr(sentence))  # noqa: T201
    for sentence in sorted(known - wanted):
        print("unused: ", repr(sentence))  # noqa: T201


if __name__ == "__main__":
    main()
