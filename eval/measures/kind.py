"""Is it the right kind of answer?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.accepted("kind"))


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    accepted = point.expect.accepted("kind")
    return hit(answer["kind"] in accepted, f"expected {' or '.join(map(str, accepted))}, got {answer['kind']}")


KIND = proportion(
    "kind",
    title="Kind of answer",
    definition="Share of labelled turns whose `kind` is the expected one, or one of `kind_in`.",
    source="The answer's `kind`; accuracy.",
    applies=_applies,
    score=_score,
)
