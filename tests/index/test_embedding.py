"""The fake of these tests and the real compiled model keep one contract."""

from __future__ import annotations

import numpy as np
import pytest

from index import IndexDamagedError
from index.embedding import CompiledModel, ModelStamp, windows
from index.export import open_model

WINDOW = 256

TEXTS = ["back pain", "MRI lumbar spine without IV contrast", "zinc ointment " * 30, "腰痛 ☢☢", "back pain"]


@pytest.fixture(scope="module")
def real(data_dir):
    return open_model(data_dir / "models")


@pytest.fixture(params=["fake", "real"])
def any_embedder(request, embedder):
    return embedder if request.param == "fake" else request.getfixturevalue("real")


@pytest.mark.parametrize("text", ["pain", "", " ", "\ud800", "\0", "word " * 3000])
def test_any_text_gives_a_vector_of_length_1(any_embedder, text):
    vector = any_embedder.embed(text)
    assert vector.shape == (any_embedder.dimension,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_text_gives_the_same_vector_alone_and_in_any_company(any_embedder):
    together = any_embedder.embed_all(TEXTS)
    assert np.array_equal(together, np.stack([any_embedder.embed(text) for text in TEXTS]))
    assert np.array_equal(together[::-1], any_embedder.embed_all(TEXTS[::-1]))
    assert np.array_equal(together[0], together[4])


def test_a_query_is_embedded_like_a_passage_unless_the_model_asks_for_more(any_embedder):
    assert np.array_equal(any_embedder.embed_query(TEXTS[0]), any_embedder.embed(TEXTS[0]))


def test_no_texts_give_no_vectors(any_embedder):
    assert any_embedder.embed_all([]).shape == (0, any_embedder.dimension)


def test_progress_is_told_to_the_end(any_embedder):
    told = []
    any_embedder.embed_all(TEXTS, lambda *step: told.append(step))
    assert told[-1] == ("Embedding passages", len(TEXTS), len(TEXTS))


def test_meaning_counts_not_words(real):
    asked = real.embed("Does a scanner that uses magnets expose me to radiation?")
    near, far = real.embed("MRI uses no ionising rays."), real.embed("Zinc ointment is applied twice a day.")
    assert asked @ near > asked @ far + 0.2


def test_the_end_of_a_long_text_counts(real):
    long = "Plain radiographs show bone. " * 120
    changed = long + "Zinc ointment heals skin. " * 60
    zinc = real.embed("zinc ointment for the skin")
    assert zinc @ real.embed(changed) > zinc @ real.embed(long) + 0.1


@pytest.mark.parametrize("length", [2, WINDOW, WINDOW + 1, 2 * WINDOW, 1000, 1237])
@pytest.mark.parametrize(("before", "after"), [(1, 1), (0, 1), (2, 0), (0, 0)])
def test_windows_hold_every_piece_and_none_is_longer_than_the_model_reads(length, before, after):
    inner = [*range(1000, 1000 + length - before - after)]
    head, tail = [101] * before, [102] * after
    found = windows([*head, *inner, *tail], WINDOW, before, after)
    for window, _ in found:
        assert len(window) <= WINDOW
        assert window[:before] == head
        assert window[len(window) - after :] == tail
    seen = {piece for window, _ in found for piece in window} - {101, 102}
    assert seen == set(inner)
    if len(found) > 1:
        assert sum(new for _, new in found) == len(inner)
        assert all(new > 0 for _, new in found)


def test_a_window_narrower_than_the_overlap_still_moves_on():
    found = windows([101, *range(1000, 1050), 102], 10, 1, 1)
    assert {piece for window, _ in found for piece in window} == {101, *range(1000, 1050), 102}
    assert all(len(window) <= 10 for window, _ in found)


def test_a_damaged_model_is_refused(tmp_path, data_dir):
    stamp = ModelStamp("x", "x", 1, "x", "x", 1.0, 384, WINDOW)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(IndexDamagedError, match=r"compiled model.*indicated index build"):
        CompiledModel(tmp_path, stamp)
