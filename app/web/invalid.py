"""What is wrong with a value of a request, in the language of the reader: a sentence for each kind that can be."""

import re
from collections.abc import Mapping
from typing import Any

from app.i18n import translator

GENERAL = "Deze waarde kan hier niet. Kijk in de beschrijving wat hier hoort."
"""Of a kind that has no sentence of its own."""
_WHOLE = "Schrijf hier een geheel getal."
_NUMBER = "Schrijf hier een getal."
_YES_NO = "Schrijf hier true of false."
_DAY = "Schrijf hier een dag, als 2027-03-14."
_TEXT = "Schrijf hier een tekst."
_OBJECT = "Stuur hier een JSON-object, met namen en waarden."
_ONE_OF = "Kies een van deze: {expected}."
_LIST = "Stuur hier een lijst."

SENTENCES: Mapping[str, str] = {
    "missing": "Dit ontbreekt. Vul het in.",
    "json_invalid": "Dit is geen JSON. Kijk aanhalingstekens, komma's en haakjes na.",
    "model_attributes_type": _OBJECT,
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_short": "Dit zijn er te weinig. Het kleinste aantal is {min_length}.",
    "too_long": "Dit zijn er te veel. Het grootste aantal is {max_length}.",
    "string_type": _TEXT,
    "string_unicode": _TEXT,
    "string_too_short": "Deze tekst is te kort. Het kleinste aantal tekens is {min_length}.",
    "string_too_long": "Deze tekst is te lang. Het grootste aantal tekens is {max_length}.",
    "string_pattern_mismatch": "Deze tekst heeft niet de goede vorm. Houd dit patroon aan: {pattern}",
    "value_error": "Deze tekst heeft tekens die hier niet kunnen, zoals een nieuwe regel. Haal ze weg.",
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "greater_than_equal": "Dit getal is te klein. Het kleinste is {ge}.",
    "less_than_equal": "Dit getal is te groot. Het grootste is {le}.",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
}
"""Dutch source sentences; a blank is a bound that pydantic gives along. A `value_error` is one of `app.game.text`."""


def sentences() -> set[str]:
    """All source sentences, for the test that looks for missing translations."""
    return {GENERAL, *SENTENCES.values()}


def explain(error: Mapping[str, Any], language: str) -> str:
    """What one of pydantic's errors says to a person."""
    bounds = dict(error.get("ctx", {}))
    if "expected" in bounds:  # pydantic writes the last two with an English "or" between them
        bounds["expected"] = re.sub(r" or (?=\S+$|'[^']*'$)", ", ", str(bounds["expected"]))
    return translator(language)(SENTENCES.get(error["type"], GENERAL), **bounds)
