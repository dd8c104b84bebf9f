"""Are the facts read that the words state, and no others?

Keys are compared one by one, a set member by member. A key with a wrong value is one false positive and one false
negative. Keys that the case calls unscored count neither way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from assistant.vocabulary import load_vocabulary
from eval.case import Point
from eval.interval import Counts
from eval.measures.measure import DocumentText, Measure, Score, answer_of, hit, proportion
from eval.reply import Reply

#: A number of weeks is right within 5 % or 0.1 week, whichever is more (eval/cases/README.md).
WEEKS_RELATIVE, WEEKS_ABSOLUTE = 0.05, 0.1

Value = bool | float | str


def flat(facts: Mapping[str, Any]) -> dict[str, Value]:
    """Plain facts by `fact` or `set.member`."""
    return dict(_pairs(facts))


def _pairs(facts: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{member}", truth) for member, truth in value.items())
        else:
            yield name, value


def read(answer: Mapping[str, Any]) -> dict[str, Value]:
    """The facts of an answer, with their evidence taken off."""
    plain: dict[str, Value] = {}
    for name, evidence in answer["facts"].items():
        if "value" in evidence:
            plain[name] = evidence["value"]
        else:
            plain.update({f"{name}.{member}": each["value"] for member, each in evidence.items()})
    return plain


def same(key: str, one: Value, other: Value) -> bool:
    """Whether two values of a fact count as equal.

    >>> same("duration_weeks", 8.7, 8.57), same("duration_weeks", 4, 5), same("age_years", 71, 72)
    (True, False, False)
    """
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str) or isinstance(other, str):
        return type(one) is type(other) and one == other
    if load_vocabulary()[key].unit == "week":
        return abs(one - other) <= max(WEEKS_ABSOLUTE, WEEKS_RELATIVE * abs(one)) + 1e-9
    return one == other


def scored(point: Point, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Those of the facts that this case scores."""
    unscored = set(point.case.unscored)
    return {key: value for key, value in facts.items() if key not in unscored and key.partition(".")[0] not in unscored}


def compare(gold: Mapping[str, Value], got: Mapping[str, Value]) -> dict[str, tuple[float, float, float]]:
    """True positives, false positives and false negatives by key."""
    counts: dict[str, tuple[float, float, float]] = {}
    for key in dict.fromkeys((*gold, *got)):
        right = key in gold and key in got and same(key, gold[key], got[key])
        counts[key] = (1.0, 0.0, 0.0) if right else (0.0, float(key in got), float(key in gold))
    return counts


def precision(counts: Counts) -> float:
    """tp / (tp + fp), added up over all points; 1.0 where nothing was read."""
    tp, fp, _ = counts.sum(axis=0)
    return float(tp / (tp + fp)) if tp + fp else 1.0


def recall(counts: Counts) -> float:
    """tp / (tp + fn), added up over all points; 1.0 where nothing was stated."""
    tp, _, fn = counts.sum(axis=0)
    return float(tp / (tp + fn)) if tp + fn else 1.0


def f1(counts: Counts) -> float:
    """2 tp / (2 tp + fp + fn), added up over all points; 1.0 where nothing was stated or read."""
    tp, fp, fn = counts.sum(axis=0)
    return float(2 * tp / (2 * tp + fp + fn)) if tp + fp + fn else 1.0


def _applies(point: Point) -> bool:
    return point.last and point.facts is not None


def _gold(point: Point) -> dict[str, Value]:
    return scored(point, flat(point.facts or {}))


def _score(figure: Callable[[Counts], float]) -> Callable[[Point, Reply, DocumentText], Score]:
    def score(point: Point, reply: Reply, _: DocumentText) -> Score:
        gold, got = _gold(point), scored(point, read(answer_of(reply)))
        parts = compare(gold, got)
        return _total(figure, parts, describe(gold, got))

    return score


def _failure(figure: Callable[[Counts], float]) -> Callable[[Point, Reply], Score]:
    def failure(point: Point, reply: Reply) -> Score:
        # A crash is charged as if it had read every stated fact wrongly, so that it lowers precision as well.
        parts = dict.fromkeys(_gold(point), (0.0, 1.0, 1.0))
        total = _total(figure, parts, f"{reply.state}: {reply.reason}")
        return Score(0.0, total.counts, total.note, total.parts)

    return failure


def _total(figure: Callable[[Counts], float], parts: Mapping[str, tuple[float, ...]], note: str) -> Score:
    rows = np.asarray(list(parts.values()) or [(0.0, 0.0, 0.0)], dtype=np.float64)
    tp, fp, fn = (float(x) for x in rows.sum(axis=0))
    return Score(figure(rows), (tp, fp, fn), note if fp or fn else "", parts)


def describe(gold: Mapping[str, Value], got: Mapping[str, Value]) -> str:
    """What was missed, wrong or made up, in words."""
    wrong = [f"{k}: {gold[k]!r} read as {got[k]!r}" for k in gold if k in got and not same(k, gold[k], got[k])]
    missed = [f"{k}={v!r}" for k, v in gold.items() if k not in got]
    extra = [f"{k}={v!r}" for k, v in got.items() if k not in gold]
    lists = {"wrong": wrong, "missed": missed, "extra": extra}
    return "; ".join(f"{name} {', '.join(items)}" for name, items in lists.items() if items)


def _facts(name: str, title: str, definition: str, figure: Callable[[Counts], float]) -> Measure:
    return Measure(
        f"facts_{name}",
        title,
        f"{definition} Micro over the last turns; set members one by one; keys a case calls unscored left out.",
        "0 to 1, higher is better",
        "C. J. van Rijsbergen, Information Retrieval, 1979; micro-averaged.",
        _applies,
        _score(figure),
        figure,
        "bootstrap",
        _failure(figure),
    )


PRECISION = _facts("precision", "Facts: precision", "Share of the facts read that are stated, with the value stated.",
                   precision)  # fmt: skip
RECALL = _facts("recall", "Facts: recall", "Share of the facts stated that are read, with the value stated.", recall)
F1 = _facts("f1", "Facts: F1", "Harmonic mean of fact precision and recall.", f1)


def _whole_applies(point: Point) -> bool:
    return point.facts is not None


def _whole_score(point: Point, answer: Mapping[str, Any]) -> Score:
    gold, got = _gold(point), scored(point, read(answer))
    return hit(not any(fp or fn for _, fp, fn in compare(gold, got).values()), describe(gold, got))


WHOLE = proportion(
    "facts_whole",
    title="Facts: all right",
    definition="Share of turns, earlier ones of dialogues included, after which every scored fact of the conversation "
    "is right and none is made up.",
    source="Joint goal accuracy of dialogue state tracking; M. Henderson et al., SIGDIAL 2014.",
    applies=_whole_applies,
    score=_whole_score,
)
