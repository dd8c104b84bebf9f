"""Decides: patient facts in, findings and verdict out. Deterministic; no model, no network, no clock."""

from assistant.checker.catalogue import catalogue, rule_page
from assistant.checker.engine import Checker, load_checker
from assistant.checker.proofs import Proof, verify_rules
from assistant.checker.questions import next_questions
from assistant.checker.result import (
    AssumedFact,
    Caution,
    CheckResult,
    Disagreement,
    Exit,
    Finding,
    Gap,
    GuidelinePosition,
    MissingFact,
    Numbering,
    Side,
    SilentGuideline,
    Source,
    Study,
)
from assistant.checker.rule import Rule
from assistant.checker.to_json import check_to_json
from assistant.checker.vignette import RuleVignettes, Vignette, load_vignettes
from assistant.checker.why_not import Alternative, Change

__all__ = [
    "Alternative",
    "AssumedFact",
    "Caution",
    "Change",
    "CheckResult",
    "Checker",
    "Disagreement",
    "Exit",
    "Finding",
    "Gap",
    "GuidelinePosition",
    "MissingFact",
    "Numbering",
    "Proof",
    "Rule",
    "RuleVignettes",
    "Side",
    "SilentGuideline",
    "Source",
    "Study",
    "Vignette",
    "catalogue",
    "check_to_json",
    "load_checker",
    "load_vignettes",
    "next_questions",
    "rule_page",
    "verify_rules",
]
