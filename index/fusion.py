"""Reciprocal rank fusion: several rankings -> one. A pure function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Key = TypeVar("Key", str, int)

#: Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
#: methods", SIGIR 2009, section 2.
K = 60


def fuse(rankings: Sequence[Sequence[Key]]) -> dict[Key, float]:
    """A score for each key that any ranking holds: the sum of 1 / (60 + rank), ranks from 1.

    Ordered best first; ties go to the lower key, so two runs give one order.

    >>> [key for key in fuse([["a", "b"], ["b", "c"]])]
    ['b', 'a', 'c']
    """
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (K + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))
