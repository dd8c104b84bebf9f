from __future__ import annotations

from typing import Any


def test_each_expected_fact_is_missing_or_asked(made: Any) -> None:
    point = made.point({"ask_about": ["fever", "cauda_equina_features"]})
    check = made.check(missing=[{"fact": "fever"}, {"fact": "trauma"}])
    question = {"fact": "cauda_equina_features.saddle_numbness"}
    assert made.score("asked", point, made.answer(check=check, questions=[question])).value == 1.0
    missed = made.score("asked", point, made.answer(check=check))
    assert (missed.value, missed.note) == (0.0, "not asked: cauda_equina_features")


def test_a_question_counts_without_a_check(made: Any) -> None:
    answer = made.answer(check=None, questions=[{"fact": "fever"}])
    assert made.score("asked", made.point({"ask_about": ["fever"]}), answer).value == 1.0
