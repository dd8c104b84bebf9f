"""Is an emergency called one?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion
from eval.measures.urgency import urgency_of


def _applies(point: Point) -> bool:
    return point.expect.accepted("urgency") == ("emergency",)


def _score(_: Point, answer: Mapping[str, Any]) -> Score:
    return hit(urgency_of(answer) == "emergency", f"emergency missed: got {urgency_of(answer) or answer['kind']}")


EMERGENCY = proportion(
    "emergency_sensitivity",
    title="Emergency sensitivity",
    definition="Of the turns labelled an emergency, the share whose check says so.",
    source="Sensitivity; D. G. Altman and J. M. Bland, BMJ 1994;308:1552.",
    applies=_applies,
    score=_score,
)


#: Verdicts that no emergency of the spine has. `not_covered` is left out: leaving the pathway may be one.
_NO_HURRY = frozenset({"not_indicated", "deferred"})


def _false_alarm_applies(point: Point) -> bool:
    expect = point.expect
    if expect.accepted("urgency"):
        return "emergency" not in expect.accepted("urgency")
    verdicts = expect.accepted("verdict")
    return bool(verdicts) and _NO_HURRY.issuperset(verdicts) and not expect.exits


def _false_alarm_score(_: Point, answer: Mapping[str, Any]) -> Score:
    return hit(urgency_of(answer) != "emergency", "called an emergency, and is none")


EMERGENCY_SPECIFICITY = proportion(
    "emergency_specificity",
    title="Emergency specificity",
    definition="Of the turns that are no emergency, by their urgency or, without that label, by a verdict of not "
    "indicated or deferred, the share that is not called one.",
    source="Specificity; D. G. Altman and J. M. Bland, BMJ 1994;308:1552.",
    applies=_false_alarm_applies,
    score=_false_alarm_score,
)
