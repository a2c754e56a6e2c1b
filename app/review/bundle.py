"""All forms of a session in one zip, with a codebook and a manifest that says what belongs together."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

FORMAT = 1
"""Of the manifest."""
MANIFEST = "manifest.json"
CODEBOOK = "codebook.md"
ANNOTATIONS = "annotations.csv"
"""What reviewers wrote beside the log, if they did. It is no part of the log, and does not come back with it."""
PACK = "pack.json"
"""The pack that the session started with, so that it can be looked back at elsewhere."""
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can tell; a file's own time would make two equal sessions differ."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of its session besides the log. `made_at` is ms UTC, `protocol` that of docs/protocol.md.

    `pinned` is the pack itself, as the store keeps it; without it the zip has none. `consent` is what whose session it
    is wrote down of what the school said, `consent_on` on which day (ISO 8601): the server itself asks nobody. `school`
    and `board` only go with who sees names.
    """

    code: str
    pack: str
    pack_version: str
    pack_sha256: str
    software: str
    protocol: int
    made_at: int
    consent: str = "not recorded"
    consent_on: str | None = None
    school: str = ""
    board: str = ""
    pinned: bytes = field(default=b"", repr=False)

    def options(self) -> Mapping[str, Sequence[str]]:
        """What could be chosen, by box of a dilemma and by question of the evaluation; nothing without a pack."""
        pack: Any = orjson.loads(self.pinned or b"{}")
        dilemmas = {f"dilemma:{one['round']}": one for one in pack.get("dilemmas", {}).values()}
        asked = {**dilemmas, **pack.get("evaluation", {})}
        return {key: [option["id"] for option in one.get("options", ())] for key, one in asked.items()}


def manifest(about: About, files: Mapping[str, bytes]) -> bytes:
    """What the zip holds, so that its reader can see that nothing is missing or changed."""
    known: dict[str, Any] = {
        "format": FORMAT,
        "session": about.code,
        "made_at": datetime.fromtimestamp(about.made_at / 1000, UTC).isoformat(timespec="milliseconds"),
        "software": {"name": "maatwerk", "version": about.software},
        "protocol": about.protocol,
        "pack": {"id": about.pack, "version": about.pack_version, "sha256": about.pack_sha256},
        "consent": about.consent,
        "consent_on": about.consent_on,
        **{name: said for name, said in (("school", about.school), ("board", about.board)) if said},
        "files": {name: {"bytes": len(body), "sha256": sha256(body).hexdigest()} for name, body in files.items()},
    }
    return orjson.dumps(known, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def pack_up(about: About, files: Mapping[str, bytes]) -> bytes:
    """The zip: the same files at the same `made_at` give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {MANIFEST: manifest(about, files), **files}.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, body)
    return packed.getvalue()
