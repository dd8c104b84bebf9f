"""A disk that is full or read-only says so in one line, and the index that was there stays whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Corpus
from index import IndexUnwritableError, build_index, check_index, open_current

ROOT = Path(__file__).parents[2]


def mount(*arguments: str | Path) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may not mount a disk of its own: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path) -> Iterator[Path]:
    """A disk of 3 MB that only this test uses."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", place)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@pytest.mark.parametrize("left", [0, 4_000, 60_000, 180_000])
def test_a_full_disk_is_one_line_and_the_old_index_stays(disk, small, corpus_of, embedder, left):
    """Space ends in another step each time: the folder, the first files, Chroma's first and its later ones."""
    build_index(disk / "index", small, embedder=embedder)
    with (disk / "ballast").open("wb") as ballast:
        stats = os.statvfs(disk)
        ballast.write(b"x" * (stats.f_bavail * stats.f_frsize - left))
    other = corpus_of("---\nid: other\n---\n" + "Text of another kind. " * 2_000)
    with pytest.raises(IndexUnwritableError) as refused:
        build_index(disk / "index", other, embedder=embedder)
    told = str(refused.value)
    assert "\n" not in told
    assert len(told) < 400
    assert "Free space or grant the right to write, then run `indicated index build` again." in told
    assert check_index(disk / "index", small, embedder=embedder) == []
    (disk / "ballast").unlink()
    build_index(disk / "index", other, embedder=embedder)
    assert check_index(disk / "index", other, embedder=embedder) == []


def test_a_read_only_disk_is_one_line_and_the_index_can_still_be_searched(disk, small, embedder):
    build_index(disk / "index", small, embedder=embedder)
    mount("-o", "remount,ro", disk)
    with pytest.raises(IndexUnwritableError, match=r"Read-only file system.*grant the right to write") as refused:
        build_index(disk / "index", small, embedder=embedder)
    assert "\n" not in str(refused.value)
    opened = open_current(disk / "index", Corpus({}), embedder=embedder)
    assert opened.search("zinc ointment")[0].passage.id == "night-1999/zinc#0"
    assert opened.vector_store().similarity_search("zinc", k=1)
    assert check_index(disk / "index", small, embedder=embedder) == []
    opened.close()


LIMITED = """
import resource, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/index"]
from conftest import FakeEmbedder
from corpus import Corpus, load_document
from index import IndexUnwritableError, build_index
document = load_document(Path(sys.argv[3]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
try:
    build_index(Path(sys.argv[2]), Corpus({document.id: document}), embedder=FakeEmbedder())
except IndexUnwritableError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
@pytest.mark.parametrize("limit", [1_000, 100_000])
def test_a_file_that_may_not_grow_is_one_line(tmp_path, limit):
    """As for a user whose quota is used up; needs no right to mount."""
    (tmp_path / "ours.txt").write_text("Text of one kind. " * 3_000)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, ROOT, tmp_path / "index", tmp_path / "ours.txt", str(limit)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "cannot be written" in done.stdout
    assert done.stdout.count("\n") == 1
