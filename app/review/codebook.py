"""What every column means, made from the columns themselves."""

from collections.abc import Mapping, Sequence

from app.i18n import catalogue
from app.review.columns import BESIDE, TABLES, Column

ALL = {**TABLES, **BESIDE}


def rows(tables: Mapping[str, Sequence[Column]] = TABLES) -> list[tuple[str, str, str, str]]:
    """`(table, column, in Dutch, in English)` of every column; without `tables` of what is made from a log."""
    english = catalogue("en")
    return [(name, each.name, each.about, english[each.about]) for name, table in tables.items() for each in table]


def markdown() -> bytes:
    """The codebook as a page in both languages."""
    lines = ["# Codeboek / Codebook"]
    for name in ALL:
        lines += ["", f"## {name}", "", "| kolom / column | Nederlands | English |", "|---|---|---|"]
        lines += [f"| `{column}` | {nl} | {en} |" for table, column, nl, en in rows(ALL) if table == name]
    return ("\n".join(lines) + "\n").encode()
