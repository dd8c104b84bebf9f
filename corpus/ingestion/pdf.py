"""PDF -> blocks with their pages, by LiteParse; nothing of the file is run, rendered or fetched.

Chosen by trying what reads PDF under a permissive licence on files that LibreOffice printed, against the Word documents
they were printed from. `tests/corpus/ingestion/bench.py` compares them; on eight guidelines (22 pages, two cores):

                  words  order  headings   rows  ms a page
    this module   0.998  0.998     1.000  1.000        9.9
    LiteParse     0.998  0.987     0.952  0.833        9.4
    pdf-oxide     0.988  0.928     0.853  0.146        8.6
    Kreuzberg     0.990  0.988     0.889  0.000       16.7
    pdfplumber    0.981  0.916         -  0.979      110.7
    pypdfium2     0.998  0.995         -      -        1.5
    pypdf         0.998  0.995         -      -       23.4

What this module adds to LiteParse: ruled tables as their lines say, tables and rows that go on over pages, the order of
headings by their size, and running heads told from the heads of tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.ingestion.blocks import Block, words
from corpus.ingestion.grid import Grid
from corpus.ingestion.headings import reads_like_heading, with_bold_headings
from corpus.ingestion.pdf_tables import Laid, columns_of_text, continued, is_in, with_grids
from corpus.ingestion.problem import Unreadable
from corpus.ingestion.running import Key, running_keys, running_lines, without
from corpus.ingestion.tables import with_head

if TYPE_CHECKING:
    from liteparse.types import LayoutBlock, ParsedPage

MAX_PAGES = 1_000
#: Type this much larger than that of the text is a heading's, up to so many characters.
_LARGER = 1.15
_LONGEST_TITLE = 160
#: With more of its letters unknown, a text is no text: the fonts of the file do not say what they show.
_MAX_UNKNOWN = 0.1
_UNKNOWN = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08]")


def read_pdf(data: bytes) -> tuple[list[Block], int, tuple[int, ...]]:
    """The blocks of a PDF, how many pages it has, and which of them hold no text.

    Raises:
        Unreadable: it is locked, damaged, too long, or holds no text.
    """
    pages = _parsed(data)
    bare = tuple(page.page_num for page in pages if not any(item.text.strip() for item in page.text_items))
    if len(bare) == len(pages):
        raise Unreadable(
            "holds pictures of pages and no text; have its text recognised first (OCR, such as ocrmypdf does it), then "
            "ingest the result"
        )
    text = "".join(item.text for page in pages for item in page.text_items)
    if len(_UNKNOWN.findall(text)) > _MAX_UNKNOWN * len(text):
        raise Unreadable(
            "does not say which letters it shows, so its text would be noise; have its text recognised (OCR, such as "
            "ocrmypdf does it), then ingest the result"
        )
    body_size = _body_size(pages)
    laid = [with_grids(page) for page in pages]
    running = running_keys(pages, laid, _LARGER * body_size)
    sized = [each for page, found in zip(pages, laid, strict=True) for each in _blocks(page, found, running)]
    return with_bold_headings(continued(_ranked(sized, body_size))), len(pages), bare


def _parsed(data: bytes) -> list[ParsedPage]:
    from liteparse.parser import LiteParse
    from liteparse.types import ParseError

    reader = LiteParse(
        ocr_enabled=False, image_mode="off", extract_blocks=True, extract_vector_graphics=True, emit_word_boxes=True,
        keep_headers_footers=True, output_format="markdown", max_pages=MAX_PAGES, num_workers=1, quiet=True,
    )  # fmt: skip
    try:
        done = reader.parse(data)
    except ParseError as error:
        if "password" in str(error).lower():
            raise Unreadable("is locked with a password; save a copy without one and ingest that") from error
        raise Unreadable(
            "is damaged and cannot be read as PDF; open it in its own program and save or print it to PDF again"
        ) from error
    if done.total_pages > MAX_PAGES:
        raise Unreadable(f"has {done.total_pages:,} pages, more than {MAX_PAGES:,}; split it")
    return list(done.pages)


def _blocks(page: ParsedPage, laid: Laid, running: frozenset[Key]) -> Iterator[tuple[Block, float]]:
    """The blocks of a page, each with the size of its type in points."""
    lines = running_lines(page, laid, running)
    for found in laid:
        if isinstance(found, Grid):
            yield Block("table", rows=with_head(found.rows), page=page.page_num), 0.0
            continue
        for block in _made(found, page.page_num):
            spoken = block.kind not in {"table", "lines"}
            whole = replace(block, text=without(words(block.text), found, lines)) if spoken else block
            if whole.text.strip() or whole.rows:
                yield whole, _size(found, page)


def _made(found: LayoutBlock, page: int) -> list[Block]:
    text = found.text or ""
    if found.kind == "heading":
        return [Block("heading", text, found.level or 1, page=page)]
    if found.kind == "list_item":
        number = re.match(r"\d{1,9}", found.marker or "")
        return [Block("item", text, found.level or 0, f"{number.group()}." if number else "-", page=page)]
    if found.kind == "table" and found.rows:
        head = [cell.text for cell in found.header or ()]
        rows = [[cell.text for cell in row] for row in found.rows]
        if columns := columns_of_text([head, *rows]):
            return [Block("paragraph", column, page=page) for column in columns]
        return [Block("table", rows=with_head(rows, head), page=page)]
    if found.lines:
        return [Block("lines", "\n".join(found.lines), page=page)]
    return [Block("paragraph", text, page=page, bold=found.bold)]


def _ranked(sized: Sequence[tuple[Block, float]], body_size: float) -> list[Block]:
    """The blocks; of two headings the one set larger stands higher, whatever LiteParse made of them.

    A short line in type clearly larger than that of the text is a heading, too.
    """
    called: dict[float, int] = {}
    for block, size in sized:
        if block.kind == "heading":
            called[size] = min(block.level, called.get(size, block.level))
    found = [
        (replace(block, kind="heading", level=called.get(size, 0)) if block.kind == "paragraph"
         and size > _LARGER * body_size and reads_like_heading(block.text, longest=_LONGEST_TITLE) else block, size)
        for block, size in sized
    ]  # fmt: skip
    order = sorted({(-size, block.level) for block, size in found if block.kind == "heading"})
    rank = {key: min(n, 6) for n, key in enumerate(order, 1)}
    return [replace(b, level=rank[-size, b.level]) if b.kind == "heading" else b for b, size in found]


def _size(found: LayoutBlock, page: ParsedPage) -> float:
    """The largest type in a block."""
    box = found.bbox
    if box is None:
        return 0.0
    inside = (item.font_size or 0.0 for item in page.text_items if is_in(item, box))
    return round(max(inside, default=0.0), 1)


def _body_size(pages: Sequence[ParsedPage]) -> float:
    """The size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for item in page.text_items:
            sizes[round(item.font_size or 0.0, 1)] += len(item.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)
