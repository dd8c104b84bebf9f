from __future__ import annotations

from typing import Any


def test_one_of_the_accepted_recommendations_must_govern(made: Any) -> None:
    point = made.point({"governing": ["guide/v1", "guide/v2"]})
    assert made.score("governing", point, made.answer(check=made.check(governing="guide/v2"))).value == 1.0
    missed = made.score("governing", point, made.answer(check=made.check(governing=None)))
    assert (missed.value, missed.note) == (0.0, "expected guide/v1 or guide/v2, got None")
