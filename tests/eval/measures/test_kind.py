from __future__ import annotations

from typing import Any


def test_any_accepted_kind_is_right(made: Any) -> None:
    point = made.point({"kind_in": ["information", "no_evidence"]})
    assert made.score("kind", point, made.answer(kind="no_evidence")).value == 1.0
    missed = made.score("kind", point, made.answer(kind="indication"))
    assert (missed.value, missed.note) == (0.0, "expected information or no_evidence, got indication")
