"""Is a reason to leave the back-pain pathway reported?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.exits)


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    fired = [] if answer["check"] is None else answer["check"]["exits"]
    names = {name for each in fired for name in (each["id"], *each.get("recommendations", ()))}
    missed = [name for name in point.expect.exits if name not in names]
    return hit(not missed, f"not reported: {', '.join(missed)}")


EXITS = proportion(
    "exits",
    title="Exits from the pathway",
    definition="Share of labelled turns in which every expected exit is reported, by its id or its recommendation's.",
    source="The check's `exits`; sensitivity.",
    applies=_applies,
    score=_score,
)
