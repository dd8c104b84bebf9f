"""What a run leaves behind: for each point what came back and what it scored, and figures over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.measures import MEASURES, Measure, Score, Summary
from eval.reply import Hit, State


@dataclass(frozen=True)
class Record:
    """One point of a run."""

    id: str
    set_name: str
    style: str
    tags: tuple[str, ...]
    state: State
    reason: str
    identical: bool
    hits: tuple[Hit, ...] | None
    answer: Mapping[str, Any] | None
    """Without its volatile fields, its findings and their sources; None unless `answered`."""
    sha256: str
    """Of the whole answer without its volatile fields; empty where there is none."""
    scores: Mapping[str, Score]
    """By measure: every one that applies to the point, and none if it was skipped. Timed ones are not among them."""


@dataclass(frozen=True)
class Run:
    """A whole run. Two runs of the same thing are equal but for `wall_ms`."""

    target: str
    code: str
    """`sha256:…` of the code that answered; empty if unknown."""
    digest: Mapping[str, str]
    """As the answers state it: rules, corpus, index, model."""
    environment: Mapping[str, str]
    cases: Mapping[str, str]
    """SHA-256 of each set's file, by set."""
    measures: tuple[str, ...]
    records: tuple[Record, ...]
    baselines: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By measure: what doing next to nothing would give on the same points."""
    wall_ms: Mapping[str, float] = field(default_factory=dict)
    """By point: the time its answer took; empty where it is not known."""

    def chosen(self) -> tuple[Measure, ...]:
        """The measures of this run, in the order of the report."""
        return tuple(measure for measure in MEASURES if measure.name in self.measures)

    def counts(self, measure: Measure) -> dict[str, tuple[float, ...]]:
        """What is added up for a measure, by point. For a timed one it is the time alone."""
        if measure.timed:
            return {each.id: (self.wall_ms[each.id],) for each in self.records if each.id in self.wall_ms}
        return {each.id: each.scores[measure.name].counts for each in self.records if measure.name in each.scores}

    def summary(self, measure: Measure, records: Sequence[Record] | None = None) -> Summary | None:
        """The figure of a measure over these records (all by default); None where no point has one."""
        counts = self.counts(measure)
        if records is not None:
            counts = {each.id: counts[each.id] for each in records if each.id in counts}
        return measure.summarise_counts(list(counts.values())) if counts else None

    def misses(self, measure: Measure) -> Iterator[tuple[Record, Score]]:
        """The points that are not all right, in the order of the run."""
        for record in self.records:
            score = record.scores.get(measure.name)
            if score is not None and score.value < 1.0:
                yield record, score

    def skipped(self) -> tuple[Record, ...]:
        """The points that could not be put, and so are not scored."""
        return tuple(record for record in self.records if record.state == "skipped")
