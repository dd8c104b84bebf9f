"""A small corpus, and an embedder that needs no model."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import Corpus, load_document
from index import Index, IndexOptions, Manifest, build_index, open_index
from index.files import sha256_of
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

    def embed_query(self, text: str):
        return self.embed(text)

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


@pytest.fixture
def reseal() -> Callable[[Path], None]:
    """Lets the manifest of a build agree with its files, so that only what they say can give a problem away."""

    def again(build: Path) -> None:
        manifest = Manifest.read(build)
        files = {name: sha256_of(build / name) for name in manifest.files}
        dataclasses.replace(manifest, files=files).write(build)

    return again


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of this test run's own, on a free port of this machine."""
    command = Path(sys.executable).parent / "chroma"
    if not command.is_file():
        pytest.skip(f"{command}, which starts a Chroma server, is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = tmp_path_factory.mktemp("chroma-server")
    with (place / "log").open("wb") as log:
        server = subprocess.Popen(
            [command, "run", "--path", place / "data", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log, stderr=log, env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )  # fmt: skip
    try:
        if not _answers(port, server):
            pytest.skip(f"the Chroma server does not start here: {(place / 'log').read_text(errors='replace')[-300:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture(params=["folder", "server"])
def options(request: pytest.FixtureRequest) -> IndexOptions:
    """Each place for the vectors in turn: what an index promises holds for both."""
    return IndexOptions(chroma_url=request.getfixturevalue("chroma_url") if request.param == "server" else None)


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return True
        except OSError:
            if server.poll() is not None:
                return False
            time.sleep(0.1)
    return False
