"""One contract for a store in a folder and one at a server."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import numpy as np
import pytest

from index import (
    IndexDamagedError,
    IndexOptions,
    IndexStaleError,
    IndexUnwritableError,
    PassageEmbeddings,
    StoreUnreachableError,
    build_index,
    check_index,
    open_index,
)
from index import store as module
from index.files import files_below, read_sealed, sha256_of, write_sealed
from index.layout import Layout
from index.store import Store, forget, is_served

TEXTS = {"a": "film of the spine", "b": "magnets and spines", "c": "zinc ointment"}


@pytest.fixture
def build(tmp_path):
    (tmp_path / "build").mkdir()
    return tmp_path / "build"


@pytest.fixture
def filled(build, embedder, options):
    """A build whose store holds three passages."""
    with Store.create(build, PassageEmbeddings(embedder), options.chroma_url) as store:
        store.add(list(TEXTS), list(TEXTS.values()), [{"document": name * 2} for name in TEXTS])
    yield build
    forget(build)


@pytest.fixture
def store(filled, embedder, options):
    with Store.of_build(filled, PassageEmbeddings(embedder), options.chroma_url) as opened:
        yield opened


@pytest.fixture
def nobody():
    """The URL of a server that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def test_what_is_put_in_comes_out(store, embedder):
    held = store.held([*TEXTS, "d"])
    assert {name: text for name, (text, _, _) in held.items()} == TEXTS
    assert held["b"][1] == {"document": "bb"}
    assert np.allclose(held["c"][2], embedder.embed("zinc ointment"), atol=1e-6)
    assert store.count() == 3


def test_more_than_goes_in_at_once_comes_out(build, embedder, options, monkeypatch):
    monkeypatch.setattr(module, "_BATCH", 2)
    many = {f"n{n}": f"text {n}" for n in range(5)}
    with Store.create(build, PassageEmbeddings(embedder), options.chroma_url) as store:
        store.add(list(many), list(many.values()), [{"document": "d"}] * 5)
        assert {name: text for name, (text, _, _) in store.held(list(many)).items()} == many
    forget(build)


def test_the_nearest_comes_first_and_documents_can_be_named(store, embedder):
    assert store.nearest(embedder.embed("zinc"), 3)[0] == "c"
    assert store.nearest(embedder.embed("zinc"), 3, {"aa", "bb"}) in (["a", "b"], ["b", "a"])


def test_reading_leaves_every_byte_of_the_build_as_it_was(filled, embedder, options):
    before = {name: sha256_of(path) for name, path in files_below(filled).items()}
    with Store.of_build(filled, PassageEmbeddings(embedder), options.chroma_url) as store:
        store.nearest(embedder.embed("zinc"), 1)
    assert {name: sha256_of(path) for name, path in files_below(filled).items()} == before


def test_an_index_is_built_checked_and_searched_in_either_place(tmp_path, small, embedder, options):
    directory = tmp_path / "index"
    build_index(directory, small, embedder=embedder, options=options)
    assert is_served(Layout(directory).current()) == bool(options.chroma_url)
    assert check_index(directory, small, embedder=embedder, options=options) == []
    exact = open_index(directory, small, embedder=embedder, options=options)
    approximate = open_index(directory, small, embedder=embedder, options=options, exact_up_to=0)
    for query in ("zinc ointment", "MRI for a child with night pain", "bone scan"):
        assert approximate.search(query) == exact.search(query) != ()
        named = {"night-2020"}
        assert approximate.search(query, documents=named) == exact.search(query, documents=named)
    assert exact.vector_store().similarity_search("zinc", k=1)[0].metadata["document"] == "night-1999"
    approximate.close()
    exact.close()


def test_what_chroma_holds_otherwise_is_found_in_either_place(tmp_path, small, embedder, options, reseal):
    directory = tmp_path / "index"
    build_index(directory, small, embedder=embedder, options=options)
    build = Layout(directory).current()
    place = options.chroma_url or build / "chroma"
    collection = read_sealed(build / "chroma/served.json")["collection"] if options.chroma_url else "passages"
    one, two, three = (passage.id for passage in small.passages()[:3])
    with Store(place, PassageEmbeddings(embedder), collection=collection) as store:
        inside = store.vector_store._collection
        inside.update([one], embeddings=[embedder.embed("something else").tolist()])
        inside.update([two], metadatas=[{"start": 1}])
        inside.delete([three])
    if not options.chroma_url:
        reseal(build)
    problems = "\n".join(check_index(directory, small, embedder=embedder, options=options))
    assert f"Passage {one} has another text or vector in Chroma." in problems
    assert f"Passage {two} stands elsewhere in Chroma." in problems
    assert f"Passage {three} is not in Chroma." in problems
    assert "Chroma holds 5 passages, the index 6." in problems


def test_no_two_stores_at_a_server_share_a_name(tmp_path, embedder, chroma_url):
    names = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        Store.create(tmp_path / name, PassageEmbeddings(embedder), chroma_url).close()
        names.append((tmp_path / name / "chroma" / "served.json").read_text())
        assert forget(tmp_path / name)
        assert forget(tmp_path / name), "what is gone already is no obstacle"
    assert names[0] != names[1]


