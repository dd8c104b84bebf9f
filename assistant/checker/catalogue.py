"""The rule base as pages that a clinician can read: one rule, or all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.checker.condition import Derived
from assistant.checker.engine import Checker
from assistant.checker.rule import Rule
from assistant.checker.rule_to_json import rule_to_json
from assistant.checker.words import derived_name, outline
from corpus import GuidanceDocument

#: What a position means, in words.
POSITIONS = {
    "indicated": "indicated",
    "may_be_indicated": "may be indicated",
    "deferred": "only if a trial of care fails",
    "not_indicated": "not indicated",
    "none": "decides nothing by itself",
}


def catalogue(checker: Checker, documents: Mapping[str, GuidanceDocument]) -> str:
    """Every rule as one Markdown document: by guideline, in rule-file order, with the definitions at the end."""
    parts = ["# Rules", f"{len(checker.rules)} rules. Digest: `{checker.digest}`."]
    for guideline in checker.guidelines:
        rules = [rule for rule in checker.rules if rule.guideline == guideline]
        if rules:
            parts.append(_guideline(documents[guideline]))
            parts.extend(rule_page(rule, checker, documents) for rule in rules)
    return "\n\n".join([*parts, _definitions(checker)]) + "\n"


def rule_page(rule: Rule, checker: Checker, documents: Mapping[str, GuidanceDocument]) -> str:
    """One rule in Markdown: what it says, of whom, how it rates studies, where it stands, and patients who show it."""
    said = rule_to_json(rule, checker, documents)
    standing = f"{POSITIONS[rule.position]}; {rule.urgency or 'no urgency'}; {rule.kind.replace('_', ' ')}"
    group = said["group"]
    standing += f"; decides, in the group “{group['name']}”" if group else "; informs and never governs"
    lines = [f"### {rule.id}", "", rule.statement, "", f"**Verdict:** {standing}.", ""]
    lines += [f"**Scope:** {said['scope']}.", "", "**Applies where:**", ""]
    lines += outline(rule.when, checker.vocabulary)
    if rule.rows:
        lines += ["", "| Study | Rating | Here |", "|---|---|---|"]
        lines += [f"| {r.procedure.name} | {r.rating or 'named'} | {POSITIONS[r.position]} |" for r in rule.rows]
        if rule.table_is_partial:
            lines += ["", "The source's table has further rows, which were not seen."]
    elif rule.position in {"indicated", "may_be_indicated", "deferred"}:
        lines += ["", "The source fixes no test; the next rule of the same group and position that names one gives it."]
    if rule.adjuncts:
        lines += ["", f"Goes with: {', '.join(said['adjuncts'])}."]
    for name, value in (("Strength", rule.strength), ("Timing", rule.timing), ("How we read it", rule.mapping_note)):
        if value:
            lines += ["", f"{name}: {value}"]
    if said["vignettes"]:
        lines += ["", "**Vignettes**", "", *(f"- {_vignette(each)}" for each in said["vignettes"])]
    source = said["source"]
    link = f" [{source['publisher']}]({source['url'].split()[0]})." if source["url"] else ""
    edition = f" Edition: {said['edition']}." if said["edition"] else ""
    lines += [
        "",
        f"Source: our restatement of {source['title']}, {source['heading']}; {said['status']};"
        f" {said['evidence']['meaning']}.{edition}{link}",
    ]
    return "\n".join(lines)


def _vignette(vignette: Mapping[str, Any]) -> str:
    patient, outcome = "; ".join(vignette["patient"]), outcome_in_words(vignette)
    return {
        "fires": f"Fits: {patient}. {outcome}.",
        "near_miss": f"Just misses, with this instead: {patient}. {outcome}.",
        "unknown": f"Hangs on {patient}, if nobody said. Taken as silence is: {outcome}.",
    }[vignette["kind"]]


def outcome_in_words(vignette: Mapping[str, Any]) -> str:
    """What a check says of a vignette's patient: the verdict, how soon, and by which rule."""
    verdict = "Not covered" if vignette["verdict"] == "not_covered" else POSITIONS[vignette["verdict"]].capitalize()
    urgency = f", {vignette['urgency']}" if vignette["urgency"] else ""
    return f"{verdict}{urgency}" + (f", by {vignette['governing']}" if vignette["governing"] else "")


def _guideline(document: GuidanceDocument) -> str:
    edition = f" Edition: {document.edition}." if document.edition else ""
    return f"## {document.title}\n\n{document.publisher}, {document.year or 'no year'}; {document.status}.{edition}"


def _definitions(checker: Checker) -> str:
    lines = ["## Definitions", ""]
    for derived in checker.base.derived.values():
        for case, condition in derived.cases.items():
            name = derived_name(derived.name) + ("" if case is True else f": {case}")
            # A derived fact is called by its name where it is used; here, what it stands for is wanted.
            inner = condition.part if isinstance(condition, Derived) else condition
            lines += [f"**{name}.** {derived.definition}", "", *outline(inner, checker.vocabulary), ""]
    return "\n".join(lines).rstrip()
