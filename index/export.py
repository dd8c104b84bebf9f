"""Compiles an embedding model once: pooling and normalising inside, as ONNX, in eight bits or in float32.

sentence-transformers defines the model and judges the result: a compiled model that gives other vectors is refused.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import filelock

from index.embedding import CompiledModel, Embedder, ModelStamp, Progress
from index.errors import REBUILD, IndexDamagedError, IndexMissingError, ModelError
from index.files import read_sealed, sha256_of, write_sealed
from index.options import IndexOptions
from index.original import OnGpu, fingerprint_of, folder_of, gpu, load_original

#: Whoever changes how a model is compiled raises it.
_RECIPE = "2"
_OPSET = 17
_STAMP = "model.json"
_STAGE = "Compiling the embedding model"
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


def compile_model(
    models: Path, options: IndexOptions | None = None, on_progress: Progress | None = None
) -> CompiledModel:
    """The compiled model in this folder, made first if it is not there or the original is another one now.

    Raises:
        ModelError: the model is not installed, or its compiled form fails the check against the original.
    """
    options = options or IndexOptions()
    source = folder_of(options.model)
    source_sha256 = fingerprint_of(source)
    models.mkdir(parents=True, exist_ok=True)
    # Two that compile at once would only wait for each other's processor.
    with filelock.FileLock(models / "compile.lock"):
        if check_model(models, options) or _stamp(models, options).source_sha256 != source_sha256:
            made = models / "compiling"
            shutil.rmtree(made, ignore_errors=True)  # Left by a compilation that was cut short.
            made.mkdir()
            try:
                _compile(source, source_sha256, made, options, on_progress or (lambda *_: None))
            # What torch, its exporter and a model that is none raise; their messages can hold the whole model.
            except (ImportError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
                raise ModelError(
                    f"The embedding model {options.model} cannot be compiled ({type(error).__name__}: "
                    f"{str(error)[:200]}). Choose another, or install the versions of requirements.lock with "
                    "`make setup`."
                ) from error
            folder = model_folder(models, options)
            shutil.rmtree(folder, ignore_errors=True)
            made.replace(folder)
    return open_model(models, options)


def for_building(compiled: CompiledModel, options: IndexOptions) -> Embedder:
    """What embeds the passages of a build: a GPU if torch sees one, else the compiled model itself.

    Eight-bit vectors are those of the processor alone: a GPU would give float32's.
    """
    device = gpu() if options.precision == "float32" else None
    return compiled if device is None else OnGpu(compiled, load_original(folder_of(options.model), device))


def open_model(models: Path, options: IndexOptions | None = None) -> CompiledModel:
    """The compiled model in this folder.

    Raises:
        IndexMissingError: it was not compiled, or in another way.
        IndexDamagedError: a file is not what was written.
    """
    options = options or IndexOptions()
    stamp = _stamp(models, options)
    folder = model_folder(models, options)
    model = folder / "model.onnx"
    # The length is looked at on every start, every byte only by the check: 22 MB would cost half of the start.
    if not model.is_file() or model.stat().st_size != stamp.size:
        raise IndexDamagedError(f"{model} is cut short or missing. {REBUILD}")
    return CompiledModel(folder, stamp)


def check_model(models: Path, options: IndexOptions | None = None) -> list[str]:
    """What is wrong with the compiled model in this folder; nothing if it is whole."""
    options = options or IndexOptions()
    folder = model_folder(models, options)
    try:
        stamp = _stamp(models, options)
        files = {"model.onnx": stamp.sha256, "tokenizer.json": stamp.tokenizer_sha256}
        return [f"{folder / name} was changed." for name, sha in files.items() if sha256_of(folder / name) != sha]
    except IndexMissingError as error:
        return [str(error)]
    except (OSError, IndexDamagedError) as error:
        return [f"{folder}: the compiled model cannot be read ({type(error).__name__})."]


def model_folder(models: Path, options: IndexOptions | None = None) -> Path:
    """Where a compiled model lies: one folder for each model, form and recipe."""
    options = options or IndexOptions()
    key = "|".join((options.model, options.precision, _RECIPE))
    return models / hashlib.sha256(key.encode()).hexdigest()[:16]


def _stamp(models: Path, options: IndexOptions) -> ModelStamp:
    path = model_folder(models, options) / _STAMP
    try:
        return ModelStamp(**read_sealed(path))
    except FileNotFoundError:
        name = f"{options.model} in {options.precision}"
        raise IndexMissingError(f"There is no compiled model of {name} in {models}. {REBUILD}") from None
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamagedError(f"{path} cannot be read. {REBUILD}") from error


def _compile(source: Path, source_sha256: str, folder: Path, options: IndexOptions, on_progress: Progress) -> None:
    steps = 4
    on_progress(_STAGE, 0, steps)
    with warnings.catch_warnings():
        # Notes of the exporter to its own developers.
        warnings.simplefilter("ignore")
        original = load_original(source)
        on_progress(_STAGE, 1, steps)
        model = folder / "model.onnx"
        if options.precision == "float32":
            _export(original, model)
        else:
            _export(original, folder / "float32.onnx")
            on_progress(_STAGE, 2, steps)
            _quantise(folder / "float32.onnx", model)
            (folder / "float32.onnx").unlink()
        (folder / "tokenizer.json").write_text(original.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
        on_progress(_STAGE, 3, steps)
        stamp = ModelStamp(
            name=f"{Path(options.model).name}/{options.precision}", sha256=sha256_of(model), size=model.stat().st_size,
            tokenizer_sha256=sha256_of(folder / "tokenizer.json"), source_sha256=source_sha256, least_cosine=0.0,
            dimension=int(original.get_embedding_dimension()), window=int(original.max_seq_length or 512),
            passage_prompt=original.prompts.get("document") or "", query_prompt=original.prompts.get("query") or "",
        )  # fmt: skip
        least = _least_cosine(CompiledModel(folder, stamp), original)
    if not least >= LEAST_COSINE:
        raise ModelError(
            f"The compiled model differs from the original on this machine (cosine {least:.3f}, {LEAST_COSINE} is the "
            "least), so it was not kept. Set INDICATED_EMBEDDING_PRECISION=float32, or check the versions of "
            "onnxruntime and torch against requirements.lock."
        )
    write_sealed(folder / _STAMP, asdict(stamp) | {"least_cosine": round(least, 4)})
    on_progress(_STAGE, steps, steps)


def _least_cosine(compiled: CompiledModel, original: Any) -> float:  # noqa: ANN401 - sentence-transformers is no import here
    # The original cuts what is longer than its window, so that only what fits can be compared.
    sample = [text for text in _SAMPLE if compiled.fits(text)]
    passages = original.encode_document(sample, normalize_embeddings=True, batch_size=1)
    queries = original.encode_query(sample, normalize_embeddings=True, batch_size=1)
    cosines = [float(compiled.embed(text) @ vector) for text, vector in zip(sample, passages, strict=True)]
    cosines += [float(compiled.embed_query(text) @ vector) for text, vector in zip(sample, queries, strict=True)]
    return min(cosines)


def _export(original: Any, target: Path) -> None:  # noqa: ANN401 - as above
    import torch

    given = {name: each for name, each in original.preprocess(["back pain"]).items() if torch.is_tensor(each)}
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in given]

    class Whole(torch.nn.Module):
        """Word pieces in, unit vector out."""

        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *pieces: Any) -> Any:  # noqa: ANN401
            vector = self.original(dict(zip(names, pieces, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(vector[:, : original.get_embedding_dimension()], p=2, dim=1)

    axes = {name: {0: "texts", 1: "pieces"} for name in names} | {"vector": {0: "texts"}}
    with torch.no_grad():
        # The newer exporter (dynamo) needs a package of its own; this one does all that the models ask for.
        torch.onnx.export(
            Whole(), tuple(given[name] for name in names), str(target), input_names=names, output_names=["vector"],
            dynamic_axes=axes, opset_version=_OPSET, dynamo=False,
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
