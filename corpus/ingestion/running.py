"""Running heads and page numbers: what stands at the ends of most pages and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.ingestion.blocks import words
from corpus.ingestion.grid import Grid
from corpus.ingestion.pdf_tables import Laid, is_in

if TYPE_CHECKING:
    from liteparse.types import LayoutBlock, ParsedPage, TextItem

#: Running heads and page numbers stand this near to an end of the page, as a share of its height ...
_MARGIN = 0.12
#: ... and on this share of the pages, but on two at least.
_RUNNING = 0.5
#: Lines belong together if they start within this many points.
_SAME_LINE = 3.0
_FIGURES = re.compile(r"\d{1,9}")
#: By what a running line is known: its words, and how far down the page it stands, in percent.
Key = tuple[str, int]


def running_keys(pages: Sequence[ParsedPage], laid: Sequence[Laid], most: float) -> frozenset[Key]:
    """The lines near the ends of a page that stand at the same place of most pages, page numbers aside.

    They are not set larger than the text; and the head of a table that goes on is part of the table.
    """
    seen = Counter(
        key
        for page, found in zip(pages, laid, strict=True)
        for key in {key for line in _margin_lines(page, found) if _type_size(line) <= most for key in _keys(line, page)}
    )
    return frozenset(key for key, times in seen.items() if times >= max(2, _RUNNING * len(pages)))


def running_lines(page: ParsedPage, laid: Laid, running: frozenset[Key]) -> list[list[TextItem]]:
    """Those lines of a page that are running ones."""
    return [line for line in _margin_lines(page, laid) if _keys(line, page) & running]


def _margin_lines(page: ParsedPage, laid: Laid) -> list[list[TextItem]]:
    tables = [_extent(each) for each in laid if isinstance(each, Grid) or each.kind == "table"]
    rows: dict[int, list[TextItem]] = defaultdict(list)
    for item in page.text_items:
        near = item.y < _MARGIN * page.height or item.y + item.height > (1 - _MARGIN) * page.height
        in_table = any(top - 1 <= item.y <= bottom for top, bottom in tables)
        if near and not in_table and item.text.strip():
            rows[round(item.y / _SAME_LINE)].append(item)
    return [sorted(row, key=lambda item: item.x) for _, row in sorted(rows.items())]


def _extent(table: LayoutBlock | Grid) -> tuple[float, float]:
    if isinstance(table, Grid):
        return table.top, table.bottom
    return (table.bbox.y, table.bbox.y + table.bbox.height) if table.bbox else (0.0, 0.0)


def _type_size(line: Sequence[TextItem]) -> float:
    return max(item.font_size or 0.0 for item in line)


def _keys(line: Sequence[TextItem], page: ParsedPage) -> set[Key]:
    """By what a line is known on other pages: as it stands, but for the page's number, or with figures counting on."""
    text = words(" ".join(item.text for item in line)).lower()
    parts = text.split()
    here = {str(page.page_num), (page.page_label or "").lower()}
    numbered = {
        " ".join((*parts[:n], "#", *parts[n + 1 :])) for n, part in enumerate(parts) if part.strip("|-.,") in here
    }
    counted = _FIGURES.sub(lambda found: f"#{int(found.group()) - page.page_num}", text)
    place = round(line[0].y / page.height * 100)
    return {(said, place) for said in (text, counted, *numbered)}


def without(text: str, found: LayoutBlock, lines: Sequence[Sequence[TextItem]]) -> str:
    """A block's text without the running lines that LiteParse joined to its ends."""
    held = [line for line in lines if found.bbox and any(is_in(item, found.bbox) for item in line)]
    # A head may stand in parts, left and right; whole it comes first, as it is the longest.
    texts = {" ".join(item.text for item in line) for line in held} | {item.text for line in held for item in line}
    for line in sorted(map(words, texts), key=len, reverse=True):
        # With a space, as "3" is no part of "13".
        text = f" {text} ".removeprefix(f" {line} ").removesuffix(f" {line} ").strip()
    return text
