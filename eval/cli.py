"""`python -m eval`: run, compare, gate, and look after the cases."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.errors import IndicatedError
from corpus import load_corpus
from eval import report
from eval.bench import bench_check, bench_table, patients_of
from eval.bench_answer import bench_answer_command
from eval.bench_store import bench_store_command
from eval.bench_understanding import bench_lengths, bench_messages, bench_start, messages_of, speed_tables
from eval.calibration.cli import app as calibrate_app
from eval.case import CASES, SETS, CaseSet, load_cases, only
from eval.compare import compare
from eval.errors import EvalError
from eval.faults.index import faults_table, kill_at_random
from eval.gate import problems
from eval.gold import check_gold, load_decisions
from eval.measures import MEASURES, Measure, choose, measure_named
from eval.peers.cli import app as peers_app
from eval.reading import reading_command
from eval.record import Run
from eval.retrieval.cli import bench_retrieval_command
from eval.run import run
from eval.runfile import load, save, timing_path
from eval.scale.cli import bench_index_command
from eval.stats import stats
from eval.target import Target, at_server, in_process
from eval.verification.cli import bench_verify_command
from index import IndexProblem

#: Wide enough for a table where there is no terminal to ask.
WIDTH = 160

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False,
    help="Measures the assistant on the labelled cases. What a score does and does not mean: eval/cases/README.md.",
)  # fmt: skip
cases_app = typer.Typer(no_args_is_help=True, help="Look at the cases themselves.")
app.add_typer(cases_app, name="cases")
bench_app = typer.Typer(no_args_is_help=True, help="Time a part by itself, beside something else in the same run.")
app.add_typer(bench_app, name="bench")
faults_app = typer.Typer(no_args_is_help=True, help="Do harm on purpose, and look at what is left.")
app.add_typer(faults_app, name="faults")
bench_app.command("index")(bench_index_command)
bench_app.command("retrieval")(bench_retrieval_command)
bench_app.command("store")(bench_store_command)
bench_app.command("answer")(bench_answer_command)
bench_app.command("verify")(bench_verify_command)


@faults_app.callback()
def _faults() -> None:
    """Do harm on purpose, and look at what is left."""


app.command("reading")(reading_command)
app.add_typer(peers_app, name="peers")
app.add_typer(calibrate_app, name="calibrate")


class By(StrEnum):
    """How a run can be broken down."""

    STYLE = "style"
    TAG = "tag"
    FACT = "fact"


Sets = Annotated[list[str] | None, typer.Option("--set", help=f"Only these sets: {', '.join(SETS)}.")]
Measures = Annotated[list[str] | None, typer.Option("--measure", help="Only these measures or families, as `facts`.")]
Ids = Annotated[list[str] | None, typer.Option("--case", help="Only these cases, by id.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many cases of each set.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where the case files lie.", show_default="eval/cases")]
Server = Annotated[str | None, typer.Option("--server", help="Measure the server at this URL, not this process.")]


@app.command("run")
def run_command(
    *,
    sets: Sets = None,
    measures: Measures = None,
    cases: Ids = None,
    limit: Limit = None,
    folder: Folder = CASES,
    server: Server = None,
    output: Annotated[Path | None, typer.Option(help="The run file to write; runs/<time>.json by default.")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="List every miss with its note.")] = False,
    by: Annotated[By | None, typer.Option(help="Break the figures down.")] = None,
) -> None:
    """Put the cases to the assistant, print every figure, and keep a run file."""
    chosen = choose(measures or [])
    found = _measured(_selected(sets, cases, limit, folder), chosen, server)
    console = _console()
    console.print(report.summary_table(found))
    if by is By.FACT:
        console.print(report.facts_table(found))
    elif by is not None:
        headlines = [measure_named(name) for name in report.HEADLINES]
        console.print(report.breakdown_table(found, by, [m for m in chosen if measures or m in headlines]))
    if failures:
        console.print(report.failures_table(found))
    path = output or Path("runs") / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}.json"
    save(found, path)
    console.print(f"Run file: {path}; its times: {timing_path(path)}", highlight=False, soft_wrap=True)


@app.command("compare")
def compare_command(before: Path, after: Path) -> None:
    """Lay two run files side by side: paired differences, and the cases that flipped."""
    found = compare(load(before), load(after))
    console = _console()
    console.print(report.comparison_table(found))
    if any(each.lost or each.won for each in found.differences):
        console.print(report.flips_table(found))
    for which, points in (("before", found.only_before), ("after", found.only_after)):
        if points:
            console.print(f"Only in the run {which}, and left out: {', '.join(points)}", highlight=False)
    if found.relabelled:
        console.print(f"The case files changed between the runs: {', '.join(found.relabelled)}", highlight=False)


@app.command("gate")
def gate_command(
    *,
    run_file: Annotated[Path | None, typer.Argument(help="A run file; without one a run is made.")] = None,
    sets: Sets = None,
    cases: Ids = None,
    limit: Limit = None,
    folder: Folder = CASES,
    server: Server = None,
) -> None:
    """Fail if an emergency is missed, a quote inexact, a statement uncited, or an answer not repeatable."""
    found = load(run_file) if run_file else _measured(_selected(sets, cases, limit, folder), MEASURES, server)
    bad = problems(found)
    console = _console()
    for problem in bad:
        console.print(escape(problem), highlight=False, soft_wrap=True)
    console.print(f"{len(bad)} problems in {len(found.records)} labelled turns.", highlight=False)
    raise typer.Exit(code=1 if bad else 0)


@app.command("check-gold")
def check_gold_command(sets: Sets = None, cases: Ids = None, folder: Folder = CASES) -> None:
    """Put the labelled facts through the checker alone: do the labels and the rules agree?"""
    from assistant.checker import load_checker

    decisions = load_decisions()
    found = check_gold(_selected(sets, cases, None, folder), load_checker(load_corpus()), decisions)
    console = _console()
    console.print(report.gold_table(found))
    stale = () if sets or cases or folder != CASES else found.stale
    for each in stale:
        console.print(f"decisions.yaml: {each.point} {each.measure}: agrees now; take the entry out.", highlight=False)
    console.print(f"{len(found.undecided)} disagreements that nobody decided.", highlight=False)
    raise typer.Exit(code=1 if found.undecided or stale else 0)


@app.command("measures")
def measures_command() -> None:
    """Print what each measure means, as Markdown."""
    print(report.measures_markdown())


@cases_app.command("stats")
def stats_command(sets: Sets = None, folder: Folder = CASES) -> None:
    """Count the cases by set, style, tag, label and fact."""
    found = stats(_selected(sets, None, None, folder))
    console = _console()
    for table in report.stats_tables(found):
        console.print(table)
    console.print(f"Facts that no case states: {', '.join(found.unlabelled_facts) or 'none'}", highlight=False)


@bench_app.command("check")
def bench_check_command(
    *,
    sets: Sets = None,
    folder: Folder = CASES,
    limit: Limit = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each patient is checked.")] = 5,
    hundredfold: Annotated[bool, typer.Option("--100x", help="The rule base a hundred times, too; slow.")] = False,
) -> None:
    """Time a whole check beside the bare evaluation of all rules, with the rule base once and ten times."""
    patients = patients_of(_selected(sets or ["indication"], None, limit, folder))
    copies = (1, 10, 100) if hundredfold else (1, 10)
    measured = list(bench_check(load_corpus(), patients, copies=copies, rounds=rounds))
    _console().print(bench_table(measured, len(patients), rounds))


@bench_app.command("understand")
def bench_understand_command(
    *,
    sets: Sets = None,
    folder: Folder = CASES,
    limit: Limit = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each message is read.")] = 3,
) -> None:
    """Time the reader beside its tokeniser and a bare scan for words, its start, and how it grows with length."""
    from assistant.understanding import load_reader
    from assistant.understanding.lexicon import load_lexicon

    messages = messages_of(_selected(sets, None, limit, folder))
    start = bench_start()
    reader, lexicon = load_reader(), load_lexicon()
    speeds = bench_messages(reader, lexicon, messages, rounds)
    growth = bench_lengths(reader, lexicon, messages, rounds)
    console = _console()
    for table in speed_tables(start, speeds, growth, len(messages), rounds):
        console.print(table)


@faults_app.command("index")
def faults_index_command(
    *,
    kills: Annotated[int, typer.Option(min=1, help="How many builds and ingestions to kill.")] = 200,
    seed: Annotated[int, typer.Option(help="By which the moments are drawn.")] = 7,
) -> None:
    """Kill builds and ingestions at random moments: is the index each time wholly old or wholly new?"""
    with _bar("Killing", kills) as advance:
        tallies = kill_at_random(kills, seed, on_progress=advance)
    console = _console()
    console.print(faults_table(tallies, seed))
    found = [problem for each in tallies.values() for problem in each.problems]
    for problem in found:
        console.print(escape(problem), highlight=False, soft_wrap=True)
    raise typer.Exit(code=1 if found else 0)


def main() -> None:
    """Run the command; what was raised on purpose is a message, not a trace."""
    try:
        app()
    except (EvalError, IndicatedError, IndexProblem) as error:
        Console(stderr=True).print(escape(str(error)), style="red", highlight=False, soft_wrap=True)
        sys.exit(2)


def _selected(
    sets: Sequence[str] | None, ids: Sequence[str] | None, limit: int | None, folder: Path
) -> tuple[CaseSet, ...]:
    found = load_cases(sets or (), folder, limit=None if ids else limit)
    return only(found, ids) if ids else found


def _measured(sets: Sequence[CaseSet], measures: Sequence[Measure], server: str | None) -> Run:
    target: Target = at_server(server) if server else in_process(os.environ)
    # Each case is put twice.
    with _bar("Asking", 2 * sum(len(each.cases) for each in sets)) as advance:
        return run(target, sets, measures, on_progress=lambda _: advance())


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error while it lasts; gives what moves it on."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDTH)
