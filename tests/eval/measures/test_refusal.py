from __future__ import annotations

from typing import Any

from eval.measures import measure_named


def test_a_fair_question_must_not_be_refused(made: Any) -> None:
    point = made.point({"kind": "information"})
    assert made.score("refusal_over", point, made.answer(kind="clarification")).value == 1.0
    assert made.score("refusal_over", point, made.answer(kind="out_of_scope")).value == 0.0


def test_a_foreign_question_must_not_be_answered(made: Any) -> None:
    point = made.point({"kind": "out_of_scope"})
    assert made.score("refusal_under", point, made.answer(kind="out_of_scope")).value == 1.0
    assert made.score("refusal_under", point, made.answer(kind="information")).value == 0.0


def test_where_either_is_accepted_neither_is_scored(made: Any) -> None:
    point = made.point({"kind_in": ["information", "out_of_scope"]})
    assert not measure_named("refusal_over").applies(point)
    assert not measure_named("refusal_under").applies(point)
