"""How an answer names its sources: guideline and edition, section, and the lines beside a quote."""

from __future__ import annotations

from assistant.checker import Source
from assistant.wording import Wording
from corpus import Corpus


class Labels:
    """Names of documents and sections, for one audience."""

    def __init__(self, corpus: Corpus, wording: Wording) -> None:
        self.documents = corpus.documents
        self.guidelines = wording.guidelines
        self.audience = wording.audience

    def of(self, document: str) -> str:
        """Name and year, such as `ACR Low Back Pain 2021`; a patient reads who gives the advice."""
        if self.audience == "patient":
            return self.for_patient(document)
        found = self.documents[document]
        name = self.guidelines[document].name if document in self.guidelines else found.title
        return f"{name} {found.year}" if found.year and str(found.year) not in name else name

    def for_patient(self, document: str) -> str:
        """Who gives the advice, in plain words."""
        return self.guidelines[document].patient if document in self.guidelines else self.documents[document].title

    def with_status(self, document: str) -> str:
        """The same, and what it is if it is not a guideline in force."""
        label, status = self.of(document), self.documents[document].status
        told = status in {"current", "unknown"} or status in label.lower()
        return label if told else f"{label}, {status}"

    def section(self, source: Source) -> str:
        """The section's heading."""
        return self.documents[source.document].section(source.section).heading

    def line(self, source: Source, beginning: str) -> Source | None:
        """The line of the same section that begins so; None if there is none."""
        document = self.documents[source.document]
        section = document.section(source.section)
        start = document.text.find(f"\n{beginning}", section.start, section.end) + 1
        if start == 0:
            return None
        end = document.text.find("\n", start, section.end)
        quote = document.text[start : end if end >= 0 else section.end].rstrip()
        return Source(source.document, source.section, start, start + len(quote), quote)
