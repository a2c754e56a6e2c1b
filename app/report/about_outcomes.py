"""Chapters of what the room made of it: vote, insights, the own school, first steps, evaluation."""

from app.report import charts
from app.report.blocks import Block, Bullets, Heading, Paragraph, Table, clean, cut
from app.report.charts import Said
from app.report.telling import Telling
from app.review.findings import Insight

MOST_STEPS, LONGEST_NAMED = 6, 20
"""In a short report, which has the first steps alone: signs of who leads one, and of its month."""


def vote(on: Telling) -> list[Block]:
    t, held = on.t, on.found.vote
    if held is None:
        return []
    blocks: list[Block] = []
    if not held.count:
        blocks.append(Paragraph(t("Er is niet gestemd.")))
    elif held.tally:
        rows = [(team, on.team(team), count) for team, count in held.tally.items()]
        table = Table(
            t("Stemmen"), (t("Subteam"), t("Stemmen")), tuple((n, str(c)) for _, n, c in rows), frozenset({1})
        )
        about = "; ".join(f"{name}: {count}" for _, name, count in rows) + "."
        blocks.append(charts.votes(Said("vote", t("Stemmen per subteam"), about, table), rows))
    else:
        blocks.append(
            Paragraph(t("Aantal stemmen: {count}. Hoe ze verdeeld waren, blijft in de zaal.", count=held.count))
        )
    if held.winner:
        blocks.append(Paragraph(chosen(on, held.winner)))
    return blocks


def chosen(on: Telling, team: int) -> str:
    """Whose solution the room chose, and what it is called where what teams wrote may stand."""
    called = [one.texts.get("title", "") for one in on.found.solutions if one.team == team and one.texts]
    if on.internal and called and called[-1].strip():
        return on.t("De zaal koos de oplossing van {team}: ‘{title}’.", team=on.team(team), title=on.text(called[-1]))
    return on.t("De zaal koos de oplossing van {team}.", team=on.team(team))


def insights(on: Telling) -> list[Block]:
    told = [one for one in on.found.insights if on.internal or (on.options.agreed and one.shown)]
    tagged: dict[str, list[str]] = {}
    for one in told:
        tagged.setdefault(_tag(on, one), []).append(_insight(on, one))
    blocks: list[Block] = []
    for tag, lines in sorted(tagged.items(), key=lambda one: (not one[0], one[0].casefold())):
        blocks += [Heading(tag or on.t("Overig")), Bullets(tuple(lines))]
    return blocks


def _tag(on: Telling, one: Insight) -> str:
    """What an insight is about: a card before a dimension."""
    if factor := one.tags.get("factor"):
        return on.card("factors", factor)
    if actor := one.tags.get("actor"):
        return on.card("actors", actor)
    return on.axis(dimension)["name"] if (dimension := one.tags.get("dimension")) else ""


def _insight(on: Telling, one: Insight) -> str:
    number, team = one.tags.get("round", one.round), one.tags.get("team")
    about = [*([on.camp(number)] if number else []), *([on.team(team)] if team in on.found.teams else [])]
    return f"{on.text(one.text)} ({', '.join(about)})" if about else on.text(one.text)


def school(on: Telling) -> list[Block]:
    t, held, blocks = on.t, on.found.debrief, list[Block]()
    aspects = on.content["aspects"]
    for subject, places in (("", held), *held["subjects"].items()):
        rows = [
            (
                one["name"],
                *(one["positions"].get(str(places.get(when, {}).get(key)), "") for when in ("current", "ambition")),
            )
            for key, one in aspects.items()
            if key in places.get("current", {}) or key in places.get("ambition", {})
        ]
        if rows and (not subject or on.says_room):
            caption = f"{t('Nu en ambitie per aspect')}{': ' + clean(subject) if subject else ''}"
            blocks.append(Table(caption, (t("Aspect"), t("Nu"), t("Ambitie")), tuple(rows)))
    if quadrant := held.get("quadrant"):
        facets = [(one["name"], one["quadrants"].get(quadrant, "")) for one in on.content["facets"].values()]
        chosen = t("Past bij: {quadrant}", quadrant=on.card("quadrants", quadrant))
        blocks.append(Table(chosen, (t("Onderdeel"), t("Wat erbij past")), tuple(facets)))
    states = {"open": t("nog te doen"), "started": t("begonnen"), "done": t("klaar")}
    points = [(on.card("visitation", key), states[state]) for key, state in held["checklist"].items()]
    if points:
        blocks.append(Table(t("Kijkwijzer"), (t("Punt"), t("Stand")), tuple(points)))
    if on.internal:
        questions = {step["id"]: step["question"] for one in on.content["scripts"].values() for step in one["steps"]}
        written = [(questions.get(key, ""), clean(text)) for key, text in held["texts"].items() if clean(text)]
        blocks += [Paragraph(text, question, quote=True) for question, text in written]
    return blocks


def actions(on: Telling) -> list[Block]:
    t, found, blocks = on.t, on.found, list[Block]()
    if not on.says_room:
        return [Paragraph(t("Aantal eerste stappen: {count}.", count=len(found.actions)))] if found.actions else []
    states = {"open": t("nog te doen"), "started": t("begonnen"), "done": t("klaar")}
    people = (("lead", t("Trekker")), *(() if on.short else (("involved", t("Betrokken")),))) if on.internal else ()
    columns = (("what", t("Wat")), *people, ("month", t("Maand")))
    lists = (
        (t("Eerste stappen"), found.actions),
        (t("Vragen om mee te nemen"), found.questions),
        (t("Afspraken voor later"), found.meetings),
    )
    for caption, rows in lists[: 1 if on.short else None]:
        cells = tuple(
            (*(_step(on, name, row.get(name, "")) for name, _ in columns), states.get(row.get("state", "open"), ""))
            for row in rows[: MOST_STEPS if on.short else None]
        )
        if cells:
            blocks.append(Table(caption, (*(name for _, name in columns), t("Stand")), cells))
    return blocks


def _step(on: Telling, name: str, text: str) -> str:
    return cut(on.text(text), LONGEST_NAMED) if on.short and name in ("lead", "month") else on.text(text)


def evaluation(on: Telling) -> list[Block]:
    t, blocks = on.t, list[Block]()
    for question, held in on.found.evaluation.items():
        about = on.content["evaluation"].get(question, {})
        asked = about.get("question", question)
        if "scale" in held:
            ends = {"1": about.get("low", ""), "5": about.get("high", "")}
            head = (t("Antwoord"), *(f"{step} {ends.get(step, '')}".strip() for step in held["scale"]))
            row = (t("Aantal"), *(str(count) for count in held["scale"].values()))
            blocks.append(Table(asked, head, (row,), frozenset(range(1, 6))))
        elif "choices" in held:
            names: dict[str, str] = {one["id"]: one["text"] for one in about.get("options", [])}
            tally = {**dict.fromkeys(names, 0), **held["choices"]}
            rows = tuple((names.get(str(key), str(key)), str(count)) for key, count in tally.items())
            blocks.append(Table(asked, (t("Antwoord"), t("Aantal")), rows, frozenset({1})))
        elif on.internal:
            blocks += [Heading(asked), Bullets(tuple(on.text(text) for text in held["texts"]))]
    if blocks:
        blocks.insert(0, Paragraph(t("Aantal mensen dat antwoordde: {count}.", count=on.found.evaluated)))
    return blocks
