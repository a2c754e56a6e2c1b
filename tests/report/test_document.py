"""What stands in a report, for whom, and that it is the same every time."""

from pathlib import Path
from typing import Any

import pytest

from app.content.pack import Pack
from app.game.events import (
    AnswerCounted,
    BoxCounted,
    DilemmaRevealed,
    PulseOpened,
    SessionClosed,
    SolutionsRevealed,
    VoteClosed,
    VoteOpened,
    VoteRevealed,
)
from app.report.blocks import Chapter, Figure, Paragraph, Table, texts
from app.report.markdown import markdown
from app.report.options import CHAPTERS, LONGEST_SHORT, LONGEST_UNDER, SHORT, Options, Unfit, chosen_chapters
from tests.report.session import SECRETS, document, full, golden, solution
from tests.review.hostile import stored
from tests.support.game import NOW, created, entered, revealed

GOLDEN = Path(__file__).parent / "golden"


def paragraphs(chapter: Chapter) -> list[str]:
    return [block.text for block in chapter.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("length", ["short", "full"])
def test_the_golden_session_gives_the_same_report(po: Pack, language: str, length: str):
    """To accept a change on purpose: delete the file and run this once."""
    path = GOLDEN / f"v0.4.0-{language}-{length}.md"
    made = markdown(document(golden(), po, language=language, length=length, variant="internal"))
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made)
        pytest.fail("written anew: look at it and run again")
    assert made == path.read_bytes()


def test_a_full_report_has_every_chapter_that_has_something_to_tell(po: Pack):
    made = document(full(), po, variant="internal")
    assert [chapter.id for chapter in made.chapters] == list(CHAPTERS)
    short = document(full(), po, variant="internal", length="short")
    assert [chapter.id for chapter in short.chapters] == list(SHORT)


def test_a_session_in_which_nothing_happened_has_a_report_too(po: Pack):
    made = document(full(instruments=())[:1], po)
    assert {chapter.id for chapter in made.chapters} == {"summary", "time", "sources"}


def test_a_camp_in_which_nobody_laid_anything_has_no_heading(po: Pack):
    events = stored(created(teams=2), entered("reveal", 1), SolutionsRevealed(round=1), SessionClosed(at=NOW))
    assert "agreement" not in {chapter.id for chapter in document(events, po).chapters}


def test_an_answer_that_nobody_chose_is_told_too(po: Pack):
    asked = {"most_useful": {"n": 5, "choices": {"talk": 5}}}
    made = document(full(BoxCounted(box="evaluation", count=5, result=asked)), po, chapters=frozenset({"evaluation"}))
    (table,) = [block for chapter in made.chapters for block in chapter.blocks if isinstance(block, Table)]
    assert [row[1] for row in table.rows] == ["0", "0", "0", "5", "0"]


def test_the_facilitator_chooses_chapters_and_writes_before_and_after(po: Pack):
    chosen = chosen_chapters(["vote", "time", "sources"])
    made = document(full(), po, chapters=chosen, introduction="Een.\n\nTwee.", closing="Dank.")
    assert [chapter.id for chapter in made.chapters] == ["introduction", "time", "vote", "closing", "sources"]
    assert len(made.chapters[0].blocks) == 2
    with pytest.raises(ValueError, match="weather"):
        chosen_chapters(["weather"])


def test_under_a_chapter_stands_what_the_facilitator_wrote_there_also_where_nothing_happened(po: Pack):
    made = document(full()[:1], po, under={"time": "Even geduld.\n\nTot morgen.", "vote": "We stemden met de hand."})
    said = {
        chapter.id: [block.text for block in chapter.blocks if isinstance(block, Paragraph)]
        for chapter in made.chapters
    }
    assert said["time"][:2] == ["Even geduld.", "Tot morgen."]
    assert said["vote"] == ["We stemden met de hand."]
    short = document(full(), po, length="short", under={"pulse": "Een.\n\nTwee."})
    assert [chapter.blocks[0] for chapter in short.chapters if chapter.id == "pulse"] == [Paragraph("Een. Twee.")]


@pytest.mark.parametrize(
    ("wanted", "code", "where"),
    [
        ({"under": {"time": "x" * (LONGEST_UNDER + 1)}}, "too_long", "time"),
        ({"under": {"time": "x"}, "chapters": ("vote",)}, "not_chosen", "time"),
        ({"under": {"time": "x"}, "length": "short"}, "not_chosen", "time"),
        ({"length": "short", "chapters": ("summary", "time")}, "not_short", "time"),
        ({"length": "short", "closing": "x" * LONGEST_SHORT, "under": {"pulse": "x"}}, "too_long", ""),
    ],
)
def test_a_text_has_its_limits_and_its_place(wanted: dict[str, Any], code: str, where: str):
    with pytest.raises(Unfit) as found:
        Options(**wanted)
    assert (found.value.code, found.value.where) == (code, where)


