"""A guidance document: its provenance, its text, and the sections that text falls into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

#: current: in force. superseded: a newer edition exists. historic: kept to show what changed. local: one hospital,
#: payer or measure. review: a survey of guidelines. unknown: a user's own document that does not say.
DocumentStatus = Literal["current", "superseded", "historic", "local", "review", "unknown"]


@dataclass(frozen=True)
class Section:
    """A stretch of a document under one heading: `document.text[start:end]`, heading line included."""

    id: str
    """Unique in its document: the heading's `{#anchor}`, or a slug of the heading."""
    heading: str
    path: tuple[str, ...]
    """The headings from the top of the document down to this one."""
    start: int
    end: int


@dataclass(frozen=True)
class Original:
    """The file that a user's document was taken in from."""

    name: str
    sha256: str
    """Of its bytes, as 64 hexadecimal digits."""
    pages: int | None = None
    """How many it has, if its kind has pages; then a form feed in the text stands where one ends."""
    conversion: str | None = None
    """The version of the rules by which it became the text; None if it is the text itself."""


@dataclass(frozen=True)
class GuidanceDocument:
    """One edition of one guideline, as restated by us or as ingested from a user's own file.

    Offsets everywhere count characters (code points) of `text`, from 0, end exclusive.
    """

    id: str
    title: str
    publisher: str
    year: int | None
    edition: str | None
    status: DocumentStatus
    url: str | None
    text: str
    sections: tuple[Section, ...]
    country: str | None = None
    population: str | None = None
    status_note: str | None = None
    origin: Literal["restatement", "user"] = "restatement"
    source_file: str = ""
    original: Original | None = None

    def section(self, section_id: str) -> Section:
        """The section with this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[section_id]

    def page(self, offset: int) -> int | None:
        """The page of the original on which a character stands, from 1; None if it has no pages."""
        if self.original is None or self.original.pages is None:
            return None
        return 1 + self.text.count("\f", 0, offset)

    @cached_property
    def _by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the text, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
