"""Is the verdict right, and what would a verdict without any thought have scored?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion

#: Verdicts under which nothing is imaged now.
AGAINST = frozenset({"not_indicated", "deferred", "not_covered"})


def verdict_of(answer: Mapping[str, Any]) -> str | None:
    """The verdict, or None where the answer holds no check."""
    check = answer["check"]
    return None if check is None else str(check["verdict"])


def accepts(point: Point, verdict: str | None) -> bool:
    """Whether the label takes this verdict for right."""
    return verdict in point.expect.accepted("verdict")


def _applies(point: Point) -> bool:
    return bool(point.expect.accepted("verdict"))


def _score(point: Point, answer: Mapping[str, Any]) -> Score:
    verdict = verdict_of(answer)
    expected = " or ".join(map(str, point.expect.accepted("verdict")))
    return hit(accepts(point, verdict), f"expected {expected}, got {verdict or answer['kind']}")


def _baselines(points: Sequence[Point]) -> Mapping[str, float]:
    labels = Counter(str(point.expect.verdict) for point in points if point.expect.verdict is not None)
    majority = min(labels, key=lambda label: (-labels[label], label)) if labels else None
    right = {
        f"majority class ({majority})": sum(accepts(point, majority) for point in points),
        "always image (indicated)": sum(accepts(point, "indicated") for point in points),
    }
    return {name: round(count / len(points), 4) for name, count in right.items()}


VERDICT = proportion(
    "verdict",
    title="Verdict",
    definition="Share of labelled turns whose check has the expected verdict, or one of `verdict_in`.",
    source="The check's `verdict`; accuracy.",
    applies=_applies,
    score=_score,
    baselines=_baselines,
)
