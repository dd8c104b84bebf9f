"""The bench of whole answers runs and reports; how fast anything is, is no test's business."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eval.bench_answer import AnswerTimes, answer_table, baseline, bench_answer
from eval.errors import PeerError
from eval.peers.environment import Installation


class Recorder:
    """Answers at once, and notes what it was asked."""

    def __init__(self) -> None:
        self.put: list[tuple[str, str | None]] = []

    def answer(self, message: str, *, conversation_id: str | None) -> Any:
        self.put.append((message, conversation_id))
        return SimpleNamespace(conversation_id="c", timing_ms={"understand": 0.0, "check": 0.0, "total": 0.0})


def test_every_message_is_answered_and_embedded_by_itself(made: Any) -> None:
    assistant, embedded = Recorder(), []
    times = bench_answer(assistant, embedded.append, [made.cases(made.case(id="A"))], rounds=2)  # type: ignore[arg-type]
    # Three rounds, the first of which is not counted.
    assert len(times.whole) == len(times.embedding) == 2
    assert embedded == [message for message, _ in assistant.put]
    assert list(times.steps) == ["understand", "check", "write, cite and keep"]


def test_the_shares_of_the_steps_add_up_to_the_whole() -> None:
    times = AnswerTimes([10.0, 10.0], {"understand": [4.0, 4.0], "rest": [6.0, 6.0]}, [1.0, 1.0], [40.0])
    columns = {str(column.header): list(column.cells) for column in answer_table(times).columns}
    assert columns["Share of the time"] == ["100%", "40%", "60%", "", ""]
    assert columns["÷ whole (p50)"][-2:] == ["0.10", "4.00"]


def test_a_baseline_that_cannot_be_had_says_why(corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Installation("LangChain + Chroma", "3.11", "there is no network")
    monkeypatch.setattr("eval.peers.environment.install", lambda *_: broken)
    with pytest.raises(PeerError, match="there is no network"):
        baseline(corpus, ["MRI?"], Path("nowhere"))
