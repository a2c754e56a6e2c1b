"""The report of a session as a file: the one place that brings its log, its pack and the report together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app import hosting
from app.content.pack import Pack
from app.content.render import localise_for
from app.report.blocks import Document
from app.report.composing import compose
from app.report.options import Form, Options
from app.review.findings import find
from app.review.log import Stored


@dataclass(frozen=True, slots=True)
class Kind:
    """How a form is named on disk and on the wire."""

    ending: str
    media_type: str


FORMS: dict[Form, Kind] = {
    "pdf": Kind("pdf", "application/pdf"),
    "docx": Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": Kind("html", "text/html; charset=utf-8"),
    "md": Kind("md", "text/markdown; charset=utf-8"),
}


def report(
    events: Sequence[Stored],
    pack: Pack,
    session_language: str,
    options: Options,
    *,
    played_at: int,
    made_at: int,
    names: bool = True,
) -> Document:
    """The report of these events. Cards are in its language, or in the session's if the pack has no other.

    `played_at` and `made_at` in ms UTC; without `names` no name is in it, for research.
    """
    found = find(events, hosting.rules_pack(pack), names=names)
    content = localise_for(pack, options.language, session_language)
    day = datetime.fromtimestamp(played_at / 1000).astimezone().date()
    return compose(found, content, options, day, made_at)


def written(document: Document, form: Form) -> bytes:
    """A document as a file of this form."""
    match form:
        case "md":
            from app.report.markdown import markdown

            return markdown(document)
        case "html":
            from app.report.html import page

            return page(document)
        case "pdf":
            from app.report.pdf import pdf  # Typst is only loaded where somebody prints

            return pdf(document)
        case "docx":
            from app.report.docx import docx

            return docx(document)


def file_name(code: str, form: Form, language: str) -> str:
    """The file's name as people find it among their downloads."""
    return f"maatwerk-{code}-{'report' if language == 'en' else 'verslag'}.{FORMS[form].ending}"
