"""Text stays on its card, whatever it says: it fits, or the printer names the card and the field."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from pydantic import BaseModel

from app.content.pack import Pack
from app.content.types import Actor, Aspect, AxisText, Factor, Persona, PhaseScript, Quadrant, School
from app.print import CARDS, KitOptions, PrintError, kit, seat_cards
from tests.print.conftest import IDS, LANGUAGES, Printed, squeezed

SECTIONS: dict[str, type[BaseModel]] = {
    "personas": Persona,
    "actors": Actor,
    "factors": Factor,
    "aspects": Aspect,
    "axes": AxisText,
    "quadrants": Quadrant,
    "schools": School,
    "phases": PhaseScript,
}
PROSE = "De leerling plant de hele week zelf en overlegt op maandagochtend met een begeleider over wat er nodig is. "
HOSTILE = (
    '#eval("1") #panic() $x^2$ \\ @ref <label> *b* _i_ `c` // /* ~ -- https://x.nl',
    "</script><svg onload=alert(1)>&amp; {name} %s \"'",
    "Иван αβγ שלום",
    "lange" * 100,
    "W" * 500,
    "🎒 a 漢 b 🏕️ c",
)
ON_CARDS = KitOptions(parts=CARDS)


def lengths() -> Iterator[tuple[str, str, int]]:
    """Each text field and its greatest length, as the types say it."""

    def found(schema: Any) -> int | None:
        """The first bound on a text in this part of a JSON Schema."""
        if isinstance(schema, dict):
            known = cast("dict[str, Any]", schema)
            if known.get("type") == "string" and "maxLength" in known:
                return known["maxLength"]
            several = [known.get(key) for key in ("additionalProperties", "items", "anyOf")]
            several += [*known.get("patternProperties", {}).values(), *known.get("properties", {}).values()]
        else:
            several = cast("list[Any]", schema) if isinstance(schema, list) else []
        return next((most for one in several if (most := found(one)) is not None), None)

    for section, model in SECTIONS.items():
        for field, schema in model.model_json_schema(by_alias=False)["properties"].items():
            most = found(schema)
            if most is not None and field not in ("picture", "alt"):
                yield section, field, most


LENGTHS = tuple(lengths())


def changed(pack: Pack, section: str, fields: dict[str, str], only: str | None = None) -> Pack:
    """The pack with every text of these fields replaced, on one card or on all of a section."""

    def put(value: Any, text: str) -> Any:
        if isinstance(value, dict):
            return {key: put(one, text) for key, one in value.items()}  # pyright: ignore[reportUnknownVariableType]
        return tuple(put(one, text) for one in value) if isinstance(value, tuple) else text  # pyright: ignore

    cards = {
        key: card.model_copy(update={field: put(getattr(card, field), text) for field, text in fields.items()})
        if only in (None, key)
        else card
        for key, card in getattr(pack, section).items()
    }
    return pack.model_copy(update={section: cards})


LEFTS, TOPS = (23.0, 113.0), (33.5, 158.5)
"""Where the four cards of an A4 sheet begin, at their cut edges."""


def inside(made: bytes) -> int:
    """All ink of letters keeps 3 mm from the cut edges of a card, or is the title above them. How many are on cards."""
    count = 0
    for letter in Printed(made).letters():
        if letter.bottom < 20:
            continue
        corners = [(x, y) for x in LEFTS for y in TOPS if x <= letter.left <= x + 74 and y <= letter.top <= y + 105]
        assert corners, letter
        (x, y), count = corners[0], count + 1
        assert letter.left >= x + 3, letter
        assert letter.right <= x + 71, letter
        assert letter.top >= y + 3, letter
        assert letter.bottom <= y + 102, letter
    return count


def prose(most: int) -> str:
    return (PROSE * 5)[:most].strip()


def test_the_types_bound_every_text_of_a_card() -> None:
    assert ("personas", "home", 160) in LENGTHS
    assert ("actors", "questions", 90) in LENGTHS
    assert ("personas", "situations", 240) in LENGTHS
    assert len(LENGTHS) > 30


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", IDS)
def test_what_we_ship_stays_on_its_cards(packs: dict[str, Pack], name: str, language: str) -> None:
    assert inside(kit(packs[name], language, ON_CARDS)) > 8000


CARD_FIELDS = [one for one in LENGTHS if one[0] in ("personas", "factors")]
PART_OF = {
    "aspects": ("circles", "answers"),
    "axes": ("board", "answers"),
    "quadrants": ("board",),
    "schools": ("script",),
    "phases": ("script", "route"),
}


@pytest.mark.parametrize(("section", "field", "most"), CARD_FIELDS)
def test_a_field_of_the_greatest_length_fits(packs: dict[str, Pack], section: str, field: str, most: int) -> None:
    part = "situations" if field == "situations" else section
    made = kit(changed(packs["vo"], section, {field: prose(most)}), "nl", KitOptions(parts=(part,)))
    assert inside(made)
    assert squeezed(prose(most)) in Printed(made).text


def outcome(pack: Pack, options: KitOptions) -> bytes | PrintError:
    try:
        return kit(pack, "en", options)
    except PrintError as error:
        return error


@pytest.mark.parametrize("letters", [PROSE, "W"])
@pytest.mark.parametrize(("section", "field", "most"), LENGTHS)
def test_the_longest_text_fits_or_is_named(
    packs: dict[str, Pack], letters: str, section: str, field: str, most: int
) -> None:
    """With words it fits, but for the school leader, who has the most to read; what is refused is named."""
    longest = changed(packs["vo"], section, {field: (letters * 400)[:most].strip()})
    parts = PART_OF.get(section, ("situations",) if field == "situations" else (section,))
    made = outcome(longest, KitOptions(parts=parts))
    if isinstance(made, PrintError):
        assert made.where.startswith(section)
        assert made.where in str(made)
        assert letters == "W" or made.where.startswith("actors/school_leader.") or section not in CARDS
    elif section in CARDS:
        assert inside(made)


def test_cards_with_too_much_text_are_refused_by_card_and_field(packs: dict[str, Pack]) -> None:
    most = {field: prose(length) for section, field, length in LENGTHS if section == "personas"}
    with pytest.raises(
        PrintError, match=r"^personas/imani\.(strengths|home|struggles|help_question): .* too long"
    ) as error:
        kit(changed(packs["po"], "personas", most, only="imani"), "nl", ON_CARDS)
    assert error.value.where.startswith("personas/imani.")
    with pytest.raises(PrintError, match=r"^factors/vision\.name: "):
        kit(changed(packs["po"], "factors", {"name": "W" * 500}, only="vision"), "nl", ON_CARDS)


@pytest.mark.parametrize("text", HOSTILE[:3])
def test_texts_are_set_and_never_run(packs: dict[str, Pack], text: str) -> None:
    pack = packs["po"]
    for section, fields in (("personas", ("home",)), ("factors", ("definition",)), ("quadrants", ("description",))):
        pack = changed(pack, section, dict.fromkeys(fields, text))
    pack = changed(pack, "phases", {"say": text, "title": text[:34]})
    made = Printed(kit(pack, "nl", KitOptions()))
    if "שלום" not in text:  # what is written from the right is stored in the order in which it is seen
        assert made.text.count(squeezed(text)) >= 8 + 14 + 4 + len(pack.phases)


@pytest.mark.parametrize("text", HOSTILE[3:5])
def test_letters_without_a_space_stay_on_the_card_or_are_refused(packs: dict[str, Pack], text: str) -> None:
    made = kit(changed(packs["po"], "factors", {"definition": "n" * 500}), "nl", KitOptions(parts=("factors",)))
    assert inside(made)
    with pytest.raises(PrintError, match="personas/imani"):
        kit(changed(packs["po"], "personas", {"home": text}, only="imani"), "nl", KitOptions(parts=("personas",)))


def test_what_no_font_has_becomes_a_box(packs: dict[str, Pack]) -> None:
    pack = changed(packs["po"], "personas", {"home": HOSTILE[5]}, only="imani")
    made = Printed(kit(pack, "nl", KitOptions(parts=("personas",))))
    assert "□a□b□" in made.text
    assert "🎒" not in made.text


ADDRESS = "maatwerk.a-school-with-a-long-name.example:8000"
ROWS = [
    (1, "Maan", 1, "https://maatwerk.example/join/ABCDEF#kaart=0123456789abcdef", "AB12-CD34"),
    (2, "Vrienden van de Kaart & Co", 1, "https://maatwerk.example/join/ABCDEF#kaart=1123456789abcdef", "AB12-CD35"),
    (4, '#eval("1") <b> $x$', 2, "https://maatwerk.example/join/ABCDEF#kaart=2123456789abcdef", "AB12-CD36"),
    (None, "", 3, "https://maatwerk.example/join/ABCDEF#kaart=3123456789abcdef", "AB12-CD37"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_seat_cards_tell_team_seat_and_code(language: str) -> None:
    made = Printed(seat_cards("Een middag " * 11, ROWS * 4, ADDRESS, language))
    assert made.sizes == [(210, 297)] * 2
    assert made.catalog["/Lang"] == language
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made.data
    assert len(made.alts) == 16 + 12
    assert all(made.alts)
    assert f"{ADDRESS}," in made.text  # for who has no camera
    for team, name, seat, _, code in ROWS:
        shown = name or {"nl": "Nog geen team", "en": "No team yet"}[language]
        place = {"nl": "Plek", "en": "Seat"}[language]
        assert squeezed(f"{shown}{place}{seat}{code}") in made.text, team


def test_a_seat_card_with_an_endless_name_is_refused() -> None:
    with pytest.raises(PrintError, match=r"^seats/1\.team: "):
        seat_cards("x", [(1, "W" * 400, 1, "https://x.nl", "A")], "x.nl", "nl")
