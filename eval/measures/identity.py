"""Is the same question answered the same way twice?"""

from __future__ import annotations

from eval.case import Point
from eval.measures.measure import DocumentText, Measure, Score, hit, mean, zero
from eval.reply import Reply


def _score(_: Point, reply: Reply, __: DocumentText) -> Score:
    return hit(reply.identical, "the second time of asking gave another answer")


IDENTITY = Measure(
    "identity",
    "Same answer twice",
    "Share of turns whose answer is the same, byte for byte, when the whole case is put again in a new conversation; "
    "ids and timings aside. Two runs in two processes: `python -m eval compare`.",
    "0 to 1, higher is better",
    "The contract's promise of determinism.",
    lambda _: True,
    _score,
    mean,
    "wilson",
    zero,
)
