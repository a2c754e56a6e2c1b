"""What one file cannot know. Each edit of the real pack's data breaks one rule, and is found at its own path."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from app.content import Pack, dump
from app.content.checks import check
from app.content.finding import Finding
from app.content.pack import SECTIONS
from app.content.saying import say

Edit = Callable[[dict[str, Any]], object]


def findings(po: Pack, edit: Edit) -> list[Finding]:
    data = orjson.loads(dump(po))
    edit(data)
    return list(check(Pack.model_validate_json(orjson.dumps(data)), set(SECTIONS)))


def solution(data: dict[str, Any]) -> dict[str, Any]:
    return data["samples"]["solutions"]["sem"]["2"][0]


def again(entries: list[Any]) -> None:
    entries.append(entries[0])


def option(data: dict[str, Any]) -> dict[str, Any]:
    return data["dilemmas"]["portfolio"]["options"][1]


WORDS = {"nl": "Ja", "en": "Yes"}
FIRST = "samples solutions sem 2 0"

CASES: dict[str, tuple[Edit, str, str]] = {
    "no English": (lambda d: d["about"].update(languages=["nl"]), "about languages", "nl"),
    "a language twice": (lambda d: d["about"]["languages"].append("nl"), "about languages", "a language twice"),
    "situation": (lambda d: d["personas"]["sem"]["situations"].pop("2"), "personas sem situations", "round 2"),
    "name": (lambda d: d["personas"]["sem"].update(name=d["personas"]["lotte"]["name"]), "personas sem name", "Lotte"),
    "questions": (lambda d: d["actors"]["hr"]["questions"].pop(), "actors hr questions", "2 questions"),
    "leader": (lambda d: d["actors"].pop("school_leader"), "actors", "no school_leader"),
    "position": (lambda d: d["aspects"]["pace"]["positions"].pop("0"), "aspects pace positions", "no position 0"),
    "aspect": (lambda d: d["aspects"].pop("pace"), "aspects", "no pace"),
    "factors": (lambda d: d["factors"].pop("support"), "factors", "13 factors"),
    "steps": (lambda d: d["scripts"]["short"].update(steps=[]), "scripts short steps", "no steps"),
    "option": (lambda d: again(d["evaluation"]["next"]["options"]), "evaluation next options 4 id", "'this_week'"),
    "options": (
        lambda d: d["evaluation"]["next"].update(options=[{"id": "yes", "text": WORDS}]),
        "evaluation next options",
        "1 option",
    ),
    "scale": (lambda d: d["evaluation"]["heard"].pop("low"), "evaluation heard", "no low"),
    "open question": (
        lambda d: d["evaluation"].update(why={"question": WORDS, "kind": "text"}),
        "evaluation why kind",
        "a second open question",
    ),
    "questions in all": (
        lambda d: d["evaluation"].update(again=d["evaluation"]["heard"]),
        "evaluation",
        "8 questions",
    ),
    "one solution": (
        lambda d: d["samples"]["solutions"]["sem"]["2"].pop(),
        "samples solutions sem 2",
        "1 solution",
    ),
    "no solutions": (lambda d: d["samples"]["solutions"].pop("sem"), "samples solutions sem 3", "0 solutions"),
    "aspect of a solution": (lambda d: solution(d)["aspects"].update(who=1), f"{FIRST} aspects who", "'who'"),
    "actor of a solution": (lambda d: solution(d)["actors"].update(aunt=WORDS), f"{FIRST} actors aunt", "'aunt'"),
    "tag": (
        lambda d: d["samples"]["insights"][0]["tags"].update(dimension="regulations"),
        "samples insights 0 tags dimension",
        "'regulations'",
    ),
    "teacher phase": (
        lambda d: d["teacher_indicators"]["feedback"]["phases"].pop("3"),
        "teacher_indicators feedback phases",
        "no phase 3",
    ),
    "teacher indicators": (lambda d: d["teacher_indicators"].pop("feedback"), "teacher_indicators", "14 "),
    "teacher themes": (
        lambda d: d["teacher_themes"].update(other={"name": WORDS}),
        "teacher_themes",
        "5 teacher_themes",
    ),
    "teacher theme unused": (
        lambda d: d["teacher_themes"].update(other={"name": WORDS}),
        "teacher_themes other",
        "a theme without indicators",
    ),
    "stage": (lambda d: d["design_stages"].pop("adaptive_2"), "design_stages", "no adaptive_2"),
    "stage of a question": (
        lambda d: d["design_questions"]["place"]["stages"].pop("flexible_3"),
        "design_questions place stages",
        "no flexible_3",
    ),
    "design questions": (lambda d: d["design_questions"].pop("place"), "design_questions", "13 design_questions"),
    "indicator": (lambda d: d["indicators"].pop("parents"), "indicators", "no parents"),
    "effect on an indicator that is gone": (
        lambda d: d["indicators"].pop("parents"),
        "dilemmas portfolio options 0 effects parents",
        "'parents'",
    ),
    "dilemma of a round": (lambda d: d["dilemmas"].pop("portfolio"), "dilemmas", "no dilemma for round 2"),
    "dilemmas of a round": (
        lambda d: d["dilemmas"].update(other={**d["dilemmas"]["portfolio"]}),
        "dilemmas other round",
        "round 2, as in portfolio",
    ),
    "one way out": (
        lambda d: d["dilemmas"]["portfolio"].update(options=[option(d)]),
        "dilemmas portfolio options",
        "1 option",
    ),
    "four ways out": (
        lambda d: d["dilemmas"]["portfolio"]["options"].append({**option(d), "id": "other"}),
        "dilemmas portfolio options",
        "4 options",
    ),
    "way out twice": (
        lambda d: d["dilemmas"]["portfolio"]["options"][0].update(id="explain"),
        "dilemmas portfolio options 2 id",
        "'explain' a second time",
    ),
    "no effects": (lambda d: option(d).update(effects={}), "dilemmas portfolio options 1 effects", "that rises"),
    "costs nothing": (
        lambda d: option(d).update(effects={"motivation": 1}),
        "dilemmas portfolio options 1 effects",
        "no indicator that falls",
    ),
    "only costs": (
        lambda d: option(d).update(effects={"teachers": -1}),
        "dilemmas portfolio options 1 effects",
        "no indicator that rises",
    ),
    "actor of a starter": (
        lambda d: d["starters"]["text_parent"].update(actors=["aunt"]),
        "starters text_parent actors aunt",
        "'aunt'",
    ),
    "whole sentence": (
        lambda d: d["starters"]["text_day"]["text"].update(en="The day begins."),
        "starters text_day text en",
        "a whole sentence",
    ),
    "starters of a view": (
        lambda d: d["starters"].update(zzz={**d["starters"]["text_parent"], "actors": ["hr", "parent"]}),
        "starters zzz",
        "more sentences for text",
    ),
    "starters of every view beside those of one": (
        lambda d: d["starters"].update(zzz=d["starters"]["text_day"]),
        "starters zzz",
        "more sentences for text",
    ),
    "starters of every view": (
        lambda d: d["starters"].update({f"zz{n}": d["starters"]["ict_shows"] for n in "ab"}),
        "starters zzb",
        "more sentences for ict",
    ),
    "insights": (lambda d: d["samples"]["insights"].pop(), "samples insights", "11 insights"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_rule(po: Pack, name: str) -> None:
    edit, path, found = CASES[name]
    assert any(one.path == tuple(path.split()) and found in say(one.found, "en") for one in findings(po, edit))


def test_nothing_to_say_about_the_pack_itself(po: Pack) -> None:
    assert findings(po, lambda data: None) == []


def test_only_sections_that_are_right_are_checked(po: Pack) -> None:
    empty = Pack.model_construct(about=po.about)
    assert list(check(empty, {"about"})) == []
