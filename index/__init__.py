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
    StoreUnreachableError,
)
from index.live import Live
from index.manifest import Manifest
from index.opening import open_current, open_index
from index.options import IndexOptions
from index.retrieve import Hit, Index

if TYPE_CHECKING:
    from index.adapters import PassageEmbeddings, PassageRetriever

__all__ = [
    "Embedder",
    "Hit",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexOptions",
    "IndexProblem",
    "IndexStaleError",
    "IndexStatus",
    "IndexUnwritableError",
    "Live",
    "Manifest",
    "ModelError",
    "PassageEmbeddings",
    "PassageRetriever",
    "StoreUnreachableError",
    "build_index",
    "check_index",
    "index_status",
    "open_current",
    "open_index",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what a module gives
    # LangChain takes longer to import than the first search takes: only those who ask for it wait.
    if name in {"PassageEmbeddings", "PassageRetriever"}:
        from index import adapters

        return getattr(adapters, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
