"""How well the product's search finds what answers a query, beside its two halves and other ways to fuse them.

Of the queries, every other one is the development half: whatever is chosen is chosen on it, and the rest reports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import Measure as Metric
from ir_measures import Qrel, ScoredDoc
from numpy.typing import NDArray

from corpus import Corpus
from eval.retrieval.collections import Collection, as_corpus
from index import Index, build_index, index_status, open_current
from index.embedding import Progress
from index.export import open_model
from index.fusion import MEANING, fuse
from index.layout import LEXICAL, VECTORS, Layout
from index.lexical import Lexical
from index.options import BUNDLED
from index.original import folder_of, load_original
from index.passages import searched_text

#: How many documents a query is answered with, and how many passages are looked at for them.
DEPTH, PASSAGES = 10, 100
#: Source: as in `index.fusion` before scores were fused; Cormack, Clarke and Büttcher, SIGIR 2009.
_RECIPROCAL = 60
WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7)

Scores = NDArray[np.float32]
#: Passage rows for the number of a query, best first.
Ranking = Callable[[int], Sequence[int]]


@dataclass(frozen=True)
class Figure:
    """How well one way of searching does: over the development half, the other half, and all queries."""

    method: str
    development: float
    held_out: float
    all: float


@dataclass(frozen=True)
class Prepared:
    """A collection, indexed."""

    index: Index
    collection: Collection
    documents: tuple[str, ...]
    """The document of each passage, named as the collection names it."""
    directory: Path


def prepare(collection: Collection, cache: Path, on_progress: Progress | None = None) -> Prepared:
    """Index the collection by the product's own path, if it was not indexed before."""
    directory = cache / collection.name.lower()
    corpus = as_corpus(collection, cache / f"{collection.name.lower()}-documents")
    if index_status(directory, corpus).state != "ready":
        build_index(directory, corpus, on_progress=on_progress)
    index = open_current(directory, Corpus({}))
    documents = tuple(passage.document.removeprefix("d") for passage in index.passages)
    return Prepared(index, collection, documents, directory)


def figures(prepared: Prepared, metric: Metric, *, original: bool = False) -> Iterator[Figure]:
    """Each way of searching in turn; the original model's vectors take minutes and are made only if asked for."""
    queries = list(prepared.collection.queries.values())
    layout = Layout(prepared.directory)
    model = open_model(layout.models)
    vectors: Scores = np.load(layout.current() / VECTORS)
    cosines = np.stack([vectors @ model.embed_query(query) for query in queries])
    lexical = Lexical.load(layout.current() / LEXICAL)
    words = np.stack([lexical.scores(query) for query in queries])
    yield _figure("words (BM25)", prepared, metric, lambda n: _best(words[n]))
    yield _figure(f"meaning ({model.name})", prepared, metric, lambda n: _best(cosines[n]))
    if original:
        theirs = _originals(prepared, queries)
        yield _figure("meaning (sentence-transformers)", prepared, metric, lambda n: _best(theirs[n]))
    yield _figure("reciprocal ranks", prepared, metric, lambda n: _reciprocal(_best(cosines[n]), _best(words[n])))
    for weight in WEIGHTS:
        name = f"scores, meaning weighs {weight}{' (ours)' if weight == MEANING else ''}"
        yield _figure(name, prepared, metric, lambda n, w=weight: _fused(cosines[n], words[n], w))  # type: ignore[misc]
    search = prepared.index.search
    rows = {passage.id: row for row, passage in enumerate(prepared.index.passages)}
    found = [[rows[hit.passage.id] for hit in search(query, max_hits=PASSAGES)] for query in queries]
    yield _figure("Index.search, the product", prepared, metric, found.__getitem__)


def _figure(method: str, prepared: Prepared, metric: Metric, ranking: Ranking) -> Figure:
    right = prepared.collection.right
    run, halves = [], ([], [])  # type: tuple[list[ScoredDoc], tuple[list[str], list[str]]]
    for n, query in enumerate(prepared.collection.queries):
        halves[n % 2].append(query)
        found = list(dict.fromkeys(prepared.documents[row] for row in ranking(n)))[:DEPTH]
        run += [ScoredDoc(query, document, float(-rank)) for rank, document in enumerate(found)]
    qrels = [Qrel(query, name, value) for query, each in right.items() for name, value in each.items()]
    values = {each.query_id: float(each.value) for each in ir_measures.iter_calc([metric], qrels, run)}
    means = [sum(values.get(query, 0.0) for query in half) / max(len(half), 1) for half in (*halves, list(right))]
    return Figure(method, *(round(mean, 4) for mean in means))


def _best(scores: Scores) -> list[int]:
    order = np.argsort(-scores, kind="stable")[:PASSAGES]
    return [int(row) for row in order if scores[row] > 0]


def _fused(cosines: Scores, words: Scores, weight: float) -> list[int]:
    by_meaning = {row: float(cosines[row]) for row in _best(cosines)}
    by_words = {row: float(words[row]) for row in (*_best(words), *by_meaning) if words[row] > 0}
    return _ordered(fuse(by_meaning, by_words, meaning=weight))


def _reciprocal(*rankings: Sequence[int]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (_RECIPROCAL + rank)
    return _ordered(scores)


def _ordered(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], row))


def _originals(prepared: Prepared, queries: Sequence[str]) -> Scores:
    """Cosines by the model as sentence-transformers runs it, of the same passages; its vectors are kept."""
    texts = [searched_text(passage) for passage in prepared.index.passages]
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    kept = prepared.directory.with_name(f"original-{digest}.npy")
    model = load_original(folder_of(BUNDLED))
    if not kept.exists():
        np.save(kept, model.encode(texts, normalize_embeddings=True, show_progress_bar=False))
    vectors: Scores = np.load(kept)
    cosines: Scores = model.encode(list(queries), normalize_embeddings=True, show_progress_bar=False) @ vectors.T
    return cosines
