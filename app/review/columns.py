"""Every column of the tables and what it means: the codebook is made of these, so that it says what is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column, with what it says, in which unit, and when it is empty: in Dutch, as the catalogue knows it."""

    name: str
    about: str


LONG = (
    Column("session", "Code van de sessie."),
    Column(
        "seq",
        "Volgnummer van de gebeurtenis in de sessie, vanaf 1. Een nummer dat ontbreekt is een notitie van de "
        "spelleider zelf.",
    ),
    Column(
        "ts_utc",
        "Tijdstip in UTC (wereldtijd: in Nederland een uur minder dan de klok, in de zomer twee), op de milliseconde.",
    ),
    Column("phase", "Fase waarin de sessie toen was."),
    Column("round", "Kamp (1 tot 3), leeg buiten de kampen."),
    Column("team", "Nummer van het subteam, leeg als het om iedereen gaat."),
    Column("event_type", "Wat er gebeurde."),
    Column("persona", "Persona uit het pakket, als id."),
    Column("actor", "Actor uit het pakket, als id."),
    Column("factor", "Factor uit het pakket, als id."),
    Column("aspect", "Aspect uit het pakket, als id."),
    Column(
        "regulation",
        "Regie, van -100 (extern) tot 100 (zelf): van een subteam, of in een regel box_counted het midden van"
        " de groep.",
    ),
    Column("interest", "Belang, van -100 (collectief) tot 100 (individueel), zoals bij regulation."),
    Column(
        "text",
        "Wat er geschreven is. Een apostrof vooraan staat er in csv als een rekenblad de tekst anders als formule "
        "zou uitvoeren. In de werkmap eindigt een tekst die niet in een cel past op […].",
    ),
    Column(
        "data",
        "Alle velden van de gebeurtenis als JSON, met een decimale punt, zonder namen die mensen zichzelf "
        "gaven. Van een stembus staat er alleen het groepsresultaat, en onder de ondergrens alleen het "
        "aantal.",
    ),
    Column("rehearsal", "1 in elke regel van een oefensessie, anders 0. Tel oefensessies niet mee."),
)
"""The log, one row an event. Names and order are fixed: columns may only be added at the end."""


_SESSION = LONG[0]
_CAMP = Column("round", "Kamp, 1 tot 3.")
_TEAM = Column("team", "Nummer van het subteam.")

