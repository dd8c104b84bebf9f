"""Documents -> a new index, swapped in whole.

A build is written beside the one that counts, verified, and only then pointed at: killed at any moment, the index is
wholly the old one or wholly the new one.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import filelock
import numpy as np

from corpus import Corpus, Passage
from index.check import problems_of
from index.documents import write_documents
from index.embedding import Embedder, Progress, Vectors
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexProblem,
    IndexStaleError,
    IndexUnwritableError,
)
from index.export import compile_model, for_building
from index.files import files_below, keep, sha256_of
from index.layout import DOCUMENTS, LEXICAL, NAMES, PASSAGES, VECTORS, Layout
from index.lexical import Lexical
from index.manifest import Manifest
from index.naming import Names
from index.opening import open_index
from index.options import IndexOptions
from index.passages import fingerprint, read_fingerprints, searched_text, write_passages
from index.store import Store


@dataclass(frozen=True)
class IndexStatus:
    """How an index stands."""

    state: Literal["ready", "missing", "stale", "damaged"]
    detail: str
    """In words, with what to do; for a ready one what it holds."""
    manifest: Manifest | None = None


def build_index(
    directory: Path, corpus: Corpus, *, on_progress: Progress | None = None, embedder: Embedder | None = None,
    options: IndexOptions | None = None,
) -> Manifest:  # fmt: skip
    """Build the index of these documents and let it count; the one before stays until the next build.

    Passages that the index before holds already are not embedded again. The first build compiles the embedding model.

    Raises:
        IndexBusyError: another process is building; says which.
        IndexUnwritableError: there is no space, or no right to write.
        ModelError: the embedding model cannot be used.
        StoreUnreachableError: the Chroma server does not answer.
    """
    layout = Layout(directory)
    options = options or IndexOptions()
    told = on_progress or (lambda *_: None)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with _alone(layout):
            model = embedder or for_building(compile_model(layout.models, options, told), options)
            build = layout.begin()
            manifest = _write(build, corpus, model, _known(layout, model), told, options=options)
            told("Verifying", 0, 1)
            # What a kill would leave of it lies among the builds, and goes with the next one.
            if problems := problems_of(build, corpus, model, options, scratch=layout.builds):
                raise IndexDamagedError(f"The new index is not what was written, so it was not kept: {problems[0]}")
            layout.switch(build)
            told("Verifying", 1, 1)
            return manifest
    except OSError as error:
        raise IndexUnwritableError(
            f"The index in {directory} cannot be written: {error.strerror or error}. "
            "Free space or grant the right to write, then run `indicated index build` again."
        ) from error


def index_status(
    directory: Path, corpus: Corpus, *, embedder: Embedder | None = None, options: IndexOptions | None = None
) -> IndexStatus:
    """Whether the index can be opened for these documents; looks at every file that a search reads."""
    try:
        index = open_index(directory, corpus, embedder=embedder, options=options)
    except IndexMissingError as error:
        return IndexStatus("missing", str(error))
    except IndexStaleError as error:
        return IndexStatus("stale", str(error))
    except IndexProblem as error:
        return IndexStatus("damaged", str(error))
    index.close()
    found = index.manifest
    return IndexStatus("ready", f"{found.passages:,} passages of {found.documents:,} documents, {found.model}", found)


def _write(
    build: Path, corpus: Corpus, embedder: Embedder, known: Mapping[str, Vectors], told: Progress,
    *, options: IndexOptions,
) -> Manifest:  # fmt: skip
    passages = corpus.passages()
    if not passages:
        raise IndexProblem("There is nothing to index: the documents hold no passages. Add some.")
    texts = [searched_text(passage) for passage in passages]
    vectors = _embed(texts, embedder, known, told)
    write_documents(build / DOCUMENTS, corpus)
    write_passages(build / PASSAGES, passages)
    np.save(build / VECTORS, vectors)
    names = {document: sorted(each) for document, each in Names.of(corpus).by_document.items()}
    (build / NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    Lexical.of(texts).save(build / LEXICAL)
    told("Storing", 0, len(passages))
    _store(build, passages, texts, vectors, embedder, options=options)
    told("Storing", len(passages), len(passages))
    files = files_below(build)
    for path in files.values():
        keep(path)
    manifest = Manifest(
        corpus.sha256, embedder.name, embedder.sha256, embedder.dimension, len(passages), len(corpus.documents),
        {name: sha256_of(path) for name, path in files.items()},
    )  # fmt: skip
    manifest.write(build)
    return manifest


def _embed(texts: Sequence[str], embedder: Embedder, known: Mapping[str, Vectors], told: Progress) -> Vectors:
    keys = [fingerprint(text) for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    fresh = embedder.embed_all(list(new.values()), told)
    vectors = {**known, **dict(zip(new, fresh, strict=True))}
    return np.stack([vectors[key] for key in keys])


def _store(
    build: Path, passages: Sequence[Passage], texts: Sequence[str], vectors: Vectors, embedder: Embedder,
    *, options: IndexOptions,
) -> None:  # fmt: skip
    from index.adapters import PassageEmbeddings

    known = dict(zip(texts, vectors, strict=True))
    metadatas = [
        {"document": each.document, "section": each.section, "start": each.start, "end": each.end} for each in passages
    ]
    with Store.create(build, PassageEmbeddings(embedder, known), options.chroma_url) as store:
        store.add([passage.id for passage in passages], texts, metadatas)


def _known(layout: Layout, embedder: Embedder) -> dict[str, Vectors]:
    """The vectors of the build that counts by the fingerprint of their text, if they are whole and this embedder's."""
    try:
        build = layout.current()
        manifest = Manifest.read(build)
        same = (manifest.model, manifest.model_sha256) == (embedder.name, embedder.sha256)
        if not same or any(sha256_of(build / name) != manifest.files[name] for name in (VECTORS, PASSAGES)):
            return {}
        return dict(zip(read_fingerprints(build / PASSAGES), np.load(build / VECTORS), strict=True))
    # An index that is missing or broken just has nothing to give.
    except (IndexProblem, OSError, ValueError, KeyError):
        return {}


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    """Hold the lock of the index; who holds it, and since when, stands in the file beside it."""
    lock = filelock.FileLock(layout.lock, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        try:
            who = layout.holder.read_text(encoding="utf-8").strip() or "another process"
        except OSError:
            who = "another process"
        raise IndexBusyError(
            f"The index in {layout.directory} is being built by {who}. Wait until it is done, then try again."
        ) from None
    try:
        since = datetime.now(UTC).isoformat(" ", "seconds")
        layout.holder.write_text(f"process {os.getpid()} on {socket.gethostname()} since {since}\n", encoding="utf-8")
        yield
    finally:
        layout.holder.unlink(missing_ok=True)
        lock.release()
