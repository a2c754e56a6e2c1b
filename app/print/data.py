"""A pack as the data of its kit: everything that the templates set, in one language. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.content.codes import card_codes
from app.content.pack import Pack
from app.content.pictures import drawings
from app.content.render import localise
from app.i18n import LANGUAGES, translator
from app.print import boards, sheets
from app.print.drawing import COVERS, NOW, SHEET, qr, thing
from app.print.options import KitOptions
from app.print.scenery import card_back

Words = Callable[..., str]
Content = Mapping[str, Any]


def kit_data(pack: Pack, language: str, options: KitOptions) -> dict[str, Any]:
    """What `templates/kit.typ` prints. Raises KeyError for a language that the pack does not have."""
    content = localise(pack, language)
    covers = COVERS | (pack.about.colours or {})
    t = words(language, pack.about.sector)
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "personas": lambda: cards(
            t("Leerlingen"), "personas", options, covers, _personas(pack, content, options, t), t
        ),
        "actors": lambda: cards(t("Actoren"), "actors", options, covers, _actors(pack, content, options, t), t),
        "factors": lambda: cards(t("Factoren"), "factors", options, covers, _factors(pack, content, options, t), t),
        "situations": lambda: cards(t("Situaties"), "situations", options, covers, _situations(pack, content, t), t),
        "board": lambda: boards.compass_board(content, t),
        "route": lambda: boards.route_board(content, options, t),
        "circles": lambda: boards.circles(content, options, t),
        "teams": lambda: boards.team_signs(options, t),
        "answers": lambda: sheets.answers(content, t),
        "script": lambda: sheets.script(content, options, t),
    }
    return {
        "title": f"Maatwerk: {content['pack']['title']}",
        "language": language,
        "bw": options.bw,
        "duplex": options.duplex,
        "foot": f"{pack.about.id} {pack.about.version}",
        "parts": [{"part": part} | makers[part]() for part in options.parts],
    }


def words(language: str, sector: str = "po") -> Words:
    """The sentences of the kit; in a language that the screens do not have they are the Dutch ones."""
    return translator(language if language in LANGUAGES else "nl", sector)


# --- cards ------------------------------------------------------------------------------------------------------------


def cards(
    title: str, kind: str, options: KitOptions, covers: Mapping[str, str], made: list[dict[str, Any]], t: Words
) -> dict[str, Any]:
    """One kind of cards, on the paper that was asked for."""
    cover = SHEET if options.bw else covers[kind]
    one = {
        "personas": t("Leerling"),
        "actors": t("Denk als"),
        "factors": t("Factor"),
        "situations": t("Situatie"),
    }[kind]
    return {
        "template": "cards",
        "title": title,
        "paper": options.paper,
        "back": {"drawing": card_back(cover, options.bw), "word": one},
        "cover": cover,
        "cards": made,
    }


def _codes(pack: Pack) -> dict[tuple[str, str], str]:
    return {card: code for code, card in card_codes(pack).items()}


def _card(pack: Pack, kind: str, key: str, card: Content, options: KitOptions, t: Words) -> dict[str, Any]:
    """What cards that can be scanned have in common."""
    code = _codes(pack)[kind, key]
    fill = NOW if kind == "personas" and not options.bw else SHEET
    drawing = drawings().get(card.get("picture", ""))
    return {
        "id": f"{kind}/{key}",
        "name": card["name"],
        "picture": thing(drawing, fill) if drawing else None,
        "alt": card.get("alt") or card["name"],
        "code": code,
        "qr": qr(f"{options.base_url.rstrip('/')}/k/{pack.about.id}/{code}"),
        "qr_alt": t("QR-code van deze kaart: {code}", code=code),
    }


def _text(field: str, text: str, lead: str = "", strong: bool = False) -> dict[str, Any]:
    return {"field": field, "text": text, "lead": lead, "strong": strong}


def _full(text: str) -> str:
    """A sentence to its end; an author may have put one there."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _personas(pack: Pack, content: Content, options: KitOptions, t: Words) -> list[dict[str, Any]]:
    return [
        _card(pack, "personas", key, one, options, t)
        | {
            "kind": t("Leerling"),
            "body": [
                _text("level, tagline", f"{t('{n} jaar', n=one['age'])}, {one['level']}. {_full(one['tagline'])}"),
                _text("strengths", one["strengths"], t("Sterk in")),
                _text("home", one["home"], t("Thuis")),
                _text("struggles", one["struggles"], t("Lastig")),
                _text("help_question", one["help_question"], t("{name} vraagt:", name=one["name"])),
            ],
        }
        for key, one in content["personas"].items()
    ]


def _actors(pack: Pack, content: Content, options: KitOptions, t: Words) -> list[dict[str, Any]]:
    return [
        _card(pack, "actors", key, one, options, t)
        | {
            "kind": t("Denk als"),
            "body": [
                _text("interests", one["interests"], t("Belang")),
                _text("influence", one["influence"], t("Invloed")),
                *(_text("questions", question, strong=True) for question in one["questions"]),
                *_help(one.get("help", []), t),
            ],
        }
        for key, one in content["actors"].items()
    ]


def _help(questions: list[str], t: Words) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(questions):
        yield _text("help", question, t("Extra hulp:") if number == 0 else "")


def _factors(pack: Pack, content: Content, options: KitOptions, t: Words) -> list[dict[str, Any]]:
    return [
        _card(pack, "factors", key, one, options, t)
        | {
            "kind": t("Factor"),
            "body": [_text("definition", one["definition"]), _text("question", one["question"], strong=True)],
        }
        for key, one in content["factors"].items()
    ]


def _situations(pack: Pack, content: Content, t: Words) -> list[dict[str, Any]]:
    """Per camp, so that each camp's pile lies together."""
    codes = _codes(pack)
    return [
        {
            "id": f"personas/{key}",
            "name": one["name"],
            "kind": t("Situatie, kamp {n}", n=camp),
            "code": f"{codes['personas', key]}-{camp}",
            "body": [_text(f"situations.{camp}", one["situations"][camp], t("Nu op school"))],
        }
        for camp in sorted({camp for one in content["personas"].values() for camp in one["situations"]})
        for key, one in content["personas"].items()
        if camp in one["situations"]
    ]
