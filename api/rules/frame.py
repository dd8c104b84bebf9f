"""What all pages about rules have in common: the frame, and the words for verdicts, sources and conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.rules.markup import Markup, element
from corpus import GuidanceDocument

VERDICTS = {
    "indicated": "Imaging is indicated",
    "may_be_indicated": "Imaging may be indicated",
    "deferred": "Not yet: treat first, image if that fails",
    "not_indicated": "Imaging is not indicated",
    "not_covered": "Not covered",
    "none": "Says how, not whether",
}
URGENCIES = {"emergency": "Emergency: act now", "urgent": "Urgent: within days", "routine": "Routine"}
SIGNS = {"indicated": "✓", "may_be_indicated": "?", "deferred": "…", "not_indicated": "\N{EN DASH}", "none": "i"}
STATUSES = {
    "current": "Current",
    "superseded": "Superseded",
    "historic": "Historic",
    "local": "Local",
    "review": "Review",
    "unknown": "Status unknown",
}
_NUMBERED = re.compile(r"\b([CG]\d{1,2})\b")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


def page(title: str, heading: str, *content: object, trail: Sequence[tuple[str, str]] = ()) -> str:
    """A whole page.

    Args:
        title: For the browser's tab.
        trail: Where the page stands: address and name of each page above it.
    """
    head = element(
        "head",
        None,
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", None, f"{title}: Indicated"),
        element("link", {"rel": "icon", "href": "/page/icon.svg", "type": "image/svg+xml"}),
        element("link", {"rel": "stylesheet", "href": "/page/app.css"}),
        element("link", {"rel": "stylesheet", "href": "/page/rules.css"}),
    )
    brand = element(
        "div",
        {"class": "brand"},
        element("img", {"src": "/page/icon.svg", "alt": "", "width": "32", "height": "32"}),
        element(
            "div",
            None,
            element("p", {"class": "name"}, element("a", {"href": "/"}, "Indicated")),
            element("p", None, "Imaging for back and leg pain, from published guidance"),
        ),
    )
    links = element(
        "nav",
        {"class": "controls", "aria-label": "Pages"},
        element("a", {"href": "/rules"}, "Rules"),
        element("a", {"href": "/"}, "Chat"),
        element("a", {"href": "/docs"}, "API"),
    )
    steps = [element("li", None, element("a", {"href": address}, name)) for address, name in trail]
    above = element("nav", {"aria-label": "Above"}, element("ol", {"class": "trail"}, steps)) if steps else None
    main = element("main", {"class": "rules", "id": "main"}, above, element("h1", None, heading), content)
    foot = element(
        "footer",
        {"class": "foot"},
        element(
            "p",
            None,
            element("strong", None, "Not a medical device, and not reviewed by a clinician."),
            " It restates published guidance, in our own words, for professionals to check.",
        ),
    )
    skip = element("a", {"class": "skip", "href": "#main"}, "Skip to the rules")
    body = element("body", None, skip, element("header", {"class": "top"}, brand, links), main, foot)
    return f"<!doctype html>\n{element('html', {'lang': 'en'}, head, body)}\n"


def prose(text: str) -> list[object]:
    """Words in which *named conditions* lead to what they stand for."""
    parts = _EMPHASIS.split(text)
    return [
        element("a", {"class": "named", "href": f"/rules/definitions#{slug(each)}"}, each) if i % 2 else each
        for i, each in enumerate(parts)
    ]


def noted(text: str) -> list[object]:
    """A remark in which the number of a difference or gap leads to it."""
    parts = _NUMBERED.split(text)
    return [
        element("a", {"href": f"/rules/differences#{each}"}, each) if i % 2 else each for i, each in enumerate(parts)
    ]


def slug(name: str) -> str:
    """The fragment under which a named condition is defined."""
    return name.replace(" ", "-")


def conditions(tree: Mapping[str, Any]) -> Markup:
    """A condition as a nested list."""
    return element("ul", {"class": "tree"}, _branch(tree))


def _branch(tree: Mapping[str, Any]) -> Markup:
    if not tree["parts"]:
        return element("li", None, prose(tree["text"]))
    inner = element("ul", None, [_branch(each) for each in tree["parts"]])
    return element("li", {"class": "joint"}, element("span", None, tree["text"]), inner)


def status(document: GuidanceDocument) -> Markup:
    """A document's status as a pill."""
    return element("span", {"class": f"status status-{document.status}"}, STATUSES[document.status])


def issued(document: GuidanceDocument) -> str:
    """Who issued a document, and when."""
    return f"{document.publisher}, {document.year}" if document.year else document.publisher


def original(document: GuidanceDocument, words: str = "Read the original") -> Markup | None:
    """A link to the publisher, if the address is one of the web."""
    address = (document.url or "").split(" ")[0]
    if not address.startswith(("https://", "http://")):
        return None
    return element("a", {"href": address, "rel": "noopener noreferrer", "target": "_blank"}, words)
