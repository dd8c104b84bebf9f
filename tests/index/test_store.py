from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from index import IndexDamagedError, IndexUnwritableError, MiniLmEmbeddings
from index.files import files_below, sha256_of
from index.store import Store

TEXTS = {"a": "film of the spine", "b": "magnets and spines", "c": "zinc ointment"}


@pytest.fixture
def folder(tmp_path, embedder):
    with Store(tmp_path / "chroma", MiniLmEmbeddings(embedder), create=True) as store:
        store.add(list(TEXTS), list(TEXTS.values()), [{"document": name * 2} for name in TEXTS])
    return tmp_path / "chroma"


def test_what_is_put_in_comes_out(folder, embedder):
    with Store.of_copy(folder, MiniLmEmbeddings(embedder)) as store:
        held = store.all()
    assert {name: text for name, (text, _, _) in held.items()} == TEXTS
    assert held["b"][1] == {"document": "bb"}
    assert np.allclose(held["c"][2], embedder.embed("zinc ointment"), atol=1e-6)


def test_the_nearest_comes_first_and_documents_can_be_named(folder, embedder):
    with Store.of_copy(folder, MiniLmEmbeddings(embedder)) as store:
        assert store.nearest(embedder.embed("zinc"), 3)[0] == "c"
        assert store.nearest(embedder.embed("zinc"), 3, {"aa", "bb"}) in (["a", "b"], ["b", "a"])


def test_reading_a_copy_leaves_every_byte_as_it_was(folder, embedder):
    before = {name: sha256_of(path) for name, path in files_below(folder).items()}
    with Store.of_copy(folder, MiniLmEmbeddings(embedder)) as store:
        store.nearest(embedder.embed("zinc"), 1)
    assert {name: sha256_of(path) for name, path in files_below(folder).items()} == before


def test_a_store_that_cannot_be_written_says_so(tmp_path, embedder, monkeypatch):
    with Store(tmp_path / "chroma", MiniLmEmbeddings(embedder), create=True) as store:
        monkeypatch.setattr(
            store._chroma, "add_texts", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("disk full"))
        )
        with pytest.raises(IndexUnwritableError, match=r"cannot be written: disk full\. .*indicated index build"):
            store.add(["a"], ["text"], [{"document": "d"}])


def test_a_damaged_store_is_refused(folder, embedder, tmp_path):
    (folder / "chroma.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Store.of_copy(folder, MiniLmEmbeddings(embedder))
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Store.of_copy(tmp_path / "gone", MiniLmEmbeddings(embedder))


def test_nothing_reaches_for_the_network(tmp_path):
    """Writing and reading, in a process of its own that reports every connection and name look-up."""
    program = """
import json, sys
from pathlib import Path
seen = []
watched = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request")
sys.addaudithook(lambda event, args: seen.append([event, str(args)]) if event in watched else None)
from langchain_core.embeddings import Embeddings
from index.store import Store
class Flat(Embeddings):
    def embed_documents(self, texts): return [self.embed_query(text) for text in texts]
    def embed_query(self, text): return [1.0, float(len(text))]
folder = Path(sys.argv[1]) / "chroma"
with Store(folder, Flat(), create=True) as store:
    store.add(["a"], ["text"], [{"document": "d"}])
with Store.of_copy(folder, Flat()) as store:
    assert store.vector_store.similarity_search("text", k=1)[0].page_content == "text"
print(json.dumps(seen))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []
