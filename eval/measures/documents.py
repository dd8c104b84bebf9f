"""Does an answer about the guidance cite a right document, and say so where there is none?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion
from eval.measures.wording import folded

#: Ways to say that the corpus holds nothing. One of them, or the kind `no_evidence`, is asked for.
NOTHING_HELD = (
    "no evidence", "no document", "no source", "no passage", "nothing about", "nothing from", "nothing on",
    "found nothing", "not hold", "not contain", "not found", "cannot find", "could not find", "cannot answer",
)  # fmt: skip


def _applies(point: Point) -> bool:
    return point.expect.scored("documents")


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    used = {number for statement in answer["statements"] for number in statement["citations"]}
    cited = sorted({str(citation["document"]) for citation in answer["citations"] if citation["n"] in used})
    if not point.expect.documents:
        says_so = answer["kind"] == "no_evidence" or any(phrase in folded(answer["text"]) for phrase in NOTHING_HELD)
        return hit(says_so, f"does not say that the corpus has nothing; cites {', '.join(cited) or 'nothing'}")
    right = set(cited).intersection(point.expect.documents)
    return hit(bool(right), f"expected {' or '.join(point.expect.documents)}, cited {', '.join(cited) or 'nothing'}")


DOCUMENTS = proportion(
    "documents",
    title="Right document cited",
    definition="Share of labelled turns in which a statement cites one of the expected documents. Where the label says "
    "that the corpus has nothing, the answer must say so: by its kind `no_evidence` or in words.",
    source="The answer's `statements[].citations`; success.",
    applies=_applies,
    score=_score,
)
