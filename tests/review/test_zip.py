"""The zip: whole, the same every time, and it says what its columns mean."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, replace
from hashlib import sha256

import orjson

from app.i18n import catalogue
from app.review import codebook
from app.review.bundle import MANIFEST
from app.review.columns import BESIDE
from app.review.exports import FORMS, file_name, pieces
from tests.golden.make import HERE, read_log
from tests.review import hostile

MOMENT = hostile.ABOUT.made_at


def made(made_at: int = MOMENT) -> bytes:
    return b"".join(pieces("zip", replace(hostile.ABOUT, made_at=made_at), hostile.log()))


def files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_every_other_form_as_it_leaves_alone():
    inside = files(made())
    alone = {
        file_name(kind, "ABCDEF"): b"".join(pieces(kind, hostile.ABOUT, hostile.log()))
        for kind, form in FORMS.items()
        if not form.alone
    }
    assert {name: inside[name] for name in alone} == alone
    assert inside.keys() == {*alone, "codebook.md", MANIFEST}
    assert {kind for kind, form in FORMS.items() if form.alone} == {"xapi", "zip"}


def test_the_manifest_says_what_it_is():
    inside = files(made())
    told = json.loads(inside.pop(MANIFEST))
    assert told.pop("files") == {
        name: {"bytes": len(body), "sha256": sha256(body).hexdigest()} for name, body in inside.items()
    }
    assert told == {
        "format": 1,
        "session": "ABCDEF",
        "made_at": "2026-11-22T00:00:00.000+00:00",
        "software": {"name": "maatwerk", "version": "9.8.7"},
        "protocol": 1,
        "pack": {"id": "po", "version": "1.2.3", "sha256": "ab" * 32},
        "consent": "not recorded",
        "consent_on": None,
    }


@dataclass(frozen=True, slots=True)
class Remark:
    seq: int
    at: int
    text: str
    role: str = "researcher"
    author: str = "zq-wie"
    id: str = "zq-id"


def test_what_reviewers_wrote_is_one_file_more_and_changes_no_other():
    without = files(made())
    remarks = [
        Remark(n, MOMENT + n, text, "facilitator" if n == 1 else "researcher")
        for n, text in enumerate(hostile.TEXTS, 1)
    ]
    inside = files(b"".join(pieces("zip", hostile.ABOUT, hostile.log(), remarks)))
    table = inside.pop("annotations.csv")
    told = json.loads(inside.pop(MANIFEST))["files"]
    without.pop(MANIFEST)
    assert inside == without
    assert told["annotations.csv"] == {"bytes": len(table), "sha256": sha256(table).hexdigest()}
    for kind in FORMS.keys() - {"zip"}:
        alone = (b"".join(pieces(kind, hostile.ABOUT, hostile.log(), given)) for given in ((), remarks))
        assert len(set(alone)) == 1, kind
    assert b"zq-" not in table, "who wrote it stays here"
    head, *rows = csv.reader(io.StringIO(table.decode(), newline=""))
    assert head == [column for name, column, _, _ in codebook.rows(BESIDE) if name == "annotations"]
    assert rows[0][:4] == ["ABCDEF", "1", "2026-11-22T00:00:00.001+00:00", "facilitator"]
    assert [row[4] for row in rows] == [f"'{text}" if text in hostile.FORMULAS else text for text in hostile.TEXTS]


def test_the_same_session_gives_the_same_bytes_but_for_the_time_it_says():
    assert made() == made()
    early, late = files(made()), files(made(MOMENT + 86_400_000))
    assert early.pop(MANIFEST) != late.pop(MANIFEST)
    assert early == late
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_released_logs_leave_in_it_as_they_came():
    for path in HERE.glob("v*.jsonl"):
        inside = files(b"".join(pieces("zip", hostile.ABOUT, read_log(path))))
        assert inside[file_name("jsonl", "ABCDEF")] == path.read_bytes()


def test_the_codebook_explains_every_column_of_every_table_in_both_languages():
    inside = files(made())
    header = inside[file_name("csv", "ABCDEF")].split(b"\r\n")[0].decode().split(",")
    told = [column for table, column, _, _ in codebook.rows() if table == "events"]
    assert told == header
    page = inside["codebook.md"].decode()
    for table, column, nl, en in codebook.rows(codebook.ALL):
        assert f"## {table}\n" in page
        assert f"| `{column}` | {nl} | {en} |\n" in page
        assert catalogue("en")[nl] == en != nl
        assert "|" not in nl + en


def test_no_file_but_the_log_itself_holds_a_nickname():
    holding = {name for name, body in files(made()).items() if b"zq-naam" in body}
    assert holding == {file_name("jsonl", "ABCDEF")}
    assert orjson.loads(hostile.log()[1].data)["nickname"] == "zq-naam"
