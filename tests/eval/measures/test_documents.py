from __future__ import annotations

from typing import Any

import pytest


def test_one_expected_document_must_be_cited(made: Any) -> None:
    answer = made.answer()
    assert made.score("documents", made.point({"documents": ["guide", "third"]}), answer).value == 1.0
    missed = made.score("documents", made.point({"documents": ["third"]}), answer)
    assert (missed.value, missed.note) == (0.0, "expected third, cited guide")


def test_a_document_that_no_statement_cites_does_not_count(made: Any) -> None:
    listed = {"n": 2, "document": "third", "start": 0, "end": 1, "quote": "A"}
    answer = made.answer(citations=[*made.answer()["citations"], listed])
    assert made.score("documents", made.point({"documents": ["third"]}), answer).value == 0.0


@pytest.mark.parametrize(
    ("change", "value"),
    [
        ({"kind": "no_evidence"}, 1.0),
        ({"kind": "information", "text": "The corpus holds nothing about that."}, 1.0),
        ({"kind": "information", "text": "A film comes first [1]."}, 0.0),
    ],
)
def test_where_there_is_no_document_the_answer_must_say_so(made: Any, change: dict[str, Any], value: float) -> None:
    assert made.score("documents", made.point({"documents": []}), made.answer(**change)).value == value
