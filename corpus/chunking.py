"""Documents -> passages: along the structure of the text, never across a section.

A row of a table is one passage. All other text of a section is packed, block by block, into passages of at most
`MAX_CHARACTERS`; a block that is longer is cut after a sentence, else after a line, else between words.
Together the passages hold everything but blank space, headings and the heads of tables, which go into the context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import GuidanceDocument, Section
from corpus.outline import line_starts, markdown_tokens, plain_heading_lines
from corpus.passage import Passage

#: The version of the rules below: whoever changes where passages begin and end, or their context, raises it.
CHUNKING = "structure-1"
#: About 200 word pieces of English, which with its context fits the embedder's window of 256.
MAX_CHARACTERS = 900
#: How much of a section's opening stands in the context of its rows.
_MAX_LEAD = 240

_AFTER_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s|(?<=[。！？])")  # noqa: RUF001 - full-width marks end sentences too
_AFTER_LINE = re.compile(r"\n")
_AFTER_WORD = re.compile(r"\s")
#: Blocks whose parts are taken instead of the whole.
_OPENED_UP = {"table_open", "bullet_list_open", "ordered_list_open"}


@dataclass(frozen=True)
class _Piece:
    """A stretch of text that stays whole if it can; for a row, with the head of its table."""

    start: int
    end: int
    head: str | None = None


def split(document: GuidanceDocument) -> tuple[Passage, ...]:
    """The passages of a document in the order of its text; the same document always gives the same passages."""
    plain = document.source_file.lower().endswith(".txt")
    pieces = _plain_pieces(document.text) if plain else _markdown_pieces(document.text)
    passages: list[Passage] = []
    n = 0
    for section in document.sections:
        inside = []
        while n < len(pieces) and pieces[n].start < section.end:
            inside.append(pieces[n])
            n += 1
        passages.extend(_passages(document, section, inside))
    return tuple(passages)


def _passages(document: GuidanceDocument, section: Section, pieces: Sequence[_Piece]) -> Iterator[Passage]:
    place = " > ".join(dict.fromkeys((document.title, *section.path)))
    lead = _lead(document.text, pieces)
    for n, piece in enumerate(_packed(document.text, pieces)):
        # A row says little by itself: whom it is about stands in the section's opening.
        context = place if piece.head is None else "\n".join(filter(None, (place, lead, piece.head)))
        yield Passage(
            f"{document.id}/{section.id}#{n}", document.id, section.id, section.path, piece.start, piece.end,
            document.text[piece.start : piece.end], context,
        )  # fmt: skip


def _lead(text: str, pieces: Sequence[_Piece]) -> str:
    """The opening of a section: as many of its first words as `_MAX_LEAD` allows."""
    first = next((piece for piece in pieces if piece.head is None), None)
    words = " ".join(text[first.start : first.end].split()) if first else ""
    return words if len(words) <= _MAX_LEAD else words[:_MAX_LEAD].rpartition(" ")[0]


def _packed(text: str, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Rows as they are, neighbouring prose joined up to the limit and cut at it."""
    group: _Piece | None = None
    for piece in pieces:
        if group and piece.head is None and piece.end - group.start <= MAX_CHARACTERS:
            group = _Piece(group.start, piece.end)
            continue
        if group:
            yield from _cut(text, group)
        group = piece if piece.head is None else None
        if piece.head is not None:
            yield piece
    if group:
        yield from _cut(text, group)


def _cut(text: str, piece: _Piece) -> Iterator[_Piece]:
    start = piece.start
    while piece.end - start > MAX_CHARACTERS:
        window = text[start : start + MAX_CHARACTERS]
        ends = (_last_end(pattern, window) for pattern in (_AFTER_SENTENCE, _AFTER_LINE, _AFTER_WORD))
        at = start + next((end for end in ends if end), MAX_CHARACTERS)
        yield _trimmed(text, start, at)
        start = _trimmed(text, at, piece.end).start
    yield _Piece(start, piece.end)


def _last_end(pattern: re.Pattern[str], window: str) -> int:
    return max((found.end() for found in pattern.finditer(window)), default=0)


def _markdown_pieces(text: str) -> list[_Piece]:
    blocks: list[tuple[int, int, str | None]] = []
    kept_out: set[int] = set()
    head = ""
    for token in markdown_tokens(text):
        if token.map is None or token.nesting < 0:
            continue
        first, last = token.map
        if token.level == 0 and token.type == "heading_open":
            kept_out.update(range(first, last))
        elif token.level == 1 and token.type == "thead_open":
            head = _cells(text.split("\n")[first])
            kept_out.update((first, first + 1))  # The line of dashes below the head belongs to it.
        elif token.level == 2 and token.type == "tr_open":
            blocks.extend([(first, last, head)] if first not in kept_out else [])
        elif (token.level == 1 and token.type == "list_item_open") or (
            token.level == 0 and token.type not in _OPENED_UP and token.type != "inline"
        ):
            blocks.append((first, last, None))
    covered = kept_out.union(*(range(first, last) for first, last, _ in blocks))
    # What the parser reads and drops, such as the target of a link, is text all the same.
    blocks += [(n, n + 1, None) for n in range(text.count("\n") + 1) if n not in covered]
    return _pieces(text, sorted(blocks, key=lambda block: block[:2]))


def _plain_pieces(text: str) -> list[_Piece]:
    headings = plain_heading_lines(text)
    blocks: list[tuple[int, int, str | None]] = []
    for n, line in enumerate(text.split("\n")):
        if not line.strip() or n in headings:
            continue
        if blocks and blocks[-1][1] == n:
            blocks[-1] = (blocks[-1][0], n + 1, None)
        else:
            blocks.append((n, n + 1, None))
    return _pieces(text, blocks)


def _pieces(text: str, blocks: Sequence[tuple[int, int, str | None]]) -> list[_Piece]:
    starts = line_starts(text)
    stretches = [_trimmed(text, starts[first], min(starts[last], len(text)), head) for first, last, head in blocks]
    return [piece for piece in stretches if piece.start < piece.end]


def _trimmed(text: str, start: int, end: int, head: str | None = None) -> _Piece:
    """The stretch without blank space at its ends."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return _Piece(start, max(start, start + len(inner.strip())), head)


def _cells(line: str) -> str:
    return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
