"""Texts -> unit vectors, by the compiled model: onnxruntime and tokenizers, without torch.

One text always gives the same vector: each is run by itself, because the compiled model scales its numbers to all that
it is given at once, and a neighbour in a batch would change the result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import REBUILD, IndexDamagedError

Vectors: TypeAlias = NDArray[np.float32]

#: How many word pieces a window shares with the one before it.
_OVERLAP = 32

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
        """The vector of one passage, of whatever length: shape (dimension,)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of what is looked for; most models treat it as they treat a passage."""
        ...

    def embed_all(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Shape (n, dimension), in the order of `texts`; each row is what `embed` gives."""
        ...


@dataclass(frozen=True)
class ModelStamp:
    """What a compiled model is, as it stands beside its files."""

    name: str
    """The model and its form, such as `all-MiniLM-L6-v2/int8`."""
    sha256: str
    """Fingerprint of `model.onnx`."""
    size: int
    """Its length in bytes."""
    tokenizer_sha256: str
    source_sha256: str
    """Fingerprint of the model it was made from."""
    least_cosine: float
    """The least between its vectors and the original's, on the sample it was judged by."""
    dimension: int
    window: int
    """Word pieces that the model reads at once, the marks around them included."""
    passage_prompt: str = ""
    """Put before every passage; some models were trained so."""
    query_prompt: str = ""


class CompiledModel:
    """The model as `index.export` compiled it."""

    def __init__(self, folder: Path, stamp: ModelStamp) -> None:
        """Opens the model in a folder, on the processor.

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
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # Both libraries raise classes of their own that have nothing but Exception in common.
        except Exception as error:
            raise IndexDamagedError(f"The compiled model in {folder} cannot be read. {REBUILD}") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._stamp = stamp
        self._inputs = tuple(each.name for each in self._session.get_inputs())
        # The marks that the tokenizer puts before and after a text; how many there are differs from model to model.
        marked = list(self._tokenizer.encode("a").special_tokens_mask)
        self._before = marked.index(0)
        self._after = marked[::-1].index(0)

    @property
    def name(self) -> str:
        return self._stamp.name

    @property
    def sha256(self) -> str:
        return self._stamp.sha256

    @property
    def dimension(self) -> int:
        return self._stamp.dimension

    def embed(self, text: str) -> Vectors:
        """The vector of one passage: shape (dimension,), length 1.

        A text longer than the model's window is read in windows that overlap, and gives their mean, each weighing as
        much as it adds; nothing is cut off.
        """
        return self._embed(self._stamp.passage_prompt + text)

    def embed_query(self, text: str) -> Vectors:
        """The same for what is looked for."""
        return self._embed(self._stamp.query_prompt + text)

    def fits(self, text: str) -> bool:
        """Whether a passage is read in one window."""
        return len(self._pieces(self._stamp.passage_prompt + text)) <= self._stamp.window

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

    def _embed(self, text: str) -> Vectors:
        mean = np.zeros(self.dimension)
        for window, new in windows(self._pieces(text), self._stamp.window, self._before, self._after):
            mean += self._run(window).astype(np.float64) * new
        return (mean / np.linalg.norm(mean)).astype(np.float32)

    def _pieces(self, text: str) -> list[int]:
        # Half of a surrogate pair is no character; the tokenizer takes only those.
        whole = text.encode("utf-8", "replace").decode("utf-8")
        return list(self._tokenizer.encode(whole).ids)

    def _run(self, ids: Sequence[int]) -> Vectors:
        row = np.asarray([ids], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        vector: Vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        return vector


def windows(ids: Sequence[int], width: int, before: int, after: int) -> list[tuple[list[int], int]]:
    """Stretches of at most `width` word pieces, each with how many of its pieces no window before it had.

    The first `before` and last `after` ids are marks; every window has them.
    """
    if len(ids) <= width:
        return [(list(ids), 1)]
    head, inner, tail = list(ids[:before]), list(ids[before : len(ids) - after]), list(ids[len(ids) - after :])
    room = width - before - after
    overlap = min(_OVERLAP, room // 2)
    parts = [inner[start : start + room] for start in range(0, len(inner) - overlap, room - overlap)]
    return [([*head, *part, *tail], len(part) - (overlap if n else 0)) for n, part in enumerate(parts)]
