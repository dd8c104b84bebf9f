"""Texts -> unit vectors, by the compiled model: onnxruntime and tokenizers, without torch.

One text always gives the same vector: each is run by itself, because the compiled model scales its numbers to all that
it is given at once, and a neighbour in a batch would change the result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import REBUILD, IndexDamagedError

Vectors: TypeAlias = NDArray[np.float32]

#: Word pieces that the model reads at once, its two marks at the ends included.
WINDOW = 256
#: How many word pieces a window shares with the one before it.
_OVERLAP = 32
_MARKS = 2

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much is done and how much there is to do."""


class Embedder(Protocol):
    """Anything that turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """The model and its form, such as `all-MiniLM-L6-v2/int8`."""
        ...

    @property
    def sha256(self) -> str:
        """Fingerprint of the file behind it."""
        ...

    @property
    def dimension(self) -> int: ...

    def embed(self, text: str) -> Vectors:
        """The vector of one text, of whatever length: shape (dimension,)."""
        ...

    def embed_all(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Shape (n, dimension), in the order of `texts`; each row is bit for bit what `embed` gives."""
        ...


class CompiledModel:
    """The model as `index.export` compiled it."""

    def __init__(self, model: Path, tokenizer: Path, *, name: str, sha256: str) -> None:
        """Opens the two files.

        Raises:
            IndexDamagedError: one of them cannot be read.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a text: passages are embedded side by side, and a query is too short to share out.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # Both libraries raise classes of their own that have nothing but Exception in common.
        except Exception as error:
            raise IndexDamagedError(f"The compiled model in {model.parent} cannot be read. {REBUILD}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._name, self._sha256 = name, sha256
        self._dimension = int(self._session.get_outputs()[0].shape[-1])

    @property
    def name(self) -> str:
        return self._name

    @property
    def sha256(self) -> str:
        return self._sha256

    @property
    def dimension(self) -> int:
        return self._dimension

    def embed(self, text: str) -> Vectors:
        """The vector of one text: shape (dimension,), length 1.

        A text longer than the model's window is read in windows that overlap, and gives their mean, each weighing as
        much as it adds; nothing is cut off.
        """
        windows = _windows(self._pieces(text))
        mean = np.zeros(self.dimension)
        for window, new in windows:
            mean += self._run(window).astype(np.float64) * new
        return (mean / np.linalg.norm(mean)).astype(np.float32)

    def embed_all(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Shape (n, dimension), rows of length 1 in the order of `texts`, each what `embed` gives."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # The session lets go of the interpreter while it runs, so threads share the cores.
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            for row, vector in enumerate(pool.map(self.embed, texts)):
                vectors[row] = vector
                if on_progress:
                    on_progress("Embedding passages", row + 1, len(texts))
        return vectors

    def _pieces(self, text: str) -> list[int]:
        # Half of a surrogate pair is no character; the tokenizer takes only those.
        whole = text.encode("utf-8", "replace").decode("utf-8")
        return list(self._tokenizer.encode(whole).ids)

    def _run(self, ids: Sequence[int]) -> Vectors:
        row = np.asarray([ids], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        vector: Vectors = self._session.run(None, given)[0][0]
        return vector


def _windows(ids: Sequence[int]) -> list[tuple[list[int], int]]:
    """Stretches of at most `WINDOW` word pieces, each with how many of its pieces no window before it had."""
    if len(ids) <= WINDOW:
        return [(list(ids), 1)]
    first, inner, last = ids[0], ids[1:-1], ids[-1]
    width = WINDOW - _MARKS
    starts = range(0, len(inner) - _OVERLAP, width - _OVERLAP)
    parts = [inner[start : start + width] for start in starts]
    return [([first, *part, last], len(part) - (_OVERLAP if n else 0)) for n, part in enumerate(parts)]
