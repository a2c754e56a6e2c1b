"""Every part of the kit for every pack and language: pages, texts, tags."""

from math import ceil

import pytest

from app.content.codes import card_codes
from app.content.pack import Pack
from app.content.render import localise
from app.print import CARDS, PARTS, AgendaRow, KitOptions, chosen_parts, kit, kit_data
from app.print.drawing import COVERS, TEAM_COLOURS, qr
from tests.print.conftest import IDS, LANGUAGES, Printed, squeezed

A4, A4_ACROSS, A3, A3_ACROSS = (210, 297), (297, 210), (297, 420), (420, 297)
AGENDA = (AgendaRow("welcome", None, 15), AgendaRow("choose", 1, 4), AgendaRow("work", 1, 75))


def pages(part: str, pack: Pack) -> list[tuple[int, int]] | None:
    """The pages that a part has; the script runs on for as long as it needs."""
    cards = {kind: len(pack.order[kind]) for kind in ("personas", "actors", "factors")}
    cards["situations"] = 3 * cards["personas"]
    if part in cards:
        return [A4] * ceil(cards[part] / 4)
    sheets = {"board": [A3_ACROSS], "route": [A3_ACROSS], "circles": [A4, A4, A3_ACROSS], "answers": [A4]}
    return {"teams": [A4_ACROSS] * 4, "script": None, **sheets}[part]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_is_an_accessible_pdf_of_the_right_size(
    packs: dict[str, Pack], part: str, name: str, language: str
) -> None:
    printed = Printed(kit(packs[name], language, KitOptions(parts=(part,), agenda=AGENDA)))
    assert set(printed.sizes) == {A4} if part == "script" else printed.sizes == pages(part, packs[name])
    assert printed.catalog["/Lang"] == language
    assert printed.catalog["/MarkInfo"]["/Marked"]
    assert printed.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed.data
    assert printed.reader.metadata is not None
    assert printed.reader.metadata.title == f"Maatwerk: {packs[name].about.title[language]}"
    assert "/H1" in printed.kinds
    assert all(printed.alts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", IDS)
def test_a_whole_kit_has_every_word_of_its_cards(packs: dict[str, Pack], name: str, language: str) -> None:
    pack = packs[name]
    made = kit(pack, language)
    text, content = Printed(made).text, localise(pack, language)
    for one in content["personas"].values():
        for field in ("name", "level", "tagline", "home", "strengths", "struggles", "help_question"):
            assert squeezed(one[field]) in text
        assert all(squeezed(situation) in text for situation in one["situations"].values())
    for one in content["actors"].values():
        for words in (one["name"], one["interests"], one["influence"], *one["questions"], *one.get("help", ())):
            assert squeezed(words) in text
    for one in content["factors"].values():
        assert all(squeezed(one[field]) in text for field in ("name", "definition", "question"))
    for one in content["quadrants"].values():
        assert squeezed(one["name"] + one["description"]) in text
    for one in content["axes"].values():
        assert squeezed(one["low"]) in text
        assert squeezed(one["high"]) in text
    assert all(code in text for code in card_codes(pack))


def test_a_pupil_in_short_ends_with_one_stop(packs: dict[str, Pack]) -> None:
    yara = packs["po"].personas["yara"]
    for tagline, end in (("Weet alles", "Weet alles."), ("Weet alles!", "Weet alles!")):
        own = yara.model_copy(update={"tagline": {"nl": tagline, "en": tagline}})
        pack = packs["po"].model_copy(update={"personas": packs["po"].personas | {"yara": own}})
        cards = kit_data(pack, "nl", KitOptions(parts=("personas",)))["parts"][0]["cards"]
        assert cards[-1]["body"][0]["text"].endswith(f"groep 6. {end}")


def test_pictures_and_codes_on_cards_are_told_in_words(packs: dict[str, Pack]) -> None:
    made = Printed(kit(packs["po"], "nl", KitOptions(parts=("personas",))))
    assert sorted(filter(None, made.alts)) == sorted(
        [one.alt["nl"] for one in packs["po"].personas.values()]
        + [
            f"QR-code van deze kaart: {code}"
            for code, (kind, _) in card_codes(packs["po"]).items()
            if kind == "personas"
        ]
    )


def test_a_card_that_can_be_scanned_leads_to_its_own_page(packs: dict[str, Pack]) -> None:
    options = KitOptions(parts=("personas", "actors", "factors"), base_url="https://maatwerk.example/")
    drawn = [card for part in kit_data(packs["vo"], "nl", options)["parts"] for card in part["cards"]]
    codes = card_codes(packs["vo"])
    assert [codes[card["code"]] for card in drawn] == [tuple(card["id"].split("/")) for card in drawn]
    assert {card["code"] for card in drawn} == set(codes)
    for card in drawn:
        assert card["qr"] == qr(f"https://maatwerk.example/k/vo/{card['code']}")


def test_all_parts_together_are_the_parts_one_by_one(packs: dict[str, Pack]) -> None:
    alone = [size for part in PARTS for size in Printed(kit(packs["po"], "nl", KitOptions(parts=(part,)))).sizes]
    assert Printed(kit(packs["po"], "nl")).sizes == alone


def test_a3_takes_nine_cards_a_sheet(packs: dict[str, Pack]) -> None:
    options = KitOptions(parts=chosen_parts(["cards"]), paper="a3")
    count = [8, 11, 14, 24]
    assert Printed(kit(packs["po"], "nl", options)).sizes == [A3] * sum(ceil(n / 9) for n in count)


def test_backs_lie_mirrored_behind_their_fronts(packs: dict[str, Pack]) -> None:
    """Eleven actors: the last sheet has three, and the third lies left on the front and so right on the back."""
    made = Printed(kit(packs["po"], "nl", KitOptions(parts=("actors",), duplex=True)))
    assert made.sizes == [A4] * 6
    on_page: dict[int, list[tuple[bool, bool]]] = {}
    for letter in made.letters():
        if letter.char == "D":
            on_page.setdefault(letter.page, []).append((letter.left > 105, letter.top > 148.5))
    assert {(False, False), (True, False), (False, True)} == set(on_page[4])
    assert {(False, False), (True, False), (True, True)} == set(on_page[5])


def test_on_both_sides_no_board_lies_on_the_back_of_another(packs: dict[str, Pack]) -> None:
    """What is cut, folded or laid side by side has an empty back; the script runs on over both sides, from a front."""
    made = Printed(kit(packs["po"], "nl", KitOptions(duplex=True)))
    empty = [page for page in range(len(made.sizes)) if page not in {letter.page for letter in made.letters()}]
    parts = ("board", "route", "circles", "teams", "answers")
    sheets = [size for part in parts for size in pages(part, packs["po"]) or []]
    assert [made.sizes[page] for page in empty] == sheets
    assert all(page % 2 for page in empty)
    assert all(made.sizes[page] == made.sizes[page - 1] for page in empty)


def test_without_colour_nothing_is_told_by_colour(packs: dict[str, Pack]) -> None:
    def found(bw: bool) -> set[str]:
        data = str(kit_data(packs["po"], "nl", KitOptions(bw=bw)))
        return {colour for colour in (*COVERS.values(), *TEAM_COLOURS, "#ffc53d") if colour in data}

    assert found(bw=True) == set()
    assert len(found(bw=False)) == 9
    assert Printed(kit(packs["po"], "nl", KitOptions(bw=True))).sizes


def test_the_script_counts_the_minutes_of_the_agenda(packs: dict[str, Pack]) -> None:
    made = Printed(kit(packs["po"], "nl", KitOptions(parts=("script",), agenda=AGENDA)))
    for words in ("0:00Welkom15", "0:15Kamp1:Kiezen4", "0:19Kamp1:Werken75", "Samen94minuten"):
        assert words in made.text
    assert squeezed(next(one for one in packs["po"].schools.values() if one.round == 1).vision["nl"]) in made.text


def test_parts_are_chosen_by_name_and_printed_in_order() -> None:
    assert chosen_parts([]) == PARTS
    assert chosen_parts(["board", "cards"]) == ("personas", "actors", "factors", "situations", "board")
    with pytest.raises(ValueError, match="posters: no such part"):
        chosen_parts(["board", "posters"])


def test_a_language_that_the_pack_lacks_is_an_error(packs: dict[str, Pack]) -> None:
    with pytest.raises(KeyError):
        kit(packs["po"], "fr")


def test_a_pack_may_have_own_colours_on_its_cards(packs: dict[str, Pack]) -> None:
    po = packs["po"]
    own = po.model_copy(update={"about": po.about.model_copy(update={"colours": {"actors": "#ffeecc"}})})
    covers = {part["part"]: part["cover"] for part in kit_data(own, "nl", KitOptions(parts=CARDS))["parts"]}
    assert covers["actors"] == "#ffeecc"
    assert covers["personas"] == "#dcebcb"
    assert kit(own, "nl", KitOptions(parts=("actors",)))
