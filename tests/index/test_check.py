from __future__ import annotations

import random
import shutil

import numpy as np
import pytest

from corpus import Corpus
from index import IndexOptions, check_index
from index.check import problems_of
from index.export import model_folder
from index.files import files_below
from index.layout import Layout


@pytest.fixture
def build(built):
    return next(built.glob("builds/*"))


def test_a_whole_index_has_no_problems(built, small, embedder):
    assert check_index(built, small, embedder=embedder) == []


def test_the_real_index_has_no_problems(data_dir, corpus):
    assert check_index(data_dir / "index", corpus) == []


def test_a_flipped_bit_in_any_file_is_found(tmp_path, data_dir, corpus):
    """In the real index: passages, vectors, words, Chroma's files, manifest, pointer, and the compiled model."""
    current = Layout(data_dir / "index").current()
    shutil.copytree(current, tmp_path / "index" / "builds" / current.name)
    shutil.copyfile(data_dir / "index" / "current.json", tmp_path / "index" / "current.json")
    shutil.copytree(model_folder(data_dir / "models"), model_folder(tmp_path / "models"))
    chance = random.Random(7)
    files = {name: path for name, path in files_below(tmp_path).items() if path.stat().st_size}
    kinds = {path.name for path in files.values()}
    assert kinds >= {
        "current.json", "manifest.json", "passages.jsonl", "names.json", "vectors.npy", "vocab.index.json",
        "chroma.sqlite3", "data_level0.bin", "header.bin", "model.onnx", "tokenizer.json", "model.json",
    }  # fmt: skip
    for name, path in files.items():
        place, bit = chance.randrange(path.stat().st_size), chance.randrange(8)
        flip(path, place, bit)
        assert check_index(tmp_path / "index", corpus), f"bit {bit} of byte {place} in {name} was missed"
        flip(path, place, bit)
    assert check_index(tmp_path / "index", corpus) == []


def flip(path, place, bit):
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def test_a_missing_and_a_foreign_file_are_named(built, build, small, embedder):
    (build / "names.json").unlink()
    (build / "notes.txt").write_text("mine")
    problems = check_index(built, small, embedder=embedder)
    assert problems == [f"{build / 'names.json'} is missing.", f"{build / 'notes.txt'} is no part of the index."]


def test_no_index_and_other_documents_are_problems(tmp_path, built, small, embedder):
    assert "no index" in check_index(tmp_path / "nowhere", small, embedder=embedder)[0]
    assert "documents have changed" in check_index(built, Corpus({}), embedder=embedder)[0]


def test_a_vector_that_is_not_its_passages_is_found(build, small, embedder, reseal):
    vectors = np.load(build / "vectors.npy")
    vectors[[0, 1]] = vectors[[1, 0]]
    np.save(build / "vectors.npy", vectors)
    reseal(build)
    problems = problems_of(build, small, embedder, IndexOptions(), embed_again=True)
    assert any("not what the model gives" in each for each in problems)
    assert any("another text or vector in Chroma" in each for each in problems)


def test_a_vector_that_is_no_direction_is_found(build, small, embedder, reseal):
    vectors = np.load(build / "vectors.npy")
    vectors[2] = np.nan
    np.save(build / "vectors.npy", vectors)
    reseal(build)
    assert any("has not length 1" in each for each in problems_of(build, small, embedder, IndexOptions()))


def test_an_offset_that_is_off_by_one_is_found(build, small, embedder, reseal):
    path = build / "passages.jsonl"
    passage = small.passages()[0]
    path.write_text(
        path.read_text().replace(f", {passage.start}, {passage.end}, ", f", {passage.start}, {passage.end - 1}, ", 1)
    )
    reseal(build)
    assert any(
        f"Passage {passage.id} is not what the documents give" in each
        for each in problems_of(build, small, embedder, IndexOptions())
    )


def test_a_lost_passage_is_found(build, small, embedder, reseal):
    path = build / "passages.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    reseal(build)
    assert problems_of(build, small, embedder, IndexOptions())[0] == "The index holds 5 passages, the documents give 6."
