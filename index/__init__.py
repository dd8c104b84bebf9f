"""Finds passages: embeds, stores, retrieves and fuses. Knows nothing about patients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.build import IndexStatus, build_index, index_status
from index.check import check_index
from index.embedding import Embedder
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexProblem,
    IndexStaleError,
    IndexUnwritableError,
    ModelError,
)
from index.manifest import Manifest
from index.retrieve import Hit, Index, open_index

if TYPE_CHECKING:
    from index.adapters import MiniLmEmbeddings, PassageRetriever

__all__ = [
    "Embedder",
    "Hit",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexProblem",
    "IndexStaleError",
    "IndexStatus",
    "IndexUnwritableError",
    "Manifest",
    "MiniLmEmbeddings",
    "ModelError",
    "PassageRetriever",
    "build_index",
    "check_index",
    "index_status",
    "open_index",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module gives
    # LangChain takes longer to import than the first search takes: only those who ask for it wait.
    if name in {"MiniLmEmbeddings", "PassageRetriever"}:
        from index import adapters

        return getattr(adapters, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
