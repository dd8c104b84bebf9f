"""A sample of what `python -m eval faults index` does at length."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval import cli
from eval.faults.index import Tally, kill_at_random

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process outright")


def test_killed_at_any_moment_the_index_is_wholly_old_or_wholly_new(data_dir: Path) -> None:
    """Which moments half of the kills meet depends on the machine; the promise does not."""
    tallies = kill_at_random(6, 11, tasks=("build",), models=data_dir / "models")
    assert [problem for each in tallies.values() for problem in each.problems] == []
    assert sum(each.kills for each in tallies.values()) == 6
    assert all(each.kills == each.old + each.new for each in tallies.values())
    assert sum(each.kills - each.too_late for each in tallies.values()) >= 3


def test_the_command_fails_and_says_so_if_an_index_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    tallies = {
        ("build", "time"): Tally(3, 1, 1, 1, ["build: editions [1, 2] at once"]),
        ("build", "operation"): Tally(2, 0, 2),
    }
    monkeypatch.setattr(cli, "kill_at_random", lambda kills, seed, on_progress: tallies)
    done = CliRunner().invoke(cli.app, ["faults", "index", "--kills", "5"], catch_exceptions=False)
    assert done.exit_code == 1
    assert "editions [1, 2] at once" in done.output
    rows = [line.replace("│", " ").split() for line in done.output.splitlines() if " all " in line]
    assert rows == [["all", "5", "1", "3", "1", "1"]]
