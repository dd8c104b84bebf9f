"""The page at `/rules/differences`: where sources differ, and where they leave a gap."""

from __future__ import annotations

from collections.abc import Mapping

from api.rules import frame
from api.rules.markup import Markup, element
from assistant.checker import Checker, Side
from corpus import GuidanceDocument


def page(checker: Checker, documents: Mapping[str, GuidanceDocument]) -> str:
    """The whole page."""
    conflicts = [
        _entry(each.id, each.about, element("ul", {"class": "sides"}, [_side(side, documents) for side in each.sides]),
               element("p", {"class": "note"}, f"Here: {each.handling}"))
        for each in checker.base.conflicts
    ]  # fmt: skip
    gaps = [_entry(each.id, f"Gap {each.id}", element("p", None, each.text)) for each in checker.base.gaps]
    return frame.page(
        "Differences and gaps",
        "Where sources differ, and where they are silent",
        element("p", {"class": "lead"}, "An answer that touches one of these says so."),
        element("section", None, element("h2", None, "Differences"), conflicts),
        element("section", None, element("h2", None, "Gaps"), gaps),
        trail=(("/rules", "Rules"),),
    )


def _entry(name: str, title: str, *content: object) -> Markup:
    heading = element("h3", None, title if name in title else f"{name}: {title}")
    return element("article", {"class": "definition", "id": name}, heading, content)


def _side(side: Side, documents: Mapping[str, GuidanceDocument]) -> Markup:
    document = documents.get(side.guideline or "")
    if document is None:
        return element("li", None, side.says)
    name = element("a", {"href": f"/rules/{document.id}"}, document.title) if side.recommendations else document.title
    return element("li", None, name, frame.status(document), side.says)
