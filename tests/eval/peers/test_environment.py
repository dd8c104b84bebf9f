"""Environments are made once, and what fails is told and kept; nothing is fetched here."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from eval.errors import PeerError
from eval.peers import environment
from eval.peers.environment import Installation, Peer, install, work

PEER = Peer("Some Peer", ("some-peer==1.0",), "some_peer")
VERSION = ".".join(platform.python_version_tuple()[:2])


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The programs that would have run; a test may say which of them fails."""
    return stub(monkeypatch, lambda command: 0)


def stub(monkeypatch: pytest.MonkeyPatch, code: Callable[[Sequence[str]], int], output: str = "") -> list[list[str]]:
    ran: list[list[str]] = []

    def run(command: Sequence[str], timeout_s: float, given: str | None = None) -> Any:
        ran.append(list(command))
        listed = json.dumps([{"name": "Some_Peer", "version": "1.0"}])
        out = platform.python_version() if "platform" in command[-1] else output or listed
        error = "notice: x\nERROR: no matching distribution\n" if code(command) else ""
        return subprocess.CompletedProcess(command, code(command), out, error)

    monkeypatch.setattr(environment, "_run", run)
    return ran


def test_an_environment_is_made_once(ran: list[list[str]], tmp_path: Path) -> None:
    made = install(PEER, VERSION, tmp_path)
    assert made.works
    assert made.python == platform.python_version()
    assert made.packages == {"some_peer": "1.0"}
    assert Path(made.command).is_relative_to(tmp_path)
    steps = len(ran)
    assert install(PEER, VERSION, tmp_path) == made
    assert len(ran) == steps + 1, "only the version of Python is asked again"


def test_other_requirements_are_another_environment(ran: list[list[str]], tmp_path: Path) -> None:
    other = Peer("Some Peer", ("some-peer==2.0",), "some_peer")
    assert install(PEER, VERSION, tmp_path).command != install(other, VERSION, tmp_path).command


@pytest.mark.parametrize(
    ("fails", "says"), [("some-peer==1.0", "cannot be installed"), ("import some_peer", "cannot be imported")]
)
def test_what_fails_is_told_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fails: str, says: str) -> None:
    ran = stub(monkeypatch, lambda command: int(command[-1] == fails))
    made = install(PEER, VERSION, tmp_path)
    assert not made.works
    assert says in made.problem
    assert "no matching distribution" in made.problem
    steps = len(ran)
    assert install(PEER, VERSION, tmp_path) == made
    assert len(ran) == steps + 1


def test_a_python_that_is_not_here_is_named(tmp_path: Path) -> None:
    made = install(PEER, "9.99", tmp_path)
    assert made == Installation("Some Peer", "9.99", "there is no Python 9.99 on this machine")
    assert not list(tmp_path.iterdir())


def test_a_script_that_gives_no_result_names_the_peer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    installation = Installation("Some Peer", "3.11.7", command=str(tmp_path / "env" / "bin" / "python"))
    stub(monkeypatch, lambda command: 1, "Traceback")
    with pytest.raises(PeerError, match=r"Some Peer on Python 3\.11\.7 .*no matching distribution"):
        work(installation, Path("worker.py"), {})
    stub(monkeypatch, lambda command: 0, '{"done": 1}')
    assert work(installation, Path("worker.py"), {}) == {"done": 1}
