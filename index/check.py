"""Proves that all parts of an index say the same: passages, offsets, vectors, Chroma and every byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus import Corpus, Passage
from index.embedding import Embedder
from index.errors import IndexProblem
from index.export import check_model, open_model
from index.files import files_below, sha256_of
from index.layout import CHROMA, PASSAGES, VECTORS, Layout
from index.manifest import FILE, Manifest
from index.passages import read_passages, searched_text

#: How many passages are embedded anew and looked for in Chroma: all would take as long as building.
_SAMPLE = 24
#: Chroma gives back what it was given up to this.
_TOLERANCE = 1e-6


def check_index(directory: Path, corpus: Corpus, *, embedder: Embedder | None = None) -> list[str]:
    """Everything that is wrong with the index of these documents, in words; an empty list if it is whole."""
    layout = Layout(directory)
    try:
        build = layout.current()
        problems = [] if embedder else check_model(layout.models)
        return problems or problems_of(build, corpus, embedder or open_model(layout.models), embed_again=True)
    except IndexProblem as error:
        return [str(error)]


def problems_of(build: Path, corpus: Corpus, embedder: Embedder, *, embed_again: bool = False) -> list[str]:
    """The same for one build; `embed_again` also compares a sample of its vectors with new ones."""
    try:
        manifest = Manifest.read(build)
        if why := manifest.differs(corpus, embedder):
            return [f"The index is out of date: {why}."]
        # What was changed or lost explains all that follows from it.
        if problems := list(_files(build, manifest)):
            return problems
        passages = corpus.passages()
        return [*_passages(build, corpus, passages), *_vectors(build, passages, embedder, embed_again=embed_again)]
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


def _vectors(build: Path, passages: Sequence[Passage], embedder: Embedder, *, embed_again: bool) -> Iterator[str]:
    from index.adapters import MiniLmEmbeddings
    from index.store import Store

    vectors = np.load(build / VECTORS)
    if vectors.shape != (len(passages), embedder.dimension):
        yield f"{build / VECTORS} has the shape {vectors.shape}, {len(passages)} passages were expected."
        return
    lengths = np.linalg.norm(vectors, axis=1)
    for passage, length in zip(passages, lengths, strict=True):
        if not abs(length - 1) < 1e-4:
            yield f"The vector of passage {passage.id} has not length 1."
    sample: list[int] = sorted({int(row) for row in np.linspace(0, len(passages) - 1, _SAMPLE)})
    if embed_again:
        for row in sample:
            if not np.array_equal(embedder.embed(searched_text(passages[row])), vectors[row]):
                yield f"The vector of passage {passages[row].id} is not what the model gives for it."
    with Store.of_copy(build / CHROMA, MiniLmEmbeddings(embedder)) as store:
        held = store.all()
        for name in sorted(held.keys() ^ {passage.id for passage in passages}):
            yield f"Passage {name} is in Chroma or in the index, not in both."
        for passage, vector in zip(passages, vectors, strict=True):
            text, meta, stored = held.get(passage.id, ("", {}, vector))
            place = (meta.get("document"), meta.get("section"), meta.get("start"), meta.get("end"))
            if text != searched_text(passage) or np.abs(stored - vector).max() > _TOLERANCE:
                yield f"Passage {passage.id} has another text or vector in Chroma."
            if place != (passage.document, passage.section, passage.start, passage.end):
                yield f"Passage {passage.id} stands elsewhere in Chroma."
        for row in sample:
            found = store.nearest(vectors[row], 1)
            if not found or float(vectors[row] @ held[found[0]][2]) < 1 - _TOLERANCE:
                yield f"Chroma does not find passage {passages[row].id} by its own vector."
