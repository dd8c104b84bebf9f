from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.checker import CheckResult
from eval.errors import CaseError
from eval.gold import SCORED, Decision, check_gold, load_decisions


class FakeChecker:
    """Finds imaging indicated for a fever and not otherwise, and breaks on trauma."""

    def check(self, facts: Any) -> CheckResult:
        if "trauma" in facts:
            raise KeyError("trauma")
        verdict = "indicated" if facts.get("fever") else "not_indicated"
        return SimpleNamespace(  # type: ignore[return-value]
            verdict=verdict, urgency=None, settled=False, settled_core=False, governing="guide/v1", studies=(),
            exits=(), missing=(SimpleNamespace(fact="age_years"),),
        )  # fmt: skip


def test_a_label_that_the_checker_confirms_agrees(made: Any) -> None:
    case = made.case(facts={"fever": True}, expect={"verdict": "indicated", "ask_about": ["age_years"]})
    report = check_gold([made.cases(case)], FakeChecker())
    assert (report.total["verdict"], report.agreed["verdict"], report.agreed["asked"]) == (1, 1, 1)
    assert report.disagreements == ()


def test_a_label_that_it_does_not_confirm_is_listed_until_decided(made: Any) -> None:
    cases = [made.cases(made.case(expect={"verdict": "indicated"}))]
    [found] = check_gold(cases, FakeChecker()).undecided
    assert (found.point.id, found.measure, found.note) == ("X1", "verdict", "expected indicated, got not_indicated")
    report = check_gold(cases, FakeChecker(), [Decision("X1", "verdict", "sources differ")])
    assert report.undecided == ()
    assert report.disagreements[0].decided == "sources differ"


def test_a_decision_about_no_disagreement_is_stale(made: Any) -> None:
    decision = Decision("X1", "verdict", "sources differ")
    report = check_gold([made.cases(made.case(expect={"verdict": "not_indicated"}))], FakeChecker(), [decision])
    assert report.stale == (decision,)


def test_a_check_that_raises_disagrees(made: Any) -> None:
    case = made.case(facts={"trauma": "none"}, expect={"verdict": "not_indicated"})
    [found] = check_gold([made.cases(case)], FakeChecker()).undecided
    assert found.note == "crashed: KeyError: 'trauma'"


def test_a_case_without_facts_is_not_checked(made: Any) -> None:
    report = check_gold([made.cases(made.case(facts=None, expect={"verdict": "indicated"}))], FakeChecker())
    assert sum(report.total.values()) == 0


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{case: D001, measure: verdict}", "entry 1 needs exactly case, measure and because"),
        ("{case: D001, measure: verdict, because: ''}", "entry 1 needs exactly"),
        ("{case: D001, measure: must_say, because: so}", "entry 1: measure must be one of"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(tmp_path: Path, entry: str, said: str) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(f"decisions: [{entry}]", "utf-8")
    with pytest.raises(CaseError, match=rf"decisions\.yaml: {said}"):
        load_decisions(path)


def test_the_shipped_decisions_load() -> None:
    assert all(decision.measure in SCORED for decision in load_decisions())
