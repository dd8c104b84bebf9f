"""Does the search find the right document for a question about the guidance?

Passages are ranked and documents are labelled: a passage is right if its document is one of those expected.
"""

from __future__ import annotations

from collections.abc import Callable

import ir_measures
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG
from ir_measures import Measure as Metric

from eval.case import Point
from eval.measures.measure import DocumentText, Measure, Score, mean, zero
from eval.reply import Hit, Reply

Ranking = Callable[[Point, tuple[Hit, ...]], tuple[list[Qrel], list[ScoredDoc]]]

#: How many hits the run asks for: the deepest cut-off used here.
DEPTH = 10


def asks_search(point: Point) -> bool:
    """Whether the search is tried on this point: the label names documents, and the turn is a question on its own."""
    return bool(point.expect.documents) and "information" in point.expect.accepted("kind")


def _value(metric: Metric, qrels: list[Qrel], run: list[ScoredDoc]) -> float:
    # An empty run still scores: the query is known from its qrels.
    return float(next(each.value for each in ir_measures.iter_calc([metric], qrels, run)))


def _passages(point: Point, hits: tuple[Hit, ...]) -> tuple[list[Qrel], list[ScoredDoc]]:
    run = [ScoredDoc("q", hit.passage, float(-rank)) for rank, hit in enumerate(hits)]
    right = [Qrel("q", hit.passage, 1) for hit in hits if hit.document in point.expect.documents]
    return right or [Qrel("q", "a passage that was not found", 1)], run


def _documents(point: Point, hits: tuple[Hit, ...]) -> tuple[list[Qrel], list[ScoredDoc]]:
    ranked = list(dict.fromkeys(hit.document for hit in hits))
    run = [ScoredDoc("q", document, float(-rank)) for rank, document in enumerate(ranked)]
    return [Qrel("q", document, 1) for document in point.expect.documents], run


def _score(metric: Metric, ranking: Ranking) -> Callable[[Point, Reply, DocumentText], Score]:
    def score(point: Point, reply: Reply, _: DocumentText) -> Score:
        hits = reply.hits or ()
        value = _value(metric, *ranking(point, hits))
        found = ", ".join(hit.document for hit in hits[:5]) or "nothing"
        why = f" ({reply.reason})" if reply.reason else ""
        note = "" if value == 1.0 else f"expected {' or '.join(point.expect.documents)}, found {found}{why}"
        return Score(value, (value,), note)

    return score


def _retrieval(
    name: str, title: str, definition: str, metric: Metric, ranking: Ranking, *, binary: bool = False
) -> Measure:
    return Measure(
        f"retrieval_{name}",
        title,
        definition,
        "0 to 1, higher is better",
        f"{metric} of ir_measures; MacAvaney et al., ECIR 2022.",
        asks_search,
        _score(metric, ranking),
        mean,
        "wilson" if binary else "bootstrap",
        zero,
    )


HIT_AT_5 = _retrieval(
    "hit_at_5", "Retrieval hit@5",
    "Share of information questions with a passage of an expected document among the first five.",
    Success @ 5, _passages, binary=True,
)  # fmt: skip
MRR = _retrieval(
    "mrr", "Retrieval MRR@10",
    "Mean over information questions of one over the rank of the first passage of an expected document; 0 beyond ten.",
    RR @ 10, _passages,
)  # fmt: skip
NDCG = _retrieval(
    "ndcg", "Retrieval nDCG@10",
    "Normalised discounted cumulative gain of the documents in the order of their first passage among the ten best.",
    nDCG @ 10, _documents,
)  # fmt: skip
