"""Is a study that this patient cannot have marked so?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.blocked)


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    if answer["check"] is None:
        return hit(False, "no check")
    open_ones = [
        study["procedure"]
        for study in answer["check"]["studies"]
        if study["procedure"] in point.expect.blocked and not study["blocked"]
    ]
    return hit(not open_ones, f"not marked blocked: {', '.join(open_ones)}")


BLOCKED = proportion(
    "blocked",
    title="Blocked studies",
    definition="Share of labelled turns in which each study expected to be blocked is marked so, if listed at all.",
    source="The check's `studies[].blocked`; accuracy.",
    applies=_applies,
    score=_score,
)
