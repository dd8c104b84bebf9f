"""`indicated ingest`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

GOOD = """---
title: A hospital's protocol
publisher: House of Tests
year: 2024
status: local
---

# A hospital's protocol

## Knees {#knees}

Knees are examined by hand first.
"""


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The corpora that an index was built of, instead of building it."""
    corpora: list[Any] = []

    def build(directory: Path, corpus: Any, **_: Any) -> Any:
        corpora.append(corpus)
        return SimpleNamespace(passages=1, documents=1)

    monkeypatch.setattr("index.build_index", build)
    return corpora


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_document_is_copied_described_and_indexed(run: Any, built: list[Any], tmp_path: Path) -> None:
    file = written(tmp_path / "protocol.md", GOOD)
    done = run("ingest", str(file))
    assert (done.code, done.err) == (0, "")
    assert "taken in protocol.md: “A hospital's protocol” (House of Tests, 2024)" in done.out
    assert (tmp_path / "data/documents/protocol.md").read_text(encoding="utf-8") == GOOD
    (corpus,) = built
    assert corpus.documents["protocol"].publisher == "House of Tests"


def test_a_plain_text_without_provenance_says_it_is_unknown(run: Any, built: list[Any], tmp_path: Path) -> None:
    done = run("ingest", str(written(tmp_path / "notes.txt", "Notes on knees\n\nBend them.\n")))
    assert done.code == 0
    assert "“Notes on knees” (unknown)" in done.out


def test_a_folder_gives_all_it_holds(run: Any, built: list[Any], tmp_path: Path) -> None:
    for name in ("b.md", "inner/a.txt", "image.png", ".hidden.md"):
        written(tmp_path / "shelf" / name, "# Title\n\nText.\n")
    assert run("ingest", str(tmp_path / "shelf")).code == 0
    assert {"a", "b"} <= set(built[0].documents)
    assert "image" not in built[0].documents


def test_taking_in_a_name_again_replaces_it(run: Any, built: list[Any], tmp_path: Path) -> None:
    file = written(tmp_path / "protocol.md", GOOD)
    run("ingest", str(file))
    written(file, GOOD.replace("by hand", "by eye"))
    assert run("ingest", str(file)).code == 0
    assert "by eye" in built[1].documents["protocol"].text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("broken.md", "---\ntitle: [\n---\n\n# A\n\nText.\n", "broken.md"),
        ("unknown.md", "---\ntitle: A\nyeer: 2024\n---\n\n# A\n\nText.\n", "yeer"),
        ("empty.md", "", "empty"),
        ("picture.md", b"\x89PNG\xff\x00", "UTF-8"),
        ("binary.txt", b"abc\x00\x01", "plain text"),
        ("scan.pdf", b"%PDF-1.7", ".md"),
        ("acr-lbp-2021.md", "# Mine\n\nText.\n", "acr-lbp-2021"),
        ("missing.md", None, "No such file"),
    ],
)
def test_a_refused_file_is_named_and_the_rest_is_taken_in(
    run: Any, built: list[Any], tmp_path: Path, *, name: str, content: Any, says: str
) -> None:
    good = written(tmp_path / "good.md", GOOD)
    bad = tmp_path / "in" / name
    if content is not None:
        written(bad, content)
    done = run("ingest", str(bad), str(good))
    assert done.code == 2
    assert done.err.startswith(f"indicated: refused {bad}: ")
    assert done.err.count("\n") == 1
    assert says in done.err
    assert "good" in built[0].documents
    assert not (tmp_path / "data/documents" / name).exists()


def test_two_files_of_one_name_are_not_mixed_up(run: Any, built: list[Any], tmp_path: Path) -> None:
    first = written(tmp_path / "a" / "protocol.md", GOOD)
    second = written(tmp_path / "b" / "protocol.md", GOOD.replace("by hand", "by eye"))
    done = run("ingest", str(first), str(second))
    assert done.code == 2
    assert "same name" in done.err
    assert "by hand" in built[0].documents["protocol"].text


def test_nothing_taken_in_builds_nothing(run: Any, built: list[Any], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert run("ingest", str(tmp_path / "nothing")).code == 2
    assert not built
