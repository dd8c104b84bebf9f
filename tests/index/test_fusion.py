from __future__ import annotations

import pytest

from index.fusion import fuse


def test_what_is_best_in_both_scores_one_and_what_is_least_in_meaning_alone_nothing():
    fused = fuse({7: 0.9, 3: 0.2}, {7: 12.0})
    assert fused == {7: 1.0, 3: 0.0}


def test_the_second_best_counts_by_how_near_it_is_not_by_its_rank():
    near, far = fuse({1: 0.9, 2: 0.89, 3: 0.1}, {}), fuse({1: 0.9, 2: 0.11, 3: 0.1}, {})
    assert near[2] > 0.49
    assert far[2] < 0.01


def test_a_few_shared_words_count_though_they_are_fewest():
    assert fuse({}, {1: 10.0, 2: 5.0})[2] == pytest.approx(0.25)


@pytest.mark.parametrize("by_meaning", [{4: 0.3}, {4: -0.3}, {4: 0.0}, {4: 0.3, 5: 0.3}])
def test_where_all_are_equal_all_are_best(by_meaning):
    assert fuse(by_meaning, {})[4] == 0.5


def test_nothing_found_is_nothing_fused():
    assert fuse({}, {}) == {}
