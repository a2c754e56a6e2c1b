"""Every sentence on a screen has an English one, with the same blanks, and none is kept in vain."""

import re

from app.i18n import catalogue, translator
from tests.support.sentences import used


def test_no_sentence_is_missing_in_english() -> None:
    assert sorted(used() - set(catalogue("en"))) == []


def test_no_sentence_is_kept_in_vain() -> None:
    assert sorted(set(catalogue("en")) - used()) == []


def test_translations_have_the_same_blanks() -> None:
    for dutch, english in catalogue("en").items():
        assert set(re.findall(r"\{\w+\}", dutch)) == set(re.findall(r"\{\w+\}", english)), dutch


def test_a_sentence_is_filled_in() -> None:
    assert translator("nl")("{n} van 4 plekken bezet", n=2) == "2 van 4 plekken bezet"
