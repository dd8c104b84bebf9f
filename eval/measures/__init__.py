"""One file a measure: its definition, range and source, and how it scores a point."""

from __future__ import annotations

from collections.abc import Sequence

from eval.errors import SelectionError
from eval.measures import (
    asked,
    blocked,
    citations,
    documents,
    emergency,
    evidence,
    exits,
    facts,
    first_study,
    governing,
    grounded,
    identity,
    kind,
    latency,
    red_flags,
    refusal,
    retrieval,
    settled,
    specificity,
    urgency,
    verdict,
    wording,
)
from eval.measures.measure import DocumentText, Measure, Score, Summary

#: In the order in which they are reported.
MEASURES: tuple[Measure, ...] = (
    verdict.VERDICT,
    specificity.SPECIFICITY,
    emergency.EMERGENCY,
    emergency.EMERGENCY_SPECIFICITY,
    red_flags.RED_FLAGS,
    urgency.URGENCY,
    settled.SETTLED,
    governing.GOVERNING,
    first_study.FIRST_STUDY,
    blocked.BLOCKED,
    exits.EXITS,
    asked.ASKED,
    facts.PRECISION,
    facts.RECALL,
    facts.F1,
    facts.WHOLE,
    evidence.EVIDENCE,
    kind.KIND,
    refusal.ANSWERED,
    refusal.DECLINED,
    documents.DOCUMENTS,
    wording.MUST_SAY,
    wording.MUST_NOT_SAY,
    citations.EXIST,
    citations.EXACT,
    citations.CITED,
    grounded.GROUNDED,
    retrieval.HIT_AT_5,
    retrieval.MRR,
    retrieval.NDCG,
    identity.IDENTITY,
    latency.LATENCY_P50,
    latency.LATENCY_P95,
    latency.LATENCY_P99,
)

__all__ = ["MEASURES", "DocumentText", "Measure", "Score", "Summary", "choose", "measure_named"]


def choose(names: Sequence[str]) -> tuple[Measure, ...]:
    """The measures with these names or families (`facts` for `facts_f1` and the like); all if none is named.

    Raises:
        SelectionError: a name fits no measure.
    """
    for name in names:
        if not any(_fits(measure, name) for measure in MEASURES):
            raise SelectionError(f"There is no measure {name!r}; choose from {', '.join(m.name for m in MEASURES)}.")
    return tuple(m for m in MEASURES if not names or any(_fits(m, name) for name in names))


def measure_named(name: str) -> Measure:
    """The measure with exactly this name.

    Raises:
        SelectionError: there is none.
    """
    for measure in MEASURES:
        if measure.name == name:
            return measure
    raise SelectionError(f"There is no measure {name!r}; choose from {', '.join(m.name for m in MEASURES)}.")


def _fits(measure: Measure, name: str) -> bool:
    return measure.name == name or measure.name.startswith(f"{name}_")
