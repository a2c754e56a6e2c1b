"""QR codes on pages."""

from typing import Any

import segno

_LOOK: dict[str, Any] = {"border": 2, "dark": "#14302E", "light": "#FFFFFF"}
"""Ink on white, in every theme: phones read nothing else as well."""


def qr_svg(url: str) -> str:
    """A QR code as SVG, to stand in a page."""
    made = segno.make(url, error="m", micro=False)
    return made.svg_inline(omitsize=True, svgclass=None, lineclass=None, **_LOOK)


def qr_uri(url: str) -> str:
    """The same as the address of a picture."""
    return segno.make(url, error="m", micro=False).svg_data_uri(**_LOOK)
