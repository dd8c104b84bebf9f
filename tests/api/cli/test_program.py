"""The program as a whole: help, version, start-up."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys
from typing import Any

import pytest

COMMANDS = [
    "ask", "check", "understand", "search", "facts", "ingest", "serve", "index build", "index status", "index check",
]  # fmt: skip


def test_help_teaches_by_examples_and_lists_the_exit_codes(run: Any) -> None:
    done = run("--help")
    assert done.code == 0
    assert 'indicated ask "72-year-old' in done.out
    assert "Exit codes" in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_exit_codes(run: Any, command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.code == 0
    if command != "facts":
        assert "Exit codes" in done.out


def test_the_version_is_that_of_the_distribution(run: Any) -> None:
    assert run("--version").out == f"indicated {importlib.metadata.version('indicated')}\n"


def test_an_unknown_command_is_bad_usage(run: Any) -> None:
    assert run("diagnose").code == 2


def test_a_wrong_setting_is_named(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATED_ELDERLY_AGE", "old")
    done = run("ask", "back pain")
    assert (done.code, done.out) == (2, "")
    assert "INDICATED_ELDERLY_AGE" in done.err
    assert done.err.count("\n") == 1


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys, json\nfrom api.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & {"assistant", "index", "corpus", "fastapi", "uvicorn", "pydantic", "yaml", "numpy", "chromadb"}
