"""`python -m eval.scale.worker`: builds or searches one size, in a process whose memory is its own, and prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus import Corpus
from eval.case import load_cases
from eval.scale.generated import GeneratedEmbedder, generated_corpus, generated_vectors, real_passages
from index import PassageEmbeddings, build_index, open_current, open_index
from index.embedding import Embedder, Vectors
from index.export import open_model
from index.files import files_below
from index.layout import VECTORS, Layout
from index.store import CHROMA, Store

#: The vectors of the real passages.
REAL = "real.npy"
#: What is asked: the questions of the cases about guidance.
_SETS = ("information",)
#: How far down the ranking by meaning goes, as in a search.
_DEPTH = 100
_TOP = 10


def main(task: str, count: int, seed: int, rounds: int, folder: Path) -> None:
    """Do one task on one size, and print what was measured.

    `folder` holds the compiled model in `models`, and the vectors of the real passages.
    """
    model = open_model(folder / "models")
    directory = folder / f"{count}" / "index"
    if task == "build":
        vectors = generated_vectors(np.load(folder / REAL), count, seed)
        measured = _build(directory, count, seed, GeneratedEmbedder(vectors, model, seed))
    else:
        # Only queries are embedded, so that the memory of a search is not that of making its passages.
        measured = _search(
            directory, GeneratedEmbedder(np.zeros((count, model.dimension), np.float32), model, seed), rounds
        )
    measured["peak_mb"] = _peak_mb()
    print(json.dumps(measured))


def _peak_mb() -> float:
    """The most memory this process ever held."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What `getrusage` says includes the process that started this one.
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def _build(directory: Path, count: int, seed: int, embedder: Embedder) -> dict[str, float]:
    corpus = generated_corpus(real_passages(), count, seed)
    stages: dict[str, float] = {}

    def told(stage: str, done: int, total: int) -> None:
        stages.setdefault(stage, time.perf_counter())
        if done == total:
            stages[f"{stage} done"] = time.perf_counter()

    began = time.perf_counter()
    manifest = build_index(directory, corpus, embedder=embedder, on_progress=told)
    whole = time.perf_counter() - began
    if manifest.passages != count:
        raise ValueError(f"{manifest.passages} passages were made instead of {count}")
    files = files_below(Layout(directory).current())
    size = {name: path.stat().st_size / 1024**2 for name, path in files.items()}
    return {
        "build_s": whole,
        "store_s": stages["Storing done"] - stages["Storing"],
        "verify_s": stages["Verifying done"] - stages["Verifying"],
        "size_mb": sum(size.values()),
        "chroma_mb": sum(each for name, each in size.items() if name.startswith(f"{CHROMA}/")),
    }


def _search(directory: Path, embedder: Embedder, rounds: int) -> dict[str, float]:
    questions = [case.turns[-1].user for each in load_cases(_SETS) for case in each.cases]
    began = time.perf_counter()
    index = open_current(directory, Corpus({}), embedder=embedder)
    opened = time.perf_counter()
    index.search(questions[0])
    measured = {"open_s": opened - began, "first_s": time.perf_counter() - began}
    index.close()
    for name, exact_up_to in (("exact", sys.maxsize), ("chroma", 0)):
        each = open_index(directory, index.corpus, embedder=embedder, exact_up_to=exact_up_to)
        times = _times(each.search, questions, rounds)
        measured[f"{name}_p50_ms"], measured[f"{name}_p99_ms"] = map(float, np.percentile(times, (50, 99)))
        each.close()
    measured["embed_p50_ms"] = float(np.percentile(_times(embedder.embed_query, questions, rounds), 50))
    build = Layout(directory).current()
    vectors = np.load(build / VECTORS, mmap_mode="r")
    with Store.of_build(build, PassageEmbeddings(embedder)) as store:
        asked = [embedder.embed_query(question) for question in questions]
        measured["recall"] = _recall(store, [passage.id for passage in index.passages], vectors, asked)
    return measured


def _recall(store: Store, ids: Sequence[str], vectors: Vectors, asked: Sequence[Vectors]) -> float:
    """Of the ten passages nearest to each query, the share that Chroma proposes."""
    found = 0
    for vector in asked:
        nearest = np.argsort(-(vectors @ vector), kind="stable")[:_TOP]
        proposed = set(store.nearest(vector, _DEPTH))
        found += sum(ids[row] in proposed for row in nearest)
    return found / (_TOP * len(asked))


def _times(call: Callable[[str], object], questions: Sequence[str], rounds: int) -> list[float]:
    """Milliseconds of each call; the first round fills caches and is not counted."""
    times = []
    for turn in range(rounds + 1):
        for question in questions:
            began = time.perf_counter()
            call(question)
            if turn:
                times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
