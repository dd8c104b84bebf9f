"""The smallest piece that can be retrieved and cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A stretch of one section: `text == document.text[start:end]`."""

    id: str
    """`document/section#n`, n from 0 within the section; the same input always gives the same ids."""
    document: str
    section: str
    heading_path: tuple[str, ...]
    start: int
    end: int
    text: str
    context: str = ""
    """What the passage needs to be found by: the title, the headings, a table's header. Embedded, never quoted."""
