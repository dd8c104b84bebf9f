from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(("got", "value"), [("urgent", 1.0), (None, 1.0), ("routine", 0.0)])
def test_null_can_be_among_the_accepted(made: Any, got: str | None, value: float) -> None:
    point = made.point({"urgency_in": ["urgent", None]})
    assert made.score("urgency", point, made.answer(check=made.check(urgency=got))).value == value


def test_no_check_is_not_the_same_as_no_urgency(made: Any) -> None:
    assert made.score("urgency", made.point({"urgency": None}), made.answer(check=None)).value == 0.0
