from __future__ import annotations

from typing import Any

import pytest


def cite(**changes: Any) -> dict[str, Any]:
    return {"n": 1, "document": "guide", "start": 0, "end": 10, "quote": "Film first", **changes}


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "film first"},
        {"end": 11},
        {"start": 1},
        {"document": "other"},
        {"document": "gone"},
        {"quote": "", "end": 0},
    ],
)
def test_a_quote_must_be_the_text_between_its_offsets(made: Any, wrong: dict[str, Any]) -> None:
    answer = made.answer(citations=[cite(), cite(n=2, **wrong)])
    assert made.score("citations_exact", made.point(), answer).counts == (1.0, 2.0)


def test_a_number_must_be_listed_and_its_document_held(made: Any) -> None:
    lost = [{"text": "a", "citations": [1, 3], "origin": "checker"}]
    found = made.score("citations_exist", made.point(), made.answer(statements=lost))
    assert (found.counts, found.note) == ((2.0, 3.0), "no such citation or document: [3]")
    found = made.score("citations_exist", made.point(), made.answer(citations=[cite(document="gone")]))
    assert (found.counts, found.note) == ((1.0, 2.0), "no such citation or document: gone")


def test_every_statement_but_a_fixed_one_needs_a_citation(made: Any) -> None:
    statements = [
        {"text": "a", "citations": [1], "origin": "checker"},
        {"text": "b", "citations": [], "origin": "passage"},
        {"text": "c", "citations": [], "origin": "fixed"},
    ]
    found = made.score("citations_complete", made.point(), made.answer(statements=statements))
    assert (found.counts, found.note) == ((1.0, 2.0), "uncited: b")


@pytest.mark.parametrize("name", ["exist", "exact", "complete"])
def test_a_crash_counts_as_one_miss(made: Any, name: str) -> None:
    assert made.score(f"citations_{name}", made.point()).counts == (0.0, 1.0)
