"""The real guidance and the real index of it, made once and shared by all tests and workers."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest

from corpus import Corpus, load_corpus
from index import Index, build_index, check_index, index_status, open_index

ROOT = Path(__file__).parent.parent

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The guidance that ships with the product."""
    return load_corpus()


@pytest.fixture(scope="session")
def data_dir(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """A data directory as an operator has it: the compiled model in `models`, the index of the guidance in `index`.

    It is kept in pytest's cache, because compiling takes longer than all tests, and renewed when the code that makes it
    changes. Tests read it and never write into it.
    """
    kept = getattr(pytestconfig, "cache", None)
    # Without the cache: the folder that all workers of a run have in common.
    folder = Path(kept.mkdir("indicated-data")) if kept else tmp_path_factory.getbasetemp().parent / "indicated-data"
    folder.mkdir(exist_ok=True)
    code = hashlib.sha256()
    for package in ("corpus", "index"):
        for path in sorted((ROOT / package).glob("*.py")):
            code.update(path.read_bytes())
    stamp = folder / "code.sha256"
    with filelock.FileLock(folder / "fixture.lock"):
        same = stamp.is_file() and stamp.read_text() == code.hexdigest()
        if not same or index_status(folder / "index", corpus).state != "ready":
            build_index(folder / "index", corpus)
            if check_index(folder / "index", corpus):
                # Something of an earlier state of the code was taken over: all of it anew.
                shutil.rmtree(folder / "models")
                shutil.rmtree(folder / "index")
                build_index(folder / "index", corpus)
            stamp.write_text(code.hexdigest())
    return folder


@pytest.fixture(scope="session")
def index(data_dir: Path, corpus: Corpus) -> Iterator[Index]:
    """The index of the guidance, opened."""
    opened = open_index(data_dir / "index", corpus)
    yield opened
    opened.close()
