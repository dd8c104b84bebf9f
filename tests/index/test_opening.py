from __future__ import annotations

import pytest

from corpus import Corpus
from index import IndexDamagedError, IndexMissingError, IndexStaleError, build_index, open_current, open_index
from index.layout import Layout


def test_an_index_opens_with_the_documents_it_was_built_from(built, small, embedder):
    opened = open_current(built, Corpus({}), embedder=embedder)
    assert opened.corpus.documents == small.documents
    query = "zinc ointment"
    assert opened.search(query) == open_index(built, small, embedder=embedder).search(query) != ()


def test_guidance_that_changed_with_the_code_is_stale(built, corpus, embedder):
    with pytest.raises(IndexStaleError, match=r"the documents have changed\. Run `indicated index build`"):
        open_current(built, corpus, embedder=embedder)


def test_a_missing_index_says_what_to_run(tmp_path, embedder):
    with pytest.raises(IndexMissingError, match="indicated index build"):
        open_current(tmp_path, Corpus({}), embedder=embedder)


def test_a_document_of_the_build_that_was_changed_is_damage(built, embedder):
    path = Layout(built).current() / "documents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Zinc ointment", b"Zink ointment"))
    with pytest.raises((IndexDamagedError, IndexStaleError), match="indicated index build"):
        open_current(built, Corpus({}), embedder=embedder)


def test_an_open_index_keeps_its_build_until_it_is_closed(built, corpus_of, small, embedder):
    opened = open_index(built, small, embedder=embedder)
    first = Layout(built).current()
    for n in range(3):
        build_other(built, corpus_of, embedder, n)
    # The vector store is opened only now, from a build that is neither the newest nor the one before.
    assert opened.vector_store().similarity_search("zinc", k=1)[0].metadata["document"] == "night-1999"
    opened.close()
    build_other(built, corpus_of, embedder, 9)
    assert not first.exists()


def build_other(directory, corpus_of, embedder, number):
    build_index(directory, corpus_of(f"---\nid: other\n---\nText {number}."), embedder=embedder)
