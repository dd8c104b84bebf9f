"""`indicated ingest`."""

from __future__ import annotations

import shutil
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
PAGE = "<!doctype html><html><body><h1>Our page</h1><p>Call first.</p></body></html>"
MADE = Path(__file__).parents[2] / "corpus" / "ingestion" / "data"


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


def test_a_document_is_kept_described_and_indexed(run: Any, built: list[Any], tmp_path: Path) -> None:
    file = written(tmp_path / "protocol.md", GOOD)
    done = run("ingest", str(file))
    assert (done.code, done.err) == (0, "")
    assert "taken in protocol.md: “A hospital's protocol” (House of Tests, 2024), 2 sections, as protocol\n" in done.out
    assert (tmp_path / "data/documents/protocol.md").is_file()
    (corpus,) = built
    assert corpus.documents["protocol"].publisher == "House of Tests"
    assert corpus.documents["protocol"].text in GOOD
    assert file.read_text(encoding="utf-8") == GOOD


def test_a_pdf_is_taken_in_with_its_pages_and_what_the_options_say(run: Any, built: list[Any], tmp_path: Path) -> None:
    said = ("--publisher", "Harbour Hospital", "--year", "2024", "--status", "local", "--url", "https://example.org")
    done = run("ingest", str(MADE / "protocol.pdf"), *said, "--id", "harbour", "--title", "Harbour protocol")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(
        "taken in protocol.pdf: “Harbour protocol” (Harbour Hospital, 2024), 6 pages, 8 sections, as harbour\nThe index"
    )
    document = built[0].documents["harbour"]
    assert (document.status, document.url, document.original.pages) == ("local", "https://example.org", 6)


def test_what_nobody_says_is_recorded_as_unknown_and_asked_for(run: Any, built: list[Any], tmp_path: Path) -> None:
    done = run("ingest", str(written(tmp_path / "notes.txt", "Notes on knees\n\nBend them.\n")))
    assert done.code == 0
    assert "“Notes on knees” (publisher and year unknown)" in done.out
    assert "Recorded as unknown: publisher, year, status, url." in done.out
    assert "--publisher … --year … --status … --url …" in done.out
    document = built[0].documents["notes"]
    assert (document.publisher, document.year, document.status, document.url) == ("unknown", None, "unknown", None)


