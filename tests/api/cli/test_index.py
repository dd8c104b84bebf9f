"""`indicated index`."""

from __future__ import annotations

import dataclasses
import json
from types import SimpleNamespace
from typing import Any

import pytest

from corpus import Corpus, load_corpus
from index import IndexBusyError


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How the index stands, and the builds that were made of it."""
    world: dict[str, Any] = {"state": "ready", "problems": [], "builds": []}

    def build(directory: Any, corpus: Any, *, on_progress: Any, options: Any) -> Any:
        for done in range(3):
            on_progress("Embedding", done, 2)
        world["builds"].append(directory)
        return SimpleNamespace(passages=1_234, documents=43)

    def status(directory: Any, corpus: Any, *, options: Any) -> Any:
        manifest = SimpleNamespace(digest="sha256:1") if world["state"] == "ready" else None
        return SimpleNamespace(state=world["state"], detail="Run `indicated index build`.", manifest=manifest)

    monkeypatch.setattr("index.build_index", build)
    monkeypatch.setattr("index.index_status", status)
    monkeypatch.setattr("index.check_index", lambda directory, corpus, options: world["problems"])
    return world


def test_a_build_says_what_the_index_holds(run: Any, stands: Any) -> None:
    done = run("index", "build")
    assert done.code == 0
    assert done.out.endswith("holds 1,234 passages of 43 documents.\n")
    assert done.err == "Embedding ...\n"


def test_a_current_index_is_not_built_again_if_only_needed(run: Any, stands: Any) -> None:
    done = run("index", "build", "--if-needed")
    assert (done.code, stands["builds"]) == (0, [])
    assert "is current" in done.out


@pytest.mark.parametrize("state", ["missing", "stale", "damaged"])
def test_any_other_index_is_built_if_needed(run: Any, stands: Any, state: str) -> None:
    stands["state"] = state
    assert run("index", "build", "--if-needed").code == 0
    assert len(stands["builds"]) == 1


def test_a_second_build_says_who_is_building(run: Any, stands: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise IndexBusyError("The index is being built by process 7. Wait until it is done, then try again.")

    monkeypatch.setattr("index.build_index", busy)
    done = run("index", "build")
    assert (done.code, done.out) == (3, "")
    assert "process 7" in done.err


@pytest.mark.parametrize(("state", "code"), [("ready", 0), ("missing", 3), ("stale", 3), ("damaged", 3)])
def test_the_status_is_a_line_and_an_exit_code(run: Any, stands: Any, state: str, code: int) -> None:
    stands["state"] = state
    done = run("index", "status")
    assert done.code == code
    assert done.out.startswith(f"{state}: ")
    assert json.loads(run("index", "status", "--json").out)["state"] == state


def test_a_whole_index_passes_the_check(run: Any, stands: Any) -> None:
    assert run("index", "check").code == 0


def test_each_problem_of_the_check_is_a_line(run: Any, stands: Any) -> None:
    stands["problems"] = ["vectors.npy was changed.", "lexical is missing."]
    done = run("index", "check")
    assert (done.code, done.out) == (3, "")
    assert done.err.count("\n") == 2


def test_a_rule_that_quotes_what_no_document_says_is_a_problem(
    run: Any, stands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = load_corpus()
    documents = dict(real.documents)
    spoilt = documents["acr-lbp-2021"]
    documents["acr-lbp-2021"] = dataclasses.replace(spoilt, text=spoilt.text.replace("Usually", "Mostly"))
    monkeypatch.setattr("corpus.load_corpus", lambda _: Corpus(documents))
    done = run("index", "check")
    assert done.code == 3
    assert "acr-lbp-2021" in done.err


def test_the_settings_reach_the_index(run: Any, stands: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATED_EMBEDDING_PRECISION", "float32")
    seen = []
    monkeypatch.setattr("index.check_index", lambda directory, corpus, options: seen.append(options) or [])
    run("index", "check")
    assert [each.precision for each in seen] == ["float32"]


def test_a_broken_document_is_named(run: Any, stands: Any, tmp_path: Any) -> None:
    folder = tmp_path / "data/documents"
    folder.mkdir(parents=True)
    (folder / "broken.md").write_text("---\ntitle: [\n---\n\nText.\n", encoding="utf-8")
    for command in ("build", "status", "check"):
        done = run("index", command)
        assert done.code == 2
        assert "broken.md" in done.err
