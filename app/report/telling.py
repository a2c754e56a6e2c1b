"""How a report says things: names of teams and cards, places, and what a shareable one leaves out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.game.names import team_name
from app.report.blocks import Figure, clean, cut
from app.report.drawing import Words
from app.report.options import Options
from app.review.findings import Findings, Place

Content = Mapping[str, Any]
LONGEST_CELL = 90
"""Signs in a cell of a table in a short report."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What was found, the pack in the language of the report, and the sentences of that language."""

    found: Findings
    content: Content
    options: Options
    t: Callable[..., str]

    @property
    def short(self) -> bool:
        return self.options.length == "short"

    @property
    def internal(self) -> bool:
        return self.options.variant == "internal"

    @property
    def says_room(self) -> bool:
        """Whether what the whole room wrote may stand in it."""
        return self.internal or self.options.agreed

    def team(self, number: int) -> str:
        """The name that a team gave itself, or that of its sign."""
        own = clean(self.found.names.get(number, "")) if self.internal else ""
        return team_name(number, own, self.options.language)

    @property
    def teams(self) -> dict[int, str]:
        return {number: self.team(number) for number in self.found.teams}

    def card(self, kind: str, key: str | None) -> str:
        """The name of a card; its id when the pack does not have it."""
        return self.content.get(kind, {}).get(key, {}).get("name", key or "")

    def axis(self, name: str) -> Mapping[str, str]:
        return self.content["axes"][name]

    def axes(self) -> Words:
        """What stands around the map."""
        regulation, interest = self.axis("regulation"), self.axis("interest")
        corners = {(one["regulation"], one["interest"]): one["name"] for one in self.content["quadrants"].values()}
        return Words((regulation["low"], regulation["high"]), (interest["low"], interest["high"]), corners)

    def place(self, place: Place | None) -> tuple[str, str]:
        """Both numbers of a place, as two cells."""
        return (f"{place.regulation:.0f}", f"{place.interest:.0f}") if place else ("", "")

    def where(self, place: Place) -> str:
        """A place in a sentence."""
        x, y = self.place(place)
        return f"{self.axis('regulation')['name'].lower()} {x}, {self.axis('interest')['name'].lower()} {y}"

    def camp(self, number: int) -> str:
        return self.t("Kamp {n}", n=number)

    def phase(self, phase: str, number: int | None) -> str:
        title = self.content["phases"].get(phase, {}).get("title", phase)
        return title if number is None else f"{title} ({self.camp(number).lower()})"

    def text(self, text: str) -> str:
        """What people wrote, for a cell: shorter in a short report."""
        text = clean(text)
        return cut(" ".join(text.split()), LONGEST_CELL) if self.short else text


def sized(on: Telling, figure: Figure) -> Figure:
    """Without its table in a short report: the whole one has it."""
    return figure if not on.short else Figure(figure.title, figure.about, figure.svg, figure.width, figure.height, None)
