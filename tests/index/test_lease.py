from __future__ import annotations

import subprocess
import sys

import pytest

from index.lease import Lease, is_read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps open files by itself")


@pytest.fixture
def build(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    return tmp_path


def test_a_build_is_read_as_long_as_somebody_holds_a_lease(build):
    assert not is_read(build)
    one, two = Lease(build), Lease(build)
    assert is_read(build)
    one.release()
    one.release()
    assert is_read(build)
    two.release()
    assert not is_read(build)


def test_a_lease_ends_with_the_object_that_holds_it(build):
    lease = Lease(build)
    del lease
    assert not is_read(build)


def test_a_reader_that_is_killed_has_let_go(build):
    program = "import sys; from pathlib import Path; from index.lease import Lease; held = Lease(Path(sys.argv[1]))"
    reader = subprocess.Popen(
        [sys.executable, "-c", f"{program}; print(1, flush=True); sys.stdin.read()", str(build)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with reader:
        assert reader.stdout.readline() == b"1\n"
        assert is_read(build)
        reader.kill()
        reader.wait()
        assert not is_read(build)


def test_a_build_that_is_gone_can_be_neither_leased_nor_read(tmp_path):
    with pytest.raises(FileNotFoundError):
        Lease(tmp_path / "gone")
    assert not is_read(tmp_path / "gone")
