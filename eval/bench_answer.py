"""How long a whole answer takes and which step takes it, beside bare embedding and LangChain's retrieval alone."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant import Assistant, build_assistant, load_settings
from corpus import Corpus
from eval.case import CASES, CaseSet, load_cases
from eval.errors import PeerError
from eval.peers import environment
from eval.peers.retrieval import PEERS
from index.export import open_model
from index.options import BUNDLED
from index.original import folder_of

_WORKER = Path(__file__).parent / "peers" / "workers" / "retrieval.py"
_LANGCHAIN = "langchain"
Embeds = Callable[[str], object]


@dataclass
class AnswerTimes:
    """Times of one run, in milliseconds."""

    whole: list[float] = field(default_factory=list)
    steps: dict[str, list[float]] = field(default_factory=dict)
    """By step of `timing_ms`; what they leave of the whole is keeping the turn and everything else."""
    embedding: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)
    """Of LangChain's retrieval alone; empty where it cannot be had."""
    why_no_baseline: str = ""


def bench_answer(assistant: Assistant, embeds: Embeds, sets: Sequence[CaseSet], rounds: int) -> AnswerTimes:
    """Put every case, and embed each of its messages by itself right after it was answered."""
    times = AnswerTimes()
    gc.disable()
    try:
        # The first round fills caches and is not counted. What is collected meanwhile would be charged to somebody.
        for turn in range(rounds + 1):
            counted = times if turn else AnswerTimes()
            for case in (case for each in sets for case in each.cases):
                _put(assistant, embeds, [each.user for each in case.turns], counted)
            gc.collect()
    finally:
        gc.enable()
    return times


def baseline(corpus: Corpus, queries: Sequence[str], cache: Path) -> list[float]:
    """What LangChain takes to retrieve for each query, in a process of its own: Chroma, the same model and passages.

    Raises:
        PeerError: it cannot be installed or fails; says why.
    """
    made = environment.install(PEERS[_LANGCHAIN], f"{sys.version_info.major}.{sys.version_info.minor}", cache)
    if not made.works:
        raise PeerError(f"LangChain's retrieval is left out: {made.problem}")
    passages = [{"id": each.id, "title": "", "text": each.text} for each in corpus.passages()]
    with tempfile.TemporaryDirectory() as folder:
        task = {"engine": _LANGCHAIN, "folder": folder, "model": str(folder_of(BUNDLED)), "passages": passages,
                "queries": list(queries)}  # fmt: skip
        environment.work(made, _WORKER, {**task, "phase": "build"})
        served = environment.work(made, _WORKER, {**task, "phase": "serve", "began": time.time()})
    return [float(each) for each in served["times_ms"]]


def answer_table(times: AnswerTimes) -> Table:
    """The whole answer, each step's share of it, and how the two beside it compare."""
    whole = _percentiles(times.whole)
    title = f"Message to whole answer, in process, {len(times.whole):,} answers"
    table = Table("", "n", "p50 ms", "p95 ms", "Share of the time", "÷ whole (p50)", title=title)
    _row(table, "whole answer", times.whole, whole, share=1.0)
    total = sum(times.whole)
    for name, taken in times.steps.items():
        _row(table, f"  {name}", taken, whole, share=sum(taken) / total)
    _row(table, "bare query embedding", times.embedding, whole)
    if times.baseline:
        _row(table, "LangChain + Chroma, retrieval alone", times.baseline, whole)
    return table


def bench_answer_command(
    *,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Only these sets.")] = None,
    folder: Annotated[Path, typer.Option("--folder", help="Where the case files lie.")] = CASES,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases of each set.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each case is put.")] = 2,
    cache: Annotated[Path, typer.Option("--cache", help="Where peers' environments are kept.")] = environment.CACHE,
    peers: Annotated[bool, typer.Option(help="Time LangChain's retrieval beside it.")] = True,
) -> None:
    """Time whole answers and their steps, beside bare query embedding and LangChain's retrieval alone."""
    settings = replace(load_settings(os.environ), database_url="memory:")
    assistant = build_assistant(settings)
    chosen = load_cases(sets or (), folder, limit=limit)
    times = bench_answer(assistant, open_model(settings.data_dir / "models").embed_query, chosen, rounds)
    if peers:
        queries = [turn.user for each in chosen for case in each.cases for turn in case.turns]
        try:
            times.baseline = baseline(assistant.corpus, queries, cache)
        except PeerError as error:
            times.why_no_baseline = str(error)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(answer_table(times))
    if times.why_no_baseline:
        console.print(times.why_no_baseline, highlight=False, soft_wrap=True)


def _put(assistant: Assistant, embeds: Embeds, messages: Sequence[str], times: AnswerTimes) -> None:
    conversation_id = None
    for message in messages:
        began = time.perf_counter()
        answer = assistant.answer(message, conversation_id=conversation_id)
        times.whole.append((time.perf_counter() - began) * 1000)
        conversation_id = answer.conversation_id
        for name, taken in _steps(answer.timing_ms, times.whole[-1]).items():
            times.steps.setdefault(name, []).append(taken)
        began = time.perf_counter()
        embeds(message)
        times.embedding.append((time.perf_counter() - began) * 1000)


def _steps(timing_ms: Mapping[str, float], whole_ms: float) -> dict[str, float]:
    steps = {name: taken for name, taken in timing_ms.items() if name != "total"}
    return {**steps, "write, cite and keep": whole_ms - sum(steps.values())}


def _percentiles(taken: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 95))


def _row(
    table: Table, name: str, taken: Sequence[float], whole: tuple[float, float], share: float | None = None
) -> None:
    p50, p95 = _percentiles(taken)
    told = "" if share is None else f"{share:.0%}"
    table.add_row(name, f"{len(taken):,}", f"{p50:.2f}", f"{p95:.2f}", told, f"{p50 / whole[0]:.2f}")
