"""One reader for all: the lexicon is compiled once."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader, load_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()
