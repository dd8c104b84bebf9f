from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from eval import report
from eval.compare import compare
from eval.gold import check_gold
from eval.measures import measure_named
from eval.run import run
from eval.stats import stats


def shown(table: Table) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(table)
    return console.export_text()


@pytest.fixture
def measured(made: Any) -> Any:
    def measured(verdict: str) -> Any:
        sick = made.case(
            facts={"fever": True, "age_years": 40}, expect={"verdict": "indicated"}, tags=["infection", "negation"]
        )
        well = made.case(id="X2", style="note", expect={"verdict": "not_indicated"}, tags=["negation"])
        answers = [
            made.answer(check=made.check(verdict=verdict), facts={"fever": {"value": True}}),
            made.answer(),
        ]
        return run(made.target(*answers, *reversed(answers)), [made.cases(sick, well)])

    return measured


def test_a_figure_stands_with_interval_n_and_baseline(measured: Any) -> None:
    text = shown(report.summary_table(measured("deferred")))
    line = next(line for line in text.splitlines() if "Verdict" in line)
    assert "0.500" in line
    assert "0.095 to 0.905" in line
    assert "0.500 majority class (indicated)" in line
    assert "always image" in text


def test_a_measure_without_points_is_shown_as_such(measured: Any) -> None:
    line = next(line for line in shown(report.summary_table(measured("indicated"))).splitlines() if "Settled" in line)
    assert line.count(" - ") == 2


def test_skipped_turns_are_named(made: Any) -> None:
    case = made.case(turns=[{"user": "a"}, {"user": "no", "assistant": "Fever?", "asks": ["fever"]}])
    assert "1 skipped (X1)" in shown(report.summary_table(run(made.target(), [made.cases(case)])))


def test_each_miss_is_listed_with_its_note(measured: Any) -> None:
    text = shown(report.failures_table(measured("deferred")))
    assert "expected indicated, got deferred" in text
    # Recall, F1 and the whole turn say the same of this case: one row.
    assert text.count("missed age_years=40") == 1
    assert "facts_whole" in text


@pytest.mark.parametrize(("by", "rows"), [("style", {"lay": "0.000 (1)", "note": "1.000 (1)"}),
                                          ("tag", {"infection": "0.000 (1)", "negation": "0.500 (2)"})])  # fmt: skip
def test_figures_are_broken_down(measured: Any, by: str, rows: dict[str, str]) -> None:
    text = shown(report.breakdown_table(measured("deferred"), by, [measure_named("verdict")]))
    for group, cell in rows.items():
        assert cell in next(line for line in text.splitlines() if group in line)


def test_facts_are_listed_with_most_errors_first(measured: Any) -> None:
    lines = [
        line
        for line in shown(report.facts_table(measured("deferred"))).splitlines()
        if "0.000" in line or "1.000" in line
    ]
    assert ["age_years" in lines[0], "fever" in lines[1]] == [True, True]


def test_two_runs_stand_side_by_side(measured: Any) -> None:
    found = compare(measured("deferred"), measured("indicated"))
    line = next(line for line in shown(report.comparison_table(found)).splitlines() if "Verdict" in line)
    assert [cell.strip() for cell in line.split("│")][2:5] == ["0.500", "1.000", "+0.500"]
    assert "X1" in shown(report.flips_table(found))


def test_a_disagreement_of_labels_is_listed(made: Any) -> None:
    class Never:
        def check(self, facts: Any) -> Any:
            raise KeyError("no rules")

    text = shown(report.gold_table(check_gold([made.cases(made.case(expect={"verdict": "indicated"}))], Never())))
    assert "0 of 1" in text
    assert "no rules" in text


def test_cases_are_counted_in_tables(made: Any) -> None:
    text = "".join(shown(table) for table in report.stats_tables(stats([made.cases()])))
    assert "By style" in text
    assert "lay" in text


def test_brackets_in_a_note_are_not_taken_for_markup(made: Any) -> None:
    statements = [{"text": "see [bold]", "citations": [], "origin": "checker"}]
    found = run(made.target(made.answer(statements=statements)), [made.cases()])
    assert "see [bold]" in shown(report.failures_table(found))


def test_headlines_are_measures() -> None:
    assert [measure_named(name).name for name in report.HEADLINES] == list(report.HEADLINES)
