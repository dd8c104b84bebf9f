"""The vector store: Chroma in a folder, written and read through LangChain's interfaces."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from index.errors import REBUILD, IndexDamagedError, IndexUnwritableError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import VectorStore

    from index.embedding import Vectors

COLLECTION = "passages"
#: How many passages go to Chroma at once; its own limit is above 5,000.
_BATCH = 1_000
#: Chroma's search is approximate; with these it finds nearly all of the 200 nearest that exact search finds.
_GRAPH = {"space": "cosine", "ef_construction": 400, "ef_search": 500, "max_neighbors": 48}


class Store:
    """An open store. Close it, or use it in a `with`."""

    def __init__(self, folder: Path, embeddings: Embeddings, *, create: bool = False) -> None:
        """Opens or creates the store in a folder.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        self._folder = folder
        self._aside: tempfile.TemporaryDirectory[str] | None = None
        try:
            # Without this setting Chroma would report its use to its makers.
            self._client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
            self._chroma = Chroma(
                COLLECTION, embeddings, client=self._client, create_collection_if_not_exists=create,
                collection_configuration={"hnsw": _GRAPH} if create else None,  # type: ignore[arg-type]  # a typed dict there
            )  # fmt: skip
        # Chroma's errors come from two languages and have nothing but Exception in common.
        except Exception as error:
            raise self._damaged() from error

    @classmethod
    def of_copy(cls, folder: Path, embeddings: Embeddings) -> Self:
        """Opens a copy: Chroma writes into what it opens, and what was built has to stay as it was built.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        aside = tempfile.TemporaryDirectory(prefix="indicated-store-")
        try:
            shutil.copytree(folder, Path(aside.name) / "store")
            store = cls(Path(aside.name) / "store", embeddings)
        except (OSError, IndexDamagedError) as error:
            aside.cleanup()
            raise IndexDamagedError(f"The vector store in {folder} cannot be read. {REBUILD}") from error
        store._folder, store._aside = folder, aside
        return store

    @property
    def vector_store(self) -> VectorStore:
        """The store as LangChain knows it."""
        return self._chroma

    def add(self, ids: Sequence[str], texts: Sequence[str], metadatas: Sequence[dict[str, Any]]) -> None:
        """Put texts under their ids; their vectors come from the embeddings that the store was opened with.

        Raises:
            IndexUnwritableError: Chroma could not write them.
        """
        try:
            for start in range(0, len(ids), _BATCH):
                batch = slice(start, start + _BATCH)
                self._chroma.add_texts(list(texts[batch]), list(metadatas[batch]), ids=list(ids[batch]))
        except Exception as error:
            why = (str(error).splitlines() or [type(error).__name__])[0]
            raise IndexUnwritableError(
                f"The vector store in {self._folder} cannot be written: {why}. "
                "Free space or grant the right to write, then run `indicated index build` again."
            ) from error

    def all(self) -> dict[str, tuple[str, dict[str, Any], Vectors]]:
        """Text, metadata and vector of everything it holds, by id.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        try:
            held = self._chroma.get(include=["embeddings", "documents", "metadatas"])
            vectors = np.asarray(held["embeddings"], np.float32)
            rows = zip(held["documents"], held["metadatas"], vectors, strict=True)
            return dict(zip(held["ids"], ((text, dict(meta), vector) for text, meta, vector in rows), strict=True))
        except Exception as error:
            raise self._damaged() from error

    def nearest(self, vector: Vectors, count: int, documents: Collection[str] | None = None) -> list[str]:
        """The ids next to a vector, nearest first; of these documents alone, if any are named.

        Raises:
            IndexDamagedError: it cannot be read.
        """
        where: dict[str, Any] | None = None if documents is None else {"document": {"$in": sorted(documents)}}
        try:
            found = self._chroma.similarity_search_by_vector(vector.tolist(), k=count, filter=where)
        except Exception as error:
            raise self._damaged() from error
        return [str(each.id) for each in found]

    def close(self) -> None:
        """Let go of its files."""
        self._client.close()
        if self._aside:
            self._aside.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _damaged(self) -> IndexDamagedError:
        return IndexDamagedError(f"The vector store in {self._folder} cannot be read. {REBUILD}")
