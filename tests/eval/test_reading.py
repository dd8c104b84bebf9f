from __future__ import annotations

import doctest
from types import SimpleNamespace
from typing import Any

import eval.measures.reading
from eval.measures.reading import reading_grade
from eval.reading import grades, grades_table


def test_the_examples_run() -> None:
    assert doctest.testmod(eval.measures.reading).failed == 0


def test_markers_and_emphasis_are_no_words() -> None:
    assert reading_grade("**A scan is not advised.** [1][2]") == reading_grade("A scan is not advised.")
    assert reading_grade("[1]") == 0.0


def test_long_words_and_sentences_need_more_school() -> None:
    easy, hard = "Your back hurts. Rest it.", "Radiculopathy necessitates comprehensive neurological examination."
    assert reading_grade(easy) < 3
    assert reading_grade(hard) > 12


def test_every_turn_is_answered_for_a_patient_and_graded_by_kind(made: Any) -> None:
    class Says:
        def answer(self, message: str, *, conversation_id: str | None, audience: str) -> Any:
            assert audience == "patient"
            return SimpleNamespace(conversation_id="c", kind="indication", text="A scan is not advised.")

    found = grades(Says(), [made.cases(made.case(id="A"), made.case(id="B"))])  # type: ignore[arg-type]
    assert [name for name, _ in found["indication"]] == ["A.1", "B.1"]
    assert list(grades_table(found).columns[0].cells) == ["indication"]
