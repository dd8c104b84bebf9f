from __future__ import annotations

from typing import Any

from eval.stats import stats


def test_cases_are_counted_by_what_they_hold(made: Any) -> None:
    one = made.case(
        turns=[{"user": "a", "expect": {"kind": "clarification"}}, {"user": "b"}, {"user": "c"}],
        facts={"fever": True, "pain_sites": {"lumbar": True, "leg_one": False}},
        expect={"kind": "indication", "verdict_in": ["indicated", "deferred"], "governing": ["g/1", "g/2"]},
        tags=["infection", "negation"],
    )
    found = stats([made.cases(one, made.case(id="X2", style="note", tags=["negation"]))])
    assert [(each.cases, each.turns, each.points) for each in found.sizes] == [(2, 4, 3)]
    assert found.by["style"] == {"lay": 1, "note": 1}
    assert list(found.by["tag"].items()) == [("negation", 2), ("infection", 1)]
    assert found.by["verdict"] == {"indicated or deferred": 1, "not scored": 1}
    assert found.by["governing"] == {"g/1": 1, "g/2": 1}
    assert found.by["fact"] == {"fever": 1, "pain_sites": 1}
    assert "age_years" in found.unlabelled_facts
    assert "fever" not in found.unlabelled_facts
