"""A pack in one language, as browsers and bots read it."""

from typing import Any, cast

from app.content.codes import card_codes
from app.content.pack import SECTIONS, Pack


def localise(pack: Pack, language: str) -> dict[str, Any]:
    """What `GET /api/v1/sessions/{code}/content` answers: all cards in one language, samples and starters left out.

    `codes` tells by the short code on a paper card in which section it stands, and its id there.

    Entries stand in the author's order. Raises KeyError for a language that the pack does not have.
    """
    whole = _in_language(pack, language)
    content: dict[str, Any] = {"pack": {**whole["about"], "language": language}}
    for name in SECTIONS:
        if name not in ("about", "samples", "starters"):
            content[name] = _entries(name, whole[name], pack.order.get(name, ()))
    content["codes"] = {code: {"kind": kind, "id": key} for code, (kind, key) in card_codes(pack).items()}
    return content


def localise_for(pack: Pack, wanted: str, otherwise: str) -> dict[str, Any]:
    """The cards in the wanted language if the pack has it, else in the other; `pack.language` tells which it became."""
    return localise(pack, wanted if wanted in pack.about.languages else otherwise)


def starters(pack: Pack, wanted: str, otherwise: str) -> list[dict[str, Any]]:
    """The beginnings of sentences in the author's order; languages as in `localise_for`.

    Apart from the cards: only who writes needs them.
    """
    section = _in_language(pack, wanted if wanted in pack.about.languages else otherwise)["starters"]
    return [section[key] for key in pack.order.get("starters", ())]


def samples(pack: Pack, language: str) -> dict[str, Any]:
    """What bots write, in one language: solutions per persona and round, insights, team names, actions, evaluation."""
    return _in_language(pack, language)["samples"]


def _in_language(pack: Pack, language: str) -> dict[str, Any]:
    if language not in pack.about.languages:
        raise KeyError(language)
    data = pack.model_dump(mode="json", by_alias=True, exclude_none=True)
    return _pick(data, frozenset(pack.about.languages), language)


def _pick(value: Any, languages: frozenset[str], language: str) -> Any:
    """Replaces every text by its own language: a text is the only mapping with exactly the pack's languages."""
    if isinstance(value, list):
        return [_pick(one, languages, language) for one in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    mapping = cast("dict[str, Any]", value)
    if mapping.keys() == languages:
        return mapping[language]
    return {key: _pick(one, languages, language) for key, one in mapping.items()}


def _entries(name: str, entries: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    if name == "axes":
        return {key: entries[key] for key in order}
    return {key: {"id": key, **entries[key]} for key in order}
