"""Readers carry on through a rebuild, and see the old or the new and never a mixture."""

from __future__ import annotations

import logging
import threading

import pytest

from corpus import Corpus
from index import IndexMissingError, Live, build_index, open_current
from index import live as module


def settled() -> None:
    for thread in threading.enumerate():
        if thread.name == "renew-index":
            thread.join(timeout=60)


@pytest.fixture
def version(corpus_of):
    """Documents that say which version they are, in each of their passages."""

    def of(number: int) -> Corpus:
        sections = "\n\n".join(f"## Part {part}\n\nEdition {number} on part {part}." for part in range(12))
        return corpus_of(f"---\nid: guide\ntitle: Guide\n---\n\n# Guide\n\n{sections}")

    return of


def test_a_newer_build_is_picked_up_without_a_restart(tmp_path, version, embedder):
    build_index(tmp_path, version(1), embedder=embedder)
    live = Live(tmp_path, lambda: open_current(tmp_path, Corpus({}), embedder=embedder))
    first = live.get()
    assert live.get() is first
    build_index(tmp_path, version(2), embedder=embedder)
    assert live.get() is first, "the old one serves until the new one is whole"
    settled()
    assert live.get() is not first
    assert "Edition 2" in live.get().search("edition on part 3")[0].passage.text


def test_readers_carry_on_through_rebuilds_and_never_see_a_mixture(tmp_path, version, embedder):
    build_index(tmp_path, version(0), embedder=embedder)
    live = Live(tmp_path, lambda: open_current(tmp_path, Corpus({}), embedder=embedder))
    wrong, seen, latest, done = [], [], {}, threading.Event()

    def met(number: int) -> bool:
        """Whether each reader comes to meet an edition, be it in the middle of a search of the one before."""
        for _ in range(6000):
            if wrong or [latest.get(reader) for reader in range(2)] == [str(number)] * 2:
                break
            done.wait(0.01)
        return not wrong

    def read(reader: int) -> None:
        while not done.is_set():
            index = live.get()
            try:
                hits = index.search("edition on part", max_hits=12)
                editions = {hit.passage.text.split("Edition ")[1].split()[0] for hit in hits}
                stored = {index.corpus.documents["guide"].text.split("Edition ")[1].split()[0]}
                if len(hits) != 12 or editions != stored:
                    wrong.append((reader, editions, stored))
                latest[reader] = editions.pop()
                seen.append(latest[reader])
            except Exception as error:  # noqa: BLE001 - whatever a reader meets, the test has to tell
                wrong.append((reader, error))

    readers = [threading.Thread(target=read, args=(n,), daemon=True) for n in range(2)]
    for reader in readers:
        reader.start()
    for number in range(5):
        if number:
            build_index(tmp_path, version(number), embedder=embedder)
            live.get()
            settled()
        if not met(number):
            break
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert set(seen) == {"0", "1", "2", "3", "4"}
    assert latest == {0: "4", 1: "4"}
    assert len(list((tmp_path / "builds").iterdir())) <= 3


def test_one_that_cannot_be_made_leaves_the_old_one_and_is_tried_again_later(
    built, corpus_of, embedder, monkeypatch, caplog
):
    made = []

    def make() -> str:
        made.append(len(made))
        if len(made) == 2:
            raise IndexMissingError("It is gone. Run `indicated index build`.")
        return f"thing {len(made)}"

    clock = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    live = Live(built, make)
    build_index(built, corpus_of("---\nid: other\n---\nText."), embedder=embedder)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert live.get() == "thing 1"
            settled()
    assert len(made) == 2, "it is not tried again at once"
    assert "It is gone" in caplog.text
    clock[0] = 60.0
    live.get()
    settled()
    assert live.get() == "thing 3"


def test_one_that_cannot_be_made_does_not_hold_up_the_next(built, corpus_of, embedder):
    made = []

    def make() -> int:
        made.append(len(made))
        if len(made) == 2:
            raise IndexMissingError("It is gone. Run `indicated index build`.")
        return len(made)

    live = Live(built, make)
    for number in range(2):
        build_index(built, corpus_of(f"---\nid: other\n---\nText {number}."), embedder=embedder)
        live.get()
        settled()
    assert live.get() == 3


def test_an_index_that_is_gone_for_a_moment_is_no_newer_one(built):
    live = Live(built, lambda: "thing")
    pointer = built / "current.json"
    aside = pointer.rename(built / "aside")
    assert live.get() == "thing"
    settled()
    aside.rename(pointer)
    assert live.get() == "thing"


def test_what_the_first_one_raises_is_raised(tmp_path, embedder):
    with pytest.raises(IndexMissingError):
        Live(tmp_path, lambda: open_current(tmp_path, Corpus({}), embedder=embedder))
