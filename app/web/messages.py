"""What a rejected command says to the person, in the language of the reader: what happened and what to do."""

from app.game.rejected import Code
from app.i18n import translator

_BY_FIELD: dict[tuple[str, str], str] = {
    (Code.TAKEN, "persona"): "Deze leerling is net gekozen. Kies een ander.",
    (Code.TAKEN, "actor"): "Deze kaart is net gekozen. Kies een andere.",
    (Code.TAKEN, "name"): "Deze naam is al bezet. Kies een andere naam.",
    (Code.ALREADY_USED, "actor"): "Jullie hebben al zo gedacht. Kies een andere blik.",
    (Code.INCOMPLETE, "title"): "Geef jullie oplossing eerst een titel.",
    (Code.INCOMPLETE, "text"): "Schrijf eerst wat jullie doen voor deze leerling.",
    (Code.INCOMPLETE, "place"): "Jullie oplossing ligt niet op het kompas. Vraag de spelleider om haar te heropenen.",
    (Code.NOT_ALLOWED, "undo"): "Er is niets om ongedaan te maken. Wat onthuld is, blijft onthuld.",
    (Code.TOO_MANY, "seat"): "Alle plekken zijn bezet. Vraag de spelleider of er een vrij kan komen.",
    (Code.INVALID, "action"): "Zo staat de klok nu niet. Kijk eerst of zij loopt of op pauze staat.",
    (Code.INVALID, "url"): "Dit adres kan niet. Begin met https:// en laat spaties weg.",
    (Code.INVALID, "name"): "Deze naam kan niet. Gebruik 1 tot 40 letters op één regel.",
}

_BY_CODE: dict[str, str] = {
    Code.NOT_ALLOWED: "Dit kan niet vanaf deze plek.",
    Code.WRONG_PHASE: "Dit kan nu niet. Kijk op het grote scherm waar we zijn.",
    Code.UNKNOWN_ID: "Dit bestaat niet in deze sessie. Ververs de pagina.",
    Code.TAKEN: "Dit is net gekozen. Kies iets anders.",
    Code.ALREADY_USED: "Dit is al eerder gekozen. Kies iets anders.",
    Code.TEAM_FULL: "Dit subteam is vol. Kies een ander subteam.",
    Code.TOO_LONG: "Deze tekst is te lang. Maak hem korter.",
    Code.OUT_OF_RANGE: "Deze waarde valt buiten de grenzen. Kies een andere waarde.",
    Code.SEALED: "Dit is verzegeld. Neem de oplossing eerst terug, of wacht op de onthulling.",
    Code.OWN_TEAM: "Stem op een ander subteam dan het eigen subteam.",
    Code.CLOSED: "Dit is al gesloten. Je kunt het nog wel terugkijken.",
    Code.INVALID: "Dit bericht klopt niet. Ververs de pagina en doe het opnieuw.",
    Code.TOO_MANY: "Het maximum is bereikt. Haal eerst iets weg.",
    Code.INCOMPLETE: "Er ontbreekt nog iets. Vul het eerst aan.",
    Code.CONFLICT: "Iemand anders schreef hier intussen ook. Kies welke tekst blijft.",
    Code.NO_TEAM: "Kies eerst een subteam.",
    Code.SWITCHED_OFF: "Dit instrument staat uit. De spelleider kan het aanzetten.",
    Code.BUSY: "De server kon dit even niet bewaren. Probeer het nog eens.",
}


def sentences() -> set[str]:
    """All source sentences, for the test that looks for missing translations."""
    return {*_BY_FIELD.values(), *_BY_CODE.values()}


def message(code: str, field: str | None, language: str, sector: str = "po") -> str:
    """One sentence for a person."""
    sentence = _BY_FIELD.get((code, field or ""), _BY_CODE.get(code, _BY_CODE[Code.INVALID]))
    return translator(language, sector)(sentence)
