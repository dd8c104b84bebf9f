"""Does the answer know whether its verdict hangs on something unsaid?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return point.expect.scored("settled")


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    check = answer["check"]
    settled = None if check is None else check["settled"]
    return hit(settled is point.expect.settled, f"expected settled {point.expect.settled}, got {settled}")


SETTLED = proportion(
    "settled",
    title="Settled or not",
    definition="Share of labelled turns whose check is `settled` exactly where the label says so.",
    source="The check's `settled`; accuracy.",
    applies=_applies,
    score=_score,
)
