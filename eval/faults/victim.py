"""What is killed: a process that builds the index of a small corpus, or ingests a document, and may end itself."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

Task = Literal["build", "ingest"]
#: What a process forked for this has imported already, so that a kill meets work and not the start of Python.
PRELOAD = ("langchain_chroma", "chromadb", "onnxruntime", "tokenizers", "bm25s", "filelock", "pydantic",
           "eval.faults.victim", "index", "index.adapters", "api.cli", "api.cli.program", "rich.progress")  # fmt: skip
#: Each changes what is on disk, or opens a file to do so.
_OPERATIONS = frozenset({"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "os.truncate"})


_PARTS = 24


@dataclass(frozen=True)
class World:
    """The data directory that is worked on, and the document that a user ingests."""

    data: Path

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def given(self) -> Path:
        return self.data.parent / "given" / "guide.md"

    @property
    def temporary(self) -> Path:
        return self.data.parent / "tmp"

    @property
    def log(self) -> Path:
        return self.data.parent / "log"

    def write(self, edition: int) -> None:
        """The document in this edition; each of its passages says which."""
        self.given.parent.mkdir(exist_ok=True)
        sections = "\n\n".join(
            f"## Part {part} {{#part-{part}}}\n\nEdition {edition} has this to say on part {part}."
            for part in range(_PARTS)
        )
        self.given.write_text(f"---\ntitle: Guide\n---\n\n# Guide\n\n{sections}\n", encoding="utf-8")


def work(task: Task, world: World, end_at: int | None, told: Connection) -> None:
    """Do it, and tell when it begins and how many operations on files it took; with `end_at`, die at that one."""
    os.environ |= {"INDICATED_DATA_DIR": str(world.data), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    tempfile.tempdir = str(world.temporary)
    sys.stdout = sys.stderr = world.log.open("a", encoding="utf-8")
    counter = itertools.count(1)
    done = 0

    def watch(event: str, arguments: Sequence[Any]) -> None:
        nonlocal done
        if event in _OPERATIONS and (event != "open" or _writes(arguments)):
            done = next(counter)
            if done == end_at:
                os.kill(os.getpid(), signal.SIGKILL)

    told.send("begun")
    sys.addaudithook(watch)
    if task == "build":
        _build(world)
    else:
        _ingest(world)
    told.send(done)


def _build(world: World) -> None:
    from corpus import Corpus, load_document
    from index import build_index

    document = load_document(world.given)
    build_index(world.index, Corpus({document.id: document}))


def _ingest(world: World) -> None:
    from api.cli import main

    try:
        main(["ingest", str(world.given)])
    except SystemExit as ended:
        if ended.code:
            raise


def _writes(arguments: Sequence[Any]) -> bool:
    return isinstance(arguments[1], str) and any(mark in arguments[1] for mark in "wax+")
