"""Who may see and do what, as a page: made from the tables that the server itself obeys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from app.game.commands import WIRE_COMMANDS
from app.game.pack import Pack
from app.game.rights import RIGHTS
from app.game.state import State
from app.game.viewing import Audience, Kind, view
from app.web.access import MAY_ANNOTATE, MAY_LOOK_AS

ROLES = {
    "facilitator": "spelleider",
    "seat": "deelnemer (plek)",
    "screen": "groot scherm",
    "former": "spelleider die de leiding overgaf",
    "researcher": "onderzoeker (zonder namen)",
}
AUDIENCES: dict[Kind, str] = {
    "facilitator": "spelleider",
    "screen": "groot scherm",
    "team": "eigen subteam",
    "seat": "plek zonder subteam",
    "review": "terugkijken",
}
SECTIONS = {
    "session": "titel, taal, instellingen",
    "phase": "de fase",
    "timer": "de klok",
    "board": "wat onthuld is: oplossingen en plekken op het kompas, groepsuitkomsten",
    "vote": "de stemming: kandidaten en, na onthulling, de telling",
    "debrief": "het gesprek achteraf",
    "school": "de beschrijving van de school",
    "profile": "het schoolprofiel",
    "slots": "uitslagen die de spelleider invoert",
    "indicators": "de indicatoren",
    "teams": "de subteams: naam, teken, wat ze spelen, of ze klaar zijn",
    "solutions": "oplossingen: van het eigen subteam, van anderen na de onthulling (spelleider: ook concepten)",
    "insights": "inzichten (spelleider, en wie terugkijkt zonder plek: alle; anderen: alleen wat getoond is)",
    "networks": "netwerken: het eigen, en wat getoond is",
    "evaluation": "de evaluatie: vragen en groepsuitkomst",
    "choices": "wat het eigen subteam mag kiezen",
    "members": "wie in het eigen subteam zit, met de naam die iemand typte",
    "seats": "alle plekken met de naam die iemand typte, en of ze verbonden zijn",
    "notes": "notities van de spelleider",
    "calls": "wie om hulp vraagt",
    "bookmarks": "bladwijzers",
}


HEAD = """# Wie ziet wat

Gemaakt uit de tabellen waar de server zich zelf aan houdt, met `maatwerk roles --write`; een test houdt dit blad
gelijk aan de code.

*English: who may look as whom, what each audience is shown, and who may send which command. Made from the code.*

## Wie mag kijken als wie

Een plek in een subteam ziet wat dat subteam ziet. Terugkijken kan een plek pas als de sessie gesloten is; dan is ook te
zien wat elk scherm toen toonde, behalve dat van de spelleider. Een inzicht dat de spelleider verborg of weghaalde,
leest een plek nergens terug: ook niet in het logboek, een download of het verslag. Een onderzoeker kijkt alleen terug
in gesloten sessies waarvan de school dat goedvindt, van de eigen organisatie, of zonder organisatie van de hele server.
Een tweede spelleider (meesturen) ziet wat de spelleider ziet. Een beheerder ziet van sessies van anderen de titel, de
eigenaar, de datums, en school, bestuur en toestemming, en niet wat erin staat.

Wie sessies leidt of mag onderzoeken, kan ze naast elkaar leggen: alleen wat subteams en groepen deden, een kamp vanaf
twee subteams, samen vanaf drie scholen. Een onderzoeker ziet dan welke sessies van dezelfde school zijn, zonder naam.
"""
PARTS = """## Wat elk scherm te zien krijgt

Wat één persoon antwoordt, staat in geen enkele kolom: dat ziet alleen het apparaat waarop het is ingevuld, tot het
geteld is. De spelleider ziet daarnaast hoeveel spelleiders er meekijken, wanneer een subteam voor het laatst schreef,
wat teruggedraaid kan worden, en de bots van een oefensessie.
"""
ANNOTATES = """## Wie een kanttekening schrijft

Bij een moment in het terugkijken. Lezen mag iedereen die daar mag terugkijken, ook onderzoekers; wie haar schreef,
staat er niet bij, alleen of het een spelleider of een onderzoeker was. Aanpassen mag wie haar schreef, verwijderen ook
wie de sessie leidt.
"""
ACTS = """## Wie mag wat doen

De namen zijn die van het protocol ([protocol.md](../protocol.md)). Een tweede spelleider mag wat de spelleider mag.
"""


def page() -> str:
    """`docs/privacy/rollen.md`."""
    kinds = list(get_args(Kind))
    seen = {kind: sections(kind) for kind in kinds}
    looks = {ROLES[who]: [kind in may for kind in kinds] for who, may in MAY_LOOK_AS.items()}
    shown = {words: [name in seen[kind] for kind in kinds] for name, words in SECTIONS.items()}
    acts = {
        f"`{name}`": [role in RIGHTS[command].roles for role in ("facilitator", "seat")]
        for name, command in WIRE_COMMANDS.items()
    }
    audiences = [AUDIENCES[kind] for kind in kinds]
    annotates = {words: [who in MAY_ANNOTATE] for who, words in ROLES.items()}
    parts = [HEAD, _table("wie", audiences, looks), PARTS, _table("deel", audiences, shown)]
    parts += [ANNOTATES, _table("wie", ["schrijft"], annotates)]
    return "\n".join([*parts, ACTS, _table("opdracht", ["spelleider", "plek"], acts)])


def sections(kind: Kind) -> set[str]:
    """The parts of a view that this audience has from the beginning of a session."""
    audience = Audience(kind, team=1 if kind == "team" else None, seat="s_1" if kind == "seat" else None)
    return set(view(State(), audience, Pack()))


def _table(first: str, columns: Iterable[str], rows: Mapping[str, Sequence[bool]]) -> str:
    head = [first, *columns]
    body = [[name, *("ja" if yes else "nee" for yes in row)] for name, row in rows.items()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *body]) + "\n"
