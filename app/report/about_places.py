"""Chapters of what lay on the compass: paths, agreement, other eyes, the own school."""

from collections.abc import Sequence

from app.report import charts
from app.report.blocks import Block, Figure, Heading, Paragraph, Table
from app.report.charts import Said
from app.report.drawing import Mark
from app.report.telling import Telling, sized
from app.review.findings import Agreement, Solution


def path(on: Telling) -> list[Block]:
    t, found = on.t, on.found
    routes: dict[int, list[Mark]] = {}
    for one in sorted(found.solutions, key=lambda one: (one.team, one.round)):
        if one.place:
            mark = Mark(one.team, str(one.round), one.place.regulation, one.place.interest)
            routes.setdefault(one.team, []).append(mark)
    if not routes:
        return []
    regulation, interest = on.axis("regulation"), on.axis("interest")
    rows = tuple(
        (on.team(one.team), str(one.round), *on.place(one.place), *on.place(one.shifted))
        for one in sorted(found.solutions, key=lambda one: (one.team, one.round))
        if one.place
    )
    after = t("na het gesprek")
    names = (regulation["name"], interest["name"])
    head = (t("Subteam"), t("Kamp"), *names, *(f"{name} {after}" for name in names))
    table = Table(t("Waar elk subteam zijn oplossing legde"), head, rows, frozenset({1, 2, 3, 4, 5}))
    steps = "; ".join(
        f"{on.team(team)}: " + ", ".join(f"{mark.word} ({mark.x:.0f}, {mark.y:.0f})" for mark in marks)
        for team, marks in routes.items()
    )
    about = t("De weg van elk subteam over het kompas, per kamp als regie en belang. {steps}.", steps=steps)
    said = Said("path", t("Elk subteam, kamp na kamp"), about, table)
    ways = t("Naar rechts krijgt de leerling meer regie, naar boven telt het belang van deze leerling zwaarder.")
    how = t("Beide lopen van -100 tot 100. Geen plek is beter dan een andere.")
    return [Paragraph(f"{ways} {how}"), sized(on, charts.paths(said, on.axes(), routes, on.teams))]


def agreement(on: Telling) -> list[Block]:
    return [block for one in on.found.agreement for block in _agreement(on, one)]


def _agreement(on: Telling, one: Agreement) -> list[Block]:
    """Of one camp; nothing where nothing lay on the compass, nor of one team that nobody else read."""
    t, blocks = on.t, list[Block]()
    solutions = [held for held in on.found.solutions if held.round == one.round]
    if one.teams > 1:
        blocks.append(Paragraph(agreed(on, one)))
    if one.after is not None and one.teams > 1:
        moved = t("Aantal subteams dat na het gesprek de oplossing verlegde: {count}.", count=one.shifted)
        blocks.append(Paragraph(f"{moved} {t('De afstand werd {spread}.', spread=f'{one.after:.0f}')}"))
    if (one.teams > 1 or any(held.reading for held in solutions)) and any(held.place for held in solutions):
        blocks.append(_reading(on, one.round, solutions))
    return [Heading(on.camp(one.round)), *blocks] if blocks else []


def agreed(on: Telling, one: Agreement) -> str:
    t = on.t
    said = t(
        "In kamp {n} lagen de oplossingen gemiddeld {spread} punten van hun midden.",
        n=one.round,
        spread=f"{one.spread:.0f}",
    )
    if one.nearer is not None:
        compared = (
            t("Dat is ongeveer even ver als in het kamp ervoor.")
            if one.same
            else t("Dat is dichter bij elkaar dan in het kamp ervoor.")
            if one.nearer
            else t("Dat is verder uit elkaar dan in het kamp ervoor.")
        )
        said = f"{said} {compared}"
    return said


def _reading(on: Telling, number: int, solutions: Sequence[Solution]) -> Figure:
    t = on.t
    own = [Mark(one.team, str(number), one.place.regulation, one.place.interest) for one in solutions if one.place]
    clouds = {one.team: one.reading.cloud for one in solutions if one.reading and one.reading.cloud}
    rows = tuple(
        (
            on.team(one.team),
            *on.place(one.place),
            *on.place(one.reading.cloud.centre if one.reading and one.reading.cloud else None),
            str(one.reading.count) if one.reading else "",
        )
        for one in solutions
    )
    names = (on.axis("regulation")["name"], on.axis("interest")["name"])
    head = (t("Subteam"), *names, *(f"{name}, {t('gelezen')}" for name in names), t("Antwoorden"))
    table = Table(
        t("Eigen plek en hoe de zaal de oplossing las, kamp {n}", n=number), head, rows, frozenset(range(1, 6))
    )
    about = "; ".join(
        f"{on.team(one.team)}: "
        + ", ".join(
            [
                *([on.where(one.place)] if one.place else []),
                *([t("gelezen als {place}", place=on.where(clouds[one.team].centre))] if one.team in clouds else []),
            ]
        )
        for one in solutions
        if one.place or one.team in clouds
    )
    said = Said(f"reading-{number}", t("Bedoeld en gelezen, kamp {n}", n=number), f"{about}.", table)
    words = (t("eigen plek"), t("zo las de zaal het"))
    return charts.readings(said, on.axes(), own, clouds, on.teams, words)


