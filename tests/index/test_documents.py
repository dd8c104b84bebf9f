from __future__ import annotations

import dataclasses
import json

import pytest

from corpus import Corpus
from index import IndexDamagedError
from index.documents import read_documents, write_documents


def test_the_users_documents_come_back_as_they_were_after_the_guidance(tmp_path, corpus, small):
    both = Corpus({**corpus.documents, **small.documents})
    write_documents(tmp_path / "documents.jsonl", both)
    found = read_documents(tmp_path / "documents.jsonl", corpus)
    assert found.documents == both.documents
    assert list(found.documents) == list(both.documents)
    assert found.sha256 == both.sha256
    assert found.passages() == both.passages()


def test_the_guidance_itself_is_not_kept(tmp_path, corpus):
    write_documents(tmp_path / "documents.jsonl", corpus)
    assert (tmp_path / "documents.jsonl").read_bytes() == b""


@pytest.mark.parametrize("odd", ["line\u2028end", "next\x85line", "☢", '"quoted"\\'])
def test_odd_characters_come_back(tmp_path, small, odd):
    name, document = next(iter(small.documents.items()))
    changed = Corpus({name: dataclasses.replace(document, title=odd, text=document.text + odd)})
    write_documents(tmp_path / "documents.jsonl", changed)
    assert read_documents(tmp_path / "documents.jsonl", Corpus({})).documents == changed.documents


def test_a_file_name_that_is_no_text_is_no_obstacle(tmp_path, small):
    name, document = next(iter(small.documents.items()))
    changed = Corpus({name: dataclasses.replace(document, source_file="\udcff.md")})
    write_documents(tmp_path / "documents.jsonl", changed)
    assert read_documents(tmp_path / "documents.jsonl", Corpus({})).sha256 == changed.sha256


@pytest.mark.parametrize("broken", [None, "{", "{}\n", '{"id": 3}\n'])
def test_what_cannot_be_read_is_damage(tmp_path, broken):
    if broken is not None:
        (tmp_path / "documents.jsonl").write_text(broken)
    with pytest.raises(IndexDamagedError, match="indicated index build"):
        read_documents(tmp_path / "documents.jsonl", Corpus({}))


def test_one_document_is_one_line(tmp_path, small):
    write_documents(tmp_path / "documents.jsonl", small)
    lines = (tmp_path / "documents.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["id"] for line in lines[:-1]] == list(small.documents)
