"""A check as JSON: the contract, section 2."""

from __future__ import annotations

from typing import Any

from assistant.checker.result import CheckResult, Numbering
from assistant.vocabulary import Audience, load_vocabulary


def check_to_json(result: CheckResult, *, number: Numbering, audience: Audience) -> dict[str, Any]:
    """The whole check; `number` is called for each source in reading order, so it can number by first use.

    Exits come first in every answer, so their sources are numbered first.
    """
    vocabulary = load_vocabulary()
    exits = [each.to_json(number) for each in result.exits]
    governing = [number(result.governing_source)] if result.governing_source else []
    return {
        "verdict": result.verdict,
        "settled": result.settled,
        "settled_core": result.settled_core,
        "urgency": result.urgency,
        "governing": result.governing,
        "governing_statement": result.governing_statement,
        "governing_citations": governing,
        "studies": [study.to_json(number) for study in result.studies],
        "all_blocked": result.all_blocked,
        "findings": [finding.to_json(number) for finding in result.findings],
        "disagreements": [each.to_json(number) for each in result.disagreements],
        "assumed": [each.to_json() for each in result.assumed],
        "together": [each.to_json() for each in result.together],
        "missing": [each.to_json(vocabulary[each.fact].question[audience]) for each in result.missing],
        "exits": exits,
        "gaps": [{"id": gap.id, "text": gap.text} for gap in result.gaps],
        "positions": [each.to_json(number) for each in result.positions],
        "silent": [each.to_json() for each in result.silent],
        "why": list(result.why),
        "notes": list(result.notes),
        "digest": {"rules": result.digest},
    }
