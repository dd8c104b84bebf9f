from __future__ import annotations

import pytest

from index.files import files_below, read_sealed, sha256_of, write_sealed, write_whole


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, "old")
    write_whole(path, "new ☢")
    assert path.read_text(encoding="utf-8") == "new ☢"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"


def test_the_fingerprint_is_that_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_files_are_listed_by_their_path_below_the_folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c").write_text("")
    (tmp_path / "a").write_text("")
    assert list(files_below(tmp_path)) == ["a", "b/c"]


def test_what_is_sealed_is_read_as_it_was_written(tmp_path):
    fields = {"name": "腰痛", "count": 3, "files": {"a": "b"}, "none": None}
    write_sealed(tmp_path / "a.json", fields)
    assert read_sealed(tmp_path / "a.json") == fields


def test_every_flipped_bit_of_a_sealed_file_is_found(tmp_path):
    path = tmp_path / "a.json"
    write_sealed(path, {"name": "x", "count": 3})
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << place % 8]) + whole[place + 1 :])
        with pytest.raises(ValueError, match=r"."):
            read_sealed(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"seal": "0"}'])
def test_what_was_never_sealed_is_refused(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ValueError, match=r"."):
        read_sealed(tmp_path / "a.json")
