"""What lies on the table besides cards: compass, route, circles and team signs."""

from collections.abc import Callable, Mapping
from typing import Any

from app.print.drawing import NOW, SHEET, TEAMS, team_band, team_shape, token
from app.print.options import AgendaRow, KitOptions
from app.print.scenery import compass, contours, fire, home, road, tent

Words = Callable[..., str]
Content = Mapping[str, Any]

CAMP = ("choose", "work", "reveal", "discuss")
POSITIONS = ("-1", "0", "1")
HEIGHTS = (132.0, 96.0, 128.0, 92.0, 126.0, 94.0, 124.0)
"""How far down the road is at each of the seven stops, in millimetres."""


def team_names(t: Words) -> tuple[str, ...]:
    """The names that teams have before they choose one."""
    return t("Maan"), t("Berg"), t("Baken"), t("Vlieger")


def compass_words(content: Content, t: Words) -> dict[str, Any]:
    """What stands at the ends of the axes, and the compass told to who does not see it."""
    across, up = content["axes"]["regulation"], content["axes"]["interest"]
    ends = {"left": across["low"], "right": across["high"], "bottom": up["low"], "top": up["high"]}
    return {"axes": ends, "alt": t("Kompas. Links: {left}. Rechts: {right}. Onder: {bottom}. Boven: {top}.", **ends)}


def compass_board(content: Content, t: Words) -> dict[str, Any]:
    """The compass on A3: axis words of the pack outside, quadrant names in the outer corners."""
    corners = [
        {"right": one["regulation"] > 0, "top": one["interest"] > 0, "name": one["name"], "text": one["description"]}
        for one in content["quadrants"].values()
    ]
    return {
        "template": "board",
        "title": t("Het kompas"),
        "drawing": compass(232, 5),
        **compass_words(content, t),
        "corners": sorted(corners, key=lambda one: (not one["top"], one["right"])),
        "note": t("Leg jullie teken waar jullie oplossing ligt. Er is geen goede plek."),
    }


def route_board(content: Content, options: KitOptions, t: Words) -> dict[str, Any]:
    """The route with three camps on A3, with the minutes of the agenda at each stop."""

    def camp(number: int) -> dict[str, Any]:
        name = t("Kamp {n}", n=number)
        return {"kind": "tent", "digit": str(number), "name": name, "lines": _lines(content, options, CAMP, number)}

    def stop(kind: str, name: str, *phases: str) -> dict[str, Any]:
        return {"kind": kind, "name": name, "lines": _lines(content, options, phases, None)}

    stops = [
        stop("start", t("Start"), "lobby", "welcome"),
        camp(1),
        camp(2),
        stop("rest", t("Rust"), "break"),
        camp(3),
        stop("fire", t("Kampvuur"), "vote", "debrief"),
        stop("home", t("Thuis"), "evaluate"),
    ]
    points = [(42.0 + number * 56, y) for number, y in enumerate(HEIGHTS)]
    return {
        "template": "route",
        "title": t("De route"),
        "alt": t("Route: {stops}.", stops=", ".join(stop["name"] for stop in stops)),
        "stops": [one | {"x": x, "y": y} for one, (x, y) in zip(stops, points, strict=True)],
        "road": road(420, points, 13, options.bw),
        "contours": contours(420, 297, "#dddddd" if options.bw else "#bfcfae"),
        "ground": SHEET if options.bw else "#f1f5e8",
        "tent": tent(lit=not options.bw),
        "fire": fire(),
        "home": home(),
        "stop_fill": SHEET if options.bw else NOW,
        "note": t("Zet jullie teken bij het kamp waar jullie zijn."),
    }


def _lines(content: Content, options: KitOptions, phases: tuple[str, ...], camp: int | None) -> list[dict[str, str]]:
    rows = options.agenda or tuple(AgendaRow(phase, camp, 0) for phase in phases)
    return [
        {"text": content["phases"][row.phase]["title"], "minutes": f"{row.minutes} min" if row.minutes else ""}
        for row in rows
        if row.phase in phases and row.round == camp and row.phase in content["phases"]
    ]


def circles(content: Content, options: KitOptions, t: Words) -> dict[str, Any]:
    """Pieces to cut out for each aspect, round for now and eight-cornered for ambition, and the sheet they lie on."""
    return {
        "template": "circles",
        "title": t("Cirkels: nu en ambitie"),
        "note": t("Knip uit. Rond is nu, acht hoeken is ambitie. Leg ze op het legblad."),
        "now": t("nu"),
        "ambition": t("ambitie"),
        "teams": [
            {
                "name": name,
                "shape": team_shape(team, options.bw),
                "now": token(team, False, options.bw),
                "ambition": token(team, True, options.bw),
            }
            for team, name in zip(TEAMS, team_names(t), strict=True)
        ],
        "aspects": [{"id": key, "name": one["name"]} for key, one in content["aspects"].items()],
        "sheet": {
            "title": t("Legblad: wie beslist?"),
            "note": t("Leg per aspect een rondje bij nu en een achthoek bij jullie ambitie."),
            "heads": [t("Anderen beslissen"), t("Kiezen binnen grenzen"), t("De leerling beslist")],
            "rows": [
                {
                    "name": one["name"],
                    "question": one["question"],
                    "cells": [one["positions"][k] for k in ("-1", "0", "1")],
                }
                for one in content["aspects"].values()
            ],
        },
    }


def team_signs(options: KitOptions, t: Words) -> dict[str, Any]:
    """A sign for each table, to fold so that it stands: shape, name, pattern."""
    shapes = (t("een cirkel"), t("een driehoek"), t("een vierkant"), t("een vlieger, punt naar beneden"))
    return {
        "template": "teams",
        "title": t("Teamborden"),
        "note": t("Vouw op de lijn"),
        "own": t("Onze naam"),
        "teams": [
            {
                "name": name,
                "alt": t("Teken van team {name}: {shape}", name=name, shape=shape),
                "shape": team_shape(team, options.bw),
                "band": team_band(team, options.bw),
            }
            for team, name, shape in zip(TEAMS, team_names(t), shapes, strict=True)
        ],
    }
