"""The page of one guideline: its provenance, its rules side by side, and each by itself."""

from __future__ import annotations

from collections.abc import Sequence

from api.rules import frame
from api.rules.decision_table import decision_section
from api.rules.markup import Markup, element
from api.rules.rule_card import rule_card
from assistant.checker import Checker, Rule, rule_to_json
from corpus import GuidanceDocument


def page(document: GuidanceDocument, rules: Sequence[Rule], checker: Checker) -> str:
    """The whole page."""
    documents = {document.id: document}
    placed = [rule for rule in rules if rule.position != "none"]
    return frame.page(
        document.title,
        document.title,
        _provenance(document),
        decision_section(placed, checker) if placed else None,
        element("h2", None, "Rule by rule"),
        [rule_card(rule_to_json(rule, checker, documents), document) for rule in rules],
        trail=(("/rules", "Rules"),),
    )


def _provenance(document: GuidanceDocument) -> Markup:
    facts = [
        ("Issued by", frame.issued(document)),
        ("Edition", document.edition),
        ("Covers", document.population),
        ("Country", document.country),
    ]
    rows = [element("div", None, element("dt", None, name), element("dd", None, said)) for name, said in facts if said]
    note = f" {document.status_note}" if document.status_note else ""
    links = [
        element("a", {"href": f"/rules/{document.id}/text"}, "Read our restatement"),
        frame.original(document),
        element("a", {"href": f"/v1/rules?guideline={document.id}"}, "JSON"),
    ]
    return element(
        "section",
        {"class": "provenance", "aria-label": "Provenance"},
        element("p", None, frame.status(document), note),
        element("dl", None, rows),
        element("p", {"class": "links"}, links),
    )
