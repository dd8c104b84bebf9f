"""`python -m eval calibrate`: fit a threshold of the product, and show what it costs on either side."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from eval.calibration import evidence
from eval.calibration.evidence import PARTS, Calibration

app = typer.Typer(no_args_is_help=True, help="Fit a threshold of the product, and show what it costs on either side.")


@app.callback()
def calibrate() -> None:
    """Fit a threshold of the product, and show what it costs on either side."""


@app.command("evidence")
def evidence_command(
    *,
    output: Annotated[Path, typer.Option(help="The file for the curve.")] = Path("runs/evidence.json"),
    adopt: Annotated[bool, typer.Option("--adopt", help="Let the product use it: write evidence.yaml.")] = False,
) -> None:
    """Fit how strong evidence must be for an answer: refused though answerable against answered though not held."""
    from assistant import load_settings
    from corpus import load_corpus
    from index import open_current

    settings = load_settings(os.environ)
    index = open_current(settings.index_dir, load_corpus(), options=settings.index_options)
    found = evidence.calibrate(evidence.questions(index), index.model)
    console = Console(width=140)
    for each in found:
        console.print(_table(each))
    output.parent.mkdir(parents=True, exist_ok=True)
    provenance = {"criterion": evidence.CRITERION, "questions": evidence.fingerprint(), "corpus": index.corpus.sha256}
    record = {"provenance": provenance, "calibrations": [asdict(each) for each in found]}
    output.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    console.print(f"Curve: {output}", highlight=False, soft_wrap=True)
    if adopt:
        evidence.ADOPTED.write_text(evidence.adopted(found, index.corpus.sha256), encoding="utf-8")
        console.print(f"Adopted: {evidence.ADOPTED}", highlight=False, soft_wrap=True)


def _table(each: Calibration) -> Table:
    """Both error rates at some thresholds, the chosen one marked."""
    chosen = round(each.bar.threshold * 100)
    title = f"Evidence, {each.model}: {evidence.CRITERION}"
    table = Table("Threshold", title=title)
    for part in PARTS:
        for what in ("refused though answerable", "answered though not held", "answered though out of scope"):
            table.add_column(f"{part}: {what}")
    for step in sorted({*range(10, 100, 10), chosen}):
        cells = []
        for part in PARTS:
            errors = each.curve[part][step]
            cells += [f"{errors.refused}/{errors.answerable}", f"{errors.answered}/{errors.not_held}",
                      f"{errors.answered_out_of_scope}/{errors.out_of_scope}"]  # fmt: skip
        table.add_row(
            f"{step / 100:.2f}{' <' if step == chosen else ''}", *cells, style="bold" if step == chosen else ""
        )
    return table