def perspective(on: Telling) -> list[Block]:
    t = on.t
    pairs = [one for one in on.found.solutions if one.place and one.as_self]
    if not pairs:
        return []
    marks, rows, said = list[tuple[Mark, Mark]](), list[tuple[str, ...]](), list[str]()
    for one in pairs:
        assert one.place is not None
        assert one.as_self is not None
        own = Mark(one.team, str(one.round), one.as_self.regulation, one.as_self.interest, hollow=True)
        marks.append((own, Mark(one.team, str(one.round), one.place.regulation, one.place.interest)))
        actor = on.card("actors", one.actor)
        rows.append((on.team(one.team), str(one.round), actor, *on.place(one.place), *on.place(one.as_self)))
        where = {"place": on.where(one.place), "own": on.where(one.as_self)}
        sentence = t(
            "{team} lag in kamp {n} als {actor} op {place}, als zichzelf op {own}", n=one.round, actor=actor, **where
        )
        said.append(sentence.replace("{team}", on.team(one.team)))
    names = (on.axis("regulation")["name"], on.axis("interest")["name"])
    as_actor, as_self = t("als actor"), t("als zichzelf")
    head = (
        t("Subteam"),
        t("Kamp"),
        t("Actor"),
        *(f"{n} {as_actor}" for n in names),
        *(f"{n} {as_self}" for n in names),
    )
    table = Table(t("Als actor en als zichzelf"), head, tuple(rows), frozenset({1, 3, 4, 5, 6}))
    chart = Said("perspective", t("Als actor en als zichzelf"), "; ".join(said) + ".", table)
    how = t("Elk subteam dacht mee als een actor. Wie wilde, legde de oplossing ook neer zoals het subteam zelf denkt.")
    return [Paragraph(how), charts.gaps(chart, on.axes(), marks, on.teams, (as_actor, as_self))]


def pulse(on: Telling) -> list[Block]:
    t, found = on.t, on.found
    moments = {"before": t("vooraf"), "after": t("na afloop"), "later": t("weken later")}
    kinds = {"now": t("nu"), "wanted": t("gewenst")}
    rows, groups, number = list[tuple[str, ...]](), list[tuple[str, str, charts.Cloud, bool]](), 0
    for moment, when in moments.items():
        number += any(found.pulses.get((moment, kind)) is not None for kind in kinds)
        for kind, name in kinds.items():
            held = found.pulses.get((moment, kind))
            if held is None or not held.count:
                continue
            spread = f"{held.cloud.major:.0f}" if held.cloud else ""
            rows.append((when, name, str(held.count), *on.place(held.cloud.centre if held.cloud else None), spread))
            if held.cloud:
                groups.append((str(number), f"{name}, {when}", held.cloud, kind == "wanted"))
    if not rows:
        return []
    names = (on.axis("regulation")["name"], on.axis("interest")["name"])
    head = (t("Moment"), t("Vraag"), t("Antwoorden"), *names, t("Spreiding"))
    table = Table(t("Waar de zaal de eigen school plaatste"), head, tuple(rows), frozenset({2, 3, 4, 5}))
    how = t("Ieder legde de eigen school op het kompas, nu en gewenst. Hier staat alleen het midden van de groep.")
    few = t("Met minder dan {floor} antwoorden staat er alleen hoeveel het er waren.", floor=found.floor)
    unseen = any(held.count >= found.floor and not held.cloud for held in found.pulses.values())
    also = t("Zo staat er ook een meting die nog niet getoond is.") if unseen else ""
    told = [] if on.short else [Paragraph(f"{how} {few} {also}".strip()), *map(Paragraph, pulse_lines(on))]
    if not groups:
        return [*told, table]
    about = "; ".join(f"{name}: {on.where(cloud.centre)}" for _, name, cloud, _ in groups) + "."
    said = Said("pulse", t("De eigen school, nu en gewenst"), about, table)
    return [*told, sized(on, charts.pulse(said, on.axes(), groups))]


def pulse_lines(on: Telling) -> list[str]:
    """What moved in the room, where both ends are known."""
    t, lines = on.t, list[str]()
    held = {key: answers.cloud.centre for key, answers in on.found.pulses.items() if answers.cloud}
    now, wanted = held.get(("before", "now")), held.get(("before", "wanted"))
    if now and wanted:
        said = t("De zaal plaatste de eigen school vooraf op {now} en wilde naar {wanted}.")
        lines.append(said.replace("{now}", on.where(now)).replace("{wanted}", on.where(wanted)))
    for moment, said in (
        ("after", t("Na afloop was dat {now} en {wanted}.")),
        ("later", t("Weken later was dat {now} en {wanted}.")),
    ):
        now, wanted = held.get((moment, "now")), held.get((moment, "wanted"))
        if now and wanted:
            lines.append(said.replace("{now}", on.where(now)).replace("{wanted}", on.where(wanted)))
    return lines
