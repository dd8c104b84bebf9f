from __future__ import annotations

from typing import Any


def test_each_list_needs_one_of_its_words(made: Any) -> None:
    point = made.point({"must_say": [["x-ray", "film"], ["standing"]]})
    assert made.score("must_say", point, made.answer(text="A **standing**\nFILM [2].")).value == 1.0
    missed = made.score("must_say", point, made.answer(text="A film."))
    assert (missed.value, missed.note) == (0.0, "says none of: standing")


def test_emphasis_and_markers_do_not_hide_words(made: Any) -> None:
    point = made.point({"must_say": [["usually not appropriate"]], "must_not_say": ["is usually appropriate"]})
    answer = made.answer(text="MRI is **usually not** appropriate [1].")
    assert made.score("must_say", point, answer).value == 1.0
    assert made.score("must_not_say", point, answer).value == 1.0
    assert made.score("must_not_say", point, made.answer(text="MRI is **usually** appropriate.")).value == 0.0
