from __future__ import annotations

from typing import Any

import pytest

from eval.measures import measure_named


@pytest.mark.parametrize(("verdict", "value"), [("deferred", 1.0), ("not_covered", 1.0), ("may_be_indicated", 0.0)])
def test_any_verdict_against_imaging_will_do(made: Any, verdict: str, value: float) -> None:
    answer = made.answer(check=made.check(verdict=verdict))
    assert made.score("no_imaging_specificity", made.point({"verdict": "not_indicated"}), answer).value == value


def test_an_open_label_is_left_out(made: Any) -> None:
    measure = measure_named("no_imaging_specificity")
    assert not measure.applies(made.point({"verdict_in": ["not_indicated", "may_be_indicated"]}))
    assert not measure.applies(made.point())
