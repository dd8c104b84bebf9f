"""HTML -> blocks: what a reader of the page sees, without its menus, scripts and forms. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, repeat
from typing import Any

from corpus.ingestion.blocks import Block
from corpus.ingestion.headings import with_bold_headings
from corpus.ingestion.problem import Unreadable
from corpus.ingestion.tables import Rows, with_head

#: Not part of what the page says.
_LEFT_OUT = {
    "audio", "button", "canvas", "head", "iframe", "input", "math", "nav", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "video",
}  # fmt: skip
#: Part of the line that they stand in; every other element begins and ends a block.
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Two line breaks in a row are how old pages begin a paragraph.
_PARAGRAPH = re.compile(r"\n\s*\n")


def read_html(data: bytes) -> list[Block]:
    """The blocks of a page, in order; of its `main` part alone if it marks one.

    Raises:
        Unreadable: it is not HTML.
    """
    root = _parsed(data)
    main = root.findall(".//main")
    reader = _Reader()
    reader.read(main[0] if len(main) == 1 else root)
    reader.end_block()
    return with_bold_headings(reader.blocks)


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree
    from lxml import html as lxml_html

    try:
        data.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        # What the page says of itself, else what libxml2 takes for the usual.
        encoding = None
    # Without `huge_tree` depth and size of what is read have limits; no parser of HTML reads entities or a DTD.
    parser = lxml_html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("is no HTML that can be read; open it in a browser and save it again") from error
    return root


class _Reader:
    """Walks the tree and collects blocks; `_line` is the text since the last block began."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line: list[str] = []
        self._lists: list[Iterator[str]] = []
        self._marker: str | None = None
        self._bold_around = 0
        self._plain = False

    def read(self, element: Any) -> None:  # noqa: ANN401 - as above
        """One element and all in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _LEFT_OUT or _is_hidden(element):
            return
        if tag == "br":
            self._line.append("\n")
        elif tag in _INLINE:
            self._inside(element)
        elif found := _HEADING.fullmatch(tag):
            self.end_block()
            self._add(Block("heading", _text(element), int(found.group(1))))
        elif tag == "pre":
            self.end_block()
            self._add(Block("lines", _text(element)))
        elif tag == "table" and (rows := _rows(element)):
            self.end_block()
            self._caption(element)
            self._add(Block("table", rows=rows))
        else:
            self._block(element, tag)

    def _block(self, element: Any, tag: str) -> None:  # noqa: ANN401 - as above
        self.end_block()
        if tag in {"ul", "ol"}:
            self._lists.append(repeat("-") if tag == "ul" else (f"{n}." for n in count(_start(element))))
            self._inside(element)
            self._lists.pop()
        elif tag == "li":
            self._marker = next(self._lists[-1]) if self._lists else "-"
            self._inside(element)
            self.end_block()
            self._marker = None
        else:
            self._inside(element)
        self.end_block()

    def _inside(self, element: Any) -> None:  # noqa: ANN401 - as above
        bold = element.tag in {"b", "strong"}
        self._bold_around += bold
        self._say(element.text)
        for child in element:
            self.read(child)
            self._say(child.tail)
        self._bold_around -= bold

    def _say(self, text: str | None) -> None:
        # Line ends of the source are spaces; only `<br>` is a line end.
        spaced = (text or "").replace("\n", " ").replace("\r", " ")
        self._plain |= not self._bold_around and bool(spaced.strip())
        self._line.append(spaced)

    def _caption(self, table: Any) -> None:  # noqa: ANN401 - as above
        for caption in table.iterchildren("caption"):
            self._add(Block("paragraph", _text(caption)))

    def end_block(self) -> None:
        """The text so far is a block, or several if blank lines part it."""
        text, bold = "".join(self._line), not self._plain
        self._line, self._plain = [], False
        for part in filter(str.strip, _PARAGRAPH.split(text)):
            if self._marker:
                self._add(Block("item", part, max(len(self._lists) - 1, 0), self._marker))
                # A further paragraph of an item is a paragraph.
                self._marker = None
            else:
                self._add(Block("paragraph", part, bold=bold))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)


def _is_hidden(element: Any) -> bool:  # noqa: ANN401 - as above
    said = element.attrib
    # LibreOffice keeps the running head of a printed page as a block of that name.
    if element.tag == "div" and said.get("title") in {"header", "footer"}:
        return True
    return "hidden" in said or said.get("role") == "navigation" or bool(_HIDDEN.search(said.get("style", "")))


def _text(element: Any) -> str:  # noqa: ANN401 - as above
    """All the words in an element that can be seen, those of its blocks parted by spaces."""
    return "".join(_texts(element))


def _texts(element: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not _is_hidden(child):
            inline = child.tag in _INLINE
            yield "" if inline else "\n"
            yield from _texts(child)
            yield "" if inline else "\n"
        yield child.tail or ""


def _start(element: Any) -> int:  # noqa: ANN401 - as above
    start = element.attrib.get("start", "1")
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _rows(table: Any) -> Rows:  # noqa: ANN401 - as above
    """The cells of a table; none if it only arranges the page, so that what is in it is read as blocks.

    A cell that spans rows stands in each of them, as each row has to be understood alone.
    """
    if any(True for _ in table.iterdescendants("table", "h1", "h2", "h3", "h4", "h5", "h6")):
        return ()
    heads: list[tuple[str, ...]] = []
    body: list[tuple[str, ...]] = []
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells = list(row.iterchildren("td", "th"))
        is_head = not body and bool(cells) and (row.getparent().tag == "thead" or all(c.tag == "th" for c in cells))
        texts = _filled(cells, spanning, is_head=is_head)
        (heads if is_head else body).append(texts)
    if not (body or heads) or max(map(len, (*heads, *body))) < 2:
        return ()
    # Several rows of head are read downwards.
    columns = max(map(len, heads), default=0)
    head = [" ".join(dict.fromkeys(row[n] for row in heads if n < len(row) and row[n])) for n in range(columns)]
    return with_head(body, head or None)


def _filled(cells: list[Any], spanning: dict[int, tuple[int, str]], *, is_head: bool) -> tuple[str, ...]:
    """The cells of one row with those that reach into it from above; `spanning` is carried on to the next row."""
    row: list[str] = []
    for cell in cells:
        _from_above(row, spanning)
        text, columns, rows = " ".join(_text(cell).split()), _span(cell, "colspan"), _span(cell, "rowspan")
        for n in range(columns):
            # Repeated in a head, where each column has to be understood; in a body it would be said twice.
            shown = text if is_head or n == 0 else ""
            if rows > 1:
                spanning[len(row)] = (rows - 1, shown)
            row.append(shown)
    _from_above(row, spanning)
    return tuple(row)


def _from_above(row: list[str], spanning: dict[int, tuple[int, str]]) -> None:
    while len(row) in spanning:
        left, text = spanning.pop(len(row))
        if left > 1:
            spanning[len(row)] = (left - 1, text)
        row.append(text)


def _span(cell: Any, name: str) -> int:  # noqa: ANN401 - as above
    said = cell.attrib.get(name, "1").strip()
    return min(int(said), 100) if said.isdecimal() and int(said) > 0 else 1
