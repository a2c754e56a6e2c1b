"""Paper to write on and to lead by: the answer sheet and the facilitator's script."""

from collections.abc import Callable, Mapping
from typing import Any

from app.print.boards import compass_words
from app.print.options import AgendaRow, KitOptions
from app.print.scenery import compass

Words = Callable[..., str]
Content = Mapping[str, Any]


def answers(content: Content, t: Words) -> dict[str, Any]:
    """A solution on paper: the fields of the screen, a small compass, the aspects."""
    return {
        "template": "answers",
        "title": t("Antwoordblad"),
        "heads": [t("Team"), t("Kamp"), t("Leerling"), t("Denkt als")],
        "fields": [
            {"name": t("Titel"), "lines": 1},
            {"name": t("Wat doen we voor deze leerling?"), "lines": 6},
            {"name": t("Hoe helpt ict?"), "lines": 2},
        ],
        "later": [
            {"name": t("Wie doet wat?"), "lines": 3},
            {"name": t("Wat verandert er op school?"), "lines": 3},
            {"name": t("Wat is nodig om te starten?"), "lines": 3},
            {"name": t("Wat kan later?"), "lines": 3},
        ],
        "place": t("Onze plek op het kompas"),
        "place_hint": t("Dichte vorm: als de actor. Open vorm: als jezelf."),
        "drawing": compass(60, 1.6, fine=False),
        **compass_words(content, t),
        "aspects_title": t("Wie beslist?"),
        "positions": [t("Anderen"), t("Binnen grenzen"), t("Leerling")],
        "aspects": [one["name"] for one in content["aspects"].values()],
        "real": t("Beschrijf geen echte leerling."),
    }


def script(content: Content, options: KitOptions, t: Words) -> dict[str, Any]:
    """What the facilitator says and does, with the times of the agenda."""
    rows = options.agenda or tuple(AgendaRow(phase, None, 0) for phase in content["phases"])
    minutes, steps = 0, list[dict[str, Any]]()
    for row in rows:
        if row.phase not in content["phases"]:
            continue
        steps.append(_step(content, row, minutes, t))
        minutes += row.minutes
    return {
        "template": "script",
        "title": t("Draaiboek van de spelleider"),
        "pack": content["pack"]["title"],
        "heads": [t("Tijd"), t("Wat"), t("Minuten")],
        "times": [[step["at"], step["title"], step["minutes"]] for step in steps if step["at"]],
        "total": t("Samen {n} minuten", n=minutes) if minutes else "",
        "say": t("Zeg"),
        "do": t("Doe"),
        "prompts_title": t("Zinnen voor als het stilvalt"),
        "steps": steps,
        "page": t("blz."),
    }


def _step(content: Content, row: AgendaRow, at: int, t: Words) -> dict[str, Any]:
    phase = content["phases"][row.phase]
    camp = f"{t('Kamp {n}', n=row.round)}: " if row.round else ""
    return {
        "at": f"{at // 60}:{at % 60:02}" if row.minutes else "",
        "minutes": str(row.minutes) if row.minutes else "",
        "title": f"{camp}{phase['title']}",
        "aim": phase["aim"],
        "say": phase["say"],
        "do": list(phase["do"]),
        "schools": _schools(content, row, t),
        "prompts": [
            one["text"]
            for one in content["prompts"].values()
            if one["phase"] == row.phase and (row.round is None or "rounds" not in one or row.round in one["rounds"])
        ],
        "scripts": [
            {"name": one["name"], "questions": [step["question"] for step in one["steps"]]}
            for one in (content["scripts"].values() if row.phase == "debrief" else ())
        ],
    }


def _schools(content: Content, row: AgendaRow, t: Words) -> list[dict[str, Any]]:
    """The school of this camp, read aloud when the camp begins."""
    if row.phase != "choose":
        return []
    names = (
        ("vision", t("Visie")),
        ("building", t("Gebouw")),
        ("timetable", t("Rooster")),
        ("team", t("Team")),
        ("ict", t("Ict")),
    )
    return [
        {
            "name": one["name"],
            "summary": one["summary"],
            "lines": [{"lead": lead, "text": one[key]} for key, lead in names],
        }
        for one in content["schools"].values()
        if one["round"] == row.round
    ]
