"""Headings that are only set in bold: what a file does not call a heading, but a reader takes for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.ingestion.blocks import Block, words

_LONGEST = 80
_SENTENCE = re.compile(r"[.!?:;,…]$|^[^\w]")


def with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, a short bold line above a text being a heading one below the last that was called one."""
    return list(_found(blocks))


def reads_like_heading(text: str, longest: int = _LONGEST) -> bool:
    """Whether a line is short and no sentence."""
    line = words(text)
    return 0 < len(line) <= longest and not _SENTENCE.search(line)


def _found(blocks: Sequence[Block]) -> Iterator[Block]:
    above = 0
    for block, below in pairwise((*blocks, None)):
        if block is None:
            return
        if block.kind == "heading":
            above = block.level
        has_text = below is not None and below.kind != "heading"
        if block.kind == "paragraph" and block.bold and has_text and reads_like_heading(block.text):
            yield replace(block, kind="heading", level=min(above + 1, 6))
        else:
            yield block
