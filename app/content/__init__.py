"""Content packs: what stands on the cards. Files in `game_content/` become a frozen `Pack`, or a list of problems."""

from app.content.loader import PackInfo, find_packs, load_pack
from app.content.pack import Pack
from app.content.pinned import dump, parse_dump, sha256
from app.content.problems import PackError, Problem
from app.content.render import localise, samples

__all__ = [
    "Pack",
    "PackError",
    "PackInfo",
    "Problem",
    "dump",
    "find_packs",
    "load_pack",
    "localise",
    "parse_dump",
    "samples",
    "sha256",
]
