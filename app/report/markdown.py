"""A document as Markdown (CommonMark, with the tables of GitHub)."""

import re
from collections.abc import Iterator

from app.report.blocks import Block, Bullets, Document, Figure, Heading, Paragraph, Table

_SIGNS = re.compile(r"([\\`*_\[\]<>|~&#])")
_START = re.compile(r"^(\s*)([-+=](?!\w)|\d+[.)])", re.MULTILINE)
_SPACES = re.compile(r"^[ \u00a0]+|[ \u00a0]+$", re.MULTILINE)


def markdown(document: Document) -> bytes:
    """The whole document; words of people are words in it, whatever signs they hold."""
    lines = [f"# {_line(document.title)}", f"*{_line(document.subtitle)}*"]
    for chapter in document.chapters:
        lines.append(f"## {_line(chapter.title)}")
        for block in chapter.blocks:
            lines += _block(block)
    return ("\n\n".join(lines) + "\n").encode()


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"### {_line(block.text)}"
        case Paragraph():
            lead, text = f"**{_line(block.lead)}**" if block.lead else "", _text(block.text)
            if block.quote:
                yield from (lead, _quoted(text)) if lead else (_quoted(text),)
            else:
                yield f"{lead} {text}".strip()
        case Bullets():
            yield "\n".join(f"- {_text(item, within='  ')}" for item in block.items)
        case Table():
            yield from _table(block)
        case Figure():
            yield f"**{_line(block.title)}**"
            yield _text(block.about)
            yield from _table(block.table) if block.table else ()


def _table(table: Table) -> Iterator[str]:
    rule = [" ---: " if n in table.numbers else " --- " for n in range(len(table.head))]
    rows = [_row(table.head), f"|{'|'.join(rule)}|", *(_row(row) for row in table.rows)]
    yield f"*{_line(table.caption)}*"
    yield "\n".join(rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(_line(cell) for cell in cells)} |"


def _line(text: str) -> str:
    """On one line, as headings and cells need it."""
    return _escape(" ".join(text.split()))


def _text(text: str, within: str = "") -> str:
    """Line breaks stay; an empty line would end the paragraph, so it is a break too."""
    lines = [line for line in _SPACES.sub("", text).split("\n") if line]
    return f"\\\n{within}".join(_escape(line) for line in lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _escape(text: str) -> str:
    return _START.sub(lambda found: f"{found[1]}{_marker(found[2])}", _SIGNS.sub(r"\\\1", text))


def _marker(found: str) -> str:
    """The sign that would begin a list or underline a heading."""
    return f"{found[:-1]}\\{found[-1]}"
