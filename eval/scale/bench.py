"""Build rate, size, memory, speed and recall of the index at each size, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rich.table import Table

from eval.errors import TargetError
from eval.scale.generated import real_passages
from eval.scale.worker import REAL
from index.embedding import CompiledModel
from index.export import compile_model
from index.passages import searched_text

SIZES = (1_000, 10_000, 100_000)
FULL = 1_000_000


@dataclass(frozen=True)
class Measured:
    """One size; times in seconds or milliseconds, sizes in MB, as their names say."""

    passages: int
    build_s: float
    """Without embedding."""
    store_s: float
    """Of which Chroma took so much."""
    verify_s: float
    size_mb: float
    chroma_mb: float
    build_peak_mb: float
    search_peak_mb: float
    open_s: float
    first_s: float
    """From opening to the first answer."""
    embed_p50_ms: float
    exact_p50_ms: float
    exact_p99_ms: float
    chroma_p50_ms: float
    chroma_p99_ms: float
    recall: float
    """Of the ten nearest by exact search, the share that Chroma proposes."""


@dataclass(frozen=True)
class Late:
    """A size that was not done in time."""

    passages: int
    task: str
    limit_s: float


def embed_real(folder: Path) -> float:
    """Compile the model and embed the passages of the guidance into a folder; gives passages a second."""
    model: CompiledModel = compile_model(folder / "models")
    texts = [searched_text(passage) for passage in real_passages()]
    began = time.perf_counter()
    np.save(folder / REAL, model.embed_all(texts))
    return len(texts) / (time.perf_counter() - began)


def bench_sizes(
    sizes: Sequence[int], seed: int, folder: Path, *, rounds: int = 5, limit_s: float = 3600.0,
    on_progress: Callable[[], object] = lambda: None,
) -> Iterator[Measured | Late]:  # fmt: skip
    """Build and search each size in a folder that `embed_real` prepared.

    Raises:
        TargetError: a size could not be built or searched; says why.
    """
    for count in sizes:
        found: dict[str, dict[str, float]] = {}
        for task in ("build", "search"):
            arguments = (task, str(count), str(seed), str(rounds), str(folder))
            command = [sys.executable, "-m", "eval.scale.worker", *arguments]
            try:
                done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=limit_s)  # noqa: S603 - ours
            except subprocess.TimeoutExpired:
                yield Late(count, task, limit_s)
                break
            except subprocess.CalledProcessError as error:
                why = (error.stderr.strip().splitlines() or ["it was ended"])[-1]
                raise TargetError(f"{count:,} passages, {task}: {why}") from error
            found[task] = json.loads(done.stdout.splitlines()[-1])
            on_progress()
        else:
            peaks = {f"{task}_peak_mb": each.pop("peak_mb") for task, each in found.items()}
            yield Measured(count, **found["build"], **found["search"], **peaks)


def bench_index(
    sizes: Sequence[int], seed: int, *, limit_s: float = 3600.0, on_progress: Callable[[], object] = lambda: None
) -> tuple[float, list[Measured | Late]]:
    """Passages embedded a second, and what was measured at each size."""
    with TemporaryDirectory(prefix="indicated-bench-") as folder:
        rate = embed_real(Path(folder))
        return rate, list(bench_sizes(sizes, seed, Path(folder), limit_s=limit_s, on_progress=on_progress))


#: A row of the table: what it is called, how its figure is had, and how it is written.
_ROWS: tuple[tuple[str, Callable[[Measured], float], str], ...] = (
    ("Built, passages/s", lambda each: each.passages / each.build_s, ",.0f"),
    ("  of it Chroma, s", lambda each: each.store_s, ",.1f"),
    ("  verifying, s", lambda each: each.verify_s, ",.1f"),
    ("Size on disk, MB", lambda each: each.size_mb, ",.0f"),
    ("  of it Chroma, MB", lambda each: each.chroma_mb, ",.0f"),
    ("Peak memory, build, MB", lambda each: each.build_peak_mb, ",.0f"),
    ("Peak memory, search, MB", lambda each: each.search_peak_mb, ",.0f"),
    ("Opened in s", lambda each: each.open_s, ",.2f"),
    ("First answer in s", lambda each: each.first_s, ",.2f"),
    ("Query embedded, p50 ms", lambda each: each.embed_p50_ms, ",.1f"),
    ("Search, exact, p50 ms", lambda each: each.exact_p50_ms, ",.1f"),
    ("Search, exact, p99 ms", lambda each: each.exact_p99_ms, ",.1f"),
    ("Search, Chroma, p50 ms", lambda each: each.chroma_p50_ms, ",.1f"),
    ("Search, Chroma, p99 ms", lambda each: each.chroma_p99_ms, ",.1f"),
    ("Recall@10 of Chroma", lambda each: each.recall, ".3f"),
)


def scale_table(rate: float, measured: Sequence[Measured | Late], seed: int) -> Table:
    """A column for each size, and how the last one compares with the one before it."""
    table = Table("", title=f"Index of generated passages, seed {seed}; embedding, not counted, {rate:.0f} passages/s")
    for each in measured:
        table.add_column(f"{each.passages:,}", justify="right")
    whole = [each for each in measured if isinstance(each, Measured)]
    growth = len(whole) > 1
    if growth:
        table.add_column(f"x {whole[-1].passages / whole[-2].passages:g}", justify="right")
    for name, figure, form in _ROWS:
        cells = [_cell(each, figure, form) for each in measured]
        grown = [f"x {figure(whole[-1]) / figure(whole[-2]):.1f}"] if growth and figure(whole[-2]) else []
        table.add_row(name, *cells, *grown)
    for late in (each for each in measured if isinstance(each, Late)):
        table.caption = f"{late.passages:,}: the {late.task} was ended after {late.limit_s:,.0f} s."
    return table


def _cell(each: Measured | Late, figure: Callable[[Measured], float], form: str) -> str:
    return format(figure(each), form) if isinstance(each, Measured) else "not done"
