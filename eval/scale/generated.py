"""As many passages as asked for, made from real ones: words drawn anew, vectors moved by seeded noise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from corpus import Corpus, GuidanceDocument, Passage, Section, load_corpus
from index.embedding import Embedder, Progress, Vectors

#: How many passages one made document has.
_PASSAGES = 100
#: How far a made vector is moved: its cosine to the real one it comes from is about 0.89.
_NOISE = 0.5
_NUMBER = re.compile(r"Case (\d+)")


def real_passages() -> tuple[Passage, ...]:
    """The passages of the guidance."""
    return load_corpus().passages()


def generated_vectors(real: Vectors, count: int, seed: int) -> Vectors:
    """Shape (count, dimension), rows of length 1: real vectors in turn, each moved in a direction of its own."""
    chance = np.random.default_rng(seed)
    vectors = real[np.arange(count) % len(real)].astype(np.float32)
    # In stretches, so that the noise does not take as much room as the vectors once more.
    for start in range(0, count, 50_000):
        part = vectors[start : start + 50_000]
        noise = chance.standard_normal(part.shape, np.float32)
        part += _NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def generated_corpus(real: Sequence[Passage], count: int, seed: int) -> Corpus:
    """So many passages in documents of a hundred, each numbered, in words of real passages drawn anew."""
    chance = np.random.default_rng(seed + 1)
    words = [passage.text.split() for passage in real]
    every = np.array([word for each in words for word in each if word.isalpha()])
    documents = {}
    for first in range(0, count, _PASSAGES):
        parts, sections, at = [], [], 0
        for number in range(first, min(first + _PASSAGES, count)):
            length = max(8, len(words[number % len(words)]))
            text = f"Case {number} " + " ".join(chance.choice(every, length)) + ".\n\n"
            sections.append(Section(f"s{number}", f"Case {number}", (f"Case {number}",), at, at + len(text)))
            parts.append(text)
            at += len(text)
        name = f"made-{first}"
        documents[name] = GuidanceDocument(
            name, f"Made {first}", "Nobody", 2020, None, "unknown", None, "".join(parts), tuple(sections), origin="user"
        )  # fmt: skip
    return Corpus(documents)


class GeneratedEmbedder:
    """Gives made passages their made vectors, and queries those of a real model."""

    name = "generated/float32"

    def __init__(self, vectors: Vectors, model: Embedder, seed: int) -> None:
        self._vectors = vectors
        self._model = model
        self.sha256 = hashlib.sha256(f"{seed} {vectors.shape}".encode()).hexdigest()
        self.dimension = int(vectors.shape[1])

    def embed(self, text: str) -> Vectors:
        found = _NUMBER.search(text)
        return self._vectors[int(found.group(1))] if found else self._model.embed(text)

    def embed_query(self, text: str) -> Vectors:
        return self._model.embed_query(text)

    def embed_all(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        if on_progress:
            on_progress("Embedding passages", len(texts), len(texts))
        return np.stack([self.embed(text) for text in texts]) if texts else self._vectors[:0]
