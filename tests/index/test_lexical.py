from __future__ import annotations

import numpy as np
import pytest

from index import IndexDamagedError
from index.lexical import Lexical

TEXTS = ["A film of the spine", "MRI of the spine, MRI again", "Bone scan", "Zinc"]


def test_a_passage_scores_by_the_words_it_shares():
    scores = Lexical.of(TEXTS).scores("mri spine")
    assert scores.argmax() == 1
    assert scores[0] > 0
    assert scores[2] == scores[3] == 0


def test_a_rare_word_weighs_more_than_a_common_one():
    scores = Lexical.of(TEXTS).scores("zinc spine")
    assert scores.argmax() == 3


@pytest.mark.parametrize("query", ["", "???", "the of", "unheard", "\ud800"])
def test_a_query_without_known_words_scores_nothing(query):
    assert not Lexical.of(TEXTS).scores(query).any()


def test_texts_without_words_can_be_indexed():
    assert list(Lexical.of(["☢☢", "O"]).scores("film")) == [0, 0]


def test_what_is_saved_scores_the_same_and_two_builds_write_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        Lexical.of(TEXTS).save(tmp_path / name)
    again = Lexical.load(tmp_path / "one")
    assert np.array_equal(again.scores("film of the spine"), Lexical.of(TEXTS).scores("film of the spine"))
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_damaged_word_index_is_refused(tmp_path):
    Lexical.of(TEXTS).save(tmp_path)
    (tmp_path / "vocab.index.json").unlink()
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        Lexical.load(tmp_path)
