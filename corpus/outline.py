"""The headings of a text: where its sections begin and end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Section
from corpus.errors import DocumentError

_ANCHOR = re.compile(r"\s*\{#([^{}\s]*)\}\s*$")
_ANCHOR_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
#: A line of plain text longer than this is a paragraph, not a heading.
_LONGEST_HEADING = 80
_MOST_WORDS = 12
_NOT_A_HEADING = re.compile(r"[.!?:;,…”\"']$|^[^\w]")
#: Where the text before the first heading goes, and all of a text without headings.
_UNTITLED = "text"


@dataclass(frozen=True)
class _Heading:
    line: int
    level: int
    words: str
    anchor: str | None = None


def markdown_sections(text: str, title: str, file: str) -> tuple[Section, ...]:
    """One section for each heading, from its line to the next heading of any level.

    Text before the first heading is a section of its own, under the document's title.

    Raises:
        DocumentError: an anchor stands twice or holds other characters than letters, digits and `._:-`.
    """
    return _sections(text, title, file, list(_markdown_headings(text, file)))


def plain_sections(text: str, title: str, file: str) -> tuple[Section, ...]:
    """The same for plain text: a heading is a short line alone between blank lines, with a paragraph below.

    It begins like a title, has no mark at its end, and more words than figures (so that a date is no heading).
    """
    return _sections(text, title, file, list(_plain_headings(text.split("\n"))))


def first_heading(text: str, file: str) -> str | None:
    """The words of a Markdown text's first heading, if it has one."""
    return next((heading.words for heading in _markdown_headings(text, file) if heading.words), None)


def plain_heading_lines(text: str) -> frozenset[int]:
    """The numbers of the lines that are headings in plain text."""
    return frozenset(heading.line for heading in _plain_headings(text.split("\n")))


def markdown_tokens(text: str) -> list[Token]:
    """The blocks of a Markdown text, tables included."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def line_starts(text: str) -> list[int]:
    """Where each line begins, and at the end the length of the text plus one."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


def slug(words: str) -> str:
    """Small ASCII letters and digits joined by dashes; empty if the words have none."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _markdown_headings(text: str, file: str) -> Iterator[_Heading]:
    tokens = markdown_tokens(text)
    for token, inline in pairwise(tokens):
        # A heading inside a quotation or a list item is part of that block.
        if token.type != "heading_open" or token.level or token.map is None:
            continue
        content = inline.content
        anchor = None
        if found := _ANCHOR.search(content):
            anchor, content = found.group(1), content[: found.start()]
            if not _ANCHOR_FORM.fullmatch(anchor):
                raise DocumentError(file, f"anchor {anchor!r}", "does not fit; use letters, digits and `._:-`.")
        yield _Heading(token.map[0], int(token.tag[1]), _words(content), anchor)


def _words(content: str) -> str:
    """Inline Markdown without its marks."""
    (inline,) = MarkdownIt("commonmark").parseInline(content)
    parts = (child.content if child.type != "softbreak" else " " for child in inline.children or ())
    return " ".join("".join(parts).split())


def _plain_headings(lines: Sequence[str]) -> Iterator[_Heading]:
    for number, line in enumerate(lines):
        words = line.strip()
        alone = words and not _at(lines, number - 1) and not _at(lines, number + 1)
        if alone and _looks_like_heading(words) and _has_paragraph_below(lines, number):
            yield _Heading(number, 1, words)


def _looks_like_heading(words: str) -> bool:
    if len(words) > _LONGEST_HEADING or _NOT_A_HEADING.search(words) or words[0].islower():
        return False
    parts = words.split()
    figures = sum(any(character.isdigit() for character in part) for part in parts)
    numbered = parts[0][0].isdigit()  # "3.2 Imaging" is a heading too.
    return len(parts) <= _MOST_WORDS and figures * 2 < len(parts) + numbered


def _has_paragraph_below(lines: Sequence[str], number: int) -> bool:
    """Whether the next line that is not blank is text of its own, not one more line of that kind or a list."""
    below = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
    return bool(below) and not _looks_like_heading(below)


def _at(lines: Sequence[str], number: int) -> str:
    return lines[number].strip() if 0 <= number < len(lines) else ""


def _sections(text: str, title: str, file: str, headings: list[_Heading]) -> tuple[Section, ...]:
    starts = line_starts(text)
    if not headings or text[: starts[headings[0].line]].strip():
        headings.insert(0, _Heading(0, 0, title, None))
    taken = {heading.anchor for heading in headings}
    seen: set[str] = set()
    above: list[_Heading] = []
    sections = []
    for n, heading in enumerate(headings):
        above = [*(each for each in above if 0 < each.level < heading.level), heading]
        if heading.anchor in seen:
            raise DocumentError(file, f"anchor {heading.anchor!r}", "stands twice; anchors are unique in a document.")
        name = heading.anchor or _free(slug(heading.words) if heading.level else _UNTITLED, taken | seen)
        seen.add(name)
        end = starts[headings[n + 1].line] if n + 1 < len(headings) else len(text)
        path = tuple(each.words for each in above)
        sections.append(Section(name, heading.words, path, starts[heading.line], end))
    return tuple(sections)


def _free(name: str, taken: set[str | None]) -> str:
    name = name or "section"
    number = 2
    candidate = name
    while candidate in taken:
        candidate = f"{name}-{number}"
        number += 1
    return candidate
