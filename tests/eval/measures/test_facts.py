from __future__ import annotations

from typing import Any

import pytest

from eval.measures import measure_named
from eval.measures.facts import same

STATED = {"age_years": 40, "fever": True, "pain_sites": {"lumbar": True, "leg_one": False}}
#: Two right, one with a wrong value, one missed, one made up.
READ = {
    "age_years": {"value": 40},
    "fever": {"value": False},
    "pain_sites": {"lumbar": {"value": True}},
    "osteoporosis": {"value": True},
}


def test_a_wrong_value_is_made_up_and_missed(made: Any) -> None:
    point, answer = made.point(facts=STATED), made.answer(facts=READ)
    precision, recall, f1 = (made.score(f"facts_{name}", point, answer) for name in ("precision", "recall", "f1"))
    assert precision.counts == recall.counts == f1.counts == (2.0, 2.0, 2.0)
    assert (precision.value, recall.value, f1.value) == (0.5, 0.5, 0.5)
    assert f1.parts["fever"] == (0.0, 1.0, 1.0)
    assert f1.note == "wrong fever: True read as False; missed pain_sites.leg_one=False; extra osteoporosis=True"


def test_precision_and_recall_tell_made_up_from_missed(made: Any) -> None:
    point = made.point(facts={"age_years": 40, "fever": True})
    timid = made.answer(facts={"fever": {"value": True}})
    bold = made.answer(facts={"fever": {"value": True}, "age_years": {"value": 40}, "trauma": {"value": "none"}})
    assert made.score("facts_precision", point, timid).value == 1.0
    assert made.score("facts_recall", point, timid).value == 0.5
    assert made.score("facts_precision", point, bold).value == pytest.approx(2 / 3)
    assert made.score("facts_recall", point, bold).value == 1.0


def test_unscored_facts_count_neither_way(made: Any) -> None:
    point = made.point(facts={"fever": True, "age_years": 40}, unscored=["fever", "pain_sites.lumbar"])
    answer = made.answer(facts={"age_years": {"value": 40}, "pain_sites": {"lumbar": {"value": True}}})
    assert made.score("facts_f1", point, answer).counts == (1.0, 0.0, 0.0)


def test_an_unscored_set_takes_its_members_along(made: Any) -> None:
    point = made.point(facts={}, unscored=["pain_sites"])
    assert made.score("facts_f1", point, made.answer(facts={"pain_sites": {"lumbar": {"value": True}}})).value == 1.0


def test_a_crash_lowers_precision_too(made: Any) -> None:
    assert made.score("facts_precision", made.point(facts=STATED)).counts == (0.0, 4.0, 4.0)


def test_nothing_stated_and_nothing_read_is_right(made: Any) -> None:
    assert made.score("facts_f1", made.point(facts={}), made.answer()).value == 1.0
    assert made.score("facts_f1", made.point(facts={})).value == 0.0


@pytest.mark.parametrize(
    ("key", "one", "other", "equal"),
    [
        ("duration_weeks", 4.3, 4.4, True),
        ("duration_weeks", 26, 27.3, True),
        ("duration_weeks", 26, 27.4, False),
        ("duration_weeks", 0.14, 0.24, True),
        ("duration_weeks", 0.14, 0.25, False),
        ("age_years", 40, 41, False),
        ("fever", True, 1, False),
        ("trauma", "none", "low_velocity", False),
    ],
)
def test_weeks_alone_may_differ_a_little(key: str, one: Any, other: Any, equal: bool) -> None:
    assert same(key, one, other) is equal


def test_a_turn_is_whole_only_if_nothing_is_wrong(made: Any) -> None:
    point = made.point(facts={"fever": True})
    right = {"fever": {"value": True}}
    assert made.score("facts_whole", point, made.answer(facts=right)).value == 1.0
    assert made.score("facts_whole", point, made.answer(facts={**right, "trauma": {"value": "none"}})).value == 0.0
    assert made.score("facts_whole", point, made.answer()).value == 0.0


def test_figures_add_up_over_points_before_they_divide(made: Any) -> None:
    summary = measure_named("facts_f1").summarise_counts([(1, 0, 0), (1, 1, 3)])
    assert summary.value == pytest.approx(2 * 2 / (2 * 2 + 1 + 3), abs=1e-4)
