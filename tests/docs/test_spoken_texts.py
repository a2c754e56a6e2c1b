"""What people read comes out of the catalogue: nothing is written straight into a template or into the server's code.

For the screens of the front end, `frontend/src/texts.test.ts` proves the same.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from app.i18n import catalogue

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"#[\w.]+(\([^()]*\))?(\.\w+\(\))?")
"""What Typst does in the midst of a text."""
PAGES = sorted(ROOT.glob("frontend/templates/*.html"))
PAPER = sorted(ROOT.glob("app/print/templates/*.typ"))
PAPERS = "privacy_roles.py"
"""It writes one of the papers for Dutch schools, which no screen shows."""
CODE = sorted(path for path in ROOT.glob("app/**/*.py") if path.name != PAPERS)

SAID = {"title", "alt", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription"}
"""Attributes that a screen or a screen reader says."""
OWN_NAMES = {"Maatwerk", "English", "Nederlands", "ms."}
"""The product, languages in themselves, and a unit: the same for every reader."""
IN_A_TAG = ("html_attributes", "body_attributes", "main_class")
"""Blocks whose content stands within a tag."""
ATTRIBUTES = re.compile(r'[\w-]+="[^"]*"')
"""What a macro gives to stand within a tag."""
LETTERS = re.compile(r"[^\W\d_]")
DUTCH = re.compile(
    r"\b(aan|als|bij|dan|deze|dit|een|geen|het|hier|ieder|jij|jouw|jullie|kan|kies|kun|maar|met|naar|niet|niets|nog|"
    r"onze|ook|op|uit|voor|waar|wat|wie|wij|wordt|worden|zijn|zonder)\b",
    re.IGNORECASE,
)
"""Words that no English sentence has, and nearly every Dutch one."""


class Said(HTMLParser):
    """Collects what a page says out of its own mouth."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.texts += [value or "" for name, value in attrs if name in SAID]

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.texts.append(ATTRIBUTES.sub("", data))


def outcomes(node: nodes.Node) -> Iterator[str]:
    """The literals that an expression may become: not what it asks or looks up."""
    match node:
        case nodes.Const(value=str(text)):
            yield text
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from outcomes(one)
            yield from outcomes(other) if other else ()
        case nodes.Or(left=one, right=other) | nodes.Concat(nodes=[one, other]) | nodes.Add(left=one, right=other):
            yield from outcomes(one)
            yield from outcomes(other)
        case _:
            pass


def hard_coded(source: str) -> list[str]:
    """Letters on a page that are not out of the catalogue."""
    page = Said()
    page.feed("".join(_written(Environment(autoescape=True).parse(source))))
    page.close()
    return [text.strip() for text in page.texts if LETTERS.search(text) and text.strip() not in OWN_NAMES]


def _written(node: nodes.Node) -> Iterator[str]:
    for part in node.iter_child_nodes():
        if isinstance(part, nodes.TemplateData):
            yield part.data
        elif isinstance(node, nodes.Output):
            yield " ".join(outcomes(part))
        elif not (isinstance(part, nodes.Block) and part.name in IN_A_TAG):
            yield from _written(part)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_text_is_written_straight_into_a_page(path: Path):
    assert hard_coded(path.read_text()) == []


def test_the_search_in_pages_finds_what_it_looks_for():
    page = """<h1>{{ t("Kop") }}</h1><h1>Maatwerk</h1><p class="lead">Welkom</p>{# Bedoeld #}<script>let naam</script>
        <input name="code" placeholder="Zoek"><b>{{ "ja" if done == "nee" else t("weg") }}</b>
        <i title="{{ word }}">3 x</i>{% if done %}<i>klaar</i>{% endif %}"""
    assert hard_coded(page) == ["Welkom", "Zoek", "ja", "3 x", "klaar"]


def strings(source: str) -> Iterator[str]:
    """Every text in a module but its docstrings; of a text with values in it, the parts."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_dutch_stands_in_the_code_that_the_catalogue_does_not_know(path: Path):
    known = catalogue("en")
    assert [text for text in strings(path.read_text()) if DUTCH.search(text) and text not in known] == []


def test_the_search_in_code_finds_what_it_looks_for():
    source = '"""Dit is een uitleg."""\nx = t("Bewaard")\ny = "Kies een kaart."\nz = f"{n} kaarten voor {name}"\n"een"'
    assert [text for text in strings(source) if DUTCH.search(text)] == ["Kies een kaart.", " kaarten voor "]


@pytest.mark.parametrize("path", PAPER, ids=lambda path: path.name)
def test_no_text_is_written_straight_onto_paper(path: Path):
    source = re.sub(r"//[^\n]*", "", path.read_text())
    quoted = [text for text in re.findall(r'"([^"\n]*)"', source) if DUTCH.search(text)]
    content = [text for text in re.findall(r"\[([^\[\]]*)\]", source) if LETTERS.search(SETTING.sub("", text))]
    assert (quoted, content) == ([], [])
