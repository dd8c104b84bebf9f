"""The harness on the real assistant: a few cases of each kind, in process and over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from assistant import Assistant, build_assistant, load_settings
from assistant.checker import load_checker
from corpus import Corpus
from eval.case import CaseSet, load_cases, only
from eval.gate import problems
from eval.gold import check_gold, load_decisions
from eval.measures import MEASURES
from eval.record import Run
from eval.reply import steady
from eval.run import run
from eval.runfile import load, save
from eval.target import AssistantTarget, ServerTarget


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Assistant:
    return build_assistant(load_settings({"INDICATED_DATA_DIR": str(data_dir), "INDICATED_DATABASE_URL": "memory:"}))


@pytest.fixture(scope="module")
def sample() -> tuple[CaseSet, ...]:
    """The first case of each set and style, and the first that each measure applies to."""
    sets = load_cases()
    points = [point for each in sets for point in each.points() if not any(turn.asks for turn in point.case.turns)]
    firsts: dict[str, str] = {}
    for point in points:
        names = [point.set_name, point.case.style, *(measure.name for measure in MEASURES if measure.applies(point))]
        for name in names:
            firsts.setdefault(name, point.case.id)
    return only(sets, tuple(firsts.values()))


@pytest.fixture(scope="module")
def measured(assistant: Assistant, sample: tuple[CaseSet, ...]) -> Run:
    return run(AssistantTarget(assistant), sample)


def test_the_gate_lets_the_assistant_pass(measured: Run) -> None:
    assert problems(measured) == ()


def test_every_case_is_answered_and_scored(measured: Run, sample: tuple[CaseSet, ...]) -> None:
    points = {point.id: point for each in sample for point in each.points()}
    assert [record.id for record in measured.records] == list(points)
    for record in measured.records:
        assert record.state == "answered", record.reason
        assert set(record.scores) == {m.name for m in MEASURES if m.applies(points[record.id]) and not m.timed}


def test_no_answer_is_malformed(measured: Run) -> None:
    notes = [score.note for record in measured.records for score in record.scores.values()]
    assert not [note for note in notes if "malformed" in note]


def test_every_measure_has_a_figure_on_the_sample(measured: Run) -> None:
    missing = [measure.name for measure in MEASURES if measured.summary(measure) is None]
    assert missing == []


def test_a_run_file_of_the_assistant_comes_back(measured: Run, tmp_path: Path) -> None:
    save(measured, tmp_path / "run.json")
    assert load(tmp_path / "run.json") == measured
    assert set(measured.digest) >= {"rules", "corpus", "index", "model"}


def test_the_server_answers_as_the_assistant_in_process_does(assistant: Assistant, measured: Run) -> None:
    direct = AssistantTarget(assistant)
    with TestClient(create_app(assistant)) as client:
        server = ServerTarget(client)
        for message in ("72F, osteoporosis, fell, back pain 5 days: x-ray?", "What does ACR say about pregnancy?"):
            assert steady(server.ask(message, None)) == steady(direct.ask(message, None))
            assert server.search(message, 10) == direct.search(message, 10)
        started = server.ask("34, low back pain for 3 days", None)
        followed = server.ask("and a fever", str(started["conversation_id"]))
        assert set(followed["facts"]) > {"age_years"}
        assert server.text("acr-lbp-2021") == direct.text("acr-lbp-2021")
        assert server.text("no-such-document") is None


def test_labels_and_rules_agree_or_the_difference_is_decided(corpus: Corpus) -> None:
    report = check_gold(load_cases(), load_checker(corpus), load_decisions())
    assert [(each.point.id, each.measure, each.note) for each in report.undecided] == []
    assert report.stale == ()
