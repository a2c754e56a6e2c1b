"""QR codes on pages."""

import segno


def qr_svg(url: str) -> str:
    """A QR code as SVG, in ink on white."""
    return segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#14302E", light="#FFFFFF", svgclass=None, lineclass=None
    )
