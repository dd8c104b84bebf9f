from __future__ import annotations

import pytest

from corpus import Corpus
from index import IndexDamagedError
from index.passages import fingerprint, read_fingerprints, read_passages, searched_text, write_passages


def test_passages_come_back_as_the_documents_give_them(tmp_path, small):
    write_passages(tmp_path / "p", small.passages())
    assert read_passages(tmp_path / "p", small) == small.passages()
    assert read_fingerprints(tmp_path / "p") == [fingerprint(searched_text(passage)) for passage in small.passages()]


def test_a_passage_is_searched_under_its_context(small):
    row = next(passage for passage in small.passages() if "Bone scan" in passage.text)
    assert searched_text(row) == (
        "Night pain > Adults\nNight pain alone is no reason to scan an adult.\nStudy | Rating\n| Bone scan | No |"
    )


@pytest.mark.parametrize("broken", [None, "{", "[1]", '["a", "gone", "s", [], 0, 1, "", ""]'])
def test_a_broken_file_is_damage(tmp_path, broken):
    if broken is not None:
        (tmp_path / "p").write_text(broken)
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        read_passages(tmp_path / "p", Corpus({}))
