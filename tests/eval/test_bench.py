"""The benchmark runs and reports; how fast anything is, is no test's business."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.checker import Checker, load_checker, load_rules
from assistant.vocabulary import load_vocabulary
from corpus import Corpus
from eval import bench, cli

PATIENTS = ({}, {"osteoporosis": True}, {"age_years": 45, "cauda_equina_features": {"saddle_numbness": True}})


def test_copies_of_the_rules_have_names_of_their_own(corpus: Corpus) -> None:
    base = load_rules(corpus)
    twice = bench.copied(base, 2)
    assert len({rule.id for rule in twice.rules}) == len(twice.rules) == 2 * len(base.rules)
    assert bench.copied(base, 1) == base


@pytest.mark.parametrize("facts", PATIENTS)
def test_copies_of_the_rules_say_what_the_rules_say(corpus: Corpus, facts: dict[str, Any]) -> None:
    once = load_checker(corpus)
    twice = Checker(bench.copied(once.base, 2), load_vocabulary())
    one, two = once.check(facts), twice.check(facts)
    assert (one.verdict, one.urgency, one.governing, one.settled) == (
        two.verdict,
        two.urgency,
        two.governing,
        two.settled,
    )
    assert len(two.positions) == 2 * len(one.positions)


def test_every_size_is_measured_beside_the_bare_evaluation(corpus: Corpus) -> None:
    found = list(bench.bench_check(corpus, PATIENTS, copies=(1, 2), rounds=1))
    assert [each.copies for each in found] == [1, 2]
    assert found[1].rules == 2 * found[0].rules
    for each in found:
        assert 0 < each.bare.p50_ms <= each.bare.p99_ms
        assert 0 < each.check.p50_ms <= each.check.p99_ms


def test_the_command_prints_the_ratios(monkeypatch: pytest.MonkeyPatch) -> None:
    timing = bench.Timing(0.5, 1.0)
    measured = [bench.Measured(1, 171, 0.4, timing, bench.Timing(2.0, 3.0)),
                bench.Measured(10, 1710, 4.0, bench.Timing(5.0, 6.0), bench.Timing(8.0, 9.0))]  # fmt: skip
    monkeypatch.setattr(cli, "bench_check", lambda corpus, patients, copies, rounds: iter(measured))
    out = CliRunner().invoke(cli.app, ["bench", "check", "--limit", "2"], catch_exceptions=False).output
    rows = [line.replace("│", " ").split() for line in out.splitlines() if " check " in line]
    assert rows[0] == ["171", "check", "2.000", "3.000", "4.0", "1.00", "0.40"]
    assert rows[1] == ["1,710", "check", "8.000", "9.000", "1.6", "4.00", "4.00"]
