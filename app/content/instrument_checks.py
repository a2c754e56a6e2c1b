"""Checks of the three files that a pack may leave out: what is there is complete and belongs together."""

from collections.abc import Iterator

from app.content.finding import Finding
from app.content.ids import known_ids, same_ids, unique_ids, unknown
from app.content.instruments import DilemmaOption
from app.content.pack import Pack
from app.content.saying import t, tn

STAGES = ("traditional", "flexible_2", "flexible_3", "adaptive_2", "adaptive_3", "innovative")
INDICATORS = ("results", "learning_time", "motivation", "parents", "teachers")
PHASES = ("1", "2", "3", "4")
OPTIONS = (2, 3)


def check_teacher_profile(pack: Pack) -> Iterator[Finding]:
    """Every indicator in a theme that is there, every theme used, every phase written."""
    for key, indicator in pack.teacher_indicators.items():
        path = ("teacher_indicators", key)
        if indicator.theme not in pack.teacher_themes:
            yield unknown((*path, "theme"), indicator.theme, pack.teacher_themes)
        for phase in PHASES:
            if phase not in indicator.phases:
                yield Finding((*path, "phases"), t("geen fase {number}", number=phase), t("de fasen 1, 2, 3 en 4"))
    used = {indicator.theme for indicator in pack.teacher_indicators.values()}
    for theme in pack.teacher_themes:
        if theme not in used:
            expected = t("een indicator met thema {theme}", theme=theme)
            yield Finding(("teacher_themes", theme), t("een thema zonder indicatoren"), expected)


def check_school_profile(pack: Pack) -> Iterator[Finding]:
    """Every question says what each stage looks like."""
    for key, question in pack.design_questions.items():
        yield from same_ids(("design_questions", key, "stages"), question.stages, STAGES)


def check_dilemmas(pack: Pack) -> Iterator[Finding]:
    """One dilemma per camp, with ways out that each give something and cost something."""
    rounds: dict[int, str] = {}
    for key, dilemma in pack.dilemmas.items():
        if dilemma.round in rounds:
            found = t("kamp {number}, net als in {other}", number=dilemma.round, other=rounds[dilemma.round])
            yield Finding(("dilemmas", key, "round"), found, t("één dilemma per kamp"))
        rounds.setdefault(dilemma.round, key)
        path = ("dilemmas", key, "options")
        yield from unique_ids(path, [option.id for option in dilemma.options])
        if len(dilemma.options) not in OPTIONS:
            yield Finding(path, tn("{count} keuze", "{count} keuzes", len(dilemma.options)), t("2 of 3 keuzes"))
        for index, option in enumerate(dilemma.options):
            yield from _effects(pack, (*path, str(index), "effects"), option)
    for number in (1, 2, 3):
        if number not in rounds:
            found = t("geen dilemma voor kamp {number}", number=number)
            yield Finding(("dilemmas",), found, t("een dilemma voor elk van de drie kampen"))


def _effects(pack: Pack, path: tuple[str, ...], option: DilemmaOption) -> Iterator[Finding]:
    yield from known_ids(path, option.effects, pack.indicators)
    for value, word in ((1, t("geen indicator die stijgt")), (-1, t("geen indicator die daalt"))):
        if value not in option.effects.values():
            # Otherwise there is a right answer, and nothing to talk about.
            yield Finding(path, word, t("ten minste één effect van 1 en één van -1"))
