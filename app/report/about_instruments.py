"""Chapters of the instruments around the game: dilemmas, school profile, networks, and what came from elsewhere."""

from app.report import charts
from app.report.blocks import Block, Bullets, Figure, Heading, Paragraph, Table, clean, joined
from app.report.charts import Said
from app.report.telling import Content, Telling
from app.review.findings import Place
from app.review.instruments import Dilemma, Network


def dilemmas(on: Telling) -> list[Block]:
    t, blocks = on.t, list[Block]()
    for one in on.found.dilemmas:
        blocks += [Heading(on.camp(one.round)), *_dilemma(on, one, on.content["dilemmas"].get(one.id, {}))]
    if blocks:
        how = t("Elke indicator begint op 3 en loopt van 1 tot 5. Wat de zaal bij een dilemma kiest, verschuift hem.")
        rows = tuple((on.card("indicators", key), str(step)) for key, step in on.found.indicators.items())
        table = Table(t("Waar elke indicator staat"), (t("Indicator"), t("Stand")), rows, frozenset({1}))
        blocks += [Heading(t("De indicatoren")), Paragraph(how), table]
    return blocks


def _dilemma(on: Telling, one: Dilemma, card: Content) -> list[Block]:
    t, options = on.t, card.get("options", [])
    rows = tuple(
        (
            option["text"],
            _effects(on, option["effects"]),
            *([str(one.tally.get(option["id"], 0))] if one.tally is not None else []),
        )
        for option in options
    )
    votes = [t("Stemmen")] if one.tally is not None else []
    chosen = next((option["text"] for option in options if option["id"] == one.chosen), "")
    said = t("De zaal koos: {option}") if chosen else t("De zaal koos niets.")
    return [
        Paragraph(card.get("text", one.id)),
        Table(t("Keuzes en wat ze doen"), (t("Keuze"), t("Gevolg"), *votes), rows, frozenset({2} if votes else ())),
        Paragraph(said.replace("{option}", chosen)),
    ]


def _effects(on: Telling, effects: Content) -> str:
    t = on.t
    names = {
        way: joined([on.card("indicators", key).lower() for key, by in effects.items() if by == way], t("en"))
        for way in (1, -1)
    }
    up = t("Omhoog: {names}.", names=names[1]) if names[1] else ""
    down = t("Omlaag: {names}.", names=names[-1]) if names[-1] else ""
    return f"{up} {down}".strip()


def profile(on: Telling) -> list[Block]:
    t, stages = on.t, on.content["design_stages"]
    held = {key: on.found.profile[key] for key in on.content["design_questions"] if key in on.found.profile}
    if not held:
        return []
    marks, rows = list[tuple[str, int | None, int | None]](), list[tuple[str, ...]]()
    order = list(stages)
    for key, fields in held.items():
        theme = on.content["design_questions"][key]["theme"]
        where = [order.index(fields[when]) if fields.get(when) in stages else None for when in ("now", "wanted")]
        marks.append((theme, where[0], where[1]))
        names = (on.card("design_stages", fields.get(when)) for when in ("now", "wanted"))
        rows.append((theme, *names, *([on.text(fields.get("next", ""))] if on.says_room else [])))
    head = (t("Onderwerp"), t("Nu"), t("Gewenst"), *([t("Volgende stap")] if on.says_room else []))
    table = Table(t("Per onderwerp de fase van nu, en de gewenste"), head, tuple(rows))
    about = "; ".join(f"{row[0]}: {t('nu')} {row[1] or '–'}, {t('gewenst')} {row[2] or '–'}" for row in rows) + "."
    said = Said("profile", t("De school per onderwerp"), about, table)
    how = t("Geen fase is beter dan een andere. Flexibel gaat uit van leerdoelen, adaptief van de leerling.")
    return [Paragraph(how), charts.stages(said, marks, [on.card("design_stages", key) for key in order], _ends(on))]


def _ends(on: Telling) -> tuple[str, str]:
    return on.t("nu"), on.t("gewenst")


