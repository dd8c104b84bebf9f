"""One rule as a card: verdict, condition, ratings, patients who show it, and the source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.rules import frame
from api.rules.markup import Markup, element
from assistant.checker import POSITIONS, outcome_in_words
from corpus import GuidanceDocument

_ANYBODY = "every patient"
_VIGNETTES = {
    "fires": ("Fits", ""),
    "near_miss": ("Just misses", "The same patient, but "),
    "unknown": ("Hangs on", "The same patient, if this is not known: "),
}


def rule_card(rule: Mapping[str, Any], document: GuidanceDocument) -> Markup:
    """A rule as `rule_to_json` gives it."""
    name = rule["id"].partition("/")[2]
    tone = "emergency" if rule["urgency"] == "emergency" else rule["position"]
    urgency = frame.URGENCIES.get(rule["urgency"])
    banner = element(
        "header",
        {"class": "verdict"},
        element("span", {"class": "sign", "aria-hidden": "true"}, frame.SIGNS[rule["position"]]),
        element("h3", {"id": f"{name}-title"}, frame.VERDICTS[rule["position"]]),
        element("span", {"class": "beside"}, urgency) if urgency else None,
    )
    body = element(
        "div",
        {"class": "body"},
        element("p", {"class": "rule-id"}, element("a", {"href": f"#{name}"}, rule["id"]), f" · {_use(rule)}"),
        element("p", {"class": "statement"}, rule["statement"]),
        element("div", {"class": "pair"}, element("div", None, _condition(rule), _remarks(rule)), _studies(rule)),
        _patients(rule),
    )
    attributes = {"class": "answer", "id": name, "data-tone": tone, "aria-labelledby": f"{name}-title"}
    return element("article", attributes, banner, body, _source(rule, document))


def _use(rule: Mapping[str, Any]) -> str:
    return f"decides; group “{rule['group']['name']}”" if rule["group"] else "informs, never governs"


def _condition(rule: Mapping[str, Any]) -> Markup:
    return element(
        "section",
        None,
        element("h4", None, "Applies where"),
        element("p", {"class": "scope"}, "Of: ", frame.prose(rule["scope"])) if rule["scope"] != _ANYBODY else None,
        frame.conditions(rule["applies"]),
    )


def _studies(rule: Mapping[str, Any]) -> Markup | None:
    if not rule["ratings"]:
        if rule["position"] not in {"indicated", "may_be_indicated", "deferred"}:
            return None
        words = "The source fixes no test; the next rule of the same group and position that names one gives it."
        return element("div", None, element("section", None, element("h4", None, "Studies"), element("p", None, words)))
    rows = [
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, each["name"]),
            element("td", {"data-tone": each["position"]}, each["rating"] or f"named: {POSITIONS[each['position']]}"),
        )
        for each in rule["ratings"]
    ]
    head = element("tr", None, element("th", {"scope": "col"}, "Study"), element("th", {"scope": "col"}, "Rating"))
    table = element("table", None, element("thead", None, head), element("tbody", None, rows))
    partial = "The source's table has further rows, which were not seen." if rule["ratings_are_partial"] else None
    adjuncts = f"Goes with it: {', '.join(rule['adjuncts'])}." if rule["adjuncts"] else None
    notes = [element("p", {"class": "note"}, words) for words in (partial, adjuncts) if words]
    return element("div", None, element("section", {"class": "table"}, element("h4", None, "Studies"), table, notes))


def _remarks(rule: Mapping[str, Any]) -> list[Markup]:
    named = (("How we read it", "reading"), ("Strength", "strength"), ("Timing", "timing"))
    return [
        element("section", {"class": "remark"}, element("h4", None, title), element("p", None, frame.noted(rule[key])))
        for title, key in named
        if rule[key]
    ]


def _patients(rule: Mapping[str, Any]) -> Markup | None:
    if not rule["vignettes"]:
        return None
    cards = []
    for vignette in rule["vignettes"]:
        title, before = _VIGNETTES[vignette["kind"]]
        story = f"{before}{', '.join(vignette['patient'])}."
        tone = "emergency" if vignette["urgency"] == "emergency" else vignette["verdict"]
        cards.append(
            element(
                "li",
                {"class": "patient", "data-tone": tone},
                element("h5", None, title),
                element("p", None, f"{story[:1].upper()}{story[1:]}"),
                element("p", {"class": "outcome"}, f"{outcome_in_words(vignette)}."),
            )
        )
    return element("section", None, element("h4", None, "Three patients"), element("ul", {"class": "patients"}, cards))


def _source(rule: Mapping[str, Any], document: GuidanceDocument) -> Markup:
    source = rule["source"]
    link = element(
        "a", {"href": f"/rules/{document.id}/text#{source['section']}"}, f"{source['heading']}, in our words"
    )
    since, until = rule["in_force"]["from"], rule["in_force"]["until"]
    years = f"In force {since} to {until}. " if since and until else f"In force since {since}. " if since else ""
    seen = f"{rule['evidence']['meaning'][:1].upper()}{rule['evidence']['meaning'][1:]}."
    links = [frame.original(document), element("a", {"href": f"/v1/rules/{rule['id']}"}, "JSON")]
    return element(
        "footer",
        {"class": "sources"},
        element("p", None, link, frame.status(document), years, seen),
        element("p", {"class": "links"}, links),
    )
