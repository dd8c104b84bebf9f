"""Numbers sources and turns them into citations: the same span has one number in one answer."""

from __future__ import annotations

from bisect import bisect_right

from assistant.answer import Citation
from assistant.checker import Source
from corpus import Corpus, Passage


class Passages:
    """Which passage holds a span; made once, as splitting the corpus takes a while."""

    def __init__(self, corpus: Corpus) -> None:
        self._by_document: dict[str, list[Passage]] = {}
        for passage in corpus.passages():
            self._by_document.setdefault(passage.document, []).append(passage)
        self._starts = {name: [each.start for each in found] for name, found in self._by_document.items()}

    def holding(self, source: Source) -> str:
        """The id of the passage that holds the span, or of the one it begins in; empty if none does."""
        at = bisect_right(self._starts.get(source.document, []), source.start) - 1
        return self._by_document[source.document][at].id if at >= 0 else ""


class Citations:
    """The citations of one answer, in order of first use."""

    def __init__(self, corpus: Corpus, passages: Passages) -> None:
        self._corpus = corpus
        self._passages = passages
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    def number(self, source: Source) -> int:
        """The number of a source, a new one if it has none yet."""
        key = (source.document, source.start, source.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(self._citation(self._numbers[key], source))
        return self._numbers[key]

    def all(self) -> tuple[Citation, ...]:
        """Every citation so far."""
        return tuple(self._citations)

    def _citation(self, n: int, source: Source) -> Citation:
        document = self._corpus.documents[source.document]
        return Citation(
            n=n,
            document=document.id,
            title=document.title,
            publisher=document.publisher,
            year=document.year,
            status=document.status,
            section=document.section(source.section).heading,
            url=document.url,
            passage=self._passages.holding(source),
            start=source.start,
            end=source.end,
            quote=source.quote,
            page=document.page(source.start),
        )
