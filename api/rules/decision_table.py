"""The rules of a guideline side by side: what each asks for, what it says, and how it rates each study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.rules import frame
from api.rules.markup import Markup, element
from assistant.checker import POSITIONS, Checker, DecisionTable, Rule, decision_table

_CELLS = {"yes": ("✓", "yes"), "no": ("✗", "no")}


def decision_section(rules: Sequence[Rule], checker: Checker) -> Markup:
    """The table, which scrolls by itself where it is wider than the page."""
    table = decision_table(rules, checker.vocabulary)
    always = None
    if table.always:
        parts = [part for i, text in enumerate(table.always) for part in ((", " if i else ""), *frame.prose(text))]
        always = element("p", None, "Every column asks for: ", parts, ".")
    drawn = element(
        "table",
        None,
        element("caption", {"class": "unseen"}, "Decision table: one column for each rule"),
        _head(rules),
        element("tbody", None, _title("Applies where", len(rules)), list(_asked(table))),
        element("tbody", None, _title("Says", len(rules)), _verdicts(rules), _urgencies(rules)),
        element("tbody", None, _title("Rates", len(rules)), list(_rated(table))) if table.rated else None,
    )
    return element(
        "section",
        None,
        element("h2", {"id": "table"}, "Side by side"),
        element("p", {"class": "note"}, "A rule applies where every cell of its column holds."),
        always,
        element("div", {"class": "wide", "tabindex": "0", "role": "region", "aria-labelledby": "table"}, drawn),
    )


def _head(rules: Sequence[Rule]) -> Markup:
    columns = []
    for rule in rules:
        name = rule.id.partition("/")[2]
        columns.append(
            element("th", {"scope": "col"}, element("a", {"href": f"#{name}", "title": rule.statement}, name))
        )
    return element("thead", None, element("tr", None, element("td", None), columns))


def _title(words: str, columns: int) -> Markup:
    cell = element("th", {"scope": "rowgroup", "colspan": str(columns + 1)}, element("span", None, words))
    return element("tr", {"class": "part"}, cell)


def _asked(table: DecisionTable) -> Iterator[Markup]:
    for row in table.asked:
        cells = []
        for cell in row.cells:
            sign, said = _CELLS.get(cell, ("", ""))
            if sign:
                content: object = (
                    element("span", {"aria-hidden": "true"}, sign),
                    element("span", {"class": "unseen"}, said),
                )
            else:
                content = frame.prose(cell.removeprefix(f"{row.text} "))
            cells.append(element("td", {"class": f"asks {cell}" if sign else "asks"}, content))
        yield element("tr", None, element("th", {"scope": "row"}, frame.prose(row.text)), cells)


def _verdicts(rules: Sequence[Rule]) -> Markup:
    cells = [
        element("td", {"data-tone": rule.position}, element("strong", None, POSITIONS[rule.position])) for rule in rules
    ]
    return element("tr", None, element("th", {"scope": "row"}, "Verdict"), cells)


def _urgencies(rules: Sequence[Rule]) -> Markup:
    cells = [element("td", {"data-tone": rule.urgency}, rule.urgency or "") for rule in rules]
    return element("tr", None, element("th", {"scope": "row"}, "Urgency"), cells)


def _rated(table: DecisionTable) -> Iterator[Markup]:
    for row in table.rated:
        cells = [
            element("td", {"data-tone": cell.position}, cell.rating or "named") if cell else element("td", None)
            for cell in row.cells
        ]
        yield element("tr", None, element("th", {"scope": "row"}, row.procedure.name), cells)