def test_builds_that_are_removed_are_removed_at_the_server(tmp_path, small, embedder, chroma_url):
    options = IndexOptions(chroma_url=chroma_url)
    client = module._client(chroma_url)
    before = client.count_collections()
    for _ in range(4):
        build_index(tmp_path / "index", small, embedder=embedder, options=options)
    assert client.count_collections() == before + 2
    assert len(list((tmp_path / "index" / "builds").iterdir())) == 2
    for build in (tmp_path / "index" / "builds").iterdir():
        forget(build)
    assert client.count_collections() == before
    module._let_go(client)


def test_a_build_waits_to_be_removed_until_its_server_answers(tmp_path, small, embedder, chroma_url):
    options = IndexOptions(chroma_url=chroma_url)
    build_index(tmp_path / "index", small, embedder=embedder, options=options)
    first = Layout(tmp_path / "index").current()
    served = first / "chroma" / "served.json"
    whole = read_sealed(served)
    write_sealed(served, whole | {"url": "http://127.0.0.1:9"})
    for _ in range(2):
        build_index(tmp_path / "index", small, embedder=embedder)
    assert first.is_dir()
    write_sealed(served, whole)
    build_index(tmp_path / "index", small, embedder=embedder)
    assert not first.exists()


def test_a_server_that_is_not_there_is_named_with_what_to_do(tmp_path, small, embedder, nobody):
    options = IndexOptions(chroma_url=nobody)
    with pytest.raises(StoreUnreachableError, match=rf"server at {nobody} .*Start it"):
        build_index(tmp_path / "index", small, embedder=embedder, options=options)


def test_a_server_that_is_lost_after_the_build_is_named_and_exact_search_needs_none(
    tmp_path, small, embedder, chroma_url, nobody
):
    build_index(tmp_path / "index", small, embedder=embedder, options=IndexOptions(chroma_url=chroma_url))
    lost = IndexOptions(chroma_url=nobody)
    assert open_index(tmp_path / "index", small, embedder=embedder, options=lost).search("zinc")
    with pytest.raises(StoreUnreachableError, match="Start it"):
        open_index(tmp_path / "index", small, embedder=embedder, options=lost, exact_up_to=0).search("zinc")
    assert "Start it" in check_index(tmp_path / "index", small, embedder=embedder, options=lost)[0]
    forget(Layout(tmp_path / "index").current())


def test_an_index_kept_in_another_place_than_asked_for_is_stale(tmp_path, built, small, embedder, chroma_url):
    options = IndexOptions(chroma_url=chroma_url)
    with pytest.raises(IndexStaleError, match="INDICATED_CHROMA_URL names a server"):
        open_index(built, small, embedder=embedder, options=options)
    build_index(tmp_path / "index", small, embedder=embedder, options=options)
    with pytest.raises(IndexStaleError, match="INDICATED_CHROMA_URL names none"):
        open_index(tmp_path / "index", small, embedder=embedder)
    forget(Layout(tmp_path / "index").current())


def test_a_store_that_cannot_be_written_says_so(tmp_path, embedder, monkeypatch):
    with Store(tmp_path / "chroma", PassageEmbeddings(embedder), create=True) as store:
        monkeypatch.setattr(
            store._chroma, "add_texts", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("disk full"))
        )
        with pytest.raises(IndexUnwritableError, match=r"cannot be written: disk full\. .*indicated index build"):
            store.add(["a"], ["text"], [{"document": "d"}])


def test_a_damaged_store_is_refused(built, embedder, tmp_path):
    build = Layout(built).current()
    (build / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Store.of_build(build, PassageEmbeddings(embedder))
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Store.of_build(tmp_path / "gone", PassageEmbeddings(embedder))


def test_a_store_leaves_no_copy_behind(built, embedder, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "aside"))
    (tmp_path / "aside").mkdir()
    store = Store.of_build(Layout(built).current(), PassageEmbeddings(embedder))
    assert len(list((tmp_path / "aside").iterdir())) == 1
    del store
    assert list((tmp_path / "aside").iterdir()) == []


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
build, url = Path(sys.argv[1]), sys.argv[2] or None
with Store.create(build, Flat(), url) as store:
    store.add(["a"], ["text"], [{"document": "d"}])
with Store.of_build(build, Flat(), url) as store:
    assert store.vector_store.similarity_search("text", k=1)[0].page_content == "text"
print(json.dumps(seen))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), ""], capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_a_server_is_the_only_thing_reached_for(tmp_path, chroma_url):
    """As above; whatever is reached for is the server named."""
    program = """
import sys
from pathlib import Path
port = int(sys.argv[2].rsplit(":", 1)[1])
def watch(event, args):
    if event == "socket.connect" and tuple(args[1]) != ("127.0.0.1", port):
        print(args[1])
sys.addaudithook(watch)
from langchain_core.embeddings import Embeddings
from index.store import Store, forget
class Flat(Embeddings):
    def embed_documents(self, texts): return [self.embed_query(text) for text in texts]
    def embed_query(self, text): return [1.0, float(len(text))]
with Store.create(Path(sys.argv[1]), Flat(), sys.argv[2]) as store:
    store.add(["a"], ["text"], [{"document": "d"}])
    store.vector_store.similarity_search("text", k=1)
assert forget(Path(sys.argv[1]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), chroma_url],
        capture_output=True, text=True, check=True, timeout=60, env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )  # fmt: skip
    assert done.stdout == ""
