"""Builds an index of passages, or opens it and answers queries, with one engine in a process of its own.

Run in the engine's environment: nothing of ours can be imported here but by our own engine. The task is
`{"engine": name, "phase": "build" | "serve", "folder": path, "model": path, "began": seconds,
"passages": [{"id", "title", "text"}], "queries": [text]}`. Each engine is set up as its own documentation shows it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

#: How many passages a query asks for.
DEPTH = 10
Task = dict[str, Any]
#: Passage ids for a query, best first.
Search = Callable[[str], list[str]]


class Engine(Protocol):
    """Something that finds passages; made with the model loaded."""

    def build(self) -> None:
        """Index the task's passages and keep them in its folder."""
        ...

    def open(self) -> Search:
        """Open what was kept."""
        ...


def _texts(task: Task) -> list[str]:
    return [f"{each['title']} {each['text']}" for each in task["passages"]]


def _ids(task: Task) -> list[str]:
    return [each["id"] for each in task["passages"]]


class LangChain:
    """Chroma and HuggingFaceEmbeddings through LangChain."""

    def __init__(self, task: Task) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]

        self.task = task
        self.embeddings = HuggingFaceEmbeddings(model_name=task["model"])

    def _store(self) -> Any:  # noqa: ANN401 - its class is not installed where this is checked
        from langchain_chroma import Chroma

        return Chroma("passages", self.embeddings, persist_directory=self.task["folder"])

    def build(self) -> None:
        self._store().add_texts(_texts(self.task), ids=_ids(self.task))

    def open(self) -> Search:
        store = self._store()
        return lambda query: [str(each.id) for each in store.similarity_search(query, k=DEPTH)]


class LlamaIndex:
    """VectorStoreIndex with HuggingFaceEmbedding, kept by its storage context."""

    def __init__(self, task: Task) -> None:
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding  # type: ignore[import-not-found]

        self.task = task
        self.embedding = HuggingFaceEmbedding(model_name=task["model"])

    def build(self) -> None:
        from llama_index.core import VectorStoreIndex  # type: ignore[import-not-found]
        from llama_index.core.schema import TextNode  # type: ignore[import-not-found]

        nodes = [TextNode(id_=name, text=text) for name, text in zip(_ids(self.task), _texts(self.task), strict=True)]
        VectorStoreIndex(nodes, embed_model=self.embedding).storage_context.persist(self.task["folder"])

    def open(self) -> Search:
        from llama_index.core import StorageContext, load_index_from_storage

        context = StorageContext.from_defaults(persist_dir=self.task["folder"])
        index = load_index_from_storage(context, embed_model=self.embedding)
        retriever = index.as_retriever(similarity_top_k=DEPTH)
        return lambda query: [each.node.node_id for each in retriever.retrieve(query)]


class Haystack:
    """InMemoryDocumentStore with the sentence-transformers embedders."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.file = str(Path(task["folder"]) / "store.json")

    def build(self) -> None:
        from haystack import Document  # type: ignore[import-not-found]
        from haystack.document_stores.in_memory import InMemoryDocumentStore  # type: ignore[import-not-found]
        from haystack_integrations.components.embedders.sentence_transformers import (  # type: ignore[import-not-found]
            SentenceTransformersDocumentEmbedder,
        )

        embedder = SentenceTransformersDocumentEmbedder(model=self.task["model"], progress_bar=False)
        embedder.warm_up()
        both = zip(_ids(self.task), _texts(self.task), strict=True)
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(embedder.run([Document(id=name, content=text) for name, text in both])["documents"])
        store.save_to_disk(self.file)

    def open(self) -> Search:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever  # type: ignore[import-not-found]
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

        embedder = SentenceTransformersTextEmbedder(model=self.task["model"], progress_bar=False)
        embedder.warm_up()
        retriever = InMemoryEmbeddingRetriever(InMemoryDocumentStore.load_from_disk(self.file), top_k=DEPTH)

        def search(query: str) -> list[str]:
            found = retriever.run(query_embedding=embedder.run(query)["embedding"])
            return [each.id for each in found["documents"]]

        return search


class Txtai:
    """txtai's Embeddings, by vectors alone."""

    hybrid = False

    def __init__(self, task: Task) -> None:
        from txtai import Embeddings  # type: ignore[import-not-found]

        self.task = task
        self.embeddings = Embeddings(path=task["model"], hybrid=self.hybrid)

    def build(self) -> None:
        self.embeddings.index(zip(_ids(self.task), _texts(self.task), strict=True))
        self.embeddings.save(self.task["folder"])

    def open(self) -> Search:
        self.embeddings.load(self.task["folder"])
        return lambda query: [str(name) for name, _ in self.embeddings.search(query, DEPTH)]


