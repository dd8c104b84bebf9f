from __future__ import annotations

from typing import Any

from eval.measures import measure_named


def test_any_accepted_verdict_is_right(made: Any) -> None:
    point = made.point({"verdict": "deferred", "verdict_in": ["not_indicated"]})
    assert made.score("verdict", point, made.answer(check=made.check(verdict="not_indicated"))).value == 1.0
    wrong = made.score("verdict", point, made.answer(check=made.check(verdict="indicated")))
    assert (wrong.value, wrong.note) == (0.0, "expected deferred or not_indicated, got indicated")


def test_an_answer_without_a_check_has_no_verdict(made: Any) -> None:
    missed = made.score("verdict", made.point({"verdict": "deferred"}), made.answer(check=None, kind="clarification"))
    assert (missed.value, missed.note) == (0.0, "expected deferred, got clarification")


def test_a_tie_for_the_majority_goes_to_the_first_name(made: Any) -> None:
    points = [made.point({"verdict": verdict}) for verdict in ("indicated", "deferred")]
    baselines = measure_named("verdict").baselines
    assert baselines is not None
    assert list(baselines(points)) == ["majority class (deferred)", "always image (indicated)"]


def test_a_turn_without_a_label_is_not_scored(made: Any) -> None:
    assert not measure_named("verdict").applies(made.point({"kind": "indication"}))
