"""A file of any kind -> text as it is kept, cited and counted in."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.ingestion.blocks import markdown
from corpus.ingestion.kinds import Kind
from corpus.ingestion.problem import Unreadable

#: Whoever changes what a file is converted to raises it: such files are then converted anew when they are ingested.
CONVERSION = "conversion-1"


@dataclass(frozen=True)
class Converted:
    """Markdown made of a file, with what its reader should know."""

    text: str
    pages: int | None = None
    notes: tuple[str, ...] = ()


def convert(data: bytes, kind: Kind) -> Converted:
    """The Markdown of a PDF, a Word document or a page of HTML.

    Raises:
        Unreadable: says what is wrong with it and what to do.
    """
    pages: int | None = None
    notes: tuple[str, ...] = ()
    if kind == "pdf":
        from corpus.ingestion.pdf import read_pdf

        blocks, pages, bare = read_pdf(data)
        notes = _bare(bare)
    elif kind == "docx":
        from corpus.ingestion.docx import read_docx

        blocks = read_docx(data)
    else:
        from corpus.ingestion.html import read_html

        blocks = read_html(data)
    text = markdown(blocks)
    if not text:
        raise Unreadable("holds no text; if it shows some, that is a picture: have it recognised (OCR) first")
    return Converted(text, pages, notes)


def _bare(pages: tuple[int, ...]) -> tuple[str, ...]:
    if not pages:
        return ()
    shown = ", ".join(map(str, pages[:5])) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
    return (f"no text on page{'s' if len(pages) > 1 else ''} {shown}: blank, or a picture that was not read",)
