"""Short codes on paper cards: a card is picked by its QR or by typing four characters."""

import hashlib
from collections.abc import Mapping

from app.content.pack import Pack

ALPHABET = "ABCDEFGHJKMNPQRTWXYZ2346789"
"""That of join codes: no character that looks like another (PROTOCOL.md, codes)."""
LENGTH = 4
KINDS = ("personas", "actors", "factors")


def card_codes(pack: Pack) -> Mapping[str, tuple[str, str]]:
    """`{code: (kind, id)}` of all cards that can be scanned; the same for the same ids, on every printer.

    A code that is taken gets the next number, so that the first card in the author's order keeps the plain one.
    """
    found: dict[str, tuple[str, str]] = {}
    for kind in KINDS:
        for key in pack.order[kind]:
            turn = 0
            while (code := _code(f"{pack.about.id}:{kind}:{key}:{turn}")) in found:
                turn += 1
            found[code] = (kind, key)
    return found


def _code(text: str) -> str:
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join(ALPHABET[digest // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))
