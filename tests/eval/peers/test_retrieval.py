from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.errors import PeerError
from eval.peers import retrieval
from eval.peers.environment import Installation
from eval.peers.retrieval import OURS, Measured, measure, sample, table
from eval.retrieval.collections import Collection, Text

TEXTS = tuple(Text(str(n), f"Title {n}", f"Text number {n}.") for n in range(700))
ALL = Collection("All", TEXTS, {f"q{n}": f"number {n}" for n in range(300)}, {f"q{n}": {str(n): 1} for n in range(300)})


def test_the_sample_asks_the_held_out_half_and_holds_every_answer():
    drawn = sample(ALL)
    assert (len(drawn.texts), len(drawn.queries)) == (500, 100)
    assert all(int(query[1:]) % 2 for query in drawn.queries)
    held = {each.id for each in drawn.texts}
    assert all(set(drawn.right[query]) <= held for query in drawn.queries)
    assert sample(ALL) == drawn


@pytest.fixture
def engines(monkeypatch):
    """Two engines that answer without any software, and one that gives no result."""
    monkeypatch.setattr(retrieval, "compile_model", lambda _: None)
    asked = []

    def work(engine, script, task):
        asked.append((engine.peer, task["phase"]))
        if engine.peer == "broken":
            raise PeerError("broken gave no result")
        if task["phase"] == "build":
            return {"build_s": 10.0 if engine.peer == OURS else 50.0, "peak_mb": 200.0}
        found = [[query.split()[-1]] for query in task["queries"]]
        return {"first_s": 0.5, "times_ms": [1.0, 2.0, 3.0], "peak_mb": 100.0, "found": found}

    monkeypatch.setattr(retrieval.environment, "work", work)
    names = (OURS, "broken", "txtai")
    return asked, {name: Installation(name, "3.11", command="python") for name in names}


def test_engines_take_turns_and_one_that_fails_is_told_and_left_out(engines):
    asked, installed = engines
    told = []
    found = measure(sample(ALL), installed, 2, told.append)
    assert [each.engine for each in found] == [OURS, "txtai"]
    turns = [[OURS, "broken", "txtai"], [OURS, "txtai"]]
    assert [name for name, phase in asked if phase == "build"] == [name for turn in turns for name in turn]
    assert [name for name, phase in asked if phase == "serve"] == [OURS, "txtai"] * 2
    assert any("broken is left out" in each for each in told)
    assert found[0].figures()["ndcg_10"] == 1.0
    assert found[0].figures()["passages_per_s"] == 50.0


def test_the_table_says_how_many_times_as_much_a_peer_takes():
    ours = Measured(OURS, "", [10.0], [0.5], [1.0], [200.0], [100.0], 0.9)
    other = Measured("txtai", "9", [20.0], [5.0], [20.0], [900.0], [500.0], 0.8)
    columns = [list(column.cells) for column in table([ours, other]).columns]
    assert [column[1] for column in columns][:3] == ["txtai 9", "5.00 (10x)", "20.0 (20x)"]
    assert columns[4][0] == "50.0" or columns[4][0] == "50"


def test_our_own_engine_builds_and_answers_in_a_process_of_its_own(tmp_path: Path, data_dir: Path):
    (tmp_path / "models").symlink_to(data_dir / "models")
    texts = [
        {"id": "1", "title": "Films", "text": "Standing films."},
        {"id": "2", "title": "Zinc", "text": "No place."},
    ]
    task = {"engine": OURS, "folder": str(tmp_path), "model": "", "passages": texts, "queries": ["zinc"], "began": 0.0}
    done = {}
    for phase in ("build", "serve"):
        done[phase] = json.loads(
            subprocess.run(
                [sys.executable, retrieval._WORKER], input=json.dumps({**task, "phase": phase}), text=True,
                capture_output=True, check=True, timeout=120, env={**os.environ, "HF_HUB_OFFLINE": "1"},
            ).stdout
        )  # fmt: skip
    assert done["build"]["build_s"] > 0
    assert done["serve"]["found"] == [["2", "1"]]
    assert len(done["serve"]["times_ms"]) == 1
