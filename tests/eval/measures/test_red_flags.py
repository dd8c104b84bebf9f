from __future__ import annotations

from typing import Any

from eval.measures import measure_named

FACTS = {
    "cancer_history": "active",
    "fever": True,
    "trauma": "none",
    "cauda_equina_features": {"saddle_numbness": True},
}


def read(**facts: Any) -> dict[str, Any]:
    return {name: {"value": value} for name, value in facts.items()}


def test_a_flag_read_in_another_degree_is_seen(made: Any) -> None:
    answer = made.answer(facts=read(cancer_history="past", trauma="none"))
    found = made.score("red_flag_sensitivity", made.point(facts=FACTS), answer)
    assert found.counts == (1.0, 3.0)
    assert found.note == "missed: fever, cauda_equina_features.saddle_numbness"


def test_a_flag_read_as_absent_is_missed(made: Any) -> None:
    point = made.point(facts={"fever": True})
    assert made.score("red_flag_sensitivity", point, made.answer(facts=read(fever=False))).value == 0.0


def test_a_crash_misses_every_flag(made: Any) -> None:
    assert made.score("red_flag_sensitivity", made.point(facts=FACTS)).counts == (0.0, 3.0)


def test_without_a_stated_flag_there_is_nothing_to_see(made: Any) -> None:
    assert not measure_named("red_flag_sensitivity").applies(made.point(facts={"fever": False, "trauma": "none"}))
    assert not measure_named("red_flag_sensitivity").applies(made.point(facts={"fever": True}, unscored=["fever"]))
