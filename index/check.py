"""Proves that all parts of an index say the same: passages, offsets, vectors, Chroma and every byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus import Corpus, Passage
from index.documents import read_documents
from index.embedding import Embedder, Vectors
from index.errors import IndexProblem
from index.export import check_model, open_model
from index.files import files_below, sha256_of
from index.layout import DOCUMENTS, PASSAGES, VECTORS, Layout
from index.manifest import FILE, Manifest
from index.opening import store_differs
from index.options import IndexOptions
from index.passages import read_passages, searched_text
from index.store import Store

#: How many passages are embedded anew and looked for in Chroma: all would take as long as building.
_SAMPLE = 24
#: Chroma gives back what it was given up to this.
_TOLERANCE = 1e-6
#: How much a vector may be off after rounding; a GPU adds up in another order.
_ROUNDING = 1e-4
#: How many passages are compared with Chroma's at once.
_BATCH = 10_000


def check_index(
    directory: Path, corpus: Corpus, *, embedder: Embedder | None = None, options: IndexOptions | None = None
) -> list[str]:
    """Everything that is wrong with the index of these documents, in words; an empty list if it is whole."""
    layout = Layout(directory)
    options = options or IndexOptions()
    try:
        build = layout.current()
        if not embedder and (problems := check_model(layout.models, options)):
            return problems
        model = embedder or open_model(layout.models, options)
        return problems_of(build, corpus, model, options, embed_again=True)
    except IndexProblem as error:
        return [str(error)]


def problems_of(
    build: Path, corpus: Corpus, embedder: Embedder, options: IndexOptions, *, embed_again: bool = False,
    scratch: Path | None = None,
) -> list[str]:  # fmt: skip
    """The same for one build.

    Args:
        embed_again: Whether to compare a sample of its vectors with new ones, too.
        scratch: Where a copy of the vector store may be put; where the system keeps such things if left out.
    """
    try:
        manifest = Manifest.read(build)
        if why := manifest.differs(corpus, embedder) or store_differs(build, options):
            return [f"The index is out of date: {why}."]
        # What was changed or lost explains all that follows from it.
        if problems := list(_files(build, manifest)):
            return problems
        passages = corpus.passages()
        found = [*_documents(build, corpus, manifest, len(passages)), *_passages(build, corpus, passages)]
        vectors = np.load(build / VECTORS)
        if vectors.shape != (len(passages), embedder.dimension):
            expected = f"{len(passages)} passages were expected"
            return [*found, f"{build / VECTORS} has the shape {vectors.shape}, {expected}."]
        from index.adapters import PassageEmbeddings

        found += _vectors(passages, vectors, embedder, embed_again=embed_again)
        with Store.of_build(build, PassageEmbeddings(embedder), options.chroma_url, scratch=scratch) as store:
            return [*found, *_stored(store, passages, vectors)]
    except IndexProblem as error:
        return [str(error)]


def _files(build: Path, manifest: Manifest) -> Iterator[str]:
    there = files_below(build)
    for name, sha256 in manifest.files.items():
        if name not in there:
            yield f"{build / name} is missing."
        elif sha256_of(there[name]) != sha256:
            yield f"{build / name} was changed."
    for name in there.keys() - manifest.files.keys() - {FILE}:
        yield f"{build / name} is no part of the index."


def _passages(build: Path, corpus: Corpus, passages: Sequence[Passage]) -> Iterator[str]:
    held = read_passages(build / PASSAGES, corpus)
    if len(held) != len(passages):
        yield f"The index holds {len(held)} passages, the documents give {len(passages)}."
    for is_, ought in zip(held, passages, strict=False):
        if is_ != ought:
            yield f"Passage {is_.id} is not what the documents give there ({ought.id})."
    for passage in held:
        if corpus.documents[passage.document].text[passage.start : passage.end] != passage.text:
            yield f"The offsets of passage {passage.id} do not give its text."


def _documents(build: Path, corpus: Corpus, manifest: Manifest, passages: int) -> Iterator[str]:
    if read_documents(build / DOCUMENTS, corpus).sha256 != corpus.sha256:
        yield f"{build / DOCUMENTS} does not hold the documents as they were."
    if manifest.documents != len(corpus.documents):
        yield f"The manifest counts {manifest.documents} documents, there are {len(corpus.documents)}."
    if manifest.passages != passages:
        yield f"The manifest counts {manifest.passages} passages, there are {passages}."


def _vectors(passages: Sequence[Passage], vectors: Vectors, embedder: Embedder, *, embed_again: bool) -> Iterator[str]:
    lengths = np.linalg.norm(vectors, axis=1)
    for passage, length in zip(passages, lengths, strict=True):
        if not abs(length - 1) < _ROUNDING:
            yield f"The vector of passage {passage.id} has not length 1."
    if embed_again:
        for row in _sample(len(passages)):
            if not np.abs(embedder.embed(searched_text(passages[row])) - vectors[row]).max() < _ROUNDING:
                yield f"The vector of passage {passages[row].id} is not what the model gives for it."


def _stored(store: Store, passages: Sequence[Passage], vectors: Vectors) -> Iterator[str]:
    if (count := store.count()) != len(passages):
        yield f"Chroma holds {count} passages, the index {len(passages)}."
    for start in range(0, len(passages), _BATCH):
        some = passages[start : start + _BATCH]
        held = store.held([passage.id for passage in some])
        for passage, vector in zip(some, vectors[start : start + _BATCH], strict=True):
            if passage.id not in held:
                yield f"Passage {passage.id} is not in Chroma."
                continue
            text, meta, stored = held[passage.id]
            place = (meta.get("document"), meta.get("section"), meta.get("start"), meta.get("end"))
            if text != searched_text(passage) or np.abs(stored - vector).max() > _TOLERANCE:
                yield f"Passage {passage.id} has another text or vector in Chroma."
            if place != (passage.document, passage.section, passage.start, passage.end):
                yield f"Passage {passage.id} stands elsewhere in Chroma."
    rows = {passage.id: row for row, passage in enumerate(passages)}
    for row in _sample(len(passages)):
        found = store.nearest(vectors[row], 1)
        if not found or float(vectors[row] @ vectors[rows[found[0]]]) < 1 - _TOLERANCE:
            yield f"Chroma does not find passage {passages[row].id} by its own vector."


def _sample(count: int) -> list[int]:
    return sorted({int(row) for row in np.linspace(0, count - 1, _SAMPLE)})
