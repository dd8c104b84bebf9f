"""What an operator may choose about an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

#: The model that comes with the product.
BUNDLED = "all-MiniLM-L6-v2"
#: How its numbers are kept: int8 is a quarter as large and about twice as fast, float32 gives the original's vectors.
Precision: TypeAlias = Literal["int8", "float32"]


@dataclass(frozen=True)
class IndexOptions:
    """Which embedding model, in which form, and where the vectors are kept; everything has a default."""

    model: str = BUNDLED
    """The bundled one, the folder of a sentence-transformers model, or the name of one that was downloaded before."""
    precision: Precision = "int8"
    chroma_url: str | None = None
    """A Chroma server, such as `http://127.0.0.1:8001`; None keeps Chroma's files in the index's own folder."""
