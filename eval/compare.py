"""Two runs on the same points: what changed, by how much, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eval.interval import Interval, mcnemar, paired_difference
from eval.measures import MEASURES, Measure
from eval.record import Run


@dataclass(frozen=True)
class Flip:
    """A point that scores otherwise than before."""

    id: str
    before: float
    after: float
    note: str
    """What was wrong, in the run in which it is worse."""


@dataclass(frozen=True)
class Difference:
    """One measure over the points that both runs scored."""

    measure: Measure
    n: int
    before: float
    after: float
    difference: float
    """`after - before`."""
    interval: Interval
    """95 %, by paired bootstrap."""
    p: float | None
    """McNemar's exact two-sided p; None for a measure that is not yes-or-no."""
    lost: tuple[Flip, ...]
    won: tuple[Flip, ...]


@dataclass(frozen=True)
class Comparison:
    """A run beside an earlier one."""

    differences: tuple[Difference, ...]
    common: int
    """Points in both."""
    identical: int
    """Points answered the same in both, byte for byte."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    relabelled: tuple[str, ...]
    """Sets whose file changed between the runs, so that a flip may be the label's."""


def compare(before: Run, after: Run) -> Comparison:
    """Measure by measure, over the points that both runs have."""
    old, new = {each.id: each for each in before.records}, {each.id: each for each in after.records}
    common = [point for point in old if point in new]
    found = (_difference(measure, before, after) for measure in MEASURES)
    return Comparison(
        differences=tuple(each for each in found if each is not None),
        common=len(common),
        identical=sum((old[p].state, old[p].sha256) == (new[p].state, new[p].sha256) for p in common),
        only_before=tuple(point for point in old if point not in new),
        only_after=tuple(point for point in new if point not in old),
        relabelled=tuple(name for name in before.cases if after.cases.get(name, "") not in {"", before.cases[name]}),
    )


def _difference(measure: Measure, before: Run, after: Run) -> Difference | None:
    old, new = before.counts(measure), after.counts(measure)
    points = [point for point in old if point in new]
    if not points:
        return None
    rows = [old[point] for point in points], [new[point] for point in points]
    first, second = (measure.statistic(np.asarray(each, dtype=np.float64)) for each in rows)
    lost, won = ((), ()) if measure.timed else _flips(measure, before, after)
    return Difference(
        measure=measure,
        n=len(points),
        before=round(first, 4),
        after=round(second, 4),
        difference=round(second - first, 4),
        interval=paired_difference(*rows, measure.statistic),
        p=mcnemar(len(lost), len(won)) if measure.method == "wilson" else None,
        lost=lost,
        won=won,
    )


def _flips(measure: Measure, before: Run, after: Run) -> tuple[tuple[Flip, ...], tuple[Flip, ...]]:
    old, new = _scores(measure, before), _scores(measure, after)
    pairs = [(point, old[point], new[point]) for point in old if point in new]
    lost = tuple(Flip(p, a[0], b[0], b[1]) for p, a, b in pairs if b[0] < a[0])
    won = tuple(Flip(p, a[0], b[0], a[1]) for p, a, b in pairs if b[0] > a[0])
    return lost, won


def _scores(measure: Measure, run: Run) -> Mapping[str, tuple[float, str]]:
    scored = ((record.id, record.scores.get(measure.name)) for record in run.records)
    return {point: (score.value, score.note) for point, score in scored if score is not None}