def test_a_folder_gives_all_it_holds_of_every_kind(run: Any, built: list[Any], tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    for name in ("b.md", "inner/a.txt", "image.png", ".hidden.md", ".git/x.md", "~$word.docx"):
        written(shelf / name, "# Title\n\nText.\n")
    written(shelf / "page.html", PAGE)
    for name in ("rota.pdf", "protocol.docx", "locked.pdf"):
        shutil.copy(MADE / name, shelf / name)
    done = run("ingest", str(shelf))
    assert done.code == 2
    users = {name: each for name, each in built[0].documents.items() if each.origin == "user"}
    assert set(users) == {"a", "b", "page", "rota", "protocol"}
    assert "left alone: image.png\n" in done.out
    assert "5 taken in, 1 refused.\n" in done.out
    assert done.err.startswith(f"indicated: refused: {shelf / 'locked.pdf'} is locked with a password")


def test_a_second_run_touches_only_what_changed(
    run: Any, built: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "shelf"
    for name in ("a.md", "b.md", "c.md"):
        written(shelf / name, f"# {name}\n\nText.\n")
    assert run("ingest", str(shelf)).code == 0
    kept = tmp_path / "data/documents"
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    written(shelf / "b.md", "# b.md\n\nOther text.\n")
    done = run("ingest", str(shelf))
    assert "replaced b.md: " in done.out
    assert "unchanged: a.md, c.md\n" in done.out
    assert {path.name for path in kept.iterdir() if path.stat().st_mtime_ns != before[path.name]} == {"b.md"}
    assert len(built) == 2
    monkeypatch.setattr("index.index_status", lambda *_, **__: SimpleNamespace(state="ready"))
    done = run("ingest", str(shelf))
    assert (done.code, len(built)) == (0, 2)
    assert "3 unchanged.\n" in done.out


def test_an_index_that_an_earlier_run_could_not_build_is_built_by_the_next(
    run: Any, built: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path / "protocol.md", GOOD)
    run("ingest", str(file))
    monkeypatch.setattr("index.index_status", lambda *_, **__: SimpleNamespace(state="stale"))
    assert run("ingest", str(file)).code == 0
    assert len(built) == 2


def test_a_busy_index_says_that_what_was_taken_in_is_kept(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import IndexBusyError

    def busy(*_: Any, **__: Any) -> Any:
        raise IndexBusyError("It is being built by process 1.")

    monkeypatch.setattr("index.build_index", busy)
    done = run("ingest", str(written(tmp_path / "protocol.md", GOOD)))
    assert done.code == 3
    assert "It is being built by process 1." in done.err
    assert (tmp_path / "data/documents/protocol.md").is_file()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("broken.md", "---\ntitle: [\n---\n\n# A\n\nText.\n", "front matter: is not YAML"),
        ("unknown.md", "---\ntitle: A\nyeer: 2024\n---\n\n# A\n\nText.\n", "yeer: is not a known key"),
        ("empty.md", "", "is empty"),
        ("picture.md", b"\x89PNG\xff\x00", "is a picture"),
        ("latin.txt", b"caf\xe9", "is not UTF-8 text (byte 3); save it as UTF-8"),
        ("binary.txt", b"abc\x00\x01", "is not plain text"),
        ("broken.pdf", b"%PDF-1.7 nothing", "is damaged and cannot be read as PDF"),
        ("broken.docx", b"PK\x03\x04nothing", "is a damaged Word document"),
        ("named.docx", b"%PDF-1.7 nothing", "holds PDF; name it named.pdf"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is locked with a password"),
        ("table.xlsx", b"PK\x03\x04nothing", "is a damaged Word document or archive"),
        ("acr-lbp-2021.md", "# Mine\n\nText.\n", "belongs to a document of the product"),
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
    assert done.err.startswith(f"indicated: refused: {bad}")
    assert done.err.count("\n") == 1
    assert says in done.err
    assert {each.id for each in built[0].documents.values() if each.origin == "user"} == {"good"}
    assert [path.name for path in (tmp_path / "data/documents").iterdir()] == ["good.md"]


def test_two_files_of_one_name_are_not_mixed_up(run: Any, built: list[Any], tmp_path: Path) -> None:
    first = written(tmp_path / "a" / "protocol.md", GOOD)
    second = written(tmp_path / "b" / "protocol.md", GOOD.replace("by hand", "by eye"))
    done = run("ingest", str(first), str(second))
    assert done.code == 2
    assert "give one an id of its own with --id" in done.err
    assert "by hand" in built[0].documents["protocol"].text


def test_a_title_or_id_is_of_one_file(run: Any, built: list[Any], tmp_path: Path) -> None:
    files = [str(written(tmp_path / name, GOOD)) for name in ("a.md", "b.md")]
    for option in ("--id", "--title"):
        done = run("ingest", *files, option, "x")
        assert (done.code, done.err.count("\n")) == (2, 1)
        assert "name one file" in done.err
    assert not built


def test_an_option_that_does_not_fit_is_refused_once_for_all_files(run: Any, built: list[Any], tmp_path: Path) -> None:
    files = [str(written(tmp_path / name, GOOD)) for name in ("a.md", "b.md")]
    done = run("ingest", *files, "--status", "fresh")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("indicated: the options: status: 'fresh' is not one of current, ")
    assert run("ingest", *files, "--year", "20").code == 2
    assert not built


def test_copies_in_the_data_directory_are_not_taken_in_again(run: Any, built: list[Any], tmp_path: Path) -> None:
    written(tmp_path / "protocol.md", GOOD)
    assert run("ingest", str(tmp_path)).code == 0
    done = run("ingest", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert "unchanged: protocol.md\n" in done.out


def test_nothing_taken_in_builds_nothing(run: Any, built: list[Any], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = run("ingest", str(tmp_path / "nothing"))
    assert done.code == 2
    assert done.err.startswith(f"indicated: refused: {tmp_path / 'nothing'} holds no .md, ")
    assert not built
