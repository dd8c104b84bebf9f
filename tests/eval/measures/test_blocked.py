from __future__ import annotations

from typing import Any


def test_a_study_that_should_be_blocked_must_not_stand_open(made: Any) -> None:
    def value(*studies: dict[str, Any]) -> float:
        answer = made.answer(check=made.check(studies=list(studies)))
        return made.score("blocked", made.point({"blocked": ["mri-l-wo"]}), answer).value

    assert value({"procedure": "mri-l-wo", "blocked": True}) == 1.0
    assert value({"procedure": "mri-l-wo", "blocked": False}) == 0.0
    assert value({"procedure": "ct-l-wo", "blocked": False}) == 1.0


def test_without_a_check_nothing_is_blocked(made: Any) -> None:
    assert made.score("blocked", made.point({"blocked": ["mri-l-wo"]}), made.answer(check=None)).value == 0.0
