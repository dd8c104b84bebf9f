"""What is ingested while it serves is answered from without a restart; what is only half ingested is not."""

from __future__ import annotations

import logging
import shutil
import threading
from pathlib import Path

import pytest

from assistant import Settings, build_assistant, live_assistant
from corpus import load_corpus
from index import build_index, index_status

PROTOCOL = """---
title: Zebra ward protocol
publisher: House of Tests
year: 2024
---

# Zebra ward protocol

## Standing films {#standing}

On the zebra ward standing films are taken on Thursdays.
"""


@pytest.fixture
def settings(data_dir: Path, tmp_path: Path) -> Settings:
    """A data directory that may be written into."""
    for name in ("index", "models"):
        shutil.copytree(data_dir / name, tmp_path / name, ignore=shutil.ignore_patterns("*.lock"))
    return Settings(data_dir=tmp_path, database_url="memory:")


def ingest(settings: Settings, *, build: bool = True) -> None:
    settings.documents_dir.mkdir(exist_ok=True)
    (settings.documents_dir / "zebra.md").write_text(PROTOCOL, encoding="utf-8")
    if build:
        build_index(settings.index_dir, load_corpus(settings.documents_dir))


def settle() -> None:
    for thread in threading.enumerate():
        if thread.name == "renew-index":
            thread.join(timeout=60)


def test_a_document_ingested_while_it_serves_is_found_cited_and_in_the_digest(settings: Settings) -> None:
    live = live_assistant(settings)
    before = live.get()
    first = before.answer("72-year-old with osteoporosis, slipped on ice, low back pain for 5 days: x-ray?")
    ingest(settings)
    live.get()
    settle()
    after = live.get()
    assert "zebra" not in before.corpus.documents
    assert after.search("standing films on the zebra ward", 1)[0].passage.document == "zebra"
    assert before.digest["index"] != after.digest["index"]
    assert before.digest["corpus"] != after.digest["corpus"]
    # The conversation goes on where it was.
    second = after.answer("And if she could not be moved?", conversation_id=first.conversation_id)
    assert second.facts.values()["osteoporosis"] is True
    # Whoever still answers by the old one has all of it.
    hit = before.search("standing films", 1)[0]
    assert before.corpus.documents[hit.passage.document].text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_an_ingestion_that_was_cut_short_leaves_the_assistant_as_it_was_and_says_so(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    ingest(settings, build=False)
    with caplog.at_level(logging.WARNING, "indicated"):
        assistant = build_assistant(settings)
    assert "zebra" not in assistant.corpus.documents
    assert assistant.search("standing films", 1)
    assert "have changed since the index was built" in caplog.text
    assert "indicated index build" in caplog.text
    assert index_status(settings.index_dir, load_corpus(settings.documents_dir)).state == "stale"


def test_a_document_that_cannot_be_read_stops_no_assistant_that_was_built_before(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.documents_dir.mkdir()
    (settings.documents_dir / "broken.md").write_text("---\ntitle: [\n---\n\nText.\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING, "indicated"):
        assert build_assistant(settings).search("standing films", 1)
    assert "have changed since the index was built" in caplog.text
