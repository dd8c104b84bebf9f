"""Is the question that matters asked?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion


def _applies(point: Point) -> bool:
    return bool(point.expect.ask_about)


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    listed = [] if answer["check"] is None else answer["check"]["missing"]
    named = {str(item["fact"]).partition(".")[0] for item in (*listed, *answer["questions"])}
    missed = [fact for fact in point.expect.ask_about if fact not in named]
    return hit(not missed, f"not asked: {', '.join(missed)}")


ASKED = proportion(
    "asked",
    title="Asked the right question",
    definition="Share of labelled turns in which each expected fact is among what is missing or what is asked.",
    source="The check's `missing` and the answer's `questions`; never exhaustive.",
    applies=_applies,
    score=_score,
)
