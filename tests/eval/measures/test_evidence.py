from __future__ import annotations

from typing import Any

import pytest


def piece(start: int, end: int, quote: str, turn: int = 1) -> dict[str, Any]:
    return {"value": True, "status": "stated", "turn": turn, "start": start, "end": end, "quote": quote}


@pytest.mark.parametrize(
    ("evidence", "value"),
    [
        (piece(0, 5, "Fever"), 1.0),
        (piece(0, 5, "fever"), 0.0),
        (piece(1, 6, "Fever"), 0.0),
        (piece(0, 5, "Fever", turn=2), 0.0),
        (piece(0, 0, ""), 0.0),
        ({"value": True, "status": "stated"}, 0.0),
        ({"value": True, "status": "confirmed"}, 1.0),
    ],
)
def test_a_quote_must_be_the_words_of_its_turn(made: Any, evidence: dict[str, Any], value: float) -> None:
    point = made.point(turns=[{"user": "Fever since Monday."}])
    assert made.score("evidence", point, made.answer(facts={"fever": evidence})).value == value


def test_members_are_looked_at_one_by_one(made: Any) -> None:
    point = made.point(turns=[{"user": "Low back, not the leg."}])
    facts = {"pain_sites": {"lumbar": piece(0, 8, "Low back"), "leg_one": piece(10, 13, "leg")}}
    found = made.score("evidence", point, made.answer(facts=facts))
    assert found.counts == (1.0, 2.0)
    assert found.note == "no exact words for: pain_sites.leg_one"


def test_a_crash_counts_as_one_miss(made: Any) -> None:
    assert made.score("evidence", made.point()).counts == (0.0, 1.0)
