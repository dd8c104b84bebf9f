"""Blocks of a document, and how they are written as Markdown: one form, whatever they were read from.

Between two pages stands a form feed, as in every paged plain text: blank space to a reader, and the page of a
character is one more than the form feeds before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

PAGE_BREAK = "\f"
#: What a printed text is set with and nobody searches for: joined letters, and hyphens that only show at a line's end.
_PRINTED = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
#: What Markdown would take for more than words at the start of a line.
_STRUCTURE = re.compile(r"#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|`{3}|~{3}|<(?=[A-Za-z/!?])|[-=_*]{3,}$")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_INLINE = re.compile(r"[\\`*_\[\]]|&(?=#?\w+;)|<(?=[A-Za-z/!?])|#(?=#*$)|(?<=\{)#")
#: A sentence that a page cuts: nothing ends it, and the next page goes on in small letters.
_OPEN_END = re.compile(r"[\w,]$")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, a table or text that keeps its lines."""

    kind: Literal["heading", "paragraph", "item", "table", "lines"]
    text: str = ""
    level: int = 1
    """Of a heading 1 to 6; of an item how deep its list lies, from 0."""
    marker: str = "-"
    """Of an item: `-`, or its number with a dot."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table; the first one is its head."""
    page: int = 1
    bold: bool = False
    """Of a paragraph: all of it is set in bold."""


def words(text: str) -> str:
    """Text on one line, without what only serves its print."""
    return " ".join(_CONTROL.sub("", text.translate(_PRINTED)).split())


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown; empty if they hold no words."""
    written = ""
    page, before = 1, None
    for block in blocks:
        piece = _piece(block, before)
        if not piece:
            continue
        gap = "\n" if before and before.kind == block.kind == "item" else "\n\n"
        if block.page > page and before and _goes_on(before, block):
            gap = "\n"
        # A page that ends, ends right behind its last word: a line of its own would cut a list in two.
        written += PAGE_BREAK * (block.page - page) + (gap if written or block.page > page else "") + piece
        page, before = max(page, block.page), block
    return f"{written}\n" if written else ""


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a paragraph is the rest of the one before."""
    both = before.kind in {"paragraph", "item"} and block.kind == "paragraph"
    return both and bool(_OPEN_END.search(words(before.text))) and words(block.text)[:1].islower()


def _piece(block: Block, before: Block | None) -> str:
    if block.kind == "table" and block.rows:
        return "\n".join(_table(block.rows))
    if block.kind == "lines":
        text = _CONTROL.sub("", block.text.replace("\f", "\n")).strip("\n")
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
        return f"{fence}\n{text}\n{fence}" if text.strip() else ""
    text = words(block.text)
    if not text:
        return ""
    if block.kind == "heading":
        # Headings are read as Markdown, so that `*` and `{#` in them have to be meant as they stand.
        escaped = _INLINE.sub(r"\\\g<0>", text)
        return f"{'#' * min(max(block.level, 1), 6)} {escaped}"
    if block.kind == "item":
        deepest = before.level + 1 if before and before.kind == "item" else 0
        return f"{'   ' * min(block.level, deepest)}{block.marker} {_as_words(text)}"
    return _as_words(text)


def _as_words(text: str) -> str:
    """A line that Markdown reads as nothing but words."""
    if numbered := _NUMBERED.match(text):
        return f"{numbered.group(1)}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if _STRUCTURE.match(text) else text


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *body = ([words(cell).replace("|", "\\|") for cell in row] for row in rows)
    body = [row for row in body if any(row)]
    if not body:
        # A head without a body is no table, and a reader would lose it.
        yield _as_words(" \\| ".join(filter(None, head)))
        return
    width = max(map(len, (head, *body)))
    for n, row in enumerate((head, *body)):
        yield f"| {' | '.join([*row, *[''] * (width - len(row))])} |"
        if n == 0:
            yield f"|{'---|' * width}"