def test_votes_on_a_dilemma_by_fewer_persons_than_the_floor_are_not_told(po: Pack):
    few = (BoxCounted(box="dilemma:2", count=3, result={"marks": 2, "pupil_talks": 1}), DilemmaRevealed(round=2))
    for devices, told in (("person", False), ("team", True)):
        made = document(full(*revealed(2, 1, 2), *few, devices=devices), po, variant="internal")
        (chapter,) = (chapter for chapter in made.chapters if chapter.id == "dilemmas")
        tables = [block for block in chapter.blocks if isinstance(block, Table)]
        assert ["Stemmen" in table.head for table in tables] == [True, told, False]
        assert any(
            "De zaal koos: Naast het portfolio" in block.text
            for block in chapter.blocks
            if isinstance(block, Paragraph)
        )


def test_what_was_made_with_an_instrument_that_is_off_stays_out(po: Pack):
    made = document(full(instruments=()), po, variant="internal")
    gone = {"dilemmas", "profile", "networks", "instruments"}
    assert [chapter.id for chapter in made.chapters] == [name for name in CHAPTERS if name not in gone]


def test_a_network_says_which_influence_is_there_now_and_which_is_wanted(po: Pack):
    (chapter,) = (one for one in document(full(), po).chapters if one.id == "networks")
    school, team = (block.table.rows for block in chapter.blocks if isinstance(block, Figure) and block.table)
    assert school == (
        ("Schoolleider", "Visie", "ja", "ja"),
        ("Ouder", "Schoolleider", "ja", ""),
        ("Visie", "Rooster en leertijd", "", "ja"),
    )
    assert team == (("Ouder", "Schoolleider", "ja", ""),)


def test_an_internal_report_has_all_that_teams_wrote(po: Pack):
    said = "\n".join(texts(document(full(), po, variant="internal")))
    assert [word for word in SECRETS if word not in said] == []


def test_a_shareable_report_has_nothing_that_people_wrote(po: Pack):
    said = "\n".join(texts(document(full(), po)))
    assert [word for word in SECRETS if word in said] == []
    assert "Maan" in said


def test_with_the_room_s_consent_it_has_insights_and_first_steps_but_nobody_s_name(po: Pack):
    said = "\n".join(texts(document(full(), po, agreed=True)))
    room = ["zq-inzicht", "zq-stap", "zq-invloed", "zq-kaart", "zq-volgende", "zq-bron", "zq-vragenlijst"]
    assert [word for word in SECRETS if word in said] == room


def test_a_vote_that_nobody_cast_is_no_chart(po: Pack):
    """A subteam that is alone has nobody to vote for."""
    voted = [VoteOpened(ballot=1), VoteClosed(ballot=1), BoxCounted(box="vote:1", count=0, result={})]
    events = stored(created(teams=1), *voted, VoteRevealed(ballot=1), SessionClosed(at=NOW))
    chapter = next(one for one in document(events, po).chapters if one.id == "vote")
    assert chapter.blocks == (Paragraph("Er is niet gestemd."),)


def test_one_team_that_nobody_read_has_no_chapter_of_agreement(po: Pack):
    events = stored(created(teams=1), entered("work", 1), *solution(1, 1, 10, 20), SolutionsRevealed(round=1))
    assert "agreement" not in [one.id for one in document(events, po).chapters]


def test_answers_that_were_not_shown_yet_are_said_to_be_so(po: Pack):
    later = [PulseOpened(pulse="now", moment="later"), *[AnswerCounted(box="pulse:later:now")] * 6]
    sentence = "Zo staat er ook een meting die nog niet getoond is."
    assert sentence not in "\n".join(texts(document(full(), po)))
    assert sentence in "\n".join(texts(document([*full(), *stored(*later)], po)))


@pytest.mark.parametrize("variant", ["internal", "shareable"])
def test_no_report_has_nicknames_or_the_facilitator_s_notes(po: Pack, variant: str):
    said = repr(document(full(), po, variant=variant, agreed=True))
    assert "zq-bijnaam" not in said
    assert "zq-notitie" not in said


def test_for_research_the_title_is_gone_too(po: Pack):
    assert "zq-school" not in repr(document(full(title="zq-school"), po, names=False))


def test_every_chart_says_in_words_and_in_a_table_what_it_shows(po: Pack):
    blocks = [block for chapter in document(full(), po, variant="internal").chapters for block in chapter.blocks]
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert {figure.svg.partition("-t ")[0].rpartition('"')[2] for figure in figures} == {
        *("time", "path", "reading-1", "factors", "actors", "perspective", "pulse", "vote"),
        *("profile", "network-school", "network-1"),
    }
    for figure in figures:
        assert 'role="img"' in figure.svg
        assert "<title" in figure.svg
        assert "<desc" in figure.svg
        assert figure.about
        assert figure.table is not None
        assert figure.table.rows


def test_sources_are_named(po: Pack):
    said = "\n".join(texts(document(full(), po)))
    for source in po.about.sources:
        assert source.title in said
