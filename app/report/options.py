"""What can be asked of a report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Length = Literal["short", "full"]
Variant = Literal["internal", "shareable"]
Form = Literal["pdf", "docx", "html", "md"]

CHAPTERS = (
    "summary",
    "time",
    "path",
    "agreement",
    "cards",
    "perspective",
    "pulse",
    "solutions",
    "dilemmas",
    "vote",
    "insights",
    "school",
    "profile",
    "networks",
    "instruments",
    "actions",
    "evaluation",
    "sources",
)
"""In the order in which they stand in it."""
SHORT = ("summary", "path", "cards", "pulse", "actions", "sources")
"""What fits on two pages."""
LONGEST = 4000
"""Signs in the text that the facilitator writes before it, and in that after it."""
LONGEST_UNDER = 1000
"""Signs in a text of the facilitator under one chapter."""
LONGEST_SHORT = 800
"""Signs in all these texts of a short report together: two pages hold no more beside the fullest session."""


Misfit = Literal["too_long", "not_short", "not_chosen"]


class Unfit(ValueError):
    """These options do not go together. `where` names a text or a chapter; empty for all texts together."""

    def __init__(self, code: Misfit, where: str, about: str) -> None:
        super().__init__(about)
        self.code: Misfit = code
        self.where = where


@dataclass(frozen=True, slots=True)
class Options:
    """How long and for whom. Without `chapters` it has all that belong to its length.

    An internal report has all that teams wrote and the names that they gave themselves. A shareable one has neither:
    only places, numbers and cards, and with `agreed` the insights on the screens and the first steps of the whole room.
    `under`: texts of the facilitator by chapter.

    Raises Unfit for a text that is too long or has no place in it, and for a chapter that no short one has.
    """

    language: str = "nl"
    length: Length = "full"
    variant: Variant = "shareable"
    agreed: bool = False
    chapters: tuple[str, ...] = ()
    introduction: str = ""
    closing: str = ""
    under: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if self.length == "short" and (no := [name for name in self.chapters if name not in SHORT]):
            raise Unfit("not_short", no[0], f"a short report has no chapter {no[0]}; choose from {', '.join(SHORT)}")
        ends = {"introduction": self.introduction, "closing": self.closing}
        for name, text in (ends | dict(self.under)).items():
            most = LONGEST if name in ends else LONGEST_UNDER
            if len(text) > most:
                raise Unfit("too_long", name, f"the text with {name} is longer than {most} signs")
            if text.strip() and name not in ends and name not in self.chosen:
                raise Unfit("not_chosen", name, f"a text under {name}, which is not among the chapters")
        if self.length == "short" and sum(map(len, (*ends.values(), *self.under.values()))) > LONGEST_SHORT:
            raise Unfit("too_long", "", f"the texts of a short report are longer than {LONGEST_SHORT} signs together")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chapters in their order."""
        return self.chapters or (SHORT if self.length == "short" else CHAPTERS)


def chosen_chapters(names: Iterable[str]) -> tuple[str, ...]:
    """The chapters with these names, in the order of the report.

    Raises:
        ValueError: the name of no chapter.
    """
    wanted = set(names)
    if unknown := sorted(wanted - set(CHAPTERS)):
        raise ValueError(f"{', '.join(unknown)}: no such chapter; choose from {', '.join(CHAPTERS)}")
    return tuple(name for name in CHAPTERS if name in wanted)
