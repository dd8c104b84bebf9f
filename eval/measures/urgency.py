"""Is the urgency right?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def urgency_of(answer: Mapping[str, Any]) -> str | None:
    """The check's urgency; None where there is none, or no check."""
    check = answer["check"]
    urgency = None if check is None else check["urgency"]
    return None if urgency is None else str(urgency)


def _applies(point: Point) -> bool:
    return bool(point.expect.accepted("urgency"))


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    accepted = point.expect.accepted("urgency")
    right = answer["check"] is not None and urgency_of(answer) in accepted
    return hit(right, f"expected {' or '.join(map(str, accepted))}, got {urgency_of(answer) or answer['kind']}")


URGENCY = proportion(
    "urgency",
    title="Urgency",
    definition="Share of labelled turns whose check has the expected urgency, or one of `urgency_in`.",
    source="The check's `urgency`; accuracy.",
    applies=_applies,
    score=_score,
)
