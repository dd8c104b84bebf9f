from __future__ import annotations

from typing import Any


def test_an_answer_that_changed_is_a_miss(made: Any) -> None:
    assert made.score("identity", made.point(), made.answer(), identical=True).value == 1.0
    assert made.score("identity", made.point(), made.answer(), identical=False).value == 0.0
    assert made.score("identity", made.point(), None, identical=True).value == 0.0
