from __future__ import annotations

from typing import Any

import pytest

from eval.gate import problems
from eval.measures import choose
from eval.run import run


def gate(made: Any, *answers: Any, **case: Any) -> tuple[str, ...]:
    return problems(run(made.target(*answers), [made.cases(made.case(**case))]))


def test_a_clean_run_passes(made: Any) -> None:
    assert gate(made) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"citations": [{"n": 1, "document": "guide", "start": 0, "end": 10, "quote": "Film First"}]},
            "citations_exact",
        ),
        ({"statements": [{"text": "No imaging.", "citations": [], "origin": "checker"}]}, "citations_complete"),
        ({"statements": [{"text": "No imaging.", "citations": [2], "origin": "checker"}]}, "citations_exist"),
    ],
)
def test_a_bad_citation_fails(made: Any, change: dict[str, Any], said: str) -> None:
    [problem] = gate(made, made.answer(**change))
    assert problem.startswith(f"X1: {said}: ")


def test_a_missed_emergency_fails(made: Any) -> None:
    expect = {"urgency": "emergency"}
    assert gate(made, expect=expect) == ("X1: emergency_sensitivity: emergency missed: got indication",)
    assert gate(made, made.answer(check=made.check(urgency="emergency")), expect=expect) == ()


def test_a_changing_answer_fails(made: Any) -> None:
    [problem] = gate(made, made.answer(), made.answer(text="Otherwise [1]."))
    assert problem.startswith("X1: identity: ")


def test_a_crash_fails_once(made: Any) -> None:
    assert gate(made, RuntimeError("no")) == ("X1: crashed: RuntimeError: no",)


def test_what_was_not_measured_does_not_pass(made: Any) -> None:
    found = problems(run(made.target(), [made.cases()], choose(["verdict"])))
    assert "identity: was not measured; run again with it" in found
