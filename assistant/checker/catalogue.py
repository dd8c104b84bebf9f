"""The rule base as pages that a clinician can read: one rule, or all of them."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checker.condition import Derived
from assistant.checker.engine import Checker
from assistant.checker.rule import Rule
from assistant.checker.words import outline, sentence
from corpus import GuidanceDocument

_POSITION = {
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
    """One rule in Markdown: what it says, of whom, how it rates studies, and where it stands."""
    vocabulary, document = checker.vocabulary, documents[rule.guideline]
    standing = f"{_POSITION[rule.position]}; {rule.urgency or 'no urgency'}; {rule.kind}"
    if rule.use == "decide":
        group = next(each for each in checker.base.precedence if each.group == rule.group)
        standing += f"; decides, in the group “{group.name}”"
    else:
        standing += "; informs and never governs"
    lines = [f"### {rule.id}", "", rule.statement, "", f"**Verdict:** {standing}.", ""]
    lines += [f"**Scope:** {sentence(rule.scope, vocabulary)}.", "", "**Applies where:**", ""]
    lines += outline(rule.when, vocabulary)
    if rule.rows:
        lines += ["", "| Study | Rating | Here |", "|---|---|---|"]
        lines += [f"| {r.procedure.name} | {r.rating or 'named'} | {_POSITION[r.position]} |" for r in rule.rows]
    elif rule.position in {"indicated", "may_be_indicated", "deferred"}:
        lines += ["", "The source fixes no test; the next rule of the same group and position that names one gives it."]
    if rule.adjuncts:
        lines += ["", f"Goes with: {', '.join(each.name for each in rule.adjuncts)}."]
    if rule.mapping_note:
        lines += ["", f"How we read it: {rule.mapping_note}"]
    heading = document.section(rule.source.section).heading
    place = heading if rule.where.lower() in heading.lower() else f"{heading} ({rule.where})"
    link = f" [{document.publisher}]({document.url.split()[0]})." if document.url else ""
    lines += [
        "",
        f"Source: our restatement of {document.title}, {place}; seen: {rule.evidence}.{link}",
    ]
    return "\n".join(lines)


def _guideline(document: GuidanceDocument) -> str:
    edition = f" Edition: {document.edition}." if document.edition else ""
    return f"## {document.title}\n\n{document.publisher}, {document.year or 'no year'}; {document.status}.{edition}"


def _definitions(checker: Checker) -> str:
    lines = ["## Definitions", ""]
    for derived in checker.base.derived.values():
        for case, condition in derived.cases.items():
            name = derived.name.replace("_", " ") + ("" if case is True else f": {case}")
            # A derived fact is called by its name where it is used; here, what it stands for is wanted.
            inner = condition.part if isinstance(condition, Derived) else condition
            lines += [f"**{name}.** {derived.definition}", "", *outline(inner, checker.vocabulary), ""]
    return "\n".join(lines).rstrip()
