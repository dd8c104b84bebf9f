from __future__ import annotations

from typing import Any

from eval.measures import MEASURES, measure_named


def test_percentiles_are_those_of_all_times() -> None:
    times = [(float(ms),) for ms in range(1, 102)]
    values = [measure_named(f"latency_p{percent}").summarise_counts(times).value for percent in (50, 95, 99)]
    assert values == [51.0, 96.0, 100.0]


def test_a_crash_counts_with_its_time(made: Any) -> None:
    assert made.score("latency_p50", made.point(), None, wall_ms=12.5).value == 12.5


def test_only_latency_depends_on_the_clock() -> None:
    assert [m.name for m in MEASURES if m.timed] == ["latency_p50", "latency_p95", "latency_p99"]
