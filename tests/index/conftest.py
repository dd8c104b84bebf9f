"""A small corpus, and an embedder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus, load_document
from index import Index, build_index, open_index
from index.words import words

FIRST = """---
id: night-2020
title: Night pain
publisher: Board of Lumbar Studies
year: 2020
status: current
---

# Night pain

## Children {#children}

A child with night pain has an MRI.

## Adults {#adults}

Night pain alone is no reason to scan an adult.

| Study | Rating |
|---|---|
| MRI lumbar spine | May be |
| Bone scan | No |
"""
SECOND = """---
id: night-1999
title: Night pain, first edition
publisher: Board of Lumbar Studies
year: 1999
status: historic
---

# Night pain, first edition

## Children {#children}

A child with night pain has a film.

## Zinc {#zinc}

Zinc ointment has no place.
"""


class FakeEmbedder:
    """Adds up a fixed random direction for each word: texts that share words are near each other."""

    name = "fake/float32"
    sha256 = "f" * 64
    dimension = 32

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, text: str):
        self.embedded.append(text)
        total = np.full(self.dimension, 1e-3)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)

    def embed_all(self, texts: Sequence[str], on_progress=None):
        rows = [self.embed(text) for text in texts]
        if on_progress:
            on_progress("Embedding passages", len(rows), len(rows))
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def corpus_of(tmp_path: Path) -> Callable[..., Corpus]:
    """A corpus of these texts."""

    def make(*texts: str) -> Corpus:
        documents = {}
        for n, text in enumerate(texts):
            path = tmp_path / "documents" / f"{n}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            document = load_document(path)
            documents[document.id] = document
        return Corpus(documents)

    return make


@pytest.fixture
def small(corpus_of) -> Corpus:
    """Two editions of one small guideline."""
    return corpus_of(FIRST, SECOND)


@pytest.fixture
def built(tmp_path: Path, small: Corpus, embedder: FakeEmbedder) -> Path:
    """The directory of an index of the small corpus."""
    build_index(tmp_path / "data" / "index", small, embedder=embedder)
    return tmp_path / "data" / "index"


@pytest.fixture
def small_index(built: Path, small: Corpus, embedder: FakeEmbedder) -> Index:
    """It, opened."""
    return open_index(built, small, embedder=embedder)
