"""What a measure is: which points it scores, how, and how scores become one figure with an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from eval.case import Point
from eval.interval import Counts, Interval, Statistic, bootstrap, wilson
from eval.reply import Reply

#: Text of a document of the corpus by its id; None where there is no such document.
DocumentText = Callable[[str], str | None]


@dataclass(frozen=True)
class Score:
    """A point's value for one measure.

    `counts` are what is added up over points: (hits, trials) of a ratio, (tp, fp, fn) of facts, the value itself else.
    """

    value: float
    counts: tuple[float, ...]
    note: str = ""
    """What was expected and what came, where it was not all right."""
    parts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """The same counts by part (fact), for a breakdown."""


@dataclass(frozen=True)
class Summary:
    """A measure over all its points."""

    value: float
    interval: Interval
    n: int
    """Points scored; crashes and silence are among them."""


@dataclass(frozen=True)
class Measure:
    """One measure. `score` sees only answered points; a crash or silence gets `failure`, and malformed answers too."""

    name: str
    """Family, then kind: `facts_f1`. Choosing `facts` chooses the family."""
    title: str
    definition: str
    range: str
    source: str
    applies: Callable[[Point], bool]
    """Whether the label has what this measure needs. It sees no answer, so a system cannot choose its questions."""
    score: Callable[[Point, Reply, DocumentText], Score]
    statistic: Statistic
    method: Literal["wilson", "bootstrap"]
    failure: Callable[[Point, Reply], Score]
    higher_is_better: bool = True
    baselines: Callable[[Sequence[Point]], Mapping[str, float]] | None = None
    """What doing next to nothing would give on the same points."""
    timed: bool = False
    """Depends on the clock: kept out of run files and gates."""

    def of(self, point: Point, reply: Reply, text: DocumentText) -> Score:
        """The value of this point, whatever came back."""
        if reply.failed:
            return self.failure(point, reply)
        try:
            return self.score(point, reply, text)
        except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
            broken = Reply(
                "crashed", reason=f"malformed answer ({type(error).__name__}: {error})", wall_ms=reply.wall_ms
            )
            return self.failure(point, broken)

    def summarise(self, scores: Sequence[Score]) -> Summary:
        """One figure for these scores; at least one is needed."""
        return self.summarise_counts([score.counts for score in scores])

    def summarise_counts(self, counts: Sequence[Sequence[float]]) -> Summary:
        """The same from the counts alone, as a run file keeps them."""
        value = round(self.statistic(np.asarray(counts, dtype=np.float64)), 4)
        if self.method == "wilson":
            return Summary(value, wilson(sum(row[0] for row in counts), len(counts)), len(counts))
        return Summary(value, bootstrap(counts, self.statistic), len(counts))


def proportion(
    name: str,
    *,
    title: str,
    definition: str,
    source: str,
    applies: Callable[[Point], bool],
    score: Callable[[Point, Mapping[str, Any]], Score],
    baselines: Callable[[Sequence[Point]], Mapping[str, float]] | None = None,
) -> Measure:
    """A yes-or-no measure over answers: its figure is the share of points that are right, with a Wilson interval."""

    def of_reply(point: Point, reply: Reply, _: DocumentText) -> Score:
        return score(point, answer_of(reply))

    return Measure(
        name, title, definition, "0 to 1, higher is better", source, applies, of_reply, mean, "wilson", zero,
        baselines=baselines,
    )  # fmt: skip


def answer_of(reply: Reply) -> Mapping[str, Any]:
    """The answer of an answered turn.

    Raises:
        ValueError: there is none.
    """
    if reply.answer is None:
        raise ValueError("no answer")
    return reply.answer


def hit(right: bool, note: str = "") -> Score:
    """1 or 0; the note is kept only for a miss."""
    return Score(1.0, (1.0,)) if right else Score(0.0, (0.0,), note)


def zero(_: Point, reply: Reply) -> Score:
    """What a crash or silence is worth."""
    return Score(0.0, (0.0,), f"{reply.state}: {reply.reason}".rstrip(": "))


def mean(counts: Counts) -> float:
    """The mean of the first column."""
    return float(counts[:, 0].mean())


def ratio(counts: Counts) -> float:
    """Hits over trials, added up over all points (micro); 1.0 where there was nothing to get wrong.

    >>> ratio(np.array([[1.0, 2.0], [2.0, 2.0]]))
    0.75
    """
    hits, trials = counts.sum(axis=0)
    return float(hits / trials) if trials else 1.0


def share(hits: float, trials: float, note: str = "", parts: Mapping[str, tuple[float, ...]] | None = None) -> Score:
    """`hits` of `trials`; 1.0 where there was nothing to get wrong."""
    return Score(hits / trials if trials else 1.0, (hits, trials), note if hits < trials else "", parts or {})
