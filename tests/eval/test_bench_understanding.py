"""The benchmark of the reader runs and reports; how fast it is, is no test's business."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.understanding import load_reader
from assistant.understanding.lexicon import load_lexicon
from eval import bench_understanding as bench
from eval import cli
from eval.errors import BenchError

MESSAGES = ("72F, 3 weeks of low back pain, no fever.", "My back hurts.", "Is fever a red flag?")


def test_every_message_is_taken_once(made: Any) -> None:
    case = made.case(turns=[{"user": "My back hurts."}, {"user": "no"}])
    again = made.case(id="X2", turns=[{"user": "My back hurts."}])
    assert bench.messages_of((made.cases(case), made.cases(again))) == ("My back hurts.", "no")


def test_the_reader_is_timed_beside_bare_passes() -> None:
    speeds = {each.name: each for each in bench.bench_messages(load_reader(), load_lexicon(), MESSAGES, rounds=1)}
    assert list(speeds) == ["reader, first time", "words", "tokens", "reader", "alarms"]
    for each in speeds.values():
        assert 0 < each.p50_ms <= each.p95_ms <= each.p99_ms


def test_longer_texts_have_the_length_they_are_said_to_have_and_are_the_same_each_time() -> None:
    texts = bench.joined(MESSAGES, 500)
    assert {len(text) for text in texts} == {500}
    assert len(set(texts)) > 1
    assert texts == bench.joined(MESSAGES, 500)
    growth = bench.bench_lengths(load_reader(), load_lexicon(), MESSAGES, rounds=1, lengths=(200, 400))
    assert [each.characters for each in growth] == [200, 400]
    assert all(each.reader_ms > each.tokens_ms > 0 for each in growth)


def test_the_start_is_timed_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_STARTS", 1)
    start = bench.bench_start()
    assert min(start.import_s, start.load_s, start.first_s) > 0
    monkeypatch.setattr(bench, "_START", "raise SystemExit('zebra')")
    with pytest.raises(BenchError, match="zebra"):
        bench.bench_start()


def test_the_command_prints_the_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "bench_start", lambda: bench.Start(0.1, 0.2, 0.3))
    speeds = [bench.Speed("tokens", 0.5, 0.6, 0.7), bench.Speed("reader", 2.0, 3.0, 4.0)]
    monkeypatch.setattr(cli, "bench_messages", lambda *_: speeds)
    monkeypatch.setattr(cli, "bench_lengths", lambda *_: [bench.Growth(1000, 1, 2), bench.Growth(5000, 5, 15)])
    out = CliRunner().invoke(cli.app, ["bench", "understand", "--limit", "2"], catch_exceptions=False).output
    rows = [line.replace("│", " ").split() for line in out.splitlines()]
    assert ["0.10", "0.20", "0.30"] in rows
    assert ["reader", "2.000", "3.000", "4.000", "4.0"] in rows
    assert ["5,000", "5.00", "15.00", "3.00", "1.50"] in rows
