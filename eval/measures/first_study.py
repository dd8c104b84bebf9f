"""Is the first study on offer a right one?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.first_studies)


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    check = answer["check"]
    offered = [] if check is None else [study for study in check["studies"] if not study["blocked"]]
    names = {offered[0]["procedure"], offered[0].get("form")} if offered else set()
    got = offered[0]["procedure"] if offered else "no study"
    return hit(bool(names.intersection(point.expect.first_studies)),
               f"expected {' or '.join(point.expect.first_studies)}, got {got}")  # fmt: skip


FIRST_STUDY = proportion(
    "first_study",
    title="First study",
    definition="Share of labelled turns in which the first study that is not blocked is one of those accepted. "
    "A study of an area of interest also counts under the name it has at that level.",
    source="The check's `studies`; accuracy at rank 1.",
    applies=_applies,
    score=_score,
)
