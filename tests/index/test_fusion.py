from __future__ import annotations

import pytest

from index.fusion import K, fuse


def test_the_score_is_the_sum_of_reciprocal_ranks():
    assert fuse([["a", "b"], ["b"]]) == {"b": pytest.approx(1 / (K + 2) + 1 / (K + 1)), "a": pytest.approx(1 / (K + 1))}


def test_ties_go_to_the_lower_key_whatever_the_order_of_rankings():
    assert list(fuse([["b"], ["a"]])) == list(fuse([["a"], ["b"]])) == ["a", "b"]


def test_nothing_fused_is_nothing():
    assert fuse([]) == fuse([[], []]) == {}
