"""Query -> passages: by meaning, by words and by the documents it names, fused."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus import Corpus, DocumentStatus, Passage
from index.embedding import Embedder
from index.errors import REBUILD, IndexDamagedError
from index.fusion import fuse
from index.layout import LEXICAL, NAMES, PASSAGES, VECTORS
from index.lease import Lease
from index.lexical import Lexical
from index.likeness import alike
from index.manifest import Manifest
from index.naming import Names
from index.passages import read_passages
from index.ranking import rank
from index.store import Store

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore
    from numpy.typing import NDArray

    from index.embedding import Vectors

#: Up to this many passages every vector is compared, which is exact and as fast as Chroma's approximate search
#: (3 ms at 20,000); above it Chroma proposes and the exact cosine decides.
EXACT_UP_TO = 20_000
#: How far down each ranking is fused.
_DEPTH = 100
#: Similarities are compared to this many digits: sums of the same numbers can differ in the last bits.
_DIGITS = 6


@dataclass(frozen=True)
class Hit:
    """A passage that was found."""

    passage: Passage
    score: float
    """By which hits are ordered: what follows, each beside the best found, fused and weighed. Only for one query."""
    similarity: float
    """Cosine of query and passage, from -1 to 1."""
    lexical: float
    """BM25 of the words they share; 0 if there are none."""


class Index:
    """An opened index. Read-only; safe to share between threads."""

    def __init__(
        self, build: Path, manifest: Manifest, corpus: Corpus, embedder: Embedder, *, exact_up_to: int = EXACT_UP_TO,
        chroma_url: str | None = None, lease: Lease | None = None,
    ) -> None:  # fmt: skip
        """Opens a build that was made of this corpus with this embedder; the lease is held as long as it is open."""
        self.corpus = corpus
        self.manifest = manifest
        self._build = build
        self._embedder = embedder
        self._exact = manifest.passages <= exact_up_to
        self._chroma_url = chroma_url
        self._lease = lease
        self._lock = threading.Lock()
        self._opened: Store | None = None
        self._passages = read_passages(build / PASSAGES, corpus)
        try:
            self._vectors: Vectors = np.load(build / VECTORS, mmap_mode="r")
            names = json.loads((build / NAMES).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(f"The index in {build} cannot be read. {REBUILD}") from error
        self._names = Names({document: frozenset(each) for document, each in names.items()})
        self._lexical = Lexical.load(build / LEXICAL)
        if self._vectors.shape != (len(self._passages), embedder.dimension):
            raise IndexDamagedError(f"The vectors in {build} are not those of its passages. {REBUILD}")

    @property
    def digest(self) -> str:
        """`sha256:…` of all that decides what is found."""
        return self.manifest.digest

    @property
    def model(self) -> str:
        """The embedding model and its form."""
        return self.manifest.model

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of documents and text."""
        return self._passages

    def passage(self, passage_id: str) -> Passage:
        """The passage with this id.

        Raises:
            KeyError: there is none.
        """
        return self._passages[self._row[passage_id]]

    def search(
        self, query: str, *, max_hits: int = 8, documents: Collection[str] | None = None,
        statuses: Collection[DocumentStatus] | None = None, since: int | None = None, until: int | None = None,
    ) -> tuple[Hit, ...]:  # fmt: skip
        """The passages that best fit a query, best first; of these documents alone, if any are given.

        So are those of documents of certain statuses, and of certain years (ends included; a document whose year is
        not known is of none). A blank query finds nothing. The same query always gives the same hits, ties going to
        the lower passage id.
        """
        if not query.strip() or max_hits < 1:
            return ()
        wanted = self._wanted(documents, statuses, since, until)
        allowed = self._allowed(wanted)
        vector = self._embedder.embed_query(query)
        lexical = self._lexical.scores(query)
        by_meaning = self._by_meaning(vector, allowed, wanted)
        by_words = _best(lexical, allowed & (lexical > 0))
        # A passage that is near in meaning may share words and yet not be among those that share most.
        by_words |= {row: float(lexical[row]) for row in by_meaning if lexical[row] > 0}
        ranked = rank(
            fuse(by_meaning, by_words), self._names.called(query), self._passages, self.corpus.documents.__getitem__,
            lambda rows: alike(rows, self._vectors, self._passages),
        )  # fmt: skip
        return tuple(
            Hit(self._passages[row], score, self._cosine(row, vector), round(float(lexical[row]), _DIGITS))
            for row, score in ranked[:max_hits]
        )

    def vector_store(self) -> VectorStore:
        """The passages as a LangChain vector store (Chroma), for those who want that alone."""
        return self._store().vector_store

    def close(self) -> None:
        """Let go of the build and its vector store; it may be removed from now on."""
        with self._lock:
            if self._opened:
                self._opened.close()
                self._opened = None
            if self._lease:
                self._lease.release()

    @cached_property
    def _row(self) -> dict[str, int]:
        return {passage.id: row for row, passage in enumerate(self._passages)}

    @cached_property
    def _source(self) -> NDArray[np.int32]:
        """The number of each passage's document, in their order."""
        numbers = {document: n for n, document in enumerate(self.corpus.documents)}
        return np.array([numbers[passage.document] for passage in self._passages], np.int32)

    def _wanted(
        self, documents: Collection[str] | None, statuses: Collection[DocumentStatus] | None,
        since: int | None, until: int | None,
    ) -> frozenset[str] | None:  # fmt: skip
        """The documents that are asked for; None if that is all."""
        if documents is None and statuses is None and since is None and until is None:
            return None
        return frozenset(
            each.id for each in self.corpus.documents.values()
            if (documents is None or each.id in documents) and (statuses is None or each.status in statuses)
            and (since is None or (each.year is not None and each.year >= since))
            and (until is None or (each.year is not None and each.year <= until))
        )  # fmt: skip

    def _allowed(self, wanted: frozenset[str] | None) -> NDArray[np.bool_]:
        if wanted is None:
            return np.ones(len(self._passages), np.bool_)
        of_document = np.array([document in wanted for document in self.corpus.documents], np.bool_)
        return of_document[self._source]

    def _by_meaning(
        self, vector: Vectors, allowed: NDArray[np.bool_], wanted: frozenset[str] | None
    ) -> dict[int, float]:
        if self._exact:
            return _best(self._vectors @ vector, allowed)
        near = [self._row[name] for name in self._store().nearest(vector, _DEPTH, wanted)]
        return {row: self._cosine(row, vector) for row in near}

    def _cosine(self, row: int, vector: Vectors) -> float:
        return round(float(self._vectors[row].astype(np.float64) @ vector.astype(np.float64)), _DIGITS)

    def _store(self) -> Store:
        from index.adapters import PassageEmbeddings

        with self._lock:
            if self._opened is None:
                self._opened = Store.of_build(self._build, PassageEmbeddings(self._embedder), self._chroma_url)
            return self._opened


def _best(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> dict[int, float]:
    """The best `_DEPTH` rows of those that are allowed, with their scores; ties go to the one that comes first."""
    rows = np.flatnonzero(allowed)
    rounded = np.round(scores[rows].astype(np.float64), _DIGITS)
    if len(rows) > _DEPTH:
        # Sorting all would take longer than comparing all; whoever ties with the last one stays.
        enough = rounded >= np.partition(rounded, -_DEPTH)[-_DEPTH]
        rows, rounded = rows[enough], rounded[enough]
    order = np.argsort(-rounded, kind="stable")[:_DEPTH]
    return dict(zip(rows[order].tolist(), rounded[order].tolist(), strict=True))
