"""Readers side by side: what is scored, and that the figures tell a better reader from a worse one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.bench_understanding import Start
from eval.peers import cli, environment, understanding
from eval.peers.environment import Installation
from eval.peers.understanding import PEERS, Message, counts, messages, ours, scored_keys, theirs, without_context
from eval.peers.understanding_report import by_fact, by_slice

LINES = (
    {"id": "A1", "style": "lay", "turns": [{"user": "My back hurts. No fever."}], "facts": {"fever": False}},
    {"id": "A2", "style": "uk_gp", "turns": [{"user": "LBP. Osteoporosis. No red flags."}],
     "facts": {"osteoporosis": True, "chronic_steroids": False}, "unscored": ["trauma"]},
    {"id": "A3", "style": "lay", "turns": [{"user": "Hello."}, {"user": "no"}], "facts": {"fever": False}},
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [json.dumps({"note": "made up", "expect": {}, **line}) for line in LINES]
    (tmp_path / "indication.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def asked(folder: Path) -> list[Message]:
    return messages({"first": folder})


@pytest.fixture(autouse=True)
def no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "bench_start", lambda: Start(0.1, 0.2, 0.3))


def test_red_flags_and_safety_facts_that_can_be_denied_are_scored() -> None:
    keys = scored_keys()
    assert {"fever", "cancer_history", "cauda_equina_features.saddle_numbness", "pregnant", "mri_blocked"} <= keys
    assert not {"age_years", "duration_weeks", "pain_sites.lumbar"} & keys


def test_single_messages_are_asked_and_conversations_are_not(asked: list[Message]) -> None:
    assert [each.text for each in asked] == ["My back hurts. No fever.", "LBP. Osteoporosis. No red flags."]
    assert [each.blanket for each in asked] == [False, True]
    assert "patients and relatives" in asked[0].groups
    assert "clinicians" in asked[1].groups
    assert "trauma" not in asked[1].scored


def test_a_wrong_polarity_is_wrong_twice_and_silence_once(asked: list[Message]) -> None:
    assert counts(asked[0], {"fever": "denied"}) == (1, 0, 0)
    assert counts(asked[0], {"fever": "present"}) == (0, 1, 1)
    assert counts(asked[0], {}) == (0, 0, 1)
    assert counts(asked[0], {"fever": "present"}, polarity="present") == (0, 1, 0)
    assert counts(asked[0], {"fever": "present", "age_years": "present"}, keys=("osteoporosis",)) == (0, 0, 0)


def test_a_blanket_denial_can_be_left_out(asked: list[Message]) -> None:
    reading = {"osteoporosis": "present", "chronic_steroids": "denied", "fever": "denied"}
    assert counts(asked[1], reading) == (2, 1, 0)
    assert counts(asked[1], reading, single=True) == (1, 0, 0)


def test_our_reader_is_told_from_a_search_without_context(asked: list[Message]) -> None:
    better, worse = (by_slice(each, asked) for each in (ours(asked, 1), without_context(asked)))
    assert better["denied"].recall.value > worse["denied"].recall.value
    assert better["said one by one"].f1.value == 1
    assert by_fact(ours(asked, 1), asked)["fever"].recall.value > 0
    assert better["patients and relatives"].stated == 1


def test_a_peer_is_asked_about_the_same_places(asked: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    tasks: list[Any] = []

    def work(installation: Installation, script: Path, task: Any) -> dict[str, Any]:
        tasks.append(task)
        marks = [[["negated"]] * len(each["targets"]) for each in task["messages"]]
        return {"load_s": 1.0, "times_ms": [1.0, 2.0], "marks": marks}

    monkeypatch.setattr(understanding, "work", work)
    there = Installation("negspacy", "3.11.7", packages={"spacy": "3.8.0"})
    engine = theirs(there, PEERS[1], asked, 1)
    assert engine.version == "1.1.0, spaCy 3.8.0, Python 3.11.7"
    assert engine.readings[0]["fever"] == "denied"
    assert engine.readings[1]["osteoporosis"] == "denied"
    (task,) = tasks
    assert task["engine"] == "negspacy"
    places = [[each["text"][start:end] for start, end in each["targets"]] for each in task["messages"]]
    assert "fever" in places[0]
    assert "Osteoporosis" in places[1]


def test_the_command_leaves_out_what_cannot_be_installed_and_says_why(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "install", lambda peer, version, cache: Installation(peer.name, version, "zebra"))
    monkeypatch.setattr(understanding, "SETS", {"first": folder})
    out = tmp_path / "peers.json"
    done = CliRunner().invoke(cli.app, ["understand", "--rounds", "1", "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    assert done.output.count("zebra") == 9
    assert "medspaCy is left out" in done.output
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [each["name"] for each in told["engines"]] == ["ours", "no context"]
    assert told["engines"][0]["slices"]["everything"]["recall"]["value"] > 0
