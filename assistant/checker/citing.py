"""Finds where in the corpus a rule stands: every quote is looked up, none is taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from assistant.checker.entry import Entry
from assistant.checker.result import Source
from corpus import GuidanceDocument, Section


class HasDocuments(Protocol):
    """What is needed of a corpus."""

    @property
    def documents(self) -> Mapping[str, GuidanceDocument]: ...


class Citer:
    """Gives sources in a corpus; every method raises `RuleError` where the corpus does not hold what is asked for."""

    def __init__(self, corpus: HasDocuments) -> None:
        self.documents = corpus.documents

    def quote(self, document: str, section: str, text: str, entry: Entry) -> Source:
        """The source of a sentence that stands word for word in a section."""
        found, place = self._section(document, section, entry)
        start = found.text.find(text, place.start, place.end)
        if start < 0:
            raise entry.error(f"section {section!r} of document {document!r} does not hold the words "
                              f"{_short(text)!r}; mend one of them")  # fmt: skip
        return Source(document, section, start, start + len(text), text)

    def row(self, document: str, section: str, name: str, rating: str, entry: Entry) -> Source:
        """The source of a rated study: its row in the section's table."""
        for source in self._lines(document, section, entry):
            cells = [cell.strip() for cell in source.quote.split("|")]
            if len(cells) > 2 and cells[1] == name and cells[2] == rating:
                return source
        raise entry.error(f"section {section!r} of document {document!r} has no row for {name!r} rated {rating!r}; "
                          "mend one of them")  # fmt: skip

    def naming(self, document: str, section: str, name: str, entry: Entry) -> Source:
        """The source of a study that is named without a rating: the line that names it."""
        for source in self._lines(document, section, entry):
            label, _, names = source.quote.rstrip(".").partition(": ")
            if label.startswith("Stud") and name in names.split("; "):
                return source
        raise entry.error(f"section {section!r} of document {document!r} names no study {name!r}; mend one of them")

    def opening(self, document: str, section: str, entry: Entry) -> Source:
        """The source of a section's first paragraph."""
        for source in self._lines(document, section, entry):
            if not source.quote.startswith("#"):
                return source
        raise entry.error(f"section {section!r} of document {document!r} is empty; write it")

    def opening_of(self, recommendation: str, entry: Entry) -> Source:
        """The same for `document/section`."""
        document, _, section = recommendation.partition("/")
        return self.opening(document, section, entry)

    def _section(self, document: str, section: str, entry: Entry) -> tuple[GuidanceDocument, Section]:
        found = self.documents.get(document)
        if found is None:
            raise entry.error(f"there is no document {document!r}; write it or mend the source")
        try:
            return found, found.section(section)
        except KeyError:
            raise entry.error(f"document {document!r} has no section {section!r}; mend the source") from None

    def _lines(self, document: str, section: str, entry: Entry) -> list[Source]:
        found, place = self._section(document, section, entry)
        lines: list[Source] = []
        start = place.start
        for line in found.text[place.start : place.end].split("\n"):
            if text := line.strip():
                at = start + line.index(text)
                lines.append(Source(document, section, at, at + len(text), text))
            start += len(line) + 1
        return lines


class Unquoted(Citer):
    """Takes every quote on trust: for rule files that are compared and whose documents are not at hand."""

    def __init__(self) -> None:
        self.documents = {}

    def quote(self, document: str, section: str, text: str, entry: Entry) -> Source:  # noqa: ARG002 - as the other has it
        return Source(document, section, 0, len(text), text)

    def row(self, document: str, section: str, name: str, rating: str, entry: Entry) -> Source:
        return self.quote(document, section, f"{name} | {rating}", entry)

    def naming(self, document: str, section: str, name: str, entry: Entry) -> Source:
        return self.quote(document, section, name, entry)

    def opening(self, document: str, section: str, entry: Entry) -> Source:
        return self.quote(document, section, "", entry)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
