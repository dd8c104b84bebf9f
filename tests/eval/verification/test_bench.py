from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import load_settings, open_store
from assistant.checker import Checker, load_checker
from corpus import Corpus
from eval.case import load_cases
from eval.cli import app
from eval.verification.bench import TRUE, Judged, figures, in_half, judge, statements
from eval.verification.true import Sample, distinct, said_by_rules, said_of_cases
from index import Index

#: What slips through on the rules' own statements, at most.
_MISSED = 0.03


@pytest.fixture(scope="module")
def checker(corpus: Corpus) -> Checker:
    return load_checker(corpus)


@pytest.fixture(scope="module")
def samples(checker: Checker, corpus: Corpus) -> list[Sample]:
    return distinct(said_by_rules(checker, corpus))


@pytest.mark.parametrize("as_model", [False, True])
def test_what_the_rules_say_passes_and_spoiled_does_not(samples: list[Sample], corpus: Corpus, as_model: bool) -> None:
    true = samples[::4]
    false = statements(samples, per_kind=20, seed=11)
    found = figures(judge(true, false, corpus, as_model=as_model))
    assert found.kept.n > 300
    assert found.recall.n > 300
    assert found.kept.value == 1.0
    assert found.recall.value >= 1 - _MISSED, {kind: each for kind, each in found.kinds.items() if each.value < 1}


def test_answers_give_true_statements_for_both_audiences(index: Index, checker: Checker) -> None:
    cases = [case for each in load_cases(("indication", "information"), limit=2) for case in each.cases]
    store = open_store(load_settings({"INDICATED_DATABASE_URL": "memory:"}))
    found = distinct(said_of_cases(cases, index, checker, store))
    assert {each.audience for each in found} == {"clinician", "patient"}
    assert {each.result is None for each in found} == {True, False}
    assert all(each.statement.sources for each in found)


def test_halves_part_by_the_true_statement(samples: list[Sample]) -> None:
    development = [each for each in samples if in_half(each, "development")]
    held_out = [each for each in samples if in_half(each, "held_out")]
    assert not {each.statement.text for each in development} & {each.statement.text for each in held_out}
    assert len(development) + len(held_out) == len(samples)
    assert 0.4 < len(development) / len(samples) < 0.6


def test_figures_count_rejections_as_the_positive_answer() -> None:
    judged = [
        Judged(TRUE, "a", "a", "", ()),
        Judged(TRUE, "b", "b", "wrongly", ()),
        Judged("number", "c", "a", "rightly", ()),
        Judged("number", "d", "a", "", ()),
        Judged("study", "e", "a", "rightly", ()),
    ]
    found = figures(judged)
    assert (found.precision.hits, found.precision.n) == (2, 3)
    assert (found.recall.hits, found.recall.n) == (2, 3)
    assert (found.kept.hits, found.kept.n) == (1, 2)
    assert found.f1 == pytest.approx(2 / 3)
    assert [each.wrong for each in judged] == [False, True, False, True, False]
    assert (found.kinds["number"].hits, found.kinds["number"].n) == (1, 2)


def test_the_command_prints_figures_and_writes_them(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATED_DATA_DIR", str(data_dir))
    out = tmp_path / "bench.json"
    few = ["--half", "held_out", "--limit", "1", "--per-kind", "2"]
    done = CliRunner().invoke(app, ["bench", "verify", *few, "--failures", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "recall: number" in done.output
    record = json.loads(out.read_text(encoding="utf-8"))
    assert set(record["runs"]) == {"as a template's", "as a chat model's"}
    assert record["half"] == "held_out"
