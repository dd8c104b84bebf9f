"""Documents made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import GuidanceDocument, load_document


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file, give its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def loaded(written: Callable[[str, str | bytes], Path]) -> Callable[[str, str | bytes], GuidanceDocument]:
    """Write a file and load it as a user's own document."""
    return lambda name, content: load_document(written(name, content))
