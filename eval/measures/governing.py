"""Does the verdict rest on the right recommendation?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.governing)


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    check = answer["check"]
    governing = None if check is None else check["governing"]
    return hit(governing in point.expect.governing, f"expected {' or '.join(point.expect.governing)}, got {governing}")


GOVERNING = proportion(
    "governing",
    title="Governing recommendation",
    definition="Share of labelled turns whose governing recommendation is one of those accepted.",
    source="The check's `governing`; accuracy.",
    applies=_applies,
    score=_score,
)
