"""How sure a figure is: intervals for proportions and other statistics, and tests for paired runs. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Two-sided 95 %.
Z = 1.959963984540054
RESAMPLES = 1000
SEED = 20210801

Counts = NDArray[np.float64]
#: Gives one figure for rows of counts, shape (n, k).
Statistic = Callable[[Counts], float]


@dataclass(frozen=True)
class Interval:
    """A 95 % interval, ends included."""

    low: float
    high: float


def wilson(hits: float, n: int) -> Interval:
    """The score interval for `hits` of `n`; [0, 1] where n is 0.

    Source: E. B. Wilson, J Am Stat Assoc 1927;22:209-212.

    >>> wilson(9, 10)
    Interval(low=0.5958, high=0.9821)
    """
    if n == 0:
        return Interval(0.0, 1.0)
    share = hits / n
    centre = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return Interval(round(max(0.0, (centre - half) / scale), 4), round(min(1.0, (centre + half) / scale), 4))


def bootstrap(rows: Sequence[Sequence[float]], statistic: Statistic) -> Interval:
    """The percentile interval of `statistic` when whole rows are drawn again with replacement, with a fixed seed.

    Source: B. Efron, Ann Stat 1979;7:1-26 (percentile method).
    """
    counts = np.asarray(rows, dtype=np.float64)
    if (counts == counts[0]).all():
        # Every draw is the same; a thousand of them would only take time.
        same = round(statistic(counts), 4)
        return Interval(same, same)
    generator = np.random.default_rng(SEED)
    drawn = [statistic(counts[generator.integers(0, len(counts), len(counts))]) for _ in range(RESAMPLES)]
    low, high = np.percentile(np.asarray(drawn), [2.5, 97.5])
    return Interval(round(float(low), 4), round(float(high), 4))


def mcnemar(lost: int, won: int) -> float:
    """The exact two-sided p of `lost` and `won` if each flip were a fair coin; 1.0 where nothing flipped.

    Source: Q. McNemar, Psychometrika 1947;12:153-157, with the exact binomial tail in place of chi-squared.

    >>> mcnemar(1, 9)
    0.021484375
    """
    flips = lost + won
    if flips == 0:
        return 1.0
    tail: int = sum(math.comb(flips, k) for k in range(min(lost, won) + 1))
    return min(1.0, 2 * tail / float(2**flips))


def paired_difference(
    before: Sequence[Sequence[float]], after: Sequence[Sequence[float]], statistic: Statistic
) -> Interval:
    """The interval of `statistic(after) - statistic(before)` over the same rows, drawn together."""
    width = len(before[0])
    rows = [(*one, *other) for one, other in zip(before, after, strict=True)]

    def difference(counts: Counts) -> float:
        return statistic(counts[:, width:]) - statistic(counts[:, :width])

    return bootstrap(rows, difference)
