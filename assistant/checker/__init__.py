"""Decides: patient facts in, findings and verdict out. Deterministic; no model, no network, no clock."""

from assistant.checker.catalogue import POSITIONS, catalogue, outcome_in_words, rule_page
from assistant.checker.comparison import AnswerChange, Told, grouped
from assistant.checker.diff import EntryChange, RulesDiff, diff_rules
from assistant.checker.engine import Checker, load_checker
from assistant.checker.loading import load_rules
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
from assistant.checker.rule import Rule, RuleBase
from assistant.checker.rule_to_json import definitions_to_json, rule_summary, rule_to_json
from assistant.checker.table import DecisionTable, decision_table
from assistant.checker.to_json import check_to_json
from assistant.checker.vignette import RuleVignettes, Vignette, load_vignettes
from assistant.checker.why_not import Alternative, Change

__all__ = [
    "POSITIONS",
    "Alternative",
    "AnswerChange",
    "AssumedFact",
    "Caution",
    "Change",
    "CheckResult",
    "Checker",
    "DecisionTable",
    "Disagreement",
    "EntryChange",
    "Exit",
    "Finding",
    "Gap",
    "GuidelinePosition",
    "MissingFact",
    "Numbering",
    "Proof",
    "Rule",
    "RuleBase",
    "RuleVignettes",
    "RulesDiff",
    "Side",
    "SilentGuideline",
    "Source",
    "Study",
    "Told",
    "Vignette",
    "catalogue",
    "check_to_json",
    "decision_table",
    "definitions_to_json",
    "diff_rules",
    "grouped",
    "load_checker",
    "load_rules",
    "load_vignettes",
    "next_questions",
    "outcome_in_words",
    "rule_page",
    "rule_summary",
    "rule_to_json",
    "verify_rules",
]
