"""The page at `/rules`: every guideline, and in which order their rules are heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.rules import frame
from api.rules.markup import Markup, element
from assistant.checker import Checker, Rule
from corpus import GuidanceDocument

_IN_FORCE = frozenset({"current", "unknown"})


def page(checker: Checker, documents: Mapping[str, GuidanceDocument]) -> str:
    """The whole page."""
    by_guideline: dict[str, list[Rule]] = {}
    for rule in checker.rules:
        by_guideline.setdefault(rule.guideline, []).append(rule)
    deciding = sum(rule.decides for rule in checker.rules)
    lead = element(
        "p",
        {"class": "lead"},
        f"{len(checker.rules)} recommendations of {len(by_guideline)} documents, each with its condition, its ratings "
        f"and the words it rests on. {deciding} decide; the others are shown beside them and never govern. ",
        element("a", {"href": "/rules/definitions"}, "What the named conditions stand for"),
        "; ",
        element("a", {"href": "/rules/differences"}, "where sources differ or leave a gap"),
        ".",
    )
    current = [name for name in by_guideline if documents[name].status in _IN_FORCE]
    others = [name for name in by_guideline if name not in current]
    proof = element(
        "p",
        {"class": "note"},
        "The same as JSON: ",
        element("a", {"href": "/v1/rules"}, "/v1/rules"),
        f". Version of the rules: {checker.digest[:23]}…",
    )
    return frame.page(
        "Rules",
        "The rules behind every verdict",
        lead,
        _shelf("In force", current, by_guideline, documents),
        _shelf("Superseded, historic and local", others, by_guideline, documents),
        _ladder(checker),
        proof,
    )


def _shelf(
    title: str,
    names: Sequence[str],
    rules: Mapping[str, Sequence[Rule]],
    documents: Mapping[str, GuidanceDocument],
) -> Markup:
    cards = [_card(documents[name], rules[name]) for name in names]
    return element("section", None, element("h2", None, title), element("ul", {"class": "shelf"}, cards))


def _card(document: GuidanceDocument, rules: Sequence[Rule]) -> Markup:
    deciding = sum(rule.decides for rule in rules)
    informing = len(rules) - deciding
    counts = ", ".join(f"{count} {does}" for count, does in ((deciding, "decide"), (informing, "inform")) if count)
    return element(
        "li",
        {"class": "card"},
        element("h3", None, element("a", {"href": f"/rules/{document.id}"}, document.title)),
        element("p", {"class": "note"}, frame.issued(document)),
        element("p", {"class": "counts"}, frame.status(document), element("span", None, counts)),
    )


def _ladder(checker: Checker) -> Markup:
    """The groups in which rules are heard."""
    steps = [
        element(
            "li",
            {"data-urgency": group.urgency or "none"},
            element("span", None, group.name),
            element("span", {"class": "when"}, group.urgency or ""),
            _members(checker, group.group),
        )
        for group in checker.base.precedence
        if any(rule.group == group.group for rule in checker.rules)
    ]
    return element(
        "section",
        None,
        element("h2", None, "Who is heard first"),
        element(
            "p",
            None,
            "Where several recommendations apply, the first of this list governs; within a step a current guideline "
            "goes before an older one. Urgency never rises further down, so no weaker rule can hide an emergency.",
        ),
        element("ol", {"class": "ladder"}, steps),
    )


def _members(checker: Checker, group: str) -> Markup:
    rules = [rule for rule in checker.base.ranked() if rule.group == group]
    links = [element("li", None, element("a", {"href": address(rule)}, rule.id)) for rule in rules]
    count = f"{len(rules)} rules" if len(rules) != 1 else "1 rule"
    return element("details", None, element("summary", None, count), element("ul", None, links))


def address(rule: Rule) -> str:
    """Where a rule stands on its guideline's page."""
    return f"/rules/{rule.guideline}#{rule.id.partition('/')[2]}"