def networks(on: Telling) -> list[Block]:
    blocks: list[Block] = []
    for one in on.found.networks:
        blocks.append(Heading(on.t("Van onze school") if one.team is None else on.team(one.team)))
        blocks += _network(on, one)
    return blocks


def _network(on: Telling, one: Network) -> list[Block]:
    t, blocks = on.t, list[Block]()
    said = on.says_room if one.team is None else on.internal

    def how(words: str | None) -> str:
        return "" if words is None else (on.text(words) if said else "") or t("ja")

    if one.links:
        rows = tuple((_card(on, e.source), _card(on, e.target), how(e.now), how(e.wanted)) for e in one.links)
        head = (t("Wie of wat"), t("heeft invloed op"), t("Nu"), t("Gewenst"))
        blocks.append(_drawn(on, one, Table(t("Wie wat beïnvloedt, nu en gewenst"), head, rows)))
    if one.traits and said:
        rows = tuple((_card(on, e.card), on.text(e.now), on.text(e.wanted)) for e in one.traits)
        blocks.append(Table(t("Wat erbij geschreven is"), (t("Kaart"), t("Nu"), t("Gewenst")), rows))
    return blocks


def _drawn(on: Telling, one: Network, table: Table) -> Figure:
    t = on.t
    counts = {"now": sum(e.now is not None for e in one.links), "wanted": sum(e.wanted is not None for e in one.links)}
    about = t("Pijlen van wie of wat naar wie of wat: {now} nu en {wanted} gewenst. De tabel noemt ze alle.", **counts)
    used = {end for e in one.links for end in (e.source, e.target)}
    actors, factors = (
        [(key, on.card(kind, key)) for key in on.content[kind] if key in used] for kind in ("actors", "factors")
    )
    title = t("Actoren links, factoren rechts")
    arrows = [(e.source, e.target, e.now is not None, e.wanted is not None) for e in one.links]
    said = Said(f"network-{one.team or 'school'}", title, about, table)
    return charts.network(said, actors, factors, arrows, (t("nu en gewenst"), t("alleen nu"), t("alleen gewenst")))


def _card(on: Telling, key: str) -> str:
    return on.card("actors" if key in on.content["actors"] else "factors", key)


def instruments(on: Telling) -> list[Block]:
    t, blocks = on.t, list[Block]()
    scan: Content = on.found.debrief.get("scan", {}) if "flexscan" in on.found.instruments else {}
    places = [(name, scan.get(when)) for when, name in (("now", t("nu")), ("wanted", t("gewenst")))]
    rows = tuple((name, *on.place(Place(held["regulation"], held["interest"]))) for name, held in places if held)
    if rows:
        head = (t("Vraag"), on.axis("regulation")["name"], on.axis("interest")["name"])
        blocks += [Heading(t("FlexScan")), Table(t("Wat de school al wist"), head, rows, frozenset({1, 2}))]
        if on.says_room and clean(scan.get("source", "")):
            blocks.append(Paragraph(on.text(scan["source"]), t("Bron"), quote=True))
    if "teacher_profile" in on.found.instruments:
        own = t("Wie wilde, vulde het leraarprofiel in. Dat is voor de leraar alleen en staat hier niet in.")
        blocks += [Heading(t("Leraarprofiel")), Paragraph(own)]
    if on.says_room and on.found.slots:
        moments = {"before": t("Vooraf"), "after": t("Na afloop"), "later": t("Weken later")}
        lines = tuple(
            f"{name}: {', '.join(on.text(slot[part]) for part in ('title', 'url') if slot.get(part))}"
            for moment, name in moments.items()
            if (slot := on.found.slots.get(moment)) and (slot.get("title") or slot.get("url"))
        )
        if lines:
            kept = t("De antwoorden staan bij wie de vragenlijst maakte, niet hier.")
            blocks += [Heading(t("Eigen vragenlijst")), Bullets(lines), Paragraph(kept)]
    return blocks
