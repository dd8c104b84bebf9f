"""Which row of a table is its head."""

from __future__ import annotations

from collections.abc import Sequence

#: A cell with more characters than this is no heading of a column.
_LONGEST = 60

Rows = tuple[tuple[str, ...], ...]


def with_head(rows: Sequence[Sequence[str]], head: Sequence[str] | None = None) -> Rows:
    """A table whose first row is its head.

    A file often does not say which row that is. Then the first one is taken if it reads like one: each cell filled,
    short, none a figure. Otherwise the head is left empty, as a row that is taken for it would not be found any more.
    """
    cells = [tuple(row) for row in rows]
    if head is not None and any(head):
        return (tuple(head), *cells)
    if cells and len(cells) > 1 and _reads_like_head(cells[0]):
        return tuple(cells)
    return ((), *cells)


def _reads_like_head(row: Sequence[str]) -> bool:
    if len(row) < 2 or len(set(row)) < len(row):
        return False
    return all(cell.strip() and len(cell) <= _LONGEST and not _is_figure(cell) for cell in row)


def _is_figure(cell: str) -> bool:
    figures = sum(character.isdigit() for character in cell)
    return figures * 2 >= sum(character.isalnum() for character in cell)
