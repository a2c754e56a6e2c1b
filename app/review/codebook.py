"""What every column means, made from the columns themselves."""

from app.i18n import catalogue
from app.review.columns import TABLES


def rows() -> list[tuple[str, str, str, str]]:
    """`(table, column, in Dutch, in English)` of every column."""
    english = catalogue("en")
    return [(name, each.name, each.about, english[each.about]) for name, table in TABLES.items() for each in table]


def markdown() -> bytes:
    """The codebook as a page in both languages."""
    lines = ["# Codeboek / Codebook"]
    for name in TABLES:
        lines += ["", f"## {name}", "", "| kolom / column | Nederlands | English |", "|---|---|---|"]
        lines += [f"| `{column}` | {nl} | {en} |" for table, column, nl, en in rows() if table == name]
    return ("\n".join(lines) + "\n").encode()