class TxtaiHybrid(Txtai):
    """txtai's Embeddings, by vectors and words."""

    hybrid = True


class SentenceTransformers:
    """The model alone, its vectors in a file, compared all."""

    def __init__(self, task: Task) -> None:
        from sentence_transformers import SentenceTransformer

        self.task = task
        self.file = Path(task["folder"]) / "vectors.npy"
        self.model = SentenceTransformer(task["model"])

    def build(self) -> None:
        import numpy as np

        np.save(self.file, self.model.encode(_texts(self.task), normalize_embeddings=True, show_progress_bar=False))
        self.file.with_name("ids.json").write_text(json.dumps(_ids(self.task)), encoding="utf-8")

    def open(self) -> Search:
        import numpy as np

        vectors, names = np.load(self.file), json.loads(self.file.with_name("ids.json").read_text(encoding="utf-8"))

        def search(query: str) -> list[str]:
            scores = vectors @ self.model.encode(query, normalize_embeddings=True)
            return [names[row] for row in np.argsort(-scores)[:DEPTH]]

        return search


class Indicated:
    """Ours as the product uses it: each passage a document of a user's own, split, built, checked, and searched."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.directory = Path(task["folder"]) / "index"

    def build(self) -> None:
        from corpus import Corpus, load_document
        from index import build_index

        documents = {}
        source = Path(self.task["folder"]) / "documents"
        source.mkdir(exist_ok=True)
        for each in self.task["passages"]:
            path = source / f"{each['id']}.md"
            path.write_text(f"---\ntitle: {json.dumps(each['title'])}\n---\n\n{each['text']}\n", encoding="utf-8")
            document = load_document(path)
            documents[document.id] = document
        build_index(self.directory, Corpus(documents))

    def open(self) -> Search:
        from corpus import Corpus
        from index import open_current

        index = open_current(self.directory, Corpus({}))

        def search(query: str) -> list[str]:
            # A long passage is several of ours, so that ten distinct ones may stand further down.
            hits = index.search(query, max_hits=4 * DEPTH)
            return list(dict.fromkeys(hit.passage.document for hit in hits))[:DEPTH]

        return search


ENGINES: dict[str, Callable[[Task], Engine]] = {
    "langchain": LangChain,
    "llamaindex": LlamaIndex,
    "haystack": Haystack,
    "txtai": Txtai,
    "txtai-hybrid": TxtaiHybrid,
    "sentence-transformers": SentenceTransformers,
    "indicated": Indicated,
}


def run(task: Task) -> dict[str, Any]:
    """Seconds to build; or seconds from `began` to the first answer, milliseconds a query, and what was found."""
    engine = ENGINES[task["engine"]](task)
    if task["phase"] == "build":
        began = time.perf_counter()
        engine.build()
        return {"build_s": time.perf_counter() - began, "peak_mb": _peak_mb()}
    search = engine.open()
    search(task["queries"][0])
    first_s = time.time() - task["began"]
    times_ms, found = [], []
    for query in task["queries"]:
        began = time.perf_counter()
        found.append(search(query))
        times_ms.append((time.perf_counter() - began) * 1000)
    return {"first_s": first_s, "times_ms": times_ms, "found": found, "peak_mb": _peak_mb()}


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        # The usage that a process is told of counts what it was forked from, too; this is of the program alone.
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1e3
    # macOS counts bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    os.environ.update(HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False", HAYSTACK_TELEMETRY_ENABLED="False")
    # What the libraries print goes elsewhere: the result alone is read.
    result, sys.stdout = sys.stdout, sys.stderr
    json.dump(run(json.load(sys.stdin)), result)
