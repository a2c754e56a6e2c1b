"""All forms say the same, whatever people wrote; each is read back by a library that did not write it."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx as word
import pypdf
import pytest
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from app.content.loader import load_pack
from app.content.pack import Pack
from app.print.typesetting import UNPRINTABLE
from app.report.blocks import Document, Figure, Table, clean, room, texts
from app.report.docx import LETTER, PADDING, WIDEST, docx, widths
from app.report.drawing import BESIDE, legend
from app.report.html import page, part
from app.report.markdown import markdown
from app.report.options import LONGEST_SHORT, SHORT
from app.report.pdf import pages, pdf
from tests.report.session import LONG, document, full, fullest, golden, hostile


class Words(HTMLParser):
    """What a reader of HTML finds, and which elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def read_html(made: str) -> Words:
    words = Words()
    words.feed(made)
    words.close()
    return words


def of_html(made: Document) -> str:
    return " ".join(read_html(page(made).decode()).found)


def of_markdown(made: Document) -> str:
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown(made).decode())
    return " ".join(read_html(rendered).found)


def of_docx(made: Document) -> str:
    file = word.Document(io.BytesIO(docx(made)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def of_pdf(made: Document) -> str:
    return " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf(made))).pages)


READERS: list[Callable[[Document], str]] = [of_html, of_markdown, of_docx, of_pdf]


def bare(text: str) -> str:
    """Without spaces, hyphens of broken words, and signs that no font has."""
    return re.sub(rf"[\s\u00ad\u200d\u200b\ufe0f{UNPRINTABLE}-]", "", text)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("variant", ["internal", "shareable"])
def test_every_form_says_all_of_it(po: Pack, read: Callable[[Document], str], variant: str):
    made = document(full(), po, variant=variant)
    said = bare(read(made))
    assert [text for text in texts(made) if bare(text) not in said] == []


@pytest.mark.parametrize("read", READERS[:3], ids=lambda read: read.__name__)
def test_hostile_text_survives(po: Pack, read: Callable[[Document], str]):
    made = document(hostile(), po, variant="internal")
    said = bare(read(made))
    assert [text[:80] for text in texts(made) if bare(text) not in said] == []


def test_hostile_text_survives_on_paper_as_far_as_fonts_go(po: Pack):
    made = pdf(document(hostile(), po, variant="internal"))
    said = bare(" ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(made)).pages))
    assert said.count("x") >= LONG.count("x")
    assert bare("# kop | cel <script>alert(1)</script> #set text()") in said
    assert UNPRINTABLE in " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(made)).pages)


def test_signs_that_break_a_file_or_turn_the_words_around_it_are_taken_out():
    assert clean(" a\x00b\u202ec\u2066\ud800d\r\ne\rf\tg ") == "abcd\ne\nf g"


def test_words_of_people_never_become_markup(po: Pack):
    made = document(hostile(), po, variant="internal")
    plain = {"script", "b", "i"}
    assert not plain & {tag for tag, _ in read_html(page(made).decode()).tags}
    rendered = MarkdownIt("commonmark").enable("table").render(markdown(made).decode())
    assert not plain & {tag for tag, _ in read_html(rendered).tags}
    assert rendered.count("<h1>") == 1
    assert rendered.count("<table>") == page(made).decode().count("<table>")


def test_a_part_of_a_page_has_no_style_of_its_own_which_the_policy_forbids(po: Pack):
    tags = read_html(part(document(full(), po, variant="internal"))).tags
    assert not {"style", "script"} & {tag for tag, _ in tags}
    assert not any("style" in given or any(name.startswith("on") for name in given) for _, given in tags)
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len(set(ids))


def test_the_pdf_is_tagged_accessible_and_the_same_every_time(po: Pack):
    made = document(golden(), po, variant="internal")
    once, twice = pdf(made), pdf(made)
    assert once == twice
    read = pypdf.PdfReader(io.BytesIO(once))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "nl"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == "Studiemiddag"
    assert [_alt for _alt in _alts(root["/StructTreeRoot"]) if "regie" in _alt]


def _alts(node: Any) -> list[str]:
    held = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, list):
        return [alt for kid in held for alt in _alts(kid)]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(held, dict):
        return []
    known: dict[str, Any] = held  # pyright: ignore[reportUnknownVariableType]
    return [*([str(known["/Alt"])] if "/Alt" in known else []), *_alts(known.get("/K", []))]


WORDS = "woorden van een school " * 100
EIGHTH = LONGEST_SHORT // 8
EVERYWHERE: dict[str, Any] = {
    "introduction": WORDS[:EIGHTH],
    "closing": WORDS[:EIGHTH],
    "under": dict.fromkeys(SHORT, WORDS[:EIGHTH]),
}
TEXTS: list[dict[str, Any]] = [
    {},
    {"introduction": WORDS[:LONGEST_SHORT]},
    {"closing": WORDS[:LONGEST_SHORT]},
    {"introduction": WORDS[: LONGEST_SHORT // 2], "closing": WORDS[: LONGEST_SHORT // 2]},
    {"introduction": WORDS[:EIGHTH], "closing": WORDS[:EIGHTH], "under": dict.fromkeys(SHORT, WORDS[:EIGHTH])},
    {"under": {"sources": WORDS[:LONGEST_SHORT]}},
    {"closing": "W" * LONGEST_SHORT},
    {"introduction": "x\n\n" * (LONGEST_SHORT // 3)},
]


def check_two_pages(pack: Pack, language: str, given: dict[str, Any]) -> None:
    made = pdf(document(fullest(pack), pack, length="short", variant="internal", language=language, **given))
    read = pypdf.PdfReader(io.BytesIO(made))
    assert len(read.pages) == pages(made) == 2
    said = bare("".join(each.extract_text() for each in read.pages))
    own = [given.get("introduction", ""), given.get("closing", ""), *given.get("under", {}).values()]
    assert [text for text in own if bare(text)[:60] not in said] == []


@pytest.mark.parametrize("given", TEXTS, ids=lambda given: "-".join(given) or "none")
def test_a_short_report_is_two_pages_whatever_happened_and_whatever_is_written(po: Pack, given: dict[str, Any]):
    check_two_pages(po, "nl", given)


@pytest.mark.parametrize("sector", ["po", "vo", "mbo"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_so_for_every_pack_and_language(sector: str, language: str):
    check_two_pages(load_pack(Path("game_content") / sector), language, EVERYWHERE)


def test_a_full_report_has_pictures_as_large_as_they_are_however_many_pages_that_takes(po: Pack):
    made = document(full(), po, variant="internal")
    assert not made.compact
    assert len(pypdf.PdfReader(io.BytesIO(pdf(made))).pages) == pages(pdf(made)) > 2


def test_a_long_word_stays_in_its_cell(po: Pack):
    read = pypdf.PdfReader(io.BytesIO(pdf(document(full(name="W" * 24), po, variant="internal"))))
    lines = [line for each in read.pages for line in each.extract_text(extraction_mode="layout").splitlines()]
    assert [line for line in lines if line.strip().startswith("WWW")]
    assert [line for line in lines if re.search(r"W-?\d", line)] == []


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("De Verkenners", ["De Verkenners"]),
        ("Berg en Dal bij de Beek", ["Berg en Dal", "bij de Beek"]),
        ("Onderzoekersteam", ["Onderzoekers-", "team"]),
        ("W" * 24, ["WWWWWWW-", "WWWWWWW-", "WWWWWW…"]),
    ],
)
def test_a_name_beside_the_map_stays_on_the_paper(name: str, rows: list[str]):
    assert legend(name) == rows
    assert max(map(room, rows)) <= BESIDE


@pytest.mark.parametrize("name", ["Berg", "W" * 24])
def test_a_word_of_a_table_in_the_word_file_is_not_broken_and_the_table_fits_the_page(name: str):
    head = ("Subteam", "Regie", "Belang", "Regie, gelezen", "Belang, gelezen", "Antwoorden")
    across = widths(Table("", head, ((name, "-40", "10", "-40", "10", "4"),)))
    assert sum(across) <= WIDEST + 1e-9
    for width, title in zip(across, head, strict=True):
        assert width >= max(room(word) for word in title.split()) * LETTER + PADDING - 1e-9


@pytest.mark.parametrize(("language", "tag"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_the_word_file_has_headings_alt_texts_and_a_language(po: Pack, language: str, tag: str):
    made = document(full(), po, variant="internal", language=language)
    file: Any = word.Document(io.BytesIO(docx(made)))
    chapters = [
        paragraph.text for paragraph in file.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    assert chapters == [chapter.title for chapter in made.chapters]
    alts: list[str] = [picture.get("descr") for picture in file.element.body.iter(qn("wp:docPr"))]
    figures = [block for chapter in made.chapters for block in chapter.blocks if isinstance(block, Figure)]
    assert alts == [figure.about for figure in figures]
    assert {language.get(qn("w:val")) for language in file.styles.element.iter(qn("w:lang"))} == {tag}
    assert file.core_properties.language == tag
    assert all(table._tbl.tr_lst[0].trPr.findall(qn("w:tblHeader")) for table in file.tables)
