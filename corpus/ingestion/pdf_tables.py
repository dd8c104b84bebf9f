"""Tables of a PDF: ruled ones as their lines say, and those that go on over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, TypeAlias

from corpus.ingestion.blocks import Block, words
from corpus.ingestion.grid import Grid, grids

if TYPE_CHECKING:
    from liteparse.types import AnnotationRect, LayoutBlock, ParsedPage, TextItem

#: What is laid out on a page, in reading order.
Laid: TypeAlias = "list[LayoutBlock | Grid]"
#: A block is part of a ruled table with this share of its height ...
_MOST_OF = 0.8
#: ... and a table that LiteParse made with this many points.
_A_LINE = 3.0
#: Columns of running text have this many lines, of which this share goes on with a sentence ...
_FEWEST_LINES = 5
_MID_SENTENCE = 0.6
#: ... and so many words on average; a cell in small letters has fewer.
_WORDS = 2.5
#: A word that was parted at the end of a line.
_LINE_END = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def with_grids(page: ParsedPage) -> Laid:
    """The blocks of a page, a ruled table in place of those that LiteParse made of it."""
    blocks: Laid = list(page.blocks or ())
    for grid in grids(page):
        parts = [each for each in blocks if not isinstance(each, Grid) and _is_part(each, grid)]
        if parts:
            at = blocks.index(parts[0])
            blocks = [each for each in blocks if each not in parts]
            # LiteParse may have drawn the lines above or below into its table: they are text.
            outside = [each for part in parts for each in _outside(part, grid, page)]
            blocks[at:at] = [*(b for b in outside if _middle(b) < grid.top), grid,
                             *(b for b in outside if _middle(b) > grid.top)]  # fmt: skip
    return blocks


def _is_part(block: LayoutBlock, grid: Grid) -> bool:
    """Whether a block was made of words in the table; text in columns may surround one, and stays."""
    box = block.bbox
    if box is None or box.x > grid.right or box.x + box.width < grid.left:
        return False
    inside = min(box.y + box.height, grid.bottom) - max(box.y, grid.top)
    if block.kind in {"table", "grid_fallback"}:
        return inside > _A_LINE
    return inside > _MOST_OF * box.height or (inside > 0 and words(" ".join(grid.rows[0])) in words(block.text or ""))


def _outside(part: LayoutBlock, grid: Grid, page: ParsedPage) -> list[LayoutBlock]:
    """The lines of a block that do not stand in a table; those set alike are one paragraph."""
    box = part.bbox
    if box is None:
        return []
    items = [each for each in page.text_items if is_in(each, box) and not _is_beside(each, grid)]
    lines = groupby(sorted(items, key=lambda item: (item.y, item.x)), lambda item: (item.y < grid.top, item.font_size))
    found = []
    for _, line in lines:
        each = list(line)
        top, bottom = each[0].y, max(item.y + item.height for item in each)
        area = replace(box, y=top, height=bottom - top)
        found.append(replace(part, kind="paragraph", text=" ".join(item.text for item in each), bbox=area, rows=None))
    return found


def _is_beside(item: TextItem, grid: Grid) -> bool:
    return grid.top < item.y + item.height / 2 < grid.bottom


def _middle(block: LayoutBlock) -> float:
    return block.bbox.y + block.bbox.height / 2 if block.bbox else 0.0


def columns_of_text(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Columns of running text that were taken for a table, each as a text; None if it is a table.

    In running text most lines begin in the middle of a sentence; in a table hardly a cell does.
    """
    columns = [[cell for cell in column if cell] for column in zip_longest(*rows, fillvalue="")]
    below = [cell for column in columns for cell in column[1:]]
    goes_on = sum(cell[0].islower() for cell in below) >= _MID_SENTENCE * len(below)
    if len(rows) < _FEWEST_LINES or not goes_on or sum(len(cell.split()) for cell in below) < _WORDS * len(below):
        return None
    return [_LINE_END.sub("", "\n".join(column)).replace("\n", " ") for column in columns]


def is_in(item: TextItem, box: AnnotationRect) -> bool:
    """Whether words stand in a box."""
    middle = item.y + item.height / 2
    across = box.x - 1 <= item.x <= box.x + box.width + 1
    return bool(item.text.strip() and across and box.y <= middle <= box.y + box.height)


def continued(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks; a table that goes on at the top of a page has the head, and the row, that it began with."""
    done: list[Block] = []
    for block in blocks:
        before = done[-1] if done else None
        if before and before.kind == block.kind == "table" and block.page == before.page + 1:
            done[-1:] = _joined(before, block)
        else:
            done.append(block)
    return done


def _joined(before: Block, after: Block) -> list[Block]:
    head, *_ = before.rows
    if max(map(len, after.rows)) != max(map(len, before.rows)):
        return [before, after]
    body = after.rows[1:] if after.rows[0] == head or not any(after.rows[0]) else after.rows
    *rows, last = before.rows
    first, *rest = body or ((),)
    # A row that was cut by the page goes on without a name of its own or in the middle of one, in cells that had begun.
    cut = rows and any(first) and not all(first) and (not first[0] or first[0][0].islower())
    if cut and all(over for over, under in zip(last, first, strict=False) if under):
        whole = tuple(f"{over} {under}".strip() for over, under in zip_longest(last, first, fillvalue=""))
        before, body = replace(before, rows=(*rows, whole)), tuple(rest)
    return [before, replace(after, rows=(head, *body))] if body else [before]
