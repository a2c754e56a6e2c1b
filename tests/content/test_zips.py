"""A zip from elsewhere: a good one is installed, and each bad one is refused with its reason and leaves nothing."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.content import PackError, build, copy_pack, find_packs, install, known_packs, load_pack
from tests.content.conftest import CONTENT, PACKS, told

HEADER = b"id: ours\nversion: 1.0.0\ntitle:\n  nl: Van ons\n  en: Ours\nextends: po\n"
Fill = Callable[[zipfile.ZipFile], object]


def zipped(*fills: Fill, header: bytes = HEADER, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("pack.yaml", header)
        for fill in fills:
            fill(archive)
    return out.getvalue()


def entry(name: str, text: bytes | str = "", **fields: int) -> Fill:
    def fill(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name)
        info.filename = info.orig_filename = name  # zipfile would make some names harmless
        for field, value in fields.items():
            setattr(info, field, value)
        archive.writestr(info, text, fields.get("compress_type", zipfile.ZIP_DEFLATED))

    return fill


def with_password(data: bytes) -> bytes:
    """Sets the flag of an encrypted entry, in both places where a zip has it."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rfind(mark) + offset
        changed[at : at + 2] = struct.pack("<H", 1)
    return bytes(changed)


def with_small_size(data: bytes) -> bytes:
    """The last entry says that it holds 10 bytes."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rfind(mark) + offset
        changed[at : at + 4] = struct.pack("<I", 10)
    return bytes(changed)


def twice() -> bytes:
    data = zipped(entry("aspects.yaml", "a: 1"), entry("bspects.yaml", "a: 1"))
    return data.replace(b"bspects.yaml", b"aspects.yaml")


def noise(size: int) -> bytes:
    """Text that does not shrink much, without chance."""
    return b"".join(b"%x\n" % (number * 2654435761 % 2**64 * number) for number in range(size // 12))[:size]


LINK = (stat.S_IFLNK | 0o777) << 16
BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "no zip": (lambda: b"PK\x03\x04 and then nothing", "zip", "a broken zip"),
    "empty": (lambda: b"", "zip", "a broken zip"),
    "cut off": (lambda: zipped()[:-30], "zip", "a broken zip"),
    "100 MB": (lambda: bytes(100 * 1024 * 1024), "zip", "104857600 bytes"),
    "bomb": (lambda: zipped(entry("actors.yaml", bytes(900_000))), "actors.yaml", "times as large when unpacked"),
    "too large": (lambda: zipped(entry("actors.yaml", noise(1024 * 1024 + 1))), "actors.yaml", "more than 1048576"),
    "too large together": (
        lambda: zipped(*(entry(f"personas/p{n}.yaml", noise(1024 * 1024)) for n in range(21))), "zip", "together"
    ),
    "size that lies": (
        lambda: with_small_size(zipped(entry("actors.yaml", bytes(2_000_000)))), "zip", "a broken zip"
    ),
    "too many": (lambda: zipped(*(entry(f"personas/p{n}.yaml") for n in range(200))), "zip", "201 files"),
    "up": (lambda: zipped(entry("../po/pack.yaml")), "../po/pack.yaml", "leads out of the pack"),
    "up inside": (lambda: zipped(entry("personas/../../x.yaml")), "personas/../../x.yaml", "leads out of the pack"),
    "absolute": (lambda: zipped(entry("/etc/passwd")), "/etc/passwd", "leads out of the pack"),
    "drive letter": (lambda: zipped(entry("C:/x.yaml")), "C:/x.yaml", "leads out of the pack"),
    "backslash": (lambda: zipped(entry("..\\x.yaml")), "..\\x.yaml", "leads out of the pack"),
    "zero byte": (lambda: zipped(entry("actors.yaml\0.svg")), "actors.yaml?.svg", "drawing as SVG"),
    "link": (lambda: zipped(entry("actors.yaml", "/etc/passwd", external_attr=LINK)), "actors.yaml", "a link"),
    "twice": (twice, "aspects.yaml", "a second time"),
    "password": (lambda: with_password(zipped(entry("actors.yaml", "x"))), "actors.yaml", "a file with a password"),
    "zip in a zip": (lambda: zipped(entry("more.zip", zipped())), "more.zip", "a packed file"),
    "svg": (lambda: zipped(entry("media/x.svg", "<svg onload='alert(1)'/>")), "media/x.svg", "a drawing as SVG"),
    "picture": (lambda: zipped(entry("media/x.png", "x")), "media/x.png", "a file that no pack has"),
    "program": (lambda: zipped(entry("setup.py", "x")), "setup.py", "a file that no pack has"),
    "hidden": (lambda: zipped(entry(".git/config", "x")), ".git/config", "a file that no pack has"),
    "folder too deep": (lambda: zipped(entry("personas/a/b.yaml")), "personas/a/b.yaml", "a file that no pack has"),
    "packed otherwise": (
        lambda: zipped(entry("actors.yaml", "x", compress_type=zipfile.ZIP_BZIP2)), "actors.yaml", "unusual way"
    ),
    "alias": (lambda: zipped(entry("actors.yaml", "a: &a 1\nb: *a")), "actors.yaml", "a YAML anchor"),
    "tag": (lambda: zipped(entry("actors.yaml", "a: !!python/object:os.system x")), "actors.yaml", "a YAML tag"),
    "id of the product": (lambda: zipped(header=HEADER.replace(b"ours", b"po")), "pack.yaml", "a second pack 'po'"),
    "id that leads out": (lambda: zipped(header=HEADER.replace(b"ours", b"../up")), "pack.yaml", "'../up'"),
    "base that is not there": (lambda: zipped(header=HEADER.replace(b"s: po", b"s: xx")), "pack.yaml", "not there"),
    "no pack": (lambda: zipped(header=b""), "pack.yaml", "'None'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_zip(tmp_path: Path, name: str) -> None:
    make, file, found = BAD[name]
    target = tmp_path / "packs"
    with pytest.raises(PackError) as caught:
        install(make(), target, PACKS)
    problem = told(caught.value)[0]
    assert problem.file == file
    assert found in problem.found
    assert not [*target.iterdir()]
    assert [*tmp_path.iterdir()] == [target]


def test_the_same_pack_gives_the_same_file(tmp_path: Path) -> None:
    first = build(CONTENT / "po")
    again = copy_pack(CONTENT / "po", "ours", {"nl": "x", "en": "x"}, tmp_path, full=True)
    (again / "pack.yaml").write_bytes((CONTENT / "po" / "pack.yaml").read_bytes())
    assert build(again) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_there_and_back(tmp_path: Path) -> None:
    source = copy_pack(CONTENT / "po", "ours", {"nl": "Van ons", "en": "Ours"}, tmp_path / "one", full=True)
    info, _ = install(build(source), tmp_path / "two", PACKS)
    assert (info.id, info.own, info.directory) == ("ours", True, tmp_path / "two" / "ours")
    assert load_pack(info.directory, {}) == load_pack(source, {})
    assert info in find_packs(CONTENT, tmp_path / "two")


def test_a_folder_zipped_by_hand(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.mkdir("Mijn pakket")
        archive.writestr("Mijn pakket/pack.yaml", HEADER)
    assert install(out.getvalue(), tmp_path, PACKS)[0].extends == "po"


def test_what_a_mac_or_windows_adds_to_a_folder_is_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    added = ("ours/.DS_Store", "ours/personas/Thumbs.db", "__MACOSX/ours/._pack.yaml", "__MACOSX/._ours", "desktop.ini")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ours/pack.yaml", HEADER)
        for name in added:
            archive.writestr(name, b"\0")
    info, _ = install(out.getvalue(), tmp_path, PACKS)
    assert [path.name for path in info.directory.rglob("*")] == ["pack.yaml"]


def test_a_newer_form_takes_the_place_of_an_older_one_when_asked(tmp_path: Path) -> None:
    assert install(zipped(), tmp_path, PACKS)[1]
    newer = zipped(header=HEADER.replace(b"1.0.0", b"1.1.0"))
    library = known_packs(CONTENT, tmp_path)
    with pytest.raises(PackError):
        install(newer, tmp_path, library)
    info, changed = install(newer, tmp_path, library, replace=True)
    assert (info.version, changed) == ("1.1.0", True)
    assert install(newer, tmp_path, library, replace=True) == (info, False)
    assert [path.name for path in tmp_path.iterdir()] == ["ours"]
    with pytest.raises(PackError):  # never a pack of the product
        install(zipped(header=HEADER.replace(b"ours", b"vo")), tmp_path, library, replace=True)
