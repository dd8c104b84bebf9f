"""`indicated documents`."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

GOOD = "---\ntitle: Knees\npublisher: House of Tests\nyear: 2024\n---\nKnees are examined by hand.\n"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The corpora that an index was built of, instead of building it."""
    corpora: list[Any] = []

    def build(directory: Path, corpus: Any, **_: Any) -> Any:
        corpora.append(corpus)
        return SimpleNamespace(passages=1, documents=1)

    monkeypatch.setattr("index.build_index", build)
    return corpora


@pytest.fixture
def taken(run: Any, built: list[Any], tmp_path: Path) -> Any:
    """The command line, after `knees.md` and `hips.txt` were taken in."""
    (tmp_path / "knees.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "hips.txt").write_text("Hips\n\nAre next.", encoding="utf-8")
    assert run("ingest", str(tmp_path / "knees.md"), str(tmp_path / "hips.txt")).code == 0
    built.clear()
    return run


def test_none_says_how_to_take_some_in(run: Any) -> None:
    done = run("documents", "list")
    assert (done.code, done.err) == (0, "")
    assert "`indicated ingest PATH` takes them in" in done.out


def test_the_list_has_a_line_for_each_document(taken: Any) -> None:
    done = taken("documents", "list")
    assert [line.split()[0] for line in done.out.splitlines()] == ["Id", "hips", "knees"]
    assert "House of Tests  2024" in done.out
    assert "knees.md" in done.out


def test_the_list_as_json_says_all_that_is_known(taken: Any) -> None:
    hips, knees = json.loads(taken("documents", "list", "--json").out)["documents"]
    assert (knees["document"], knees["file"], knees["year"], knees["pages"]) == ("knees", "knees.md", 2024, None)
    assert len(knees["file_sha256"]) == 64
    assert (hips["publisher"], hips["year"], hips["status"], hips["url"]) == ("unknown", None, "unknown", None)


def test_all_shows_the_bundled_guidance_too(taken: Any) -> None:
    assert "acr-lbp-2021" not in taken("documents", "list").out
    assert "acr-lbp-2021" in taken("documents", "list", "--all").out


def test_a_document_is_removed_and_the_index_made_without_it(taken: Any, built: list[Any], tmp_path: Path) -> None:
    done = taken("documents", "remove", "knees")
    assert (done.code, done.err) == (0, "")
    assert "removed knees: “Knees”" in done.out
    assert [each.id for each in built[0].documents.values() if each.origin == "user"] == ["hips"]
    assert (tmp_path / "knees.md").is_file()
    assert not (tmp_path / "data/documents/knees.md").exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [("knee", "Did you mean knees?"), ("acr-lbp-2021", "ships with the product"), ("../knees", "no such document")],
)
def test_what_is_not_yours_is_not_removed_but_the_rest_is(taken: Any, built: list[Any], name: str, says: str) -> None:
    done = taken("documents", "remove", name, "hips")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert says in done.err
    assert [each.id for each in built[0].documents.values() if each.origin == "user"] == ["knees"]


def test_nothing_removed_builds_nothing(taken: Any, built: list[Any]) -> None:
    assert taken("documents", "remove", "nobody").code == 2
    assert not built
