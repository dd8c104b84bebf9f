"""`python -m eval bench retrieval`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from ir_measures import Success, nDCG
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from eval.errors import BenchError
from eval.retrieval.bench import Prepared, figures, prepare
from eval.retrieval.collections import DATA, Collection, medquad, scifact

#: Each collection with the measure that others report for it.
COLLECTIONS = {"scifact": (scifact, nDCG @ 10), "medquad": (medquad, Success @ 1)}


def bench_retrieval_command(
    *,
    only: Annotated[str | None, typer.Option("--only", help=f"One of {', '.join(COLLECTIONS)}.")] = None,
    original: Annotated[bool, typer.Option("--original", help="The uncompiled model, too; takes minutes.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Where the collections lie.")] = DATA,
    cache: Annotated[Path, typer.Option("--cache", help="Where their indexes are kept.")] = Path("runs/retrieval"),
    out: Annotated[Path | None, typer.Option(help="Write every figure to this file, as JSON.")] = None,
) -> None:
    """Search public collections by words, by meaning, and by both: what the product's fusion adds."""
    console, told = Console(width=None if sys.stdout.isatty() else 120), Console(stderr=True)
    record = {}
    for name, (load, metric) in COLLECTIONS.items():
        if only not in {None, name}:
            continue
        try:
            collection = load(data)
        except BenchError as error:
            told.print(f"{name} is left out: {error}", style="red", highlight=False, soft_wrap=True)
            continue
        prepared = _prepared(collection, cache, told)
        found = list(figures(prepared, metric, original=original))
        passages = len(prepared.documents)
        title = f"{collection.name}: {metric}, {len(collection.queries):,} queries, {passages:,} passages"
        table = Table("", "Development half", "Held out", "All", title=title)
        for each in found:
            table.add_row(each.method, *(f"{value:.3f}" for value in (each.development, each.held_out, each.all)))
        console.print(table)
        record[name] = {"measure": str(metric), "figures": [asdict(each) for each in found]}
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _prepared(collection: Collection, cache: Path, told: Console) -> Prepared:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True) as progress:
        task = progress.add_task(collection.name, total=None)
        return prepare(
            collection, cache,
            lambda stage, done, total: progress.update(task, description=stage, completed=done, total=total),
        )  # fmt: skip
