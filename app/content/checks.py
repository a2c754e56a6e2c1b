"""What one file cannot know: references between files, counts, and texts that belong together."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from app.content.colours import check_colours
from app.content.finding import Finding
from app.content.ids import at_least, known_ids, same_ids, unique_ids
from app.content.instrument_checks import (
    INDICATORS,
    STAGES,
    check_dilemmas,
    check_school_profile,
    check_teacher_profile,
)
from app.content.pack import SECTIONS, Pack
from app.content.pictures import KINDS as PICTURE_KINDS
from app.content.pictures import check_pictures
from app.content.references import check_samples
from app.content.saying import t, tn
from app.content.texts import texts_in
from app.content.types import EvaluationQuestion, PhaseId, PromptPhase
from app.game.text import seen

AT_LEAST = {"schools": 2, "personas": 8, "actors": 11, "factors": 14, "scripts": 1, "evaluation": 5}
"""So that four subteams have a choice in every round."""

EXACTLY = {"teacher_themes": 4, "teacher_indicators": 15, "design_questions": 14}
"""The instruments as their makers wrote them: with a row more or less it would be another instrument."""

REQUIRED = {
    "aspects": ("what", "when", "where", "how", "why", "with_whom", "pace"),
    "axes": ("regulation", "interest"),
    "quadrants": ("classroom", "differentiation", "fixed_program", "personal"),
    "facets": ("teacher_role", "student_role", "assessment", "curriculum", "grouping", "timetable"),
    "phases": get_args(PhaseId),
    "visitation": (
        "leadership",
        "vision",
        "skills",
        "infrastructure",
        "digital_material",
        "expertise",
        "team_development",
        "decisions",
        "task_policy",
        "participation",
    ),
    "design_stages": STAGES,
    "indicators": INDICATORS,
}
"""Ids that the game itself knows: exactly these, no more and no fewer."""

MOST_STARTERS = 3
"""Of one field, for one view: help for who does not know how to begin, and no list to choose from."""

SAMPLES_NEED = {"personas", "actors", "factors", "aspects", "axes", "samples"}
PROMPTS = {"work": 3, "reveal": 3, "discuss": 3, "debrief": 3}
LANGUAGE_NAMES = ("nl", "en")


def check(pack: Pack, sections: set[str], *, extended: bool = False) -> Iterator[Finding]:
    """All findings. A check runs only when the sections it needs are right, so one mistake is reported once.

    `extended`: the pack takes its samples from another; a pupil of its own without any is only a warning then.
    """
    for needs, one in _CHECKS:
        if needs <= sections:
            yield from one(pack)
    yield from _unseen(pack, sections)
    if sections >= SAMPLES_NEED:
        yield from check_samples(pack, lenient=extended)
    for section, minimum in AT_LEAST.items():
        if section in sections and (count := len(getattr(pack, section))) < minimum:
            yield Finding((section,), t("{count} keer {name}", count=count, name=section), at_least(minimum))
    for section, exact in EXACTLY.items():
        if section in sections and (count := len(getattr(pack, section))) != exact:
            yield Finding(
                (section,), t("{count} keer {name}", count=count, name=section), t("precies {count}", count=exact)
            )
    for section, ids in REQUIRED.items():
        if section in sections:
            yield from same_ids((section,), getattr(pack, section), ids)


def _unseen(pack: Pack, sections: set[str]) -> Iterator[Finding]:
    """Here and not in the types: a session that began with such a pack can still be read."""
    for section in SECTIONS:
        for path, text in texts_in((section,), getattr(pack, section)) if section in sections else ():
            if not seen(text):
                found, expected = t("een tekst waarin niets te zien is"), t("ten minste één teken dat je ziet")
                yield Finding(path, found, expected, t("Haal de tekst weg en typ hem opnieuw."))


def _languages(pack: Pack) -> Iterator[Finding]:
    for language in LANGUAGE_NAMES:
        if language not in pack.about.languages:
            yield Finding(
                ("about", "languages"), ", ".join(pack.about.languages), t("ook {language}", language=language)
            )
    if len(set(pack.about.languages)) < len(pack.about.languages):
        yield Finding(("about", "languages"), t("een taal twee keer"), t("elke taal één keer"))


def _schools(pack: Pack) -> Iterator[Finding]:
    for number in (1, 2):
        if not any(school.round == number for school in pack.schools.values()):
            found = t("geen school voor kamp {number}", number=number)
            yield Finding(("schools",), found, t("een school voor kamp 1 en een voor kamp 2"))


def _personas(pack: Pack) -> Iterator[Finding]:
    names: dict[str, str] = {}
    for key, persona in pack.personas.items():
        for number in ("1", "2", "3"):
            if number not in persona.situations:
                found = t("geen situatie voor kamp {number}", number=number)
                yield Finding(("personas", key, "situations"), found, t("een situatie voor elk van de drie kampen"))
        name = persona.name[pack.about.languages[0]]
        if name in names:
            found = t("{name}, net als in {other}", name=name, other=names[name])
            yield Finding(("personas", key, "name"), found, t("een eigen naam"))
        names.setdefault(name, key)


def _actors(pack: Pack) -> Iterator[Finding]:
    for key, actor in pack.actors.items():
        if len(actor.questions) != 3:
            found = tn("{count} vraag", "{count} vragen", len(actor.questions))
            yield Finding(("actors", key, "questions"), found, t("drie vragen"))
    leader = pack.actors.get("school_leader")
    if leader is None:
        yield Finding(("actors",), t("geen {id}", id="school_leader"), t("een onderdeel {id}", id="school_leader"))
    elif not leader.help:
        # Thinking as a leader is known to be hard: see GAME.md.
        yield Finding(("actors", "school_leader", "help"), t("geen extra vragen"), t("ten minste één extra vraag"))


def _aspects(pack: Pack) -> Iterator[Finding]:
    for key, aspect in pack.aspects.items():
        for position in ("-1", "0", "1"):
            if position not in aspect.positions:
                found = t("geen positie {number}", number=position)
                yield Finding(("aspects", key, "positions"), found, t("de posities '-1', '0' en '1'"))


def _quadrants(pack: Pack) -> Iterator[Finding]:
    signs = {
        "classroom": (-1, -1),
        "differentiation": (-1, 1),
        "fixed_program": (1, -1),
        "personal": (1, 1),
    }
    for key, quadrant in pack.quadrants.items():
        found = (quadrant.regulation, quadrant.interest)
        if key in signs and found != signs[key]:
            yield Finding(("quadrants", key), t("regulation en interest {values}", values=found), str(signs[key]))


def _facets(pack: Pack) -> Iterator[Finding]:
    for key, facet in pack.facets.items():
        yield from same_ids(("facets", key, "quadrants"), facet.quadrants, REQUIRED["quadrants"])


def _prompts(pack: Pack) -> Iterator[Finding]:
    for phase in get_args(PromptPhase):
        count = sum(prompt.phase == phase for prompt in pack.prompts.values())
        if count < (minimum := PROMPTS.get(phase, 1)):
            found = tn("{count} zin voor {phase}", "{count} zinnen voor {phase}", count, phase=phase)
            yield Finding(("prompts",), found, at_least(minimum))


def _starters(pack: Pack) -> Iterator[Finding]:
    everywhere, offered, most = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for key, starter in pack.starters.items():
        yield from known_ids(("starters", key, "actors"), starter.actors or (), pack.actors)
        for language, text in starter.text.items():
            if text.endswith((".", "!", "?")):
                yield Finding(("starters", key, "text", language), t("een hele zin"), t("alleen het begin van een zin"))
        if starter.actors:
            places = {(starter.field, actor) for actor in starter.actors}
            offered.update(places)
            count = max(offered[place] for place in places)
            most[starter.field] = max(most[starter.field], count)
        else:  # counted for all at once: they can be thousands, and those who think of them too
            everywhere[starter.field] += 1
            count = most[starter.field]
        if count + everywhere[starter.field] > MOST_STARTERS:
            found = t("meer zinnen voor {field} bij dezelfde blik", field=starter.field)
            yield Finding(("starters", key), found, t("hoogstens {count}", count=MOST_STARTERS))


def _scripts(pack: Pack) -> Iterator[Finding]:
    for key, script in pack.scripts.items():
        yield from unique_ids(("scripts", key, "steps"), [step.id for step in script.steps])
        if not script.steps:
            yield Finding(("scripts", key, "steps"), t("geen stappen"), at_least(1))


def _evaluation(pack: Pack) -> Iterator[Finding]:
    for key, question in pack.evaluation.items():
        yield from _kind(("evaluation", key), question)
        yield from unique_ids(("evaluation", key, "options"), [option.id for option in question.options or ()])
    texts = [key for key, question in pack.evaluation.items() if question.kind == "text"]
    for key in texts[1:]:
        found = t("een tweede open vraag")
        yield Finding(("evaluation", key, "kind"), found, t("hoogstens één vraag van de soort text"))
    if len(pack.evaluation) > 7:
        yield Finding(("evaluation",), t("{count} vragen", count=len(pack.evaluation)), t("hoogstens {count}", count=7))


def _kind(path: tuple[str, ...], question: EvaluationQuestion) -> Iterator[Finding]:
    """A scale has its two ends, a choice its options, and neither has what belongs to another kind."""
    wanted = {"scale": {"low", "high"}, "choice": {"options"}, "text": set[str]()}[question.kind]
    for field in ("low", "high", "options"):
        given = getattr(question, field) is not None
        if given and field not in wanted:
            found = t("{field} bij de soort {kind}", field=field, kind=question.kind)
            yield Finding((*path, field), found, t("hier niets"))
        if not given and field in wanted:
            expected = t("{field}, want de soort is {kind}", field=field, kind=question.kind)
            yield Finding(path, t("geen {id}", id=field), expected)
    if question.options is not None and len(question.options) < 2:
        yield Finding((*path, "options"), tn("{count} keuze", "{count} keuzes", len(question.options)), at_least(2))


_CHECKS: tuple[tuple[set[str], Callable[[Pack], Iterator[Finding]]], ...] = (
    ({"about"}, _languages),
    ({"about"}, check_colours),
    ({*PICTURE_KINDS}, check_pictures),
    ({"schools"}, _schools),
    ({"about", "personas"}, _personas),
    ({"actors"}, _actors),
    ({"aspects"}, _aspects),
    ({"quadrants"}, _quadrants),
    ({"facets"}, _facets),
    ({"prompts"}, _prompts),
    ({"actors", "starters"}, _starters),
    ({"scripts"}, _scripts),
    ({"evaluation"}, _evaluation),
    ({"teacher_themes", "teacher_indicators"}, check_teacher_profile),
    ({"design_stages", "design_questions"}, check_school_profile),
    ({"indicators", "dilemmas"}, check_dilemmas),
)
