"""Did the verifier have to drop anything?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _score(_: Point, answer: Mapping[str, Any]) -> Score:
    verification = answer["verification"]
    dropped = "; ".join(str(each.get("reason", each)) for each in verification["dropped"])
    return hit(bool(verification["grounded"]) and not verification["dropped"], f"dropped: {dropped or 'nothing'}")


GROUNDED = proportion(
    "grounded",
    title="Nothing dropped by the verifier",
    definition="Share of turns whose answer is grounded and from which the verifier dropped no statement.",
    source="The answer's `verification`.",
    applies=lambda _: True,
    score=_score,
)
