"""Our embedding and our retriever as LangChain knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.embedding import Embedder
from index.retrieve import Hit, Index

if TYPE_CHECKING:
    from index.embedding import Vectors


class PassageEmbeddings(Embeddings):
    """An embedder of ours behind LangChain's interface."""

    def __init__(self, embedder: Embedder, known: Mapping[str, Vectors] | None = None) -> None:
        """`known` holds vectors of passages that need not be embedded again."""
        self._embedder = embedder
        self._known = known or {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 for each passage."""
        return [self._embedder.embed(text).tolist() if (known := self._known.get(text)) is None else known.tolist()
                for text in texts]  # fmt: skip

    def embed_query(self, text: str) -> list[float]:
        """A vector of length 1 for what is looked for."""
        found: list[float] = self._embedder.embed_query(text).tolist()
        return found


class PassageRetriever(BaseRetriever):
    """The whole search, words and meaning, as a LangChain retriever.

    A document's `page_content` is the passage, character for character; `metadata` says where it stands.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    max_hits: int = 8

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [self._document(hit) for hit in self.index.search(query, max_hits=self.max_hits)]

    def _document(self, hit: Hit) -> Document:
        passage = hit.passage
        source = self.index.corpus.documents[passage.document]
        metadata = {
            "document": passage.document, "section": passage.section, "start": passage.start, "end": passage.end,
            "title": source.title, "publisher": source.publisher, "year": source.year, "status": source.status,
            "url": source.url, "score": hit.score, "similarity": hit.similarity, "lexical": hit.lexical,
        }  # fmt: skip
        return Document(id=passage.id, page_content=passage.text, metadata=metadata)
