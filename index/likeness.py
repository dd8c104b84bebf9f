"""Which passages say the same: a copy under another title, or an edition that took a sentence over.

Vectors alone do not tell: "CT with contrast" and "CT without contrast" are as near to each other as two copies are. So
those that are near are compared word by word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from corpus import Passage

if TYPE_CHECKING:
    from index.embedding import Vectors

#: Passages below this cosine are not compared further.
_NEAR = 0.9
#: The least share of their words that copies have in common. In a table's row, which has twenty words or fewer, every
#: word counts.
_SHARED = 0.95
#: The same of what stands above them: one row under two headings says two things.
_SHARED_ABOVE = 0.6
_WORD = re.compile(r"[^\W_]+(?:\.\d+)*")


def alike(rows: Sequence[int], vectors: Vectors, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """The pairs of rows, of different documents, whose passages say the same, in the order of `rows`."""
    if len(rows) < 2:
        return []
    some = vectors[np.asarray(rows)]
    near = np.argwhere(np.triu(some @ some.T >= _NEAR, 1))
    pairs = ((rows[one], rows[other]) for one, other in near.tolist())
    return [pair for pair in pairs if _same(passages[pair[0]], passages[pair[1]])]


def _same(one: Passage, other: Passage) -> bool:
    if one.document == other.document:
        return False
    words, others = _words(one.text), _words(other.text)
    if not _shared(words, others) >= _SHARED:
        return False
    # "After 6 weeks" is not "after 4 weeks", however much stands around it.
    if any(word[0].isdigit() for word in (words - others) + (others - words)):
        return False
    return _shared(_words(_above(one)), _words(_above(other))) >= _SHARED_ABOVE


def _above(passage: Passage) -> str:
    """The heading, and for a row the opening of its section and the head of its table; not the document's title."""
    return "\n".join((passage.heading_path[-1] if passage.heading_path else "", *passage.context.split("\n")[1:]))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of their words that two texts have in common, from 0 to 1; 1 for two that have none."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0
