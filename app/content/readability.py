"""How hard a text is to read. Groups read cards aloud at a table: a hard one stops the talk. Warnings, never errors."""

import re
from collections.abc import Iterator

from app.content.finding import Finding
from app.content.pack import SECTIONS, Pack
from app.content.saying import t
from app.content.texts import texts_in

MOST_WORDS = 20
"""The longest sentence: what B1 allows, with some room."""
LEAST_EASE = 45
"""Under it Douma calls a text hard."""
ENOUGH_WORDS = 12
"""Of a shorter text the measure says nothing: one long name decides it."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.?:;]+(?:\s+|$)")
_SYLLABLE = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyàáèéêëíïóöúü]")


def ease(text: str) -> float:
    """Reading ease of a Dutch text: 100 is very easy, 30 very hard.

    The formula of Flesch with the numbers that Douma found for Dutch: 206.84 - 0.77 syllables per hundred words
    - 0.93 words per sentence. W.H. Douma, De leesbaarheid van landbouwbladen: een onderzoek naar en een toepassing van
    leesbaarheidsformules. Bulletin 17, Afdeling sociologie en sociografie, Landbouwhogeschool Wageningen, 1960.
    Syllables are counted as groups of vowels.
    """
    found = words(text)
    syllables = sum(max(1, len(_SYLLABLE.findall(word.lower()))) for word in found)
    return 206.84 - 77 * syllables / len(found) - 0.93 * len(found) / len(sentences(text))


def words(text: str) -> list[str]:
    """The words of a text; numbers are none."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; what a colon or semicolon parts is read in two breaths."""
    return [part for part in _SENTENCE.split(text) if words(part)]


def check_reading(pack: Pack, sections: set[str]) -> Iterator[Finding]:
    """Warnings about texts that are hard to read. Of English only the length of sentences is looked at."""
    for section in SECTIONS:
        if section in sections and section != "about":
            for path, text in texts_in((section,), getattr(pack, section)):
                if path[-1] in pack.about.languages:
                    yield from _hard(path, text)


def _hard(path: tuple[str, ...], text: str) -> Iterator[Finding]:
    longest = max((len(words(part)) for part in sentences(text)), default=0)
    if longest > MOST_WORDS:
        found = t("een zin van {count} woorden", count=longest)
        expected = t("zinnen van hoogstens {count} woorden", count=MOST_WORDS)
        yield Finding(path, found, expected, t("Maak er twee zinnen van."), warning=True)
    if path[-1] == "nl" and len(words(text)) > ENOUGH_WORDS and (score := round(ease(text))) < LEAST_EASE:
        found = t("een moeilijke tekst (leesgemak {score})", score=score)
        expected = t("leesgemak {score} of meer (Flesch-Douma)", score=LEAST_EASE)
        yield Finding(path, found, expected, t("Kies kortere woorden en kortere zinnen."), warning=True)
