"""How this browser wants to see the pages: light or dark, and the projector in large print.

Kept in cookies and not in the browser's own store, so that the first paint has it already and nothing flashes. The live
pages set them too (frontend/src/parts/look.ts).
"""

from starlette.requests import Request
from starlette.responses import Response

THEMES = ("light", "dark")
"""What may be chosen; without a choice the system's own setting holds."""
A_YEAR = 365 * 24 * 60 * 60


def of(request: Request) -> dict[str, str | None]:
    """What the templates write on the page: `theme` and `print`, None where nothing was chosen."""
    theme, size = request.cookies.get("maatwerk_theme"), request.cookies.get("maatwerk_print")
    return {"theme": theme if theme in THEMES else None, "print": "large" if size == "large" else None}


def keep_theme(response: Response, theme: str) -> None:
    """Remember the choice on this device; anything but a theme forgets it."""
    if theme in THEMES:
        response.set_cookie("maatwerk_theme", theme, max_age=A_YEAR, samesite="strict")
    else:
        response.delete_cookie("maatwerk_theme", samesite="strict")
