from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from eval.compare import Comparison, Difference, compare
from eval.run import run


def difference(comparison: Comparison, name: str) -> Difference:
    return next(each for each in comparison.differences if each.measure.name == name)


@pytest.fixture
def with_verdicts(made: Any) -> Any:
    """A run over cases that all expect `indicated`, and got these verdicts."""

    def with_verdicts(*verdicts: str, sha256: str = "0") -> Any:
        cases = [made.case(id=f"X{n}", expect={"verdict": "indicated"}) for n in range(len(verdicts))]
        answers = {f"X{n}": made.answer(check=made.check(verdict=verdict)) for n, verdict in enumerate(verdicts)}
        order = [*answers.values(), *reversed(answers.values())]
        return run(made.target(*order), [made.cases(*cases, sha256=sha256)])

    return with_verdicts


def test_flips_are_counted_both_ways_and_tested(with_verdicts: Any) -> None:
    before = with_verdicts(*["indicated"] * 4, *["deferred"] * 6)
    after = with_verdicts(*["deferred"], *["indicated"] * 9)
    found = difference(compare(before, after), "verdict")
    assert (found.before, found.after, found.difference, found.n) == (0.4, 0.9, 0.5, 10)
    assert [flip.id for flip in found.lost] == ["X0"]
    assert [flip.id for flip in found.won] == [f"X{n}" for n in range(4, 10)]
    assert found.p == pytest.approx(2 * (1 + 7) / 2**7)
    assert found.interval.low < 0.5 < found.interval.high


def test_a_flip_says_what_was_wrong_in_the_worse_run(with_verdicts: Any) -> None:
    found = difference(compare(with_verdicts("indicated"), with_verdicts("deferred")), "verdict")
    assert found.lost[0].note == "expected indicated, got deferred"
    found = difference(compare(with_verdicts("deferred"), with_verdicts("indicated")), "verdict")
    assert found.won[0].note == "expected indicated, got deferred"


def test_a_run_equals_itself(with_verdicts: Any) -> None:
    one = with_verdicts("indicated", "deferred")
    found = compare(one, one)
    assert (found.common, found.identical) == (2, 2)
    assert all(each.difference == 0 and not each.lost and not each.won for each in found.differences)
    assert difference(found, "verdict").p == 1.0


def test_only_points_of_both_runs_count(with_verdicts: Any) -> None:
    found = compare(with_verdicts("indicated", "deferred"), with_verdicts("indicated"))
    assert found.only_before == ("X1",)
    assert difference(found, "verdict").before == 1.0


def test_a_changed_case_file_is_told(with_verdicts: Any) -> None:
    assert compare(with_verdicts("indicated"), with_verdicts("indicated", sha256="1")).relabelled == ("indication",)


def test_a_measure_that_is_no_proportion_has_no_mcnemar(with_verdicts: Any) -> None:
    one = with_verdicts("indicated")
    found = compare(one, one)
    assert difference(found, "citations_exact").p is None


def test_times_are_compared_without_flips(with_verdicts: Any) -> None:
    one = with_verdicts("indicated", "indicated")
    slower = replace(one, wall_ms={point: ms + 100 for point, ms in one.wall_ms.items()})
    found = difference(compare(one, slower), "latency_p50")
    assert found.difference == pytest.approx(100, abs=0.01)
    assert found.lost == ()
