from __future__ import annotations

from typing import Any


def test_settled_must_be_as_labelled(made: Any) -> None:
    point = made.point({"settled": False})
    assert made.score("settled", point, made.answer(check=made.check(settled=False))).value == 1.0
    assert made.score("settled", point, made.answer(check=made.check(settled=True))).value == 0.0
    assert made.score("settled", point, made.answer(check=None)).value == 0.0
