from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("verification", "value"),
    [
        ({"grounded": True, "dropped": []}, 1.0),
        ({"grounded": True, "dropped": [{"text": "a", "reason": "adds a number"}]}, 0.0),
        ({"grounded": False, "dropped": []}, 0.0),
    ],
)
def test_nothing_may_be_dropped(made: Any, verification: dict[str, Any], value: float) -> None:
    assert made.score("grounded", made.point(), made.answer(verification=verification)).value == value
