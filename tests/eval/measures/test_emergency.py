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


def test_a_verdict_against_imaging_is_no_emergency_even_without_an_urgency(made: Any) -> None:
    alarm = made.answer(check=made.check(verdict="indicated", urgency="emergency"))
    assert (
        made.score("emergency_specificity", made.point({"verdict_in": ["not_indicated", "deferred"]}), alarm).value == 0
    )
    applies = measure_named("emergency_specificity").applies
    assert applies(made.point({"verdict": "not_indicated"}))
    assert not applies(made.point({"verdict": "not_indicated", "exits": ["dvt"]}))
    assert not applies(made.point({"verdict_in": ["not_indicated", "not_covered"]}))
    assert not applies(made.point({"verdict": "indicated"}))
