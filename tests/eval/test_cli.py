from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval import cli
from eval.errors import SelectionError

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def invoke(made: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs a command in an empty folder on a fake assistant, which says `not_indicated` to everything."""
    monkeypatch.setattr(cli, "in_process", lambda _: made.target())
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli.app, list(arguments), catch_exceptions=False)


def test_a_run_prints_figures_and_keeps_a_file(invoke: Any, tmp_path: Path) -> None:
    done = invoke("run", "--set", "indication", "--limit", "2", "--measure", "verdict", "--output", "one.json")
    assert done.exit_code == 0
    assert "Verdict" in done.output
    assert "Run file: one.json" in done.output
    raw = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert [record["id"] for record in raw["records"]] == ["D001", "D002"]
    assert set(raw["records"][0]["scores"]) == {"verdict"}


def test_a_run_file_goes_under_runs_unless_told(invoke: Any, tmp_path: Path) -> None:
    invoke("run", "--case", "D001")
    assert len(list((tmp_path / "runs").glob("*Z.json"))) == 1


@pytest.mark.parametrize("by", ["style", "tag", "fact"])
def test_a_run_can_be_broken_down(invoke: Any, by: str) -> None:
    done = invoke("run", "--case", "D001", "--by", by, "--failures")
    assert f"By {by}" in done.output
    assert "missed age_years=34" in done.output


def test_two_runs_are_compared(invoke: Any) -> None:
    invoke("run", "--case", "D001", "--case", "D002", "--output", "one.json")
    invoke("run", "--case", "D001", "--output", "two.json")
    done = invoke("compare", "one.json", "two.json")
    assert done.exit_code == 0
    assert "1 of 1 answers are the same" in done.output
    assert "Only in the run before, and left out: D002" in done.output


def test_the_gate_fails_on_a_missed_emergency_and_passes_without(invoke: Any) -> None:
    done = invoke("gate", "--case", "T001")
    assert done.exit_code == 1
    assert "T001: emergency_sensitivity" in done.output
    assert invoke("gate", "--case", "D001").exit_code == 0


def test_the_gate_reads_a_run_file(invoke: Any) -> None:
    invoke("run", "--case", "D001", "--measure", "verdict", "--output", "one.json")
    done = invoke("gate", "one.json")
    assert done.exit_code == 1
    assert "identity: was not measured" in done.output


def test_cases_are_counted(invoke: Any) -> None:
    done = invoke("cases", "stats", "--set", "indication")
    assert done.exit_code == 0
    assert "160" in done.output


def test_an_unknown_case_is_refused(invoke: Any) -> None:
    with pytest.raises(SelectionError):
        invoke("run", "--case", "D999")


def test_a_refusal_is_a_message_and_exit_code_2() -> None:
    command = [sys.executable, "-m", "eval", "cases", "stats", "--set", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "choose from indication" in done.stderr
    assert "Traceback" not in done.stderr
