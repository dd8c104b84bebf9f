"""Tables of a page told by the lines around their cells.

LiteParse tells tables by where words stand, which takes a cell of two lines for two rows now and then. Where a table is
ruled, the lines say it for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liteparse.types import ParsedPage, WordBox

#: In points. Lines this near are one: rulers have two edges, and double lines are in fashion.
_SAME = 3.0
#: Shorter strokes are letters, ticks or dashes.
_SHORTEST = 5.0
#: A line parts rows or columns if it is there along this share of the table.
_WHOLE = 0.6
#: Words less than this apart belong to one cell, if no line stands between them.
_SPACE = 6.0
#: With more strokes a page is a drawing.
_MOST = 2_000


@dataclass(frozen=True)
class Grid:
    """A ruled table: where it stands, and the words of its cells."""

    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Line:
    """A stroke along one axis: `at` across it, from `low` to `high` along it."""

    at: float
    low: float
    high: float


@dataclass(frozen=True)
class _Word:
    text: str
    left: float
    right: float
    middle: float


def grids(page: ParsedPage) -> list[Grid]:
    """The ruled tables of a page with two rows and two columns at least, from the top."""
    across, down = _strokes(page)
    if not across or len(across) + len(down) > _MOST:
        return []
    words = [_word(box) for item in page.text_items for box in item.words if box.text.strip()]
    found = (_grid(horizontal, vertical, words) for horizontal, vertical in _touching(across, down))
    return sorted((grid for grid in found if grid), key=lambda grid: grid.top)


def _strokes(page: ParsedPage) -> tuple[list[_Line], list[_Line]]:
    across, down = [], []
    for line in page.vector_graphics.lines if page.vector_graphics else ():
        (left, right), (top, bottom) = sorted((line.x1, line.x2)), sorted((line.y1, line.y2))
        if bottom - top <= 1 and right - left >= _SHORTEST:
            across.append(_Line(top, left, right))
        elif right - left <= 1 and bottom - top >= _SHORTEST:
            down.append(_Line(left, top, bottom))
    return across, down


def _word(box: WordBox) -> _Word:
    return _Word(box.text, box.x, box.x + box.width, box.y + box.height / 2)


def _touching(across: Sequence[_Line], down: Sequence[_Line]) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Lines that meet, table by table."""
    left = [*((line, False) for line in across), *((line, True) for line in down)]
    while left:
        group, waiting = [], [left.pop()]
        while waiting:
            line, is_down = waiting.pop()
            group.append((line, is_down))
            far: list[tuple[_Line, bool]] = []
            for each in left:
                (waiting if each[1] != is_down and _meet(line, each[0]) else far).append(each)
            left = far
        yield [line for line, is_down in group if not is_down], [line for line, is_down in group if is_down]


def _meet(one: _Line, two: _Line) -> bool:
    return (
        two.low - _SAME <= one.at <= two.high + _SAME and one.low - _SAME <= two.at <= one.high + _SAME
    )  # fmt: skip


def _grid(across: Sequence[_Line], down: Sequence[_Line], words: Sequence[_Word]) -> Grid | None:
    tops, lefts = _parting(across), _parting(down)
    if len(tops) < 3 or len(lefts) < 3:
        return None
    inside = [word for word in words if lefts[0] < (word.left + word.right) / 2 < lefts[-1]]
    rows = [[word for word in inside if top < word.middle < bottom] for top, bottom in pairwise(tops)]
    cells = [_cells(row, lefts, _ruled(down, lefts, (top + bottom) / 2))
             for row, (top, bottom) in zip(rows, pairwise(tops), strict=True)]  # fmt: skip
    for n, top in enumerate(tops[1:-1], 1):
        for column, (left, right) in enumerate(pairwise(lefts)):
            if not _is_there(across, top, (left + right) / 2):
                # A cell that spans rows stands in each of them, as each row has to be understood alone.
                cells[n][column] = cells[n - 1][column] = f"{cells[n - 1][column]} {cells[n][column]}".strip()
    return Grid(lefts[0], tops[0], lefts[-1], tops[-1], tuple(map(tuple, cells)))


def _parting(lines: Sequence[_Line]) -> list[float]:
    """Where lines part the whole table."""
    whole = max((line.high for line in lines), default=0.0) - min((line.low for line in lines), default=0.0)
    groups: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if groups and line.at - groups[-1][-1].at <= _SAME:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [group[0].at for group in groups if _length(group) >= _WHOLE * whole]


def _length(lines: Iterable[_Line]) -> float:
    total, reached = 0.0, float("-inf")
    for line in sorted(lines, key=lambda line: line.low):
        total += max(0.0, line.high - max(line.low, reached))
        reached = max(reached, line.high)
    return total


def _ruled(down: Sequence[_Line], lefts: Sequence[float], middle: float) -> Callable[[int], bool]:
    return lambda column: _is_there(down, lefts[column], middle)


def _is_there(lines: Sequence[_Line], at: float, along: float) -> bool:
    return any(abs(line.at - at) <= 2 * _SAME and line.low <= along <= line.high for line in lines)


def _cells(words: Sequence[_Word], lefts: Sequence[float], is_ruled: Callable[[int], bool]) -> list[str]:
    """The words of a row, column by column; what runs on over a line that is not there belongs to the left."""
    columns: list[list[_Word]] = [[] for _ in lefts[1:]]
    for word in words:
        middle = (word.left + word.right) / 2
        columns[max(n for n, left in enumerate(lefts[:-1]) if left < middle)].append(word)
    for n in range(len(columns) - 1, 0, -1):
        if columns[n] and not is_ruled(n) and _runs_on([word for column in columns[:n] for word in column], columns[n]):
            columns[n - 1], columns[n] = columns[n - 1] + columns[n], []
    return [_text(column) for column in columns]


def _runs_on(before: Sequence[_Word], after: Sequence[_Word]) -> bool:
    return any(
        abs(one.middle - two.middle) < _SAME and two.left - one.right < _SPACE for one in before for two in after
    )


def _text(words: Sequence[_Word]) -> str:
    lines: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if lines and word.middle - lines[-1][0].middle <= _SAME:
            lines[-1].append(word)
        else:
            lines.append([word])
    return " ".join(word.text for line in lines for word in sorted(line, key=lambda word: word.left))
