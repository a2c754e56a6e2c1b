"""Own colours of a pack: the words on them must be readable, also for who sees little difference."""

from collections.abc import Iterator

from app.content.finding import Finding
from app.content.pack import Pack
from app.content.saying import t

INK = "#14302e"
"""The colour of all text on paper (LOOK.md, tokens)."""
LEAST = 4.5
"""Contrast of text with its ground (WCAG 2.2, success criterion 1.4.3)."""


def check_colours(pack: Pack) -> Iterator[Finding]:
    """Every colour of a strip carries the card's name in ink."""
    for kind, colour in (pack.about.colours or {}).items():
        found = contrast(colour, INK)
        if found < LEAST:
            expected = t("een lichtere kleur: contrast met de inkt van minstens {least}", least=LEAST)
            told = t("contrast {found}", found=f"{found:.1f}")
            yield Finding(("about", "colours", kind), told, expected)


def contrast(one: str, other: str) -> float:
    """How much two colours differ, 1 to 21: the contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
