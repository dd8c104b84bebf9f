"""The vector store: Chroma, in a build's folder or at a server, written and read through LangChain's interfaces."""

from __future__ import annotations

import errno
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import numpy as np

from index.errors import REBUILD, IndexDamagedError, IndexProblem, IndexUnwritableError, StoreUnreachableError
from index.files import files_below, read_sealed, write_sealed

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import VectorStore

    from index.embedding import Vectors

#: The folder of a build that belongs to the store.
CHROMA = "chroma"
#: Stands in that folder instead of Chroma's own files if a server holds the passages; says under what name.
_SERVED = "served.json"
_COLLECTION = "passages"
#: How many passages go to Chroma at once; its own limit is above 5,000.
_BATCH = 1_000
#: Chroma's search is approximate; with these it finds nearly all of the 200 nearest that exact search finds.
_GRAPH = {"space": "cosine", "ef_construction": 400, "ef_search": 500, "max_neighbors": 48}


class Store:
    """An open store. Close it, or use it in a `with`."""

    def __init__(self, place: Path | str, embeddings: Embeddings, *, collection: str = _COLLECTION,
                 create: bool = False, aside: tempfile.TemporaryDirectory[str] | None = None) -> None:  # fmt: skip
        """Opens or creates a store in a folder, or in a collection at a server's URL.

        `aside` is removed when the store is closed.

        Raises:
            IndexDamagedError: the folder cannot be read.
            IndexUnwritableError: a store cannot be created there.
            StoreUnreachableError: the server does not answer, or has no such collection.
        """
        from langchain_chroma import Chroma

        self._place = place
        try:
            client = _client(place)
            self._end = weakref.finalize(self, _let_go, client, aside)
            self._chroma = Chroma(
                collection, embeddings, client=client, create_collection_if_not_exists=create,
                collection_configuration={"hnsw": _GRAPH} if create else None,  # type: ignore[arg-type]  # a typed dict there
            )  # fmt: skip
            self._collection: Any = client.get_collection(collection, embedding_function=None)
        # Chroma's errors come from two languages and have nothing but Exception in common.
        except Exception as error:
            raise (self._unwritable(error) if create else self._unreadable(error)) from error

    @classmethod
    def create(cls, build: Path, embeddings: Embeddings, url: str | None = None) -> Self:
        """An empty store for a new build, in its folder or at the server with this URL.

        Raises:
            StoreUnreachableError: the server does not answer.
        """
        if url is None:
            return cls(build / CHROMA, embeddings, create=True)
        collection = f"indicated-{secrets.token_hex(8)}"
        (build / CHROMA).mkdir()
        # Written down before it is made: whoever removes a build that was cut short finds what to remove with it.
        write_sealed(build / CHROMA / _SERVED, {"collection": collection, "url": url})
        return cls(url, embeddings, collection=collection, create=True)

    @classmethod
    def of_build(
        cls, build: Path, embeddings: Embeddings, url: str | None = None, *, scratch: Path | None = None
    ) -> Self:
        """The store of a build. One in a folder is copied, as Chroma writes into whatever it opens.

        `scratch` is where the copy is put; where the system keeps such things if left out.

        Raises:
            IndexDamagedError: it cannot be read.
            IndexUnwritableError: there is no room for the copy.
            StoreUnreachableError: the server does not answer, or has no such collection.
        """
        folder = build / CHROMA
        if url is not None:
            try:
                return cls(url, embeddings, collection=str(read_sealed(folder / _SERVED)["collection"]))
            except (OSError, ValueError) as error:
                raise IndexDamagedError(f"{folder / _SERVED} cannot be read. {REBUILD}") from error
        aside = tempfile.TemporaryDirectory(prefix="indicated-store-", dir=scratch)
        try:
            for name, path in files_below(folder).items():
                copy = Path(aside.name, "store", name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
            store = cls(Path(aside.name) / "store", embeddings, aside=aside)
        except (OSError, IndexDamagedError) as error:
            aside.cleanup()
            if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise IndexUnwritableError(f"There is no room in {aside.name} to open {folder}. Free space.") from error
            raise IndexDamagedError(f"The vector store in {folder} cannot be read. {REBUILD}") from error
        store._place = folder
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
            for batch in _batches(len(ids)):
                self._chroma.add_texts(list(texts[batch]), list(metadatas[batch]), ids=list(ids[batch]))
        except Exception as error:
            raise self._unwritable(error) from error

    def count(self) -> int:
        """How many passages it holds.

        Raises:
            IndexProblem: it cannot be read.
        """
        try:
            return int(self._collection.count())
        except Exception as error:
            raise self._unreadable(error) from error

    def held(self, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, Any], Vectors]]:
        """Text, metadata and vector of those of these ids that it holds.

        Raises:
            IndexProblem: it cannot be read.
        """
        found: dict[str, tuple[str, dict[str, Any], Vectors]] = {}
        try:
            for batch in _batches(len(ids)):
                rows = self._chroma.get(list(ids[batch]), include=["embeddings", "documents", "metadatas"])
                vectors = np.asarray(rows["embeddings"], np.float32)
                for name, text, metadata, vector in zip(
                    rows["ids"], rows["documents"], rows["metadatas"], vectors, strict=True
                ):
                    found[name] = (text, dict(metadata), vector)
        except Exception as error:
            raise self._unreadable(error) from error
        return found

    def nearest(self, vector: Vectors, count: int, documents: Collection[str] | None = None) -> list[str]:
        """The ids next to a vector, nearest first; of these documents alone, if any are named.

        Raises:
            IndexProblem: it cannot be read.
        """
        where = None if documents is None else {"document": {"$in": sorted(documents)}}
        try:
            # LangChain's search would fetch texts that nobody reads, which takes three times as long.
            found = self._collection.query(query_embeddings=[vector], n_results=count, where=where, include=[])
        except Exception as error:
            raise self._unreadable(error) from error
        return [str(name) for name in found["ids"][0]]

    def close(self) -> None:
        """Let go of its files or its server; further calls do nothing."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _unwritable(self, error: Exception) -> IndexProblem:
        if isinstance(self._place, str):
            return self._unreadable(error)
        return IndexUnwritableError(
            f"The vector store in {self._place} cannot be written: {_first_line(error)}. "
            "Free space or grant the right to write, then run `indicated index build` again."
        )

    def _unreadable(self, error: Exception) -> IndexProblem:
        if isinstance(self._place, str):
            return StoreUnreachableError(
                f"The Chroma server at {self._place} does not give the passages of this index "
                f"({_first_line(error)}). Start it, or run `indicated index build`."
            )
        return IndexDamagedError(f"The vector store in {self._place} cannot be read. {REBUILD}")


def is_served(build: Path) -> bool:
    """Whether a server holds the passages of a build, not its folder."""
    return (build / CHROMA / _SERVED).is_file()


def forget(build: Path) -> bool:
    """Remove what a server holds for a build; False if the server cannot be asked now, and the build has to wait."""
    if not is_served(build):
        return True
    try:
        served = read_sealed(build / CHROMA / _SERVED)
    except (OSError, ValueError):
        # Cut short before the collection was made, or damaged: what it was called nobody knows.
        return True
    from chromadb.errors import NotFoundError

    try:
        client = _client(served["url"])
    except Exception:  # noqa: BLE001 - as above; it is tried again with the next build
        return False
    try:
        client.delete_collection(served["collection"])
    except NotFoundError:
        return True
    except Exception:  # noqa: BLE001 - as above
        return False
    finally:
        _let_go(client)
    return True


def _client(place: Path | str) -> Any:  # noqa: ANN401 - its class is made at run time
    import chromadb
    from chromadb.config import Settings

    # Without this setting Chroma would report its use to its makers.
    quiet = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(str(place), quiet)
    parts = urlsplit(place)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(parts.hostname or "", parts.port or (443 if secure else 80), secure, settings=quiet)


def _let_go(client: Any, aside: tempfile.TemporaryDirectory[str] | None = None) -> None:  # noqa: ANN401 - as above
    client.close()
    # Chroma leaves the connections to a server open.
    for each in (client, client._admin_client):
        if connection := getattr(each._server, "_session", None):
            connection.close()
    if aside:
        aside.cleanup()


def _batches(count: int) -> list[slice]:
    return [slice(start, start + _BATCH) for start in range(0, count, _BATCH)]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200].rstrip(".")
