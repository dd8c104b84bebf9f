"""The page of our restatement of a guideline, so that a rule's source opens at its words."""

from __future__ import annotations

import itertools
import re

from markdown_it import MarkdownIt

from api.rules import frame
from api.rules.markup import Markup, element
from corpus import GuidanceDocument

_ANCHOR = re.compile(r"\s*\{#([\w.-]+)\}\s*$")


def page(document: GuidanceDocument) -> str:
    """The whole page."""
    lead = element(
        "p",
        {"class": "lead"},
        "Our restatement, in our own words. ",
        frame.original(document) or "The original has no public address.",
        ". ",
        frame.status(document),
    )
    trail = (("/rules", "Rules"), (f"/rules/{document.id}", document.title))
    text = element("div", {"class": "text"}, _html(document.text))
    return frame.page(f"{document.title}, restated", document.title, lead, text, trail=trail)


def _html(text: str) -> Markup:
    """Markdown without raw HTML; a heading's `{#anchor}` becomes its id."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for opening, inline in itertools.pairwise(tokens):
        if opening.type != "heading_open" or not inline.children:
            continue
        last = inline.children[-1]
        if found := _ANCHOR.search(last.content):
            last.content = last.content[: found.start()]
            opening.attrSet("id", found[1])
    # The page has its own heading.
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))
