from __future__ import annotations

from typing import Any

import pytest


def study(procedure: str, *, blocked: bool = False, form: str | None = None) -> dict[str, Any]:
    return {"procedure": procedure, "form": form, "blocked": blocked}


@pytest.mark.parametrize(
    ("studies", "value"),
    [
        ([study("mri-l-wo"), study("ct-l-wo")], 1.0),
        ([study("ct-l-wo"), study("mri-l-wo")], 0.0),
        ([study("ct-l-wo", blocked=True), study("mri-l-wo")], 1.0),
        ([study("mri-l-wo", blocked=True)], 0.0),
        ([study("mri-aoi-wo", form="mri-l-wo")], 1.0),
        ([], 0.0),
    ],
)
def test_the_first_open_study_counts(made: Any, studies: list[dict[str, Any]], value: float) -> None:
    answer = made.answer(check=made.check(studies=studies))
    assert made.score("first_study", made.point({"first_studies": ["mri-l-wo"]}), answer).value == value


def test_without_a_check_there_is_no_study(made: Any) -> None:
    missed = made.score("first_study", made.point({"first_studies": ["mri-l-wo"]}), made.answer(check=None))
    assert (missed.value, missed.note) == (0.0, "expected mri-l-wo, got no study")
