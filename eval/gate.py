"""What no run may show, however well it does otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from eval.measures import measure_named
from eval.record import Run

#: Measures on which a single miss is one too many.
ABSOLUTE = ("emergency_sensitivity", "citations_exist", "citations_exact", "citations_complete", "identity")


def problems(run: Run) -> tuple[str, ...]:
    """Every crash or silence, and every miss of an absolute measure; empty if the run may pass.

    A measure that the run did not take is a problem too: what was not looked at has not been shown.
    """
    return (*_failures(run), *_misses(run))


def _failures(run: Run) -> Iterator[str]:
    for record in run.records:
        if record.state in {"crashed", "silent"}:
            yield f"{record.id}: {record.state}: {record.reason}"


def _misses(run: Run) -> Iterator[str]:
    for name in ABSOLUTE:
        if name not in run.measures:
            yield f"{name}: was not measured; run again with it"
        for record, score in run.misses(measure_named(name)):
            if record.state == "answered":
                yield f"{record.id}: {name}: {score.note}"
