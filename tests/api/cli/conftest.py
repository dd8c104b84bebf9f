"""The command line around the stand-in assistant, run in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from api.cli import main


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(
    fake: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> Callable[..., Run]:
    monkeypatch.setattr("assistant.build_assistant", lambda settings: fake)
    monkeypatch.setattr("assistant.live_assistant", lambda settings: SimpleNamespace(get=lambda: fake))
    monkeypatch.setenv("INDICATED_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str, stdin: bytes = b"", terminal: bool = False) -> Run:
        given = io.TextIOWrapper(io.BytesIO(stdin))
        given.isatty = lambda: terminal  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", given)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        return Run(int(ended.value.code or 0), out, err)

    return command
