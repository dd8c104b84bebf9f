from __future__ import annotations

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever

from index import PassageEmbeddings, PassageRetriever


def test_the_embedding_is_langchains_and_gives_our_vectors(embedder):
    embeddings = PassageEmbeddings(embedder)
    assert isinstance(embeddings, Embeddings)
    assert np.array_equal(np.float32(embeddings.embed_query("film")), embedder.embed("film"))
    assert embeddings.embed_documents(["film", "zinc"])[0] == embeddings.embed_query("film")


def test_a_known_vector_is_not_made_again(embedder):
    embeddings = PassageEmbeddings(embedder, {"film": np.float32([1, 0])})
    assert embeddings.embed_documents(["film"]) == [[1.0, 0.0]]
    assert embedder.embedded == []


def test_the_retriever_is_langchains_and_gives_our_hits(small_index):
    retriever = PassageRetriever(index=small_index, max_hits=2)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("zinc ointment")
    hits = small_index.search("zinc ointment", max_hits=2)
    assert [(each.id, each.page_content) for each in documents] == [(hit.passage.id, hit.passage.text) for hit in hits]
    text = small_index.corpus.documents["night-1999"].text
    found = documents[0].metadata
    assert text[found["start"] : found["end"]] == documents[0].page_content == "Zinc ointment has no place."
    assert (found["document"], found["year"], found["status"]) == ("night-1999", 1999, "historic")
    assert found["similarity"] == hits[0].similarity


@pytest.mark.parametrize("name", ["MiniLm", "chromadb"])
def test_the_package_has_no_other_names(name):
    import index

    with pytest.raises(AttributeError, match=name):
        getattr(index, name)
