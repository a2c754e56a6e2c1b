"""A document as HTML: a part of a page of ours, or a whole page that stands alone."""

from html import escape

from app.report.blocks import Block, Bullets, Document, Figure, Heading, Paragraph, Table

STYLE = """
:root { color-scheme: light; }
body { font: 1.05rem/1.5 'Atkinson Hyperlegible', system-ui, sans-serif; color: #14302e; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; margin: 1.6em 0 .5em; }
h1 { margin-top: 0; }
svg { max-width: 100%; height: auto; display: block; }
figure { margin: 1rem 0; }
figcaption { font-weight: bold; margin-bottom: .4rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.2rem; font-size: .95rem; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #cbd7c4; }
.num { text-align: right; overflow-wrap: normal; }
blockquote { margin: .3rem 0 1rem; padding-left: .9rem; border-left: 3px solid #cbd7c4; }
.scroll { overflow-x: auto; }
@media print { figure, tr { break-inside: avoid; } }
"""
WIDE = 5
"""From so many columns on a table may have to be moved aside on a phone, also with the keyboard."""


def page(document: Document) -> bytes:
    """The whole page; it asks for nothing from anywhere."""
    head = (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    top = f'<h1 dir="auto">{_text(document.title)}</h1>\n<p>{_text(document.subtitle)}</p>\n'
    return f"{head}{top}{part(document)}</main>\n</body>\n</html>\n".encode()


def part(document: Document) -> str:
    """The chapters alone, with headings from the second level on."""
    return "".join(
        f'<section aria-labelledby="{chapter.id}">\n<h2 id="{chapter.id}">{_text(chapter.title)}</h2>\n'
        f"{''.join(_block(block) for block in chapter.blocks)}</section>\n"
        for chapter in document.chapters
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f'<h3 dir="auto">{_text(block.text)}</h3>\n'
        case Paragraph():
            lead = f"<strong><bdi>{_text(block.lead)}</bdi></strong> " if block.lead else ""
            if not block.quote:
                return f'<p dir="auto">{lead}{_text(block.text)}</p>\n'
            before = f'<p dir="auto">{lead}</p>\n' if lead else ""
            return f'{before}<blockquote dir="auto">{_text(block.text)}</blockquote>\n'
        case Bullets():
            items = "".join(f'<li dir="auto">{_text(item)}</li>' for item in block.items)
            return f"<ul>{items}</ul>\n"
        case Table():
            return _table(block)
        case Figure():
            table = _table(block.table) if block.table else ""
            return f"<figure><figcaption>{_text(block.title)}</figcaption>{block.svg}</figure>\n{table}"


def _table(table: Table) -> str:
    number = dict.fromkeys(table.numbers, ' class="num"')
    head = "".join(f'<th scope="col"{number.get(n, "")}>{_text(cell)}</th>' for n, cell in enumerate(table.head))
    rows = "".join(
        f"<tr>{''.join(_cell(n, cell, number.get(n, '')) for n, cell in enumerate(row))}</tr>\n" for row in table.rows
    )
    caption = f"<caption>{_text(table.caption)}</caption>"
    made = f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
    if len(table.head) < WIDE:
        return f"{made}\n"
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(table.caption)}">{made}</div>\n'


def _cell(column: int, text: str, number: str) -> str:
    if column == 0:
        return f'<th scope="row" dir="auto"{number}>{_text(text)}</th>'
    return f'<td dir="auto"{number}>{_text(text)}</td>' if not number else f"<td{number}>{_text(text)}</td>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
