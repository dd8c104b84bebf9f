from __future__ import annotations

from typing import Any

from eval.measures import measure_named


def test_an_emergency_must_be_called_one(made: Any) -> None:
    point = made.point({"urgency": "emergency"})
    assert made.score("emergency_sensitivity", point, made.answer(check=made.check(urgency="emergency"))).value == 1.0
    missed = made.score("emergency_sensitivity", point, made.answer(check=made.check(urgency="urgent")))
    assert (missed.value, missed.note) == (0.0, "emergency missed: got urgent")
    assert made.score("emergency_sensitivity", point, made.answer(check=None)).value == 0.0
    assert made.score("emergency_sensitivity", point).value == 0.0


def test_a_false_alarm_counts_where_none_is_labelled(made: Any) -> None:
    point = made.point({"urgency": None})
    alarm = made.answer(check=made.check(urgency="emergency"))
    assert made.score("emergency_specificity", point, alarm).value == 0.0
    assert made.score("emergency_specificity", point, made.answer()).value == 1.0


def test_an_open_urgency_is_neither(made: Any) -> None:
    point = made.point({"urgency_in": ["emergency", "urgent"]})
    assert not measure_named("emergency_sensitivity").applies(point)
    assert not measure_named("emergency_specificity").applies(point)
