"""Our search beside what a user would otherwise pick: the same model, passages, queries and machine, taking turns.

Each engine builds its index in one fresh process and is asked in others, so that starting is part of the time and one
engine's memory is not another's. Ours goes the product's own way: documents are read, split, indexed, checked and
searched. Of SciFact's queries only the half is asked on which nothing was chosen.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import Qrel, ScoredDoc, nDCG
from rich.table import Table

from eval.errors import PeerError
from eval.peers import environment
from eval.peers.environment import Installation, Peer
from eval.retrieval.collections import Collection, Text
from index.export import compile_model
from index.options import BUNDLED
from index.original import folder_of

PASSAGES, QUERIES, SEED = 500, 100, 20210801
OURS = "indicated"
_WORKER = Path(__file__).parent / "workers" / "retrieval.py"
_TORCH = "torch==2.13.0"
_MODEL = ("sentence-transformers>=6,<7", _TORCH)
#: Each engine of the worker with the software it needs.
PEERS: Mapping[str, Peer] = {
    "sentence-transformers": Peer("sentence-transformers", _MODEL, "sentence_transformers"),
    "langchain": Peer(
        "LangChain + Chroma", ("langchain-chroma", "langchain-huggingface", *_MODEL),
        "langchain_huggingface, langchain_chroma",
    ),
    "llamaindex": Peer(
        "LlamaIndex", ("llama-index-core", "llama-index-embeddings-huggingface", _TORCH),
        "llama_index.embeddings.huggingface",
    ),
    "haystack": Peer(
        "Haystack", ("haystack-ai>=3", "sentence-transformers-haystack", *_MODEL),
        "haystack_integrations.components.embedders.sentence_transformers",
    ),
    "txtai": Peer("txtai", ("txtai", _TORCH), "txtai"),
    "txtai-hybrid": Peer("txtai", ("txtai", _TORCH), "txtai"),
}  # fmt: skip


@dataclass
class Measured:
    """What one engine took, over all rounds."""

    engine: str
    version: str
    build_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    times_ms: list[float] = field(default_factory=list)
    build_mb: list[float] = field(default_factory=list)
    serve_mb: list[float] = field(default_factory=list)
    ndcg: float = 0.0

    def figures(self) -> dict[str, float]:
        """Medians over rounds; percentiles over all queries of all rounds."""
        return {
            "first_answer_s": float(np.median(self.first_s)),
            "query_p50_ms": float(np.percentile(self.times_ms, 50)),
            "query_p95_ms": float(np.percentile(self.times_ms, 95)),
            "passages_per_s": PASSAGES / float(np.median(self.build_s)),
            "serving_mb": float(np.median(self.serve_mb)),
            "building_mb": float(np.median(self.build_mb)),
            "ndcg_10": self.ndcg,
        }


def sample(collection: Collection) -> Collection:
    """So many passages and queries of it, drawn with a fixed seed: every passage that answers a query, and others."""
    drawn = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    held_out = list(collection.queries)[1::2]
    queries = sorted(drawn.sample(held_out, QUERIES))
    right = {query: collection.right[query] for query in queries}
    needed = {document for each in right.values() for document in each}
    rest = [each.id for each in collection.texts if each.id not in needed]
    kept = needed | set(drawn.sample(rest, PASSAGES - len(needed)))
    texts = tuple(each for each in collection.texts if each.id in kept)
    return Collection(collection.name, texts, {query: collection.queries[query] for query in queries}, right)


def installed(cache: Path, told: Callable[[str], None]) -> dict[str, Installation]:
    """The environment of every engine, ours among them; one that cannot be had is told and left out."""
    ours = Installation(OURS, sys.version.split()[0], command=sys.executable)
    found = {OURS: ours}
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for engine, peer in PEERS.items():
        told(f"{peer.name} ...")
        made = environment.install(peer, version, cache)
        if made.works:
            found[engine] = made
        else:
            told(f"{peer.name} is left out: {made.problem}")
    return found


def measure(
    collection: Collection, engines: Mapping[str, Installation], rounds: int, told: Callable[[str], None]
) -> list[Measured]:
    """Let every engine build once a round and be asked once a round, in turn; one that fails is told and left out."""
    measured = {name: Measured(name, _version(name, engine)) for name, engine in engines.items()}
    with tempfile.TemporaryDirectory() as folder:
        told("Compiling our model, which is done once ...")
        compile_model(Path(folder) / OURS / "models")
        for turn in range(rounds):
            for name in [each for each in engines if each in measured]:
                told(f"Round {turn + 1} of {rounds}: {name}")
                try:
                    _round(measured[name], engines[name], collection, Path(folder) / name)
                    so_far = measured[name].figures().items()
                    told("  " + ", ".join(f"{figure} {value:.3g}" for figure, value in so_far))
                except PeerError as error:
                    told(f"{name} is left out: {error}")
                    del measured[name]
    return list(measured.values())


def table(measured: Sequence[Measured]) -> Table:
    """A row for each engine; in brackets how many times as much it takes as ours does."""
    title = f"{PASSAGES} SciFact passages, {QUERIES} held-out queries"
    shown = Table("", "First answer s", "Query p50 ms", "p95 ms", "Built/s", "Serving MB", "Building MB", "nDCG@10",
                  title=title)  # fmt: skip
    all_figures = {each.engine: each.figures() for each in measured}
    ours = all_figures.get(OURS)
    for each in measured:
        row = [f"{each.engine} {each.version}".strip()]
        for name, value in all_figures[each.engine].items():
            digits = {"ndcg_10": 3, "first_answer_s": 2, "query_p50_ms": 1, "query_p95_ms": 1, "passages_per_s": 1}
            beside = ""
            if ours and each.engine != OURS and name != "ndcg_10":
                beside = f" ({value / ours[name]:.2g}x)"
            row.append(f"{value:.{digits.get(name, 0)}f}{beside}")
        shown.add_row(*row)
    return shown


def _round(measured: Measured, engine: Installation, collection: Collection, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    task = {
        "engine": measured.engine,
        "folder": str(folder),
        "model": str(folder_of(BUNDLED)),
        "passages": [_as_json(each) for each in collection.texts],
        "queries": list(collection.queries.values()),
    }
    # What a round before left would be taken over.
    for left in folder.iterdir():
        if left.name != "models":
            _remove(left)
    built = environment.work(engine, _WORKER, {**task, "phase": "build"})
    served = environment.work(engine, _WORKER, {**task, "phase": "serve", "began": time.time()})
    measured.build_s.append(built["build_s"])
    measured.build_mb.append(built["peak_mb"])
    measured.first_s.append(served["first_s"])
    measured.times_ms += served["times_ms"]
    measured.serve_mb.append(served["peak_mb"])
    measured.ndcg = _ndcg(collection, served["found"])


def _ndcg(collection: Collection, found: Sequence[Sequence[str]]) -> float:
    qrels = [Qrel(query, name, value) for query, each in collection.right.items() for name, value in each.items()]
    run = [
        ScoredDoc(query, name, float(-rank))
        for query, names in zip(collection.queries, found, strict=True)
        for rank, name in enumerate(names)
    ]
    return float(ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10])


def _version(name: str, engine: Installation) -> str:
    main = {"langchain": "langchain-chroma", "llamaindex": "llama-index-core", "haystack": "haystack-ai"}
    return engine.packages.get(main.get(name, name.split("-hybrid", maxsplit=1)[0]), "")


def _as_json(text: Text) -> dict[str, Any]:
    return {"id": text.id, "title": text.title, "text": text.text}


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
