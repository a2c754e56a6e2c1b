"""Content packs: what stands on the cards. Files in `game_content/` become a frozen `Pack`, or a list of problems."""

from app.content.editing import EDITABLE, copy_pack, read_entry, remove_entry, write_entry
from app.content.library import PackInfo, find_broken, find_packs, known_packs
from app.content.loader import diagnose, load_pack
from app.content.pack import Pack
from app.content.pinned import dump, parse_dump, sha256
from app.content.problems import PackError, Problem
from app.content.render import localise, samples
from app.content.zipped import build, install

__all__ = [
    "EDITABLE",
    "Pack",
    "PackError",
    "PackInfo",
    "Problem",
    "build",
    "copy_pack",
    "diagnose",
    "dump",
    "find_broken",
    "find_packs",
    "install",
    "known_packs",
    "load_pack",
    "localise",
    "parse_dump",
    "read_entry",
    "remove_entry",
    "samples",
    "sha256",
    "write_entry",
]
