from __future__ import annotations

from typing import Any


def test_every_exit_must_be_reported_by_either_name(made: Any) -> None:
    point = made.point({"exits": ["dvt", "guide/aorta"]})
    dvt, aorta = {"id": "dvt"}, {"id": "aortic", "recommendations": ["guide/aorta"]}
    assert made.score("exits", point, made.answer(check=made.check(exits=[dvt, aorta]))).value == 1.0
    missed = made.score("exits", point, made.answer(check=made.check(exits=[dvt])))
    assert (missed.value, missed.note) == (0.0, "not reported: guide/aorta")
    assert made.score("exits", point, made.answer(check=None)).value == 0.0
