from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from index import IndexDamagedError, IndexMissingError, IndexOptions, ModelError
from index import export as module
from index.export import LEAST_COSINE, check_model, compile_model, model_folder, open_model


@pytest.fixture
def models(tmp_path, data_dir):
    """A copy of the compiled model that may be spoilt."""
    shutil.copytree(model_folder(data_dir / "models"), model_folder(tmp_path / "models"))
    return tmp_path / "models"


def test_the_compiled_model_was_judged_by_the_original(data_dir):
    stamp = json.loads((model_folder(data_dir / "models") / "model.json").read_text())
    assert LEAST_COSINE <= stamp["least_cosine"] <= 1
    assert stamp["dimension"] == 384


def test_a_model_that_is_there_is_not_compiled_again(models, monkeypatch):
    monkeypatch.setattr(module, "_compile", lambda *_: pytest.fail("compiled again"))
    assert compile_model(models).name == "all-MiniLM-L6-v2/int8"


def test_a_model_that_was_changed_is_compiled_again(models, monkeypatch):
    whole = (model_folder(models)).rename(models / "whole")
    shutil.copytree(whole, model_folder(models))
    (model_folder(models) / "tokenizer.json").write_text("{}")
    (models / "compiling").mkdir()
    (models / "compiling" / "half").write_text("left by a crash")
    monkeypatch.setattr(module, "_compile", lambda _, __, made, *___: shutil.copytree(whole, made, dirs_exist_ok=True))
    compile_model(models)
    assert not check_model(models)
    assert not (models / "compiling").exists()
    assert not (model_folder(models) / "half").exists()


class Original:
    """A model whose every vector is the first axis."""

    max_seq_length = 256
    prompts = {"query": "", "document": ""}  # noqa: RUF012 - as sentence-transformers has it

    @property
    def tokenizer(self):
        return SimpleNamespace(backend_tokenizer=SimpleNamespace(to_str=lambda: "{}"))

    def get_embedding_dimension(self):
        return 4

    def encode_document(self, texts, **_):
        return np.stack([np.eye(4, dtype=np.float32)[0] for _ in texts])

    encode_query = encode_document


class Stray:
    """Its compiled form, which is off by a cosine of 0.98."""

    def __init__(self, *_):
        pass

    def fits(self, text):
        return True

    def embed(self, text):
        return np.array([0.98, 0.199, 0, 0], np.float32)

    embed_query = embed


def test_a_model_that_strays_from_the_original_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "load_original", lambda _: Original())
    monkeypatch.setattr(module, "_export", lambda _, target: target.write_bytes(b"x"))
    monkeypatch.setattr(module, "_quantise", lambda _, target: target.write_bytes(b"x"))
    monkeypatch.setattr(module, "CompiledModel", Stray)
    refused = r"cosine 0\.980, 0\.985 is the least.*INDICATED_EMBEDDING_PRECISION=float32"
    with pytest.raises(ModelError, match=refused):
        compile_model(tmp_path / "models")
    assert not model_folder(tmp_path / "models").exists()


def test_a_compiler_that_fails_is_named_in_few_words(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("cannot insert a tensor" + " 0.1" * 10_000)

    monkeypatch.setattr(module, "_compile", fail)
    with pytest.raises(ModelError, match=r"RuntimeError: cannot insert a tensor.*make setup") as refused:
        compile_model(tmp_path / "models")
    assert len(str(refused.value)) < 400


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
        lambda folder: (folder / "model.json").write_text((folder / "model.json").read_text().replace("0.9", "0.8")),
    ],
)
def test_a_damaged_model_says_what_to_run(models, spoil):
    spoil(model_folder(models))
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        open_model(models)
    assert check_model(models)


def test_a_model_whose_original_was_replaced_is_compiled_again(models, monkeypatch):
    compiled = []
    whole = (models / "whole").absolute()
    shutil.copytree(model_folder(models), whole)
    monkeypatch.setattr(module, "fingerprint_of", lambda _: "another")
    monkeypatch.setattr(
        module,
        "_compile",
        lambda _, sha, made, *__: compiled.append(sha) or shutil.copytree(whole, made, dirs_exist_ok=True),
    )
    compile_model(models)
    assert compiled == ["another"]


def test_each_form_of_a_model_has_a_folder_of_its_own(tmp_path):
    options = (IndexOptions(), IndexOptions(precision="float32"), IndexOptions(model="other"))
    assert len({model_folder(tmp_path, each) for each in options}) == 3
    assert model_folder(tmp_path) == model_folder(tmp_path, IndexOptions(chroma_url="http://127.0.0.1:1"))


def test_the_check_finds_one_flipped_bit_in_the_weights(models):
    path = model_folder(models) / "model.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert check_model(models) == [f"{path} was changed."]
