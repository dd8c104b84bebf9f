from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from eval.interval import bootstrap, mcnemar, paired_difference, wilson


# Values of R's prop.test(x, n, correct = FALSE) and of the tables in R. G. Newcombe, Stat Med 1998;17:857.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
)
def test_wilson_gives_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    found = wilson(hits, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_wilson_of_nothing_says_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_wilson_of_all_does_not_reach_certainty() -> None:
    assert wilson(20, 20).low == pytest.approx(0.8389, abs=1e-4)
    assert wilson(20, 20).high == 1.0


@pytest.mark.parametrize(("lost", "won"), [(1, 9), (4, 4), (0, 6), (12, 3)])
def test_mcnemar_is_the_exact_binomial_test(lost: int, won: int) -> None:
    assert mcnemar(lost, won) == pytest.approx(stats.binomtest(lost, lost + won).pvalue)


def test_mcnemar_without_flips_is_no_evidence() -> None:
    assert mcnemar(0, 0) == 1.0


def mean(rows: np.ndarray) -> float:
    return float(rows[:, 0].mean())


def test_bootstrap_is_near_the_normal_interval_and_repeatable() -> None:
    rows = [(float(value),) for value in np.random.default_rng(7).normal(10, 2, 400)]
    found = bootstrap(rows, mean)
    half = 1.96 * np.std(rows) / 20
    assert (found.low, found.high) == pytest.approx((np.mean(rows) - half, np.mean(rows) + half), abs=0.05)
    assert bootstrap(rows, mean) == found


def test_bootstrap_of_equal_rows_has_no_width() -> None:
    assert bootstrap([(1.0,)] * 5, mean) == bootstrap([(1.0,)], mean)


def test_paired_difference_takes_out_what_both_runs_share() -> None:
    before = [(float(value),) for value in range(50)]
    after = [(value + 1,) for (value,) in before]
    found = paired_difference(before, after, mean)
    assert (found.low, found.high) == (1.0, 1.0)
