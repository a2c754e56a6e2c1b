"""What a team is called."""

NAMES = {"nl": ("Maan", "Berg", "Baken", "Vlieger"), "en": ("Moon", "Mountain", "Beacon", "Kite")}
"""By language, for teams 1 to 4 until they choose a name: that of their sign."""


def team_name(number: int, name: str | None, language: str) -> str:
    """The chosen name, else that of the team's sign."""
    return name or NAMES.get(language, NAMES["nl"])[number - 1]
