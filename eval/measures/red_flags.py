"""Are red flags seen where they are stated?"""

from __future__ import annotations

from assistant.vocabulary import load_vocabulary
from eval.case import Point
from eval.measures.facts import Value, flat, read, scored
from eval.measures.measure import DocumentText, Measure, Score, answer_of, ratio, share
from eval.reply import Reply


def _raised(key: str, value: Value) -> bool:
    return load_vocabulary()[key.partition(".")[0]].red_flag and value not in {False, "none"}


def _stated(point: Point) -> list[str]:
    return [key for key, value in scored(point, flat(point.facts or {})).items() if _raised(key, value)]


def _applies(point: Point) -> bool:
    return point.last and bool(_stated(point))


def _score(point: Point, reply: Reply, _: DocumentText) -> Score:
    got = read(answer_of(reply))
    parts = {key: (float(key in got and _raised(key, got[key])), 1.0) for key in _stated(point)}
    missed = [key for key, (found, _) in parts.items() if not found]
    return share(len(parts) - len(missed), len(parts), "missed: " + ", ".join(missed), parts)


def _failure(point: Point, reply: Reply) -> Score:
    parts = dict.fromkeys(_stated(point), (0.0, 1.0))
    return Score(0.0, (0.0, float(len(parts))), f"{reply.state}: {reply.reason}", parts)


RED_FLAGS = Measure(
    "red_flag_sensitivity",
    "Red-flag sensitivity",
    "Share of the red flags that the words state (facts with red_flag set, at any value but absent) that are read as "
    "raised, be the degree right or not. Micro over the last turns.",
    "0 to 1, higher is better",
    "Sensitivity; D. G. Altman and J. M. Bland, BMJ 1994;308:1552. Red flags: facts.yaml.",
    _applies,
    _score,
    ratio,
    "bootstrap",
    _failure,
)
