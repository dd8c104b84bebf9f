"""How long does an answer take?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from eval.case import Point
from eval.interval import Counts
from eval.measures.measure import DocumentText, Measure, Score
from eval.reply import Reply


def _score(_: Point, reply: Reply, __: DocumentText) -> Score:
    return Score(reply.wall_ms, (reply.wall_ms,))


def _failure(_: Point, reply: Reply) -> Score:
    return Score(reply.wall_ms, (reply.wall_ms,), reply.reason)


def _percentile(percent: float) -> Callable[[Counts], float]:
    return lambda counts: float(np.percentile(counts[:, 0], percent))


def _latency(percent: int) -> Measure:
    return Measure(
        f"latency_p{percent}",
        f"Latency p{percent} (ms)",
        f"The {percent}th percentile of the time from message to whole answer, as the harness sees it, in "
        "milliseconds. A crash counts with the time it took.",
        "0 upward, lower is better",
        "Linear interpolation between order statistics (numpy's default).",
        lambda _: True,
        _score,
        _percentile(percent),
        "bootstrap",
        _failure,
        higher_is_better=False,
        timed=True,
    )


LATENCY_P50 = _latency(50)
LATENCY_P95 = _latency(95)
LATENCY_P99 = _latency(99)
