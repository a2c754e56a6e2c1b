"""What each chapter tells, as blocks. A chapter that has nothing to tell is left out."""

from collections.abc import Callable, Mapping

from app.report import charts
from app.report.about_cards import cards, solutions
from app.report.about_instruments import dilemmas, instruments, networks, profile
from app.report.about_outcomes import actions, chosen, evaluation, insights, school, vote
from app.report.about_places import agreed, agreement, path, perspective, pulse, pulse_lines
from app.report.blocks import Block, Bullets, Paragraph, Table, joined
from app.report.charts import Said
from app.report.telling import Telling

MINUTE = 60_000


def summary(on: Telling) -> list[Block]:
    t, found = on.t, on.found
    spent = round(sum(time.spent for time in found.times) / MINUTE)
    lines = [
        t("Aantal subteams: {teams}. Gespeelde kampen: {camps}.", teams=len(found.teams), camps=len(found.rounds)),
        t("Speeltijd in minuten: {spent}.", spent=spent),
    ]
    for kind, named in (("factors", found.factors), ("actors", found.actors)):
        if named:
            said = joined([on.card(kind, one.id) for one in named[:3]], t("en"))
            sentence = t("Factoren die het vaakst terugkwamen: {cards}.") if kind == "factors" else ""
            sentence = sentence or t("Actoren die het vaakst terugkwamen: {cards}.")
            lines.append(sentence.replace("{cards}", said))
    lines += [agreed(on, one) for one in found.agreement[-1:] if one.teams > 1]
    lines += pulse_lines(on)
    if found.vote and found.vote.winner:
        lines.append(chosen(on, found.vote.winner))
    if found.actions:
        lines.append(t("Aantal eerste stappen: {count}.", count=len(found.actions)))
    blocks: list[Block] = [Bullets(tuple(lines))]
    if found.rehearsal:
        blocks.insert(0, Paragraph(t("Dit was een oefensessie. Ze telt nergens mee."), t("Oefensessie")))
    if not found.closed:
        blocks.insert(0, Paragraph(t("De sessie was nog niet gesloten toen dit verslag werd gemaakt.")))
    return blocks


def time(on: Telling) -> list[Block]:
    t = on.t
    rows = [(on.phase(one.phase, one.round), one.planned, round(one.spent / MINUTE)) for one in on.found.times]
    planned, spent = sum(row[1] for row in rows), round(sum(one.spent for one in on.found.times) / MINUTE)
    table = Table(
        t("Minuten per fase"),
        (t("Fase"), t("Gepland"), t("Gebruikt")),
        tuple((name, str(one), str(two)) for name, one, two in rows),
        frozenset({1, 2}),
    )
    told = t("Per fase het aantal minuten volgens het plan en hoeveel er gebruikt zijn. Samen {planned} en {spent}.")
    about = told.replace("{planned}", str(planned)).replace("{spent}", str(spent))
    said = Said("time", t("Tijd per fase"), about, table)
    figure = charts.bars(said, rows, (t("Gepland"), t("Gebruikt")), t("min"))
    return [
        Paragraph(t("Kwam de sessie vaker in een fase, dan telt dat bij elkaar op. Pauzes van de klok tellen mee.")),
        figure,
    ]


def sources(on: Telling) -> list[Block]:
    t, pack = on.t, on.content["pack"]
    lines = [
        f"{one['author']}{' (' + str(one['year']) + ')' if one.get('year') else ''}. {one['title']}."
        + ("" if on.short or not one.get("used") else f" {t('Gebruikt voor')}: {one['used']}.")
        for one in pack.get("sources", [])
    ]
    kept = t(
        "Wat één mens antwoordde staat nergens: antwoorden zijn geteld als groep, vanaf {floor} antwoorden.",
        floor=on.found.floor,
    )
    cards = t(
        "Sessie {code}, kaarten {pack} {version}.", code=on.found.code, pack=pack["title"], version=pack["version"]
    )
    if on.short:
        return [Paragraph(f"{' '.join(lines)} {kept} {cards}".strip())]
    return [*([Bullets(tuple(lines))] if lines else []), Paragraph(f"{kept} {cards}")]


TOLD: Mapping[str, Callable[[Telling], list[Block]]] = {
    "summary": summary,
    "time": time,
    "path": path,
    "agreement": agreement,
    "cards": cards,
    "perspective": perspective,
    "pulse": pulse,
    "solutions": solutions,
    "dilemmas": dilemmas,
    "vote": vote,
    "insights": insights,
    "school": school,
    "profile": profile,
    "networks": networks,
    "instruments": instruments,
    "actions": actions,
    "evaluation": evaluation,
    "sources": sources,
}
