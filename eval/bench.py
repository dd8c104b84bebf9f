"""How fast a check is beside the bare evaluation of its rules, and how both grow with the number of rules."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.table import Table

from assistant.checker import Checker, RuleBase, load_rules
from assistant.checker.condition import Memo
from assistant.checker.engine import flat
from assistant.checker.space import unstated_state
from assistant.vocabulary import FactValue, load_vocabulary
from corpus import Corpus
from eval.case import CaseSet

Patient = Mapping[str, FactValue]


@dataclass(frozen=True)
class Timing:
    """Times of one kind of call, in milliseconds."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Measured:
    """One size of the rule base."""

    copies: int
    rules: int
    compile_s: float
    bare: Timing
    check: Timing


def patients_of(sets: Sequence[CaseSet]) -> tuple[Patient, ...]:
    """The labelled facts of every case that has some."""
    vocabulary = load_vocabulary()
    labelled = [case.facts for each in sets for case in each.cases if case.facts is not None]
    return tuple(vocabulary.parse(facts) for facts in labelled)


def bench_check(
    corpus: Corpus, patients: Sequence[Patient], *, copies: Sequence[int] = (1, 10), rounds: int = 5
) -> Iterator[Measured]:
    """Time checks of these patients with the rule base once, and so many times.

    Whole checks and bare evaluations take turns, patient by patient, so that both meet the same machine.
    """
    base = load_rules(corpus)
    for times in copies:
        larger = copied(base, times)
        began = time.perf_counter()
        checker = Checker(larger, load_vocabulary())
        compile_s = time.perf_counter() - began
        bare, check = _timed(checker, patients, rounds)
        yield Measured(times, len(larger.rules), compile_s, _timing(bare), _timing(check))


def copied(base: RuleBase, times: int) -> RuleBase:
    """The rule base with every guideline and rule there so many times, the copies under names of their own."""
    names = {n: {name: f"{name}~{n}" if n else name for name in base.guidelines} for n in range(times)}
    rules = [
        replace(rule, guideline=names[n][rule.guideline], id=f"{rule.id}~{n}" if n else rule.id)
        for n in range(times)
        for rule in base.rules
    ]
    return replace(
        base,
        rules=tuple(rules),
        guidelines=tuple(name for n in range(times) for name in names[n].values()),
        editions={names[n][name]: edition for n in range(times) for name, edition in base.editions.items()},
        guideline_priority=tuple(names[n][name] for n in range(times) for name in base.guideline_priority),
    )


def bench_table(measured: Sequence[Measured], patients: int, rounds: int) -> Table:
    """The figures, each check beside the bare evaluation and each size beside the first."""
    title = f"One check, {patients} patients, {rounds} rounds"
    table = Table("Rules", "", "p50 ms", "p99 ms", "÷ bare (p50)", "÷ first size (p50)", "Compiled in s", title=title)
    first = measured[0]
    for each in measured:
        for name, timing, alone in (("bare", each.bare, first.bare), ("check", each.check, first.check)):
            beside_bare = f"{timing.p50_ms / each.bare.p50_ms:.1f}" if name == "check" else ""
            growth = f"{timing.p50_ms / alone.p50_ms:.2f}"
            compiled = f"{each.compile_s:.2f}" if name == "check" else ""
            table.add_row(f"{each.rules:,}", name, f"{timing.p50_ms:.3f}", f"{timing.p99_ms:.3f}", beside_bare, growth,
                          compiled)  # fmt: skip
    return table


def _timed(checker: Checker, patients: Sequence[Patient], rounds: int) -> tuple[list[float], list[float]]:
    completions = [unstated_state(checker.vocabulary, flat(patient)) for patient in patients]

    def evaluate(completion: Mapping[str, Any]) -> None:
        memo: Memo = {}
        for rule in checker.rules:
            rule.condition.truth(completion, memo)

    bare: list[float] = []
    check: list[float] = []
    # The first round fills caches and is not counted. What is collected meanwhile would be charged to somebody.
    gc.disable()
    try:
        for turn in range(rounds + 1):
            for patient, completion in zip(patients, completions, strict=True):
                alone, whole = _ms(evaluate, completion), _ms(checker.check, patient)
                if turn:
                    bare.append(alone)
                    check.append(whole)
            gc.collect()
    finally:
        gc.enable()
    return bare, check


def _ms(call: Callable[[Any], object], argument: object) -> float:
    began = time.perf_counter()
    call(argument)
    return (time.perf_counter() - began) * 1000


def _timing(times: Sequence[float]) -> Timing:
    return Timing(float(np.percentile(times, 50)), float(np.percentile(times, 99)))
