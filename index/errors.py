"""What can be wrong with an index. Every message says what to run."""

from __future__ import annotations

#: What mends every index: it is always rebuildable from the documents.
REBUILD = "Run `indicated index build`."


class IndexProblem(Exception):  # noqa: N818 - the base of the errors below, and what a caller shows to whoever has to act
    """The index cannot be used or built; the message says what to do."""


class IndexMissingError(IndexProblem):
    """There is no index (or no compiled model) yet: the operator builds it."""


class IndexStaleError(IndexProblem):
    """The index is of other documents, other rules of splitting or another model: the operator rebuilds it."""


class IndexDamagedError(IndexProblem):
    """A file of the index is not what was written: the operator rebuilds it."""


class IndexBusyError(IndexProblem):
    """Another process is building: wait for it."""


class IndexUnwritableError(IndexProblem):
    """The place of the index cannot be written: the operator frees space or grants the right."""


class StoreUnreachableError(IndexProblem):
    """The Chroma server does not give what it was given: the operator starts it."""


class ModelError(IndexProblem):
    """The embedding model is not installed, or its compiled form does not do what the original does."""
