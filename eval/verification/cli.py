"""`python -m eval bench verify`."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from corpus import Corpus
from eval.case import CASES, load_cases
from eval.interval import Interval
from eval.verification.bench import Figures, Half, Judged, Share, figures, in_half, judge, statements
from eval.verification.true import Sample, distinct, said_by_rules, said_of_cases


class Halves(StrEnum):
    """Which statements are put to the verifier."""

    DEVELOPMENT, HELD_OUT, ALL = get_args(Half)


def bench_verify_command(
    *,
    half: Annotated[Halves, typer.Option(help="Mend with one half, report the other.")] = Halves.ALL,
    per_kind: Annotated[int, typer.Option(min=1, help="Spoil at most so many statements in each way.")] = 80,
    seed: Annotated[int, typer.Option(help="By which statements and ways are drawn.")] = 7,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases of each set.")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="List every statement that was judged wrongly.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write every figure and miss as JSON.")] = None,
) -> None:
    """Put true statements and spoiled ones to the verifier: precision, recall and F1 of its rejections."""
    told, console = Console(stderr=True), Console(width=None if sys.stdout.isatty() else 160)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True) as progress:
        corpus, samples = _samples(limit, progress)
        chosen = [each for each in samples if in_half(each, half.value)]
        # Spoiled before the halves part, so that a statement is spoiled alike whichever half is asked for.
        false = [each for each in statements(samples, per_kind, seed) if in_half(each.sample, half.value)]
        task = progress.add_task("Verifying", total=2 * (len(chosen) + len(false)))
        runs = {
            name: judge(chosen, false, corpus, as_model=as_model, on_progress=lambda: progress.advance(task))
            for name, as_model in (("as a template's", False), ("as a chat model's", True))
        }
    counted = {name: figures(judged) for name, judged in runs.items()}
    console.print(_table(counted, f"The verifier, half: {half.value}, seed {seed}"))
    if failures:
        for name, judged in runs.items():
            _print_failures(name, judged, console)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        record = {name: {**_to_json(counted[name]), "misses": [asdict(each) for each in judged if each.wrong]}
                  for name, judged in runs.items()}  # fmt: skip
        whole = {"half": half.value, "seed": seed, "per_kind": per_kind, "runs": record}
        out.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _samples(limit: int | None, progress: Progress) -> tuple[Corpus, list[Sample]]:
    from assistant import load_settings, open_store
    from assistant.checker import load_checker
    from corpus import load_corpus
    from index import open_current

    settings = dataclasses.replace(load_settings(os.environ), database_url="memory:")
    index = open_current(settings.index_dir, load_corpus(), options=settings.index_options)
    checker = load_checker(index.corpus)
    folders = (CASES, CASES / "second")
    cases = [case for folder in folders for each in load_cases((), folder, limit=limit) for case in each.cases]
    task = progress.add_task("Asking", total=2 * len(cases))
    said = said_of_cases(cases, index, checker, open_store(settings), on_progress=lambda: progress.advance(task))
    return index.corpus, distinct([*said, *said_by_rules(checker, index.corpus)])


def _table(counted: dict[str, Figures], title: str) -> Table:
    table = Table("", title=title)
    for name in counted:
        table.add_column(name)
        table.add_column("95 %")
        table.add_column("n")
    rows = list(counted.values())
    for label in ("precision", "recall", "kept"):
        shares = [getattr(each, label) for each in rows]
        table.add_row("true statements kept" if label == "kept" else label, *_cells(shares))
    f1 = [cell for each in rows for cell in (f"{each.f1:.3f}", _ends(each.f1_interval), "")]
    table.add_row("F1", *f1, end_section=True)
    for kind in rows[0].kinds:
        table.add_row(f"recall: {kind}", *_cells([each.kinds[kind] for each in rows]))
    return table


def _cells(shares: Sequence[Share]) -> list[str]:
    return [cell for each in shares for cell in (f"{each.value:.3f}", _ends(each.interval), str(each.n))]


def _ends(interval: Interval) -> str:
    return f"{interval.low:.3f} to {interval.high:.3f}"


def _print_failures(name: str, judged: Sequence[Judged], console: Console) -> None:
    table = Table("Kind", "Statement", "Why rejected", title=f"Judged wrongly, {name}", show_lines=True)
    for each in judged:
        if each.wrong:
            was = "" if each.text == each.was else f"\n(was: {each.was})"
            table.add_row(each.kind, escape(each.text + was), escape(each.reason))
    console.print(table)


def _to_json(found: Figures) -> dict[str, Any]:
    def share(each: Share) -> dict[str, Any]:
        return {"value": round(each.value, 4), "hits": each.hits, "n": each.n, "interval": asdict(each.interval)}

    return {
        "precision": share(found.precision), "recall": share(found.recall), "kept": share(found.kept),
        "f1": {"value": round(found.f1, 4), "interval": asdict(found.f1_interval)},
        "kinds": {kind: share(each) for kind, each in found.kinds.items()},
    }  # fmt: skip
