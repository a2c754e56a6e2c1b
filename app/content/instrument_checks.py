"""Checks of the three files that a pack may leave out: what is there is complete and belongs together."""

from collections.abc import Iterator

from app.content.finding import Finding
from app.content.ids import known_ids, same_ids, unique_ids
from app.content.instruments import DilemmaOption
from app.content.pack import Pack
from app.content.suggest import closest

STAGES = ("traditional", "flexible_2", "flexible_3", "adaptive_2", "adaptive_3", "innovative")
INDICATORS = ("results", "learning_time", "motivation", "parents", "teachers")
PHASES = ("1", "2", "3", "4")
OPTIONS = (2, 3)


def check_teacher_profile(pack: Pack) -> Iterator[Finding]:
    """Every indicator in a theme that is there, every theme used, every phase written."""
    for key, indicator in pack.teacher_indicators.items():
        path = ("teacher_indicators", key)
        if indicator.theme not in pack.teacher_themes:
            found = f"unknown id {indicator.theme!r}"
            yield Finding((*path, "theme"), found, closest(indicator.theme, pack.teacher_themes))
        for phase in PHASES:
            if phase not in indicator.phases:
                yield Finding((*path, "phases"), f"no phase {phase}", "phases 1, 2, 3 and 4")
    used = {indicator.theme for indicator in pack.teacher_indicators.values()}
    for theme in pack.teacher_themes:
        if theme not in used:
            yield Finding(("teacher_themes", theme), "a theme without indicators", f"an indicator with theme {theme}")


def check_school_profile(pack: Pack) -> Iterator[Finding]:
    """Every question says what each stage looks like."""
    for key, question in pack.design_questions.items():
        yield from same_ids(("design_questions", key, "stages"), question.stages, STAGES)


def check_dilemmas(pack: Pack) -> Iterator[Finding]:
    """One dilemma per camp, with ways out that each give something and cost something."""
    rounds: dict[int, str] = {}
    for key, dilemma in pack.dilemmas.items():
        if dilemma.round in rounds:
            found = f"round {dilemma.round}, as in {rounds[dilemma.round]}"
            yield Finding(("dilemmas", key, "round"), found, "one dilemma per round")
        rounds.setdefault(dilemma.round, key)
        path = ("dilemmas", key, "options")
        yield from unique_ids(path, [option.id for option in dilemma.options])
        if len(dilemma.options) not in OPTIONS:
            yield Finding(path, f"{len(dilemma.options)} options", "2 or 3 options")
        for index, option in enumerate(dilemma.options):
            yield from _effects(pack, (*path, str(index), "effects"), option)
    for number in (1, 2, 3):
        if number not in rounds:
            yield Finding(("dilemmas",), f"no dilemma for round {number}", "one for each of rounds 1, 2 and 3")


def _effects(pack: Pack, path: tuple[str, ...], option: DilemmaOption) -> Iterator[Finding]:
    yield from known_ids(path, option.effects, pack.indicators)
    for value, word in ((1, "rises"), (-1, "falls")):
        if value not in option.effects.values():
            # Otherwise there is a right answer, and nothing to talk about.
            yield Finding(path, f"no indicator that {word}", "at least one effect of 1 and one of -1")
