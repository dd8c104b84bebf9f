"""The page at `/rules/definitions`: what the named conditions stand for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.rules import frame
from api.rules.markup import Markup, element
from assistant.checker import Checker, definitions_to_json


def page(checker: Checker) -> str:
    """The whole page."""
    lead = "Rules call these by name. Each stands for a condition over what can be known of a patient."
    entries = [_entry(each) for each in definitions_to_json(checker)]
    title = "Named conditions"
    return frame.page(title, title, element("p", {"class": "lead"}, lead), entries, trail=(("/rules", "Rules"),))


def _entry(definition: Mapping[str, Any]) -> Markup:
    cases = []
    for case in definition["cases"]:
        if case["case"]:
            cases.append(element("h3", None, case["case"]))
        cases.append(frame.conditions(case["applies"]))
    return element(
        "section",
        {"class": "definition", "id": frame.slug(definition["name"])},
        element("h2", None, definition["name"]),
        element("p", {"class": "note"}, frame.noted(definition["definition"])),
        cases,
    )
