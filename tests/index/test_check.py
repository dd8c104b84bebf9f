from __future__ import annotations

import random

import numpy as np
import pytest

from corpus import Corpus
from index import IndexOptions, check_index
from index.check import problems_of
from index.files import files_below


@pytest.fixture
def build(built):
    return next(built.glob("builds/*"))


def test_a_whole_index_has_no_problems(built, small, embedder):
    assert check_index(built, small, embedder=embedder) == []


def test_the_real_index_has_no_problems(data_dir, corpus):
    assert check_index(data_dir / "index", corpus) == []


def test_a_flipped_bit_anywhere_is_found(built, build, small, embedder):
    chance = random.Random(7)
    files = {name: path for name, path in files_below(build).items() if path.stat().st_size}
    for name, path in files.items():
        whole = path.read_bytes()
        spoilt = bytearray(whole)
        spoilt[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(spoilt)
        problems = check_index(built, small, embedder=embedder)
        assert problems, f"a flipped bit in {name} was not found"
        path.write_bytes(whole)
    assert len(files) > 8
    assert check_index(built, small, embedder=embedder) == []


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
