"""Two rankings and what the question names -> one order. Pure functions.

Three rules go beyond fusion, each measured on the development questions (hit@5 0.93 without them, 1.00 with):

- documents that the question names ("NICE", "ACR 2015", "the 2009 article") come first, as clearly as they are named;
- editions that no longer hold stand a little lower, unless the question names them more clearly than any that holds;
- a further passage of a section counts less than its first, so that the rows of one table do not fill the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corpus import GuidanceDocument, Passage
from index.fusion import K, fuse

#: A document named as clearly as any gains as much as being first in two rankings.
_NAMED = 2.0
#: What an edition that no longer holds keeps of its score.
_STANDING = {"superseded": 0.9, "historic": 0.9}
#: What each further passage of one section keeps of its score.
_FURTHER = 0.9


def rank(
    by_meaning: Sequence[int],
    by_words: Sequence[int],
    called: Mapping[str, float],
    passages: Sequence[Passage],
    document: Callable[[str], GuidanceDocument],
) -> list[tuple[int, float]]:
    """The rows of both rankings with their scores, best first; ties go to the row that stands first.

    `called` says of each document that the question names how clearly it does; rows count in `passages`.
    """
    clearest = max(called.values(), default=0.0)
    holding = max((each for name, each in called.items() if document(name).status not in _STANDING), default=0.0)
    scores = {}
    for row, score in fuse([by_meaning, by_words]).items():
        source = document(passages[row].document)
        named = called.get(source.id, 0.0)
        standing = 1.0 if named > holding else _STANDING.get(source.status, 1.0)
        scores[row] = standing * (score + (_NAMED / (K + 1) * named / clearest if named else 0.0))
    before: dict[tuple[str, str], int] = {}
    for row in _best_first(scores):
        section = (passages[row].document, passages[row].section)
        scores[row] *= _FURTHER ** before.get(section, 0)
        before[section] = before.get(section, 0) + 1
    return [(row, scores[row]) for row in _best_first(scores)]


def _best_first(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], row))
