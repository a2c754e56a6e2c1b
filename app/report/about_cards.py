"""Chapters of cards and of the solutions that name them."""

from collections.abc import Sequence

from app.report import charts
from app.report.blocks import Block, Figure, Heading, Paragraph, Table, clean
from app.report.charts import Said
from app.report.telling import Telling, sized
from app.review.findings import Named

MOST_CARDS = {"short": 5, "full": 12}
"""Rows of the chart; the table has all."""


def cards(on: Telling) -> list[Block]:
    t, blocks = on.t, list[Block]()
    changes = (t("veel minder"), t("minder"), t("blijft gelijk"), t("meer"), t("veel meer"))
    for kind, named, title in (
        ("factors", on.found.factors, t("Factoren per kamp")),
        ("actors", on.found.actors, t("Actoren per kamp")),
    ):
        if not named:
            continue
        blocks.append(sized(on, _grid(on, kind, named, title)))
        if on.short:
            break
        if kind == "actors" and not on.internal:
            continue
        rows = [
            (
                on.card(kind, one.id),
                str(note.round),
                on.team(note.team),
                *([changes[note.change + 2]] if note.change is not None else []),
                *([on.text(note.text)] if on.internal else []),
            )
            for one in named
            for note in one.notes
        ]
        change = [t("Verandering")] if kind == "factors" else []
        text = ([t("Gevolg")] if kind == "factors" else [t("Wat deze doet")]) if on.internal else []
        word = t("Factor") if kind == "factors" else t("Actor")
        caption = t("Factoren, met wat ermee gebeurt") if kind == "factors" else t("Actoren die een rol kregen")
        blocks.append(Table(caption, (word, t("Kamp"), t("Subteam"), *change, *text), tuple(rows), frozenset({1})))
    return blocks


def _grid(on: Telling, kind: str, named: Sequence[Named], title: str) -> Figure:
    t, rounds = on.t, on.found.rounds
    shown = named[: MOST_CARDS[on.options.length]]
    rows = [(on.card(kind, one.id), [one.times(number) for number in rounds]) for one in named]
    head = (t("Factor") if kind == "factors" else t("Actor"), *(on.camp(number) for number in rounds))
    table = Table(
        title,
        head,
        tuple((name, *(str(count) for count in counts)) for name, counts in rows),
        frozenset(range(1, len(head))),
    )
    about = t("Hoeveel subteams de kaart noemden, per kamp.")
    about = (
        f"{about} " + "; ".join(f"{name}: {', '.join(map(str, counts))}" for name, counts in rows[: len(shown)]) + "."
    )
    return charts.grid(Said(kind, title, about, table), rows[: len(shown)], head[1:])


def solutions(on: Telling) -> list[Block]:
    t, blocks = on.t, list[Block]()
    if not on.internal:
        rows = tuple(
            (str(one.round), on.team(one.team), on.card("personas", one.persona), on.card("actors", one.actor))
            for one in on.found.solutions
        )
        head = (t("Kamp"), t("Subteam"), t("Leerling"), t("Actor"))
        return [Table(t("Voor welke leerling en als wie"), head, rows, frozenset({0}))] if rows else []
    parts = {"ict": t("Ict"), "needs_now": t("Nodig om te beginnen"), "develops_later": t("Later")}
    for number in on.found.rounds:
        blocks.append(Heading(on.camp(number)))
        for one in on.found.solutions:
            if one.round != number or not one.texts:
                continue
            title = clean(one.texts.get("title", "")) or t("Zonder titel")
            persona, actor = on.card("personas", one.persona), on.card("actors", one.actor)
            who = ", ".join(part for part in (on.team(one.team), persona, actor) if part)
            blocks.append(Paragraph(f"{who}.{'' if one.submitted else ' ' + t('Niet ingeleverd.')}", title))
            if one.texts.get("text"):
                blocks.append(Paragraph(clean(one.texts["text"]), quote=True))
            blocks += [
                Paragraph(clean(one.texts[part]), name, quote=True)
                for part, name in parts.items()
                if one.texts.get(part)
            ]
    return blocks
