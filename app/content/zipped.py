"""A pack as one file to pass on. A file from elsewhere is refused at the first thing that no pack needs."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from app.content.editing import free_id, workspace
from app.content.layers import mapping
from app.content.library import PackInfo
from app.content.loader import load_pack
from app.content.problems import PackError, Problem, refuse
from app.content.saying import Words, t
from app.content.source import MAX_BYTES, read_source

MAX_ENTRIES = 200
MAX_TOTAL = 20 * 1024 * 1024
MAX_RATIO = 100
"""Text of a pack shrinks about four times; only a bomb shrinks a hundred times."""
_SMALL = 64 * 1024
"""Under this size the ratio says nothing: a short file of spaces is no attack."""

_DATE = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"(personas/)?[a-z0-9_]+\.yaml|README\.md|LICENSE")


def build(directory: Path) -> bytes:
    """The pack as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(directory.rglob("*"), key=lambda one: one.relative_to(directory).as_posix()):
            name = path.relative_to(directory).as_posix()
            if path.is_file() and not path.is_symlink() and _NAME.fullmatch(name):
                entry = zipfile.ZipInfo(name, _DATE)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return out.getvalue()


def install(data: bytes, target: Path, library: Mapping[str, Path], *, replace: bool = False) -> tuple[PackInfo, bool]:
    """Unpack, check and put in `target`; `replace` allows a newer form of an own pack that is there.

    Also says whether any of its files is other than it was.

    Raises PackError; then nothing was changed or left behind.
    """
    with workspace(target) as work:
        new = work / "pack"
        unpack(data, new)
        key = str(mapping(read_source(new, "pack.yaml").data).get("id"))
        mine = library.get(key) == target / key
        if mine and not replace:
            found, expected = t("een tweede pakket {id}", id=repr(key)), t("een id die nog vrij is")
            hint = t("Is dit het nieuwe? Kies dan dat het in de plaats komt (--replace).")
            raise PackError([Problem("pack.yaml", 1, 1, "id", found, expected, hint)])
        if not mine:
            free_id(key, target, library)
        pack = load_pack(new, {name: path for name, path in library.items() if name != key})
        extends = mapping(read_source(new, "pack.yaml").data).get("extends")
        changed = not mine or build(new) != build(target / key)
        if mine:
            (target / key).rename(work / "old")
        new.rename(target / key)
        about = pack.about
        info = PackInfo(about.id, about.version, dict(about.title), about.languages, target / key, True, extends)
        return info, changed


def unpack(data: bytes, directory: Path) -> None:
    """Write the files of a zip to a new directory; raises PackError at the first thing that is not a pack's."""
    if len(data) > MAX_TOTAL:
        raise _refuse("", t("{count} bytes", count=len(data)), t("hoogstens {count} bytes", count=MAX_TOTAL))
    directory.mkdir()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _unpack(archive, directory)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise _refuse("", t("een kapot zipbestand ({why})", why=error), t("een zipbestand")) from error


def _unpack(archive: zipfile.ZipFile, directory: Path) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _refuse("", t("{count} bestanden", count=len(entries)), t("hoogstens {count}", count=MAX_ENTRIES))
    top = _top([one.orig_filename for one in entries])
    seen: set[str] = set()
    total = 0
    for entry in entries:
        name = entry.orig_filename.removeprefix(top)
        if name in ("", "personas/") and not _is_link(entry):
            continue
        _look(entry, name)
        if name in seen:
            raise _refuse(name, t("{id} voor de tweede keer", id=repr(name)), t("elk bestand één keer"))
        seen.add(name)
        text = _read(archive, entry, name)
        total += len(text)
        if total > MAX_TOTAL:
            raise _refuse("", t("meer dan {count} bytes samen", count=MAX_TOTAL), t("minder"))
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_bytes(text)


def _top(names: list[str]) -> str:
    """The folder that everything lies in, as when a folder is zipped by hand."""
    tops = {name.split("/", 1)[0] + "/" for name in names}
    top = next(iter(tops)) if len(tops) == 1 else ""
    return top if re.fullmatch(r"[\w .-]+/", top) and not top.startswith(".") and top != "personas/" else ""


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _look(entry: zipfile.ZipInfo, name: str) -> None:
    """Everything that can be said of an entry without reading it."""
    if _is_link(entry):
        raise _refuse(name, t("een verwijzing naar een ander bestand"), t("het bestand zelf"))
    if entry.flag_bits & 1:
        raise _refuse(name, t("een bestand met een wachtwoord"), t("een bestand zonder wachtwoord"))
    if "\\" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
        raise _refuse(name, t("een pad dat uit het pakket leidt"), t("een bestand in het pakket"))
    if name.lower().endswith(".svg"):
        expected = t("geen eigen tekeningen: kies een naam uit game_content/pictures.json. In SVG kan script staan")
        raise _refuse(name, t("een tekening als SVG"), expected)
    if name.lower().endswith((".zip", ".gz", ".7z", ".rar", ".tar", ".xz", ".bz2")):
        raise _refuse(name, t("een ingepakt bestand in een ingepakt bestand"), t("gewone bestanden"))
    if not _NAME.fullmatch(name):
        expected = t("alleen bestanden van een pakket: .yaml met kleine letters, README.md en LICENSE")
        raise _refuse(name, t("een bestand dat geen pakket heeft"), expected)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refuse(name, t("een ongewone manier van inpakken"), t("een gewoon zipbestand"))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The file, never more than it may be: what the zip says of its own sizes is not believed."""
    with archive.open(entry) as file:
        text = file.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise _refuse(name, t("meer dan {count} bytes", count=MAX_BYTES), t("hoogstens {count} bytes", count=MAX_BYTES))
    times = len(text) // max(entry.compress_size, 1)
    if len(text) > _SMALL and times > MAX_RATIO:
        found = t("een bestand dat bij uitpakken {count} keer zo groot wordt", count=times)
        raise _refuse(name, found, t("hoogstens {count} keer", count=MAX_RATIO))
    return text


def _refuse(file: str, found: Words, expected: Words) -> PackError:
    shown = "".join(char if char.isprintable() else "?" for char in file)[:80]
    return refuse(shown or "zip", 1, 1, "", found, expected)
