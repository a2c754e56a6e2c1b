"""From what was found to a document: which chapters, in which words."""

from collections.abc import Callable, Mapping
from datetime import date

from babel.dates import format_date

from app.i18n import translator
from app.report.blocks import Block, Chapter, Document, Paragraph, clean
from app.report.chapters import TOLD
from app.report.options import Options
from app.report.telling import Content, Telling
from app.review.findings import Findings


def titles(t: Callable[..., str]) -> Mapping[str, str]:
    """What each chapter is called."""
    return {
        "summary": t("In het kort"),
        "time": t("De tijd"),
        "path": t("De weg over het kompas"),
        "agreement": t("Hoe eens was de zaal?"),
        "cards": t("Factoren en actoren"),
        "perspective": t("Denken als een ander"),
        "pulse": t("De eigen school"),
        "solutions": t("De oplossingen"),
        "dilemmas": t("Dilemma's en indicatoren"),
        "vote": t("De stemming"),
        "insights": t("Inzichten"),
        "school": t("De vertaling naar de school"),
        "profile": t("Het schoolprofiel"),
        "networks": t("Het netwerk"),
        "instruments": t("Andere instrumenten"),
        "actions": t("Eerste stappen"),
        "evaluation": t("Evaluatie"),
        "sources": t("Bronnen en verantwoording"),
    }


def compose(found: Findings, content: Content, options: Options, day: date, made_at: int) -> Document:
    """The report of a session. `day`: when it was played, where it was; `made_at` (ms UTC) is written in the file.

    `content` is the pack in the language of the report, or in one that it has.
    """
    t = translator(options.language, content["pack"]["sector"])
    on = Telling(found, content, options, t)
    named = titles(t)
    told = [(name, named[name], (*_own(on, options.under.get(name, "")), *TOLD[name](on))) for name in options.chosen]
    before = [("introduction", t("Vooraf"), _own(on, options.introduction))]
    after = [("closing", t("Tot slot"), _own(on, options.closing))]
    if told and told[-1][0] == "sources":
        after.append(told.pop())
    chapters = [Chapter(*one) for one in (*before, *told, *after) if one[2]]
    kind = t("Verslag voor intern gebruik") if on.internal else t("Verslag om te delen")
    return Document(
        title=clean(found.title) or t("Verslag"),
        subtitle=f"{kind}, {format_date(day, 'd MMMM yyyy', locale=options.language)}",
        language=options.language,
        made_at=made_at,
        chapters=tuple(chapters),
        compact=on.short,
    )


def _own(on: Telling, text: str) -> tuple[Block, ...]:
    """A text of the facilitator: an empty line begins a new paragraph, but for a short report, which counts lines."""
    parts = [" ".join(clean(text).split())] if on.short else [part.strip() for part in clean(text).split("\n\n")]
    return tuple(Paragraph(part) for part in parts if part)