SOLUTIONS = (
    _SESSION,
    _CAMP,
    _TEAM,
    Column("persona", "Persona uit het pakket, als id."),
    Column("actor", "Actor uit het pakket, als id."),
    Column("submitted_utc", "Tijdstip van inleveren in UTC; leeg als er niet is ingeleverd."),
    Column("title", "Titel van de oplossing."),
    Column("text", "De oplossing zelf."),
    Column("ict", "Hoe ict helpt."),
    Column("needs_now", "Wat nodig is om te beginnen."),
    Column("develops_later", "Wat later kan groeien."),
    Column("regulation", "Regie van het verzegelde merk, van -100 (extern) tot 100 (zelf)."),
    Column("interest", "Belang van het verzegelde merk, van -100 (collectief) tot 100 (individueel)."),
    Column("self_regulation", "Regie waar het subteam de oplossing als zichzelf legt, niet als de actor."),
    Column("self_interest", "Belang waar het subteam de oplossing als zichzelf legt."),
    Column("shifted_regulation", "Regie na het gesprek; leeg als het merk niet verschoof."),
    Column("shifted_interest", "Belang na het gesprek; leeg als het merk niet verschoof."),
)
LINKS = (
    _SESSION,
    _CAMP,
    _TEAM,
    Column("kind", "Wat aan de oplossing hangt: actor, factor, aspect of place (een merk voor een onderdeel)."),
    Column("id", "Id uit het pakket; bij place het aspect of het vak."),
    Column("change", "Verandering van een factor, van -2 tot 2; plaats van een aspect, -1, 0 of 1."),
    Column("regulation", "Regie van een merk voor een onderdeel, van -100 tot 100."),
    Column("interest", "Belang van een merk voor een onderdeel, van -100 tot 100."),
    Column("text", "Wat de actor doet, of wat het gevolg is."),
)
GROUPS = (
    _SESSION,
    Column("kind", "pulse: de eigen school; reading: hoe de anderen een oplossing lezen."),
    Column("moment", "Van een peiling: before, after of later."),
    Column("pulse", "Van een peiling: now (nu) of wanted (gewenst)."),
    Column("round", "Van een lezing: het kamp."),
    Column("team", "Van een lezing: het subteam van de oplossing."),
    Column("n", "Aantal antwoorden. Onder de ondergrens staat er verder niets."),
    Column("regulation", "Midden van de groep op regie, van -100 tot 100."),
    Column("interest", "Midden van de groep op belang, van -100 tot 100."),
    Column("major", "Standaardafwijking langs de lange as van de groep, in stappen van het kompas."),
    Column("minor", "Standaardafwijking langs de korte as."),
    Column("angle", "Hoek van de lange as met de as van regie, in graden tegen de klok in, van -90 tot 90."),
)
VOTES = (
    _SESSION,
    Column("kind", "vote: de stemming over oplossingen; dilemma: een keuze in een kamp."),
    Column("number", "De hoeveelste stemming, of het kamp van het dilemma."),
    Column("choice", "Nummer van elk subteam waarop je kon stemmen, of elke optie van het dilemma."),
    Column("votes", "Aantal stemmen. Stemde ieder op een eigen apparaat, dan staat er onder de ondergrens niets."),
)
EVALUATION = (
    _SESSION,
    Column("question", "Vraag uit het pakket, als id."),
    Column("n", "Aantal mensen dat deze vraag beantwoordde; vragen onder de ondergrens staan er niet."),
    Column("choice", "Elk antwoord op een schaal (1 tot 5), of elke optie; leeg bij een open vraag."),
    Column("chosen", "Hoe vaak dat gekozen is."),
    Column("text", "Antwoord op een open vraag. De volgorde zegt niets."),
)
INSIGHTS = (
    _SESSION,
    Column("insight", "Id van het inzicht binnen de sessie."),
    Column("ts_utc", "Tijdstip in UTC waarop het werd vastgelegd."),
    Column("phase", "Fase waarin het werd vastgelegd."),
    Column("round", "Kamp waarin het werd vastgelegd, leeg buiten de kampen."),
    Column("text", "Het inzicht."),
    Column("tags", "Waar het over gaat, als JSON."),
    Column("shown", "1 als het op het grote scherm mocht, anders 0."),
)
ACTIONS = (
    _SESSION,
    Column("action", "Id van de eerste stap binnen de sessie."),
    Column("kind", "action: een eerste stap; question: een vraag om mee te nemen; meeting: een afspraak."),
    Column("what", "Wat er gebeurt."),
    Column("lead", "Wie het trekt, zoals opgeschreven."),
    Column("involved", "Wie meedoen, zoals opgeschreven."),
    Column("month", "Maand, zoals opgeschreven."),
    Column("state", "open, started (begonnen) of done (klaar)."),
)

SHEETS: Mapping[str, Sequence[Column]] = {
    "solutions": SOLUTIONS,
    "links": LINKS,
    "groups": GROUPS,
    "votes": VOTES,
    "evaluation": EVALUATION,
    "insights": INSIGHTS,
    "actions": ACTIONS,
}
"""Wide tables of what stood there in the end, one row a thing; dropped things are not in them."""

TABLES: Mapping[str, Sequence[Column]] = {"events": LONG, **SHEETS}
"""The columns of every table that leaves, by the name of the table."""


ANNOTATIONS = (
    _SESSION,
    Column(
        "seq",
        "Volgnummer van de gebeurtenis waar de kanttekening bij staat. Een kanttekening is geen deel van het log: dit "
        "bestand is er alleen als er een is.",
    ),
    Column("ts_utc", "Tijdstip in UTC waarop zij werd geschreven of het laatst veranderd."),
    Column("by", "facilitator (spelleider) of researcher (onderzoeker); wie het was, staat er niet."),
    Column("text", "De kanttekening. Een apostrof vooraan staat er zoals in de tabel van gebeurtenissen."),
)
"""What reviewers wrote beside events, one row an annotation."""

BESIDE: Mapping[str, Sequence[Column]] = {"annotations": ANNOTATIONS}
"""Tables of what is not made from the log; they lie only in the zip."""


def sentences() -> Iterator[str]:
    """Every Dutch sentence here, for whoever compares them with the catalogue."""
    yield from (column.about for table in (*TABLES.values(), *BESIDE.values()) for column in table)
