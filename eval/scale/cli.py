"""`python -m eval bench index`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval.scale.bench import FULL, SIZES, bench_index, scale_table


def bench_index_command(
    *,
    full: Annotated[bool, typer.Option("--full", help=f"{FULL:,} passages, too: an hour and 8 GB of memory.")] = False,
    sizes: Annotated[list[int] | None, typer.Option("--size", min=100, help="Only these numbers of passages.")] = None,
    seed: Annotated[int, typer.Option(help="By which passages are made.")] = 7,
    limit_min: Annotated[float, typer.Option("--limit", help="Minutes after which a size is given up.")] = 120.0,
) -> None:
    """Build and search indexes of generated passages: rate, size, memory, speed, and recall beside exact search."""
    chosen = sizes or [*SIZES, *([FULL] if full else [])]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Building and searching", total=2 * len(chosen))
        rate, measured = bench_index(chosen, seed, limit_s=60 * limit_min, on_progress=lambda: progress.advance(task))
    Console(width=None if sys.stdout.isatty() else 160).print(scale_table(rate, measured, seed))
