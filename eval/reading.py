"""The reading grade of what a patient reads: every message of the cases, answered in a patient's words."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant import Assistant, build_assistant, load_settings
from eval.case import CASES, CaseSet, load_cases
from eval.interval import bootstrap, wilson
from eval.measures.measure import mean
from eval.measures.reading import reading_grade

#: What a patient should be able to read, in years of school.
GOAL = 8.0


def grades(assistant: Assistant, sets: Sequence[CaseSet]) -> dict[str, list[tuple[str, float]]]:
    """By kind of answer: each turn's id with the grade of its answer to a patient."""
    found: dict[str, list[tuple[str, float]]] = {}
    for case in (case for each in sets for case in each.cases):
        conversation_id = None
        for number, turn in enumerate(case.turns, start=1):
            answer = assistant.answer(turn.user, conversation_id=conversation_id, audience="patient")
            conversation_id = answer.conversation_id
            found.setdefault(answer.kind, []).append((f"{case.id}.{number}", reading_grade(answer.text)))
    return found


def grades_table(found: Mapping[str, Sequence[tuple[str, float]]]) -> Table:
    """The mean and the share within the goal, each with its interval, and the hardest to read."""
    table = Table("Kind", "n", "Mean grade", "95 % interval", f"Share up to {GOAL:g}", "95 % interval", "p95",
                  "Hardest", title="Reading grade (Flesch-Kincaid) of answers to patients")  # fmt: skip
    for kind, graded in sorted(found.items()):
        values = [grade for _, grade in graded]
        within = sum(grade <= GOAL for grade in values)
        around, share = bootstrap([(each,) for each in values], mean), wilson(within, len(values))
        hardest, most = max(graded, key=lambda each: each[1])
        table.add_row(kind, str(len(values)), f"{np.mean(values):.1f}", f"{around.low:.1f} to {around.high:.1f}",
                      f"{within / len(values):.3f}", f"{share.low:.3f} to {share.high:.3f}",
                      f"{np.percentile(values, 95):.1f}", f"{hardest} ({most:.1f})")  # fmt: skip
    return table


def reading_command(
    *,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Only these sets.")] = None,
    folder: Annotated[Path, typer.Option("--folder", help="Where the case files lie.")] = CASES,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases of each set.")] = None,
) -> None:
    """Put every message as a patient would, and grade how hard the answers are to read."""
    assistant = build_assistant(replace(load_settings(os.environ), database_url="memory:"))
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(grades_table(grades(assistant, load_cases(sets or (), folder, limit=limit))))
