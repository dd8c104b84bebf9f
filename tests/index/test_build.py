from __future__ import annotations

import os

import filelock
import numpy as np
import pytest

from corpus import Corpus
from index import (
    IndexBusyError,
    IndexDamagedError,
    IndexProblem,
    IndexUnwritableError,
    build_index,
    check_index,
    index_status,
    open_index,
)
from index import build as module


def test_a_build_says_what_it_holds(built, small, embedder):
    status = index_status(built, small, embedder=embedder)
    assert status.state == "ready"
    assert status.manifest.passages == len(small.passages()) == 6
    assert status.detail == "6 passages of 2 documents, fake/float32"


def test_two_builds_of_the_same_documents_have_one_digest_and_find_the_same(tmp_path, small, embedder):
    one = build_index(tmp_path / "one" / "index", small, embedder=embedder)
    two = build_index(tmp_path / "two" / "index", small, embedder=embedder)
    assert one.digest == two.digest
    hits = [
        open_index(tmp_path / name / "index", small, embedder=embedder).search("night pain") for name in ("one", "two")
    ]
    assert hits[0] == hits[1] != ()


def test_progress_is_told_in_steps(tmp_path, small, embedder):
    told = []
    build_index(tmp_path / "index", small, on_progress=lambda *step: told.append(step), embedder=embedder)
    assert list(dict.fromkeys(what for what, _, _ in told)) == ["Embedding passages", "Storing", "Verifying"]
    assert all(0 <= done <= total for _, done, total in told)


def test_only_what_changed_is_embedded_again(built, corpus_of, small, embedder):
    first = {text for text in embedder.embedded if "Zinc" in text}
    embedder.embedded.clear()
    texts = [document.text for document in small.documents.values()]
    changed = corpus_of(
        "---\nid: night-2020\ntitle: Night pain\n---\n" + texts[0],
        "---\nid: night-1999\ntitle: Night pain, first edition\n---\n" + texts[1].replace("no place", "a place"),
    )
    build_index(built, changed, embedder=embedder)
    assert len(first) == 1
    assert [text for text in embedder.embedded if "Zinc" in text] == embedder.embedded
    assert check_index(built, changed, embedder=embedder) == []


def test_the_same_words_in_two_documents_stay_two_passages(tmp_path, corpus_of, embedder):
    twins = corpus_of(*(f"---\nid: {name}\ntitle: Zinc\n---\nZinc has no place." for name in ("one", "two")))
    build_index(tmp_path / "index", twins, embedder=embedder)
    hits = open_index(tmp_path / "index", twins, embedder=embedder).search("zinc")
    assert [hit.passage.id for hit in hits] == ["one/text#0", "two/text#0"]
    assert check_index(tmp_path / "index", twins, embedder=embedder) == []


def test_vectors_of_another_model_are_not_taken_over(built, small, embedder):
    embedder.embedded.clear()
    embedder.sha256 = "0" * 64
    build_index(built, small, embedder=embedder)
    assert len(embedder.embedded) == 6


def test_damaged_vectors_are_not_taken_over(built, small, embedder):
    path = next(built.glob("builds/*/vectors.npy"))
    path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    build_index(built, small, embedder=embedder)
    assert check_index(built, small, embedder=embedder) == []


def test_who_has_the_old_index_open_keeps_it(built, corpus_of, small, embedder):
    opened = open_index(built, small, embedder=embedder)
    before = opened.search("zinc")
    for n in range(3):
        build_index(built, corpus_of(f"---\nid: other\n---\nText {n}."), embedder=embedder)
    assert opened.search("zinc") == before


def test_nothing_to_index_is_said(tmp_path, embedder):
    with pytest.raises(IndexProblem, match="nothing to index"):
        build_index(tmp_path / "index", Corpus({}), embedder=embedder)


def test_a_second_builder_is_told_who_is_building(built, small, embedder):
    def interrupt(*_):
        with pytest.raises(IndexBusyError, match=rf"is being built by process {os.getpid()} on .* since 20.*Wait"):
            build_index(built, small, embedder=embedder)

    build_index(built, small, on_progress=interrupt, embedder=embedder)


def test_a_builder_that_left_no_name_is_still_respected(built, small, embedder):
    with filelock.FileLock(built / "build.lock"), pytest.raises(IndexBusyError, match="by another process"):
        build_index(built, small, embedder=embedder)


def test_no_space_says_so_and_leaves_the_old_index(built, corpus_of, small, embedder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(IndexUnwritableError, match="No space left on device"):
        build_index(built, corpus_of("---\nid: other\n---\nText."), embedder=embedder)
    monkeypatch.undo()
    assert check_index(built, small, embedder=embedder) == []


def test_a_place_that_cannot_be_written_says_so(tmp_path, small, embedder):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IndexUnwritableError, match=r"cannot be written: .*indicated index build"):
        build_index(tmp_path / "file" / "index", small, embedder=embedder)


def test_a_build_that_is_not_what_was_written_does_not_count(built, corpus_of, small, embedder, monkeypatch):
    monkeypatch.setattr(module, "problems_of", lambda *_, **__: ["a bad disk"])
    with pytest.raises(IndexDamagedError, match="not kept: a bad disk"):
        build_index(built, corpus_of("---\nid: other\n---\nText."), embedder=embedder)
    assert index_status(built, small, embedder=embedder).state == "ready"
