"""Is imaging left alone where guidance is against it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.case import Point
from eval.measures.measure import Score, hit, proportion
from eval.measures.verdict import AGAINST, verdict_of


def _applies(point: Point) -> bool:
    accepted = point.expect.accepted("verdict")
    return bool(accepted) and AGAINST.issuperset(accepted)


def _score(_: Point, answer: Mapping[str, Any]) -> Score:
    verdict = verdict_of(answer)
    return hit(verdict in AGAINST, f"expected no imaging, got {verdict or answer['kind']}")


SPECIFICITY = proportion(
    "no_imaging_specificity",
    title="No-imaging specificity",
    definition="Of the turns whose every accepted verdict is against imaging now (not indicated, deferred, not "
    "covered), the share that got such a verdict.",
    source="Specificity; D. G. Altman and J. M. Bland, BMJ 1994;308:1552.",
    applies=_applies,
    score=_score,
)
