from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from index.lease import Lease, is_read

fcntl = pytest.importorskip("fcntl", reason="Windows keeps open files by itself")


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


def test_a_build_that_is_just_being_removed_is_refused(build):
    with (build / "manifest.json").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(BlockingIOError):
            Lease(build)
    Lease(build)


def test_a_drive_without_locks_can_still_be_read(build, monkeypatch):
    def unknown(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    lease = Lease(build)
    assert not is_read(build), "builds do not pile up there"
    lease.release()


def test_a_build_that_is_gone_can_be_neither_leased_nor_read(tmp_path):
    with pytest.raises(FileNotFoundError):
        Lease(tmp_path / "gone")
    assert not is_read(tmp_path / "gone")
