"""Fused scores and what the question names -> one order. Pure functions.

Four rules go beyond fusion:

- documents that the question names ("NICE", "ACR 2015", "the 2009 article") come first, as clearly as they are named;
- editions that no longer hold stand a little lower, unless the question names them more clearly than any that holds;
- a further passage of a section counts less than its first, so that the rows of one table do not fill the page;
- of passages that say the same in several documents one stands for all: the best of those that hold. The others follow
  further down, where each can still be cited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corpus import GuidanceDocument, Passage

#: A document named as clearly as any gains as much as being first in both rankings.
_NAMED = 1.0
#: What an edition that no longer holds keeps of its score.
_STANDING = {"superseded": 0.9, "historic": 0.9}
#: What each further passage of one section keeps of its score.
_FURTHER = 0.8
#: What a passage keeps of its score that says again what a better one says.
_AGAIN = 0.5
#: How far down it is looked for passages that say the same.
PAGE = 50

Alike = Callable[[Sequence[int]], Sequence[tuple[int, int]]]
"""The pairs among some rows that say the same, the row that comes earlier first in each."""


def rank(
    fused: Mapping[int, float],
    called: Mapping[str, float],
    passages: Sequence[Passage],
    document: Callable[[str], GuidanceDocument],
    alike: Alike,
) -> list[tuple[int, float]]:
    """The rows with their scores, best first; ties go to the row that stands first.

    `called` says of each document that the question names how clearly it does; rows count in `passages`.
    """
    clearest = max(called.values(), default=0.0)
    holding = max((each for name, each in called.items() if document(name).status not in _STANDING), default=0.0)
    scores, standing = {}, {}
    for row, score in fused.items():
        source = document(passages[row].document)
        named = called.get(source.id, 0.0)
        standing[row] = 1.0 if named > holding else _STANDING.get(source.status, 1.0)
        scores[row] = standing[row] * (score + (_NAMED * named / clearest if named else 0.0))
    before: dict[tuple[str, str], int] = {}
    for row in _best_first(scores):
        section = (passages[row].document, passages[row].section)
        scores[row] *= _FURTHER ** before.get(section, 0)
        before[section] = before.get(section, 0) + 1
    for same in _groups(alike(_best_first(scores)[:PAGE])):
        first, *others = sorted(same, key=lambda row: (-standing[row], -scores[row], row))
        scores[first] = max(scores[row] for row in same)
        scores.update({row: _AGAIN * scores[row] for row in others})
    return [(row, scores[row]) for row in _best_first(scores)]


def _groups(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Rows that say the same as the first of their group; each row is in one group at most."""
    groups: dict[int, list[int]] = {}
    grouped: set[int] = set()
    for first, second in pairs:
        if second not in grouped and (first in groups or first not in grouped):
            groups.setdefault(first, [first]).append(second)
            grouped.update((first, second))
    return list(groups.values())


def _best_first(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], row))
