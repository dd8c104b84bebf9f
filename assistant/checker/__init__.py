"""Decides: patient facts in, findings and verdict out. Deterministic; no model, no network, no clock."""

from assistant.checker.result import (
    AssumedFact,
    Caution,
    CheckResult,
    Disagreement,
    Exit,
    Finding,
    Gap,
    MissingFact,
    Numbering,
    Side,
    Source,
    Study,
)

__all__ = [
    "AssumedFact",
    "Caution",
    "CheckResult",
    "Disagreement",
    "Exit",
    "Finding",
    "Gap",
    "MissingFact",
    "Numbering",
    "Side",
    "Source",
    "Study",
]
