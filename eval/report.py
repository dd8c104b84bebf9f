"""Runs, comparisons and labels as tables for a terminal. Nothing is computed here that a run does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from rich.markup import escape
from rich.table import Table

from eval.compare import Comparison, Difference
from eval.gold import GoldReport
from eval.measures import MEASURES, Measure, Summary
from eval.measures.facts import f1, precision, recall
from eval.record import Record, Run
from eval.stats import CaseStats

#: What a breakdown shows if no measure is chosen; all of them would not fit a terminal.
HEADLINES = ("verdict", "emergency_sensitivity", "first_study", "facts_f1", "facts_whole", "kind", "must_say")
#: The measure whose parts are facts with (tp, fp, fn).
FACTS = "facts_f1"


def summary_table(run: Run) -> Table:
    """Every measure of a run with its interval, its number of points and what it has to beat."""
    table = _table("Measure", "Value", "95 % interval", "n", "Baseline", title=f"{run.target}: {_of(run)}")
    for measure in run.chosen():
        found = run.summary(measure)
        table.add_row(measure.title, *_cells(measure, found), "\n".join(_baselines(run, measure)))
    return table


def failures_table(run: Run) -> Table:
    """Every miss with what was expected and what came; measures that say the same of a case share a row."""
    table = _table("Measure", "Case", "What was wrong", title="Misses")
    found: dict[tuple[str, str], list[str]] = {}
    for measure in run.chosen():
        for record, score in run.misses(measure):
            found.setdefault((record.id, score.note), []).append(measure.name)
    for (case, note), names in found.items():
        table.add_row("\n".join(names), case, escape(note))
    return table


def breakdown_table(run: Run, by: str, chosen: Sequence[Measure]) -> Table:
    """The chosen measures by `style` or `tag`, one group a row; each cell is the figure and its number of points."""
    table = _table(by.capitalize(), "Points", *(measure.name for measure in chosen), title=f"By {by}")
    of: Callable[[Record], tuple[str, ...]] = (lambda r: (r.style,)) if by == "style" else (lambda r: r.tags)
    groups = sorted({group for record in run.records for group in of(record)})
    for group in groups:
        records = [record for record in run.records if group in of(record)]
        cells = [run.summary(measure, records) for measure in chosen]
        shown = ["" if each is None else f"{each.value:.3f} ({each.n})" for each in cells]
        table.add_row(group, str(len(records)), *shown)
    return table


def facts_table(run: Run) -> Table:
    """Each fact with how often it was read rightly, made up and missed; most errors first."""
    table = _table("Fact", "Right", "Made up", "Missed", "Precision", "Recall", "F1", title="By fact")
    rows: dict[str, list[tuple[float, ...]]] = {}
    for record in run.records:
        for fact, counts in record.scores[FACTS].parts.items() if FACTS in record.scores else ():
            rows.setdefault(fact, []).append(counts)
    totals = {fact: np.asarray(counts, dtype=np.float64) for fact, counts in rows.items()}
    for fact, total in sorted(totals.items(), key=lambda item: (-item[1][:, 1:].sum(), item[0])):
        figures = (f"{figure(total):.3f}" for figure in (precision, recall, f1))
        table.add_row(fact, *(f"{count:.0f}" for count in total.sum(axis=0)), *figures)
    return table


def comparison_table(comparison: Comparison) -> Table:
    """Each measure of two runs side by side, over the points that both have."""
    columns = ("Measure", "Before", "After", "Difference", "95 % interval", "p (McNemar)", "n", "Lost", "Won")
    table = _table(*columns, title=_common(comparison))
    for each in comparison.differences:
        table.add_row(*_side_by_side(each))
    return table


def flips_table(comparison: Comparison) -> Table:
    """Each point that scores otherwise than before, with what was wrong in the worse run."""
    table = _table("Measure", "Case", "Before", "After", "What was wrong", title="Changed cases")
    for each in comparison.differences:
        for flip in (*each.lost, *each.won):
            table.add_row(each.measure.name, flip.id, f"{flip.before:.3g}", f"{flip.after:.3g}", escape(flip.note))
    return table


def gold_table(report: GoldReport) -> Table:
    """Each label that the checker does not confirm, and how far they agree by measure."""
    table = _table("Measure", "Agreed", "Case", "Label and checker", "Decided", title="Labels and checker")
    for name, total in report.total.items():
        table.add_row(name, f"{report.agreed[name]} of {total}", "", "", "")
        for each in report.disagreements:
            if each.measure == name:
                table.add_row("", "", each.point.id, escape(each.note), escape(each.decided or "no"))
    return table


def stats_tables(found: CaseStats) -> Iterator[Table]:
    """The sizes of the sets, then one table for each way to count."""
    sizes = _table("Set", "Cases", "Turns", "Labelled turns", title="Cases")
    for each in found.sizes:
        sizes.add_row(each.name, str(each.cases), str(each.turns), str(each.points))
    yield sizes
    for way, counts in found.by.items():
        table = _table(way.capitalize(), "Cases", title=f"By {way}")
        for name, count in counts.items():
            table.add_row(name, str(count))
        yield table


def measures_markdown() -> str:
    """The list of measures, as `eval/README.md` shows it."""
    rows = [f"| `{each.name}` | {each.definition} | {each.range} | {each.source} |" for each in MEASURES]
    return "\n".join(["| Measure | Meaning | Range | Source |", "|---|---|---|---|", *rows])


def _table(*columns: str, title: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    return table


def _of(run: Run) -> str:
    skipped = run.skipped()
    left_out = f", {len(skipped)} skipped ({', '.join(record.id for record in skipped)})" if skipped else ""
    return f"{len(run.records)} labelled turns of {', '.join(run.cases)}{left_out}"


def _cells(measure: Measure, found: Summary | None) -> tuple[str, str, str]:
    if found is None:
        return "-", "-", "0"
    digits = 1 if measure.timed else 3
    interval = f"{found.interval.low:.{digits}f} to {found.interval.high:.{digits}f}"
    return f"{found.value:.{digits}f}", interval, str(found.n)


def _baselines(run: Run, measure: Measure) -> Iterator[str]:
    for name, value in run.baselines.get(measure.name, {}).items():
        yield f"{value:.3f} {name}"


def _side_by_side(each: Difference) -> tuple[str, ...]:
    digits = 1 if each.measure.timed else 3
    figures = (f"{each.before:.{digits}f}", f"{each.after:.{digits}f}", f"{each.difference:+.{digits}f}")
    interval = f"{each.interval.low:+.{digits}f} to {each.interval.high:+.{digits}f}"
    p = "" if each.p is None else f"{each.p:.4f}"
    flips = ("", "") if each.measure.timed else (str(len(each.lost)), str(len(each.won)))
    return (each.measure.title, *figures, interval, p, str(each.n), *flips)


def _common(comparison: Comparison) -> str:
    return f"{comparison.identical} of {comparison.common} answers are the same, byte for byte"
