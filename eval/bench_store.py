"""What keeping a conversation costs: whole answers with each store, in turns, beside the store in memory."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant import Assistant, build_assistant, load_settings, open_store
from eval.case import CaseSet, load_cases

MEMORY = "memory"


@dataclass(frozen=True)
class StoreTiming:
    """Times of whole answers with one store, in milliseconds."""

    store: str
    answers: int
    p50_ms: float
    p95_ms: float


def bench_store(assistants: Mapping[str, Assistant], sets: Sequence[CaseSet], rounds: int) -> tuple[StoreTiming, ...]:
    """Put every message of these cases to every assistant in turn; who comes first changes from case to case.

    Args:
        assistants: One for each store, by its name.
    """
    times: dict[str, list[float]] = {name: [] for name in assistants}
    names = list(assistants)
    gc.disable()
    try:
        # The first round fills caches and is not counted. What is collected meanwhile would be charged to somebody.
        for turn in range(rounds + 1):
            for number, case in enumerate(case for each in sets for case in each.cases):
                for name in (*names[number % len(names) :], *names[: number % len(names)]):
                    taken = _answered(assistants[name], [each.user for each in case.turns])
                    times[name].extend(taken if turn else ())
            gc.collect()
    finally:
        gc.enable()
    return tuple(
        StoreTiming(name, len(taken), float(np.percentile(taken, 50)), float(np.percentile(taken, 95)))
        for name, taken in times.items()
    )


def store_table(timings: Sequence[StoreTiming]) -> Table:
    """The figures, each beside those of the first."""
    first = timings[0]
    table = Table("Store", "Answers", "p50 ms", "p95 ms", f"÷ {first.store} (p50)", f"÷ {first.store} (p95)",
                  title="Message to whole answer, kept")  # fmt: skip
    for each in timings:
        table.add_row(each.store, f"{each.answers:,}", f"{each.p50_ms:.2f}", f"{each.p95_ms:.2f}",
                      f"{each.p50_ms / first.p50_ms:.3f}", f"{each.p95_ms / first.p95_ms:.3f}")  # fmt: skip
    return table


def bench_store_command(
    *,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Only these sets.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases of each set.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each case is put.")] = 2,
    database_url: Annotated[str | None, typer.Option(help="A further store, as INDICATED_DATABASE_URL.")] = None,
) -> None:
    """Time whole answers kept in memory and in SQLite, in turns, in one run."""
    settings = load_settings(os.environ)
    with ExitStack() as stack:
        # In the data directory, as that is the disk on which conversations are kept.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=settings.data_dir)))
        urls = {MEMORY: "memory:", "sqlite": f"sqlite:///{folder / 'conversations.sqlite3'}"}
        if database_url:
            urls["further"] = database_url
        assistants = {}
        for name, url in urls.items():
            store = open_store(replace(settings, database_url=url))
            stack.callback(store.close)
            assistants[name] = build_assistant(settings, store=store)
        timings = bench_store(assistants, load_cases(sets or (), limit=limit), rounds)
    Console(width=None if sys.stdout.isatty() else 120).print(store_table(timings))


def _answered(assistant: Assistant, messages: Sequence[str]) -> list[float]:
    taken = []
    conversation_id = None
    for message in messages:
        began = time.perf_counter()
        conversation_id = assistant.answer(message, conversation_id=conversation_id).conversation_id
        taken.append((time.perf_counter() - began) * 1000)
    return taken
